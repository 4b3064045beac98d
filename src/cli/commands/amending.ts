import { Failure } from '../../workbench.ts';
import type { Args, Command } from '../command.ts';
import { plural } from '../print.ts';

const one = (args: Args): string => args.positional[0] ?? '';

const links = {
  clause: { value: 'CLAUSE', help: 'a clause it changes, by id or label (repeat for more)', many: true },
  comment: { value: 'COMMENT', help: 'a comment it answers (repeat for more)', many: true },
};

interface Shown {
  readonly number: string;
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly rationale: string;
  readonly clauses: readonly string[];
  readonly comments: readonly string[];
  readonly claims: readonly unknown[];
}

const line = (it: Shown): string =>
  `${it.number}  ${it.status.padEnd(10)}${it.title} (${plural(it.clauses.length, 'clause')}, ${plural(it.comments.length, 'comment')}, ${plural(it.claims.length, 'claimed sentence')})`;

export const amendmentNew: Command = {
  name: 'amendment new',
  usage: '--title T',
  summary: 'Open a reasoned proposal to change clauses',
  arity: [0, 0],
  options: {
    title: { value: 'T', help: 'what it does, in a few words' },
    rationale: { value: 'R', help: 'why' },
    ...links,
  },
  async run(workbench, args) {
    const title = args.value('title');
    if (title === undefined)
      throw new Failure('usage', 'amendment new: the title is missing; give it with --title "…".');
    const value = await workbench.createAmendment({
      title,
      rationale: args.value('rationale'),
      clauses: args.values('clause'),
      comments: args.values('comment'),
    });
    return {
      json: value,
      text: `Opened ${value.number}, "${value.title}". Draft, then record with --amendment ${value.number}.`,
    };
  },
};

export const amendmentList: Command = {
  name: 'amendment list',
  usage: '',
  summary: 'List the amendments',
  arity: [0, 0],
  options: {},
  async run(workbench) {
    const amendments = await workbench.amendments();
    return {
      json: { amendments },
      text:
        amendments.map(line).join('\n') ||
        'No amendment yet. Open one with `clausewright amendment new --title "…"`.',
    };
  },
};

export const amendmentShow: Command = {
  name: 'amendment show',
  usage: 'AMENDMENT',
  summary: 'Show one amendment',
  arity: [1, 1],
  options: {},
  async run(workbench, args) {
    const value = await workbench.showAmendment(one(args));
    return {
      json: value,
      text: `${line(value)}\n${value.rationale}\nClauses: ${value.clauses.join(', ') || 'none'}\nComments: ${value.comments.join(', ') || 'none'}`,
    };
  },
};

export const amendmentEdit: Command = {
  name: 'amendment edit',
  usage: 'AMENDMENT',
  summary: 'Change the title or the rationale',
  arity: [1, 1],
  options: { title: { value: 'T', help: 'new title' }, rationale: { value: 'R', help: 'new rationale' } },
  async run(workbench, args) {
    const [title, rationale] = [args.value('title'), args.value('rationale')];
    const value = await workbench.editAmendment(one(args), {
      ...(title === undefined ? {} : { title }),
      ...(rationale === undefined ? {} : { rationale }),
    });
    return { json: value, text: line(value) };
  },
};

export const amendmentLink: Command = {
  name: 'amendment link',
  usage: 'AMENDMENT',
  summary: 'Link an amendment to clauses and to the comments it answers',
  arity: [1, 1],
  options: links,
  async run(workbench, args) {
    const value = await workbench.linkAmendment(one(args), {
      clauses: args.values('clause'),
      comments: args.values('comment'),
    });
    return { json: value, text: line(value) };
  },
};

export const amendmentClaim: Command = {
  name: 'amendment claim',
  usage: 'AMENDMENT --from REF',
  summary: 'Claim for an amendment what has changed since a version, in all or in named clauses',
  arity: [1, 1],
  options: {
    from: { value: 'REF', help: 'since when' },
    to: { value: 'REF', help: 'until when (default: working)' },
    clause: { value: 'CLAUSE', help: 'only this clause (repeat for more)', many: true },
  },
  async run(workbench, args) {
    const from = args.value('from');
    if (from === undefined)
      throw new Failure(
        'usage',
        'amendment claim: the version to look back to is missing; name it with --from REF.',
      );
    const value = await workbench.claim(one(args), {
      from,
      to: args.value('to') ?? 'working',
      clauses: args.values('clause'),
      text: args.value('text'),
    });
    return { json: value, text: line(value) };
  },
};

export const amendmentStatus: Command = {
  name: 'amendment status',
  usage: 'AMENDMENT STATUS',
  summary: 'Say where an amendment stands: proposed, agreed, applied, withdrawn or rejected',
  arity: [2, 2],
  options: {},
  async run(workbench, args) {
    const value = await workbench.setAmendmentStatus(one(args), args.positional[1] ?? '');
    return { json: value, text: line(value) };
  },
};
