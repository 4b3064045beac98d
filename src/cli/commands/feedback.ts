import { Failure } from '../../workbench.ts';
import type { Command } from '../command.ts';
import { plural } from '../print.ts';

export const feedbackImport: Command = {
  name: 'feedback import',
  usage: 'FILE --consultation ID',
  summary: 'Take in comments from a table (CSV); the words go to the vault, not into the draft',
  arity: [1, 1],
  options: {
    consultation: { value: 'ID', help: 'which consultation they answer' },
    kind: { value: 'KIND', help: 'public (default), committee or internal' },
    version: { value: 'SLUG', help: 'the version people were asked about' },
    columns: { value: 'MAP.yaml', help: 'which column holds what (default: guessed from the headings)' },
    'dry-run': { help: 'say what would be taken in, and change nothing' },
  },
  async run(workbench, args) {
    const consultation = args.value('consultation');
    if (consultation === undefined)
      throw new Failure(
        'usage',
        'feedback import: the consultation is missing; name it with --consultation ID.',
      );
    const value = await workbench.importFeedback({
      file: args.positional[0] ?? '',
      consultation,
      kind: args.value('kind'),
      version: args.value('version'),
      columns: args.value('columns'),
      dryRun: args.is('dry-run'),
      text: args.value('text'),
    });
    const did = args.is('dry-run') ? 'Would take in' : 'Took in';
    const notes = value.notes
      .slice(0, 20)
      .map((note) => `\n  line ${note.line}: ${note.message}`)
      .join('');
    return {
      json: value,
      text: `${did} ${plural(value.comments, 'comment')} of ${plural(value.responses, 'response')}: ${plural(value.kept, 'row')} kept, ${value.dropped} left out.${notes}`,
    };
  },
};

export const feedbackList: Command = {
  name: 'feedback list',
  usage: '',
  summary: 'List the comments',
  arity: [0, 0],
  options: {},
  async run(workbench) {
    const comments = await workbench.comments();
    const text = comments
      .map(
        (one) =>
          `${one.id}  ${one.disposition.padEnd(24)}${(one.text ?? '(not on this computer)').split('\n')[0]?.slice(0, 80) ?? ''}`,
      )
      .join('\n');
    return {
      json: { comments },
      text:
        text || 'No comments yet. Take some in with `clausewright feedback import FILE --consultation ID`.',
    };
  },
};

export const feedbackShow: Command = {
  name: 'feedback show',
  usage: 'COMMENT',
  summary: 'Show one comment',
  arity: [1, 1],
  options: {},
  async run(workbench, args) {
    const value = await workbench.comment(args.positional[0] ?? '');
    return {
      json: value,
      text: [
        `${value.id} (${value.type}): ${value.disposition}${value.reason ? `, ${value.reason}` : ''}`,
        value.text ?? '(the words are not on this computer)',
        `Clauses: ${value.clauses.join(', ') || 'none'}`,
        `Amendments: ${value.amendments.join(', ') || 'none'}`,
      ].join('\n'),
    };
  },
};

export const feedbackLink: Command = {
  name: 'feedback link',
  usage: 'COMMENT',
  summary: 'Link a comment to clauses and amendments',
  arity: [1, 1],
  options: {
    clause: { value: 'CLAUSE', help: 'a clause it is about (repeat for more)', many: true },
    amendment: { value: 'A', help: 'an amendment that answers it (repeat for more)', many: true },
  },
  async run(workbench, args) {
    const value = await workbench.linkComment(args.positional[0] ?? '', {
      clauses: args.values('clause'),
      amendments: args.values('amendment'),
    });
    return {
      json: value,
      text: `${value.id} is linked to ${plural(value.links.length, 'clause')} and ${plural(value.amendments.length, 'amendment')}.`,
    };
  },
};

export const feedbackDispose: Command = {
  name: 'feedback dispose',
  usage: 'COMMENT --as DISPOSITION',
  summary: 'Record what was decided on a comment, and why',
  arity: [1, 1],
  options: {
    as: { value: 'DISPOSITION', help: 'accepted, acceptedWithModification, rejected, noted …' },
    reason: { value: 'R', help: 'why' },
    pointer: { value: 'P', help: 'what it points at: a comment, a clause, where it went' },
  },
  async run(workbench, args) {
    const as = args.value('as');
    if (as === undefined)
      throw new Failure(
        'usage',
        'feedback dispose: the decision is missing; give it with --as accepted, rejected, noted …',
      );
    const value = await workbench.disposeComment({
      comment: args.positional[0] ?? '',
      as,
      reason: args.value('reason') ?? '',
      pointer: args.value('pointer') ?? '',
    });
    return { json: value, text: `${value.id}: ${as}.` };
  },
};

export const feedbackStats: Command = {
  name: 'feedback stats',
  usage: '',
  summary: 'Count responses and comments',
  arity: [0, 0],
  options: {},
  async run(workbench) {
    const value = await workbench.feedbackStats();
    return {
      json: value,
      text: `${plural(value.responses, 'response')}, ${plural(value.comments, 'comment')}, ${value.undisposed} without a decision.`,
    };
  },
};
