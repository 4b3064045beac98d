import { Failure, profileNames, type ProfileName } from '../../workbench.ts';
import type { Args, Command, Outcome } from '../command.ts';
import { notesText, plural } from '../print.ts';

export const newCommand: Command = {
  name: 'new',
  usage: 'DIR',
  summary: 'Make a draft, optionally from a document, and record its first state',
  arity: [1, 1],
  options: {
    from: { value: 'FILE', help: 'a document to start from (.md .docx .html .txt)' },
    title: { value: 'T', help: 'title (default: the one the document bears)' },
    profile: {
      value: 'P',
      help: `${profileNames.join(', ')} (default: as-printed where the document prints its numbers, else code)`,
    },
    changes: { value: 'WHAT', help: 'tracked changes in a Word file: accept (default) or reject' },
  },
  async run(workbench, args) {
    const value = await workbench.newDraft({
      dir: args.positional[0] ?? '',
      from: args.value('from'),
      title: args.value('title'),
      profile: profileOf(args),
      changes: changesOf(args),
    });
    const lines = [
      `Made the draft "${value.title}" in ${value.dir}: ${plural(value.clauses, 'clause')}, numbered by the profile ${value.profile}.`,
    ];
    return { json: value, text: lines.join('\n') + notesText(value.notes) };
  },
};

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE',
  summary: "Add a document's clauses, or (--replace) take a later edition of this text, ids kept",
  arity: [1, 1],
  options: {
    replace: { help: 'the document is a later edition of the text: match its clauses to the ones there' },
    source: { value: 'S', help: 'where the document comes from, kept with each clause' },
    changes: { value: 'WHAT', help: 'tracked changes in a Word file: accept (default) or reject' },
  },
  async run(workbench, args) {
    const value = await workbench.importDocument({
      file: args.positional[0] ?? '',
      replace: args.is('replace'),
      source: args.value('source'),
      text: args.value('text'),
      changes: changesOf(args),
    });
    const done = args.is('replace')
      ? `Took the later edition: ${value.matched} clauses matched, ${value.inserted} new, ${value.deleted} gone. Look at it with \`clausewright redline latest working\`, then record it.`
      : `Added ${plural(value.inserted, 'clause')} to the working files. Record them when you are content.`;
    const unsure =
      value.unsure.length > 0
        ? `\n${plural(value.unsure.length, 'match', 'matches')} not sure: ${value.unsure.map((one) => one.label || one.id).join(', ')}.`
        : '';
    return { json: value, text: done + unsure + notesText(value.notes) };
  },
};

export function changesOf(args: Args): 'accept' | 'reject' {
  const value = args.value('changes') ?? 'accept';
  if (value === 'accept' || value === 'reject') return value;
  throw new Failure('usage', `--changes: '${value}' is not known; write accept or reject.`);
}

function profileOf(args: Args): ProfileName | undefined {
  const value = args.value('profile');
  const profile = profileNames.find((one) => one === value);
  if (value !== undefined && !profile)
    throw new Failure(
      'usage',
      `--profile: '${value}' is not known; write one of ${profileNames.join(', ')}.`,
    );
  return profile;
}

export const showCommand: Command = {
  name: 'show',
  usage: '',
  summary: 'Print a text: as lines, as a tree of labels, as Markdown, or as JSON',
  arity: [0, 0],
  options: {
    at: { value: 'REF', help: 'when (default: working)' },
    markdown: { help: 'as Markdown' },
    tree: { help: 'labels and headings only' },
  },
  async run(workbench, args): Promise<Outcome> {
    const value = await workbench.show({ at: args.value('at') ?? 'working', text: args.value('text') });
    const lines: string[] = [];
    if (args.is('tree')) {
      for (const one of value.clauses)
        lines.push(
          `${'  '.repeat(one.depth)}${[one.label, one.heading || firstWords(one.text)].filter((part) => part !== '').join('  ')}`,
        );
    } else if (args.is('markdown')) {
      return { json: value, text: value.markdown };
    } else {
      lines.push(value.title, '');
      for (const one of value.clauses) {
        const head = [one.label, one.heading].filter((part) => part !== '').join('  ');
        if (head !== '' && one.heading !== '') lines.push(head);
        if (one.actors.length > 0) lines.push(`Applies to: ${one.actors.join(', ')}`);
        if (one.text !== '')
          lines.push(one.heading === '' && one.label !== '' ? `${one.label}  ${one.text}` : one.text);
        lines.push('');
      }
    }
    for (const finding of value.findings) lines.push(`! ${finding.message}`);
    const { markdown: _, ...json } = value;
    return { json, text: lines.join('\n') };
  },
};

const firstWords = (text: string): string => {
  const line = text.split('\n')[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
};

export const recordCommand: Command = {
  name: 'record',
  usage: '-m MESSAGE',
  summary: 'Save the changes into history with a reason',
  arity: [0, 0],
  options: {
    message: { value: 'MESSAGE', help: 'why' },
    amendment: {
      value: 'A',
      help: 'the amendment that explains what changed: it claims the changed sentences',
    },
  },
  async run(workbench, args) {
    const message = args.value('message');
    if (message === undefined || message.trim() === '') {
      throw new Failure('usage', 'record: the reason is missing; give it with -m "why this was changed".');
    }
    const value = await workbench.record({ message, amendment: args.value('amendment') });
    return {
      json: value,
      text: value.recorded
        ? `Recorded ${plural(value.clauses.length, 'changed clause')}.`
        : 'Nothing to record: no words have changed since the last record.',
    };
  },
};

export const versionMark: Command = {
  name: 'version mark',
  usage: 'SLUG',
  summary: 'Give a recorded state of a text a name, for good',
  arity: [1, 1],
  options: {
    title: { value: 'T', help: 'as people call it (default: made from SLUG)' },
    stage: { value: 'S', help: 'for example consultation, final, submission' },
    at: { value: 'REF', help: 'which recorded state (default: the last)' },
  },
  async run(workbench, args) {
    const value = await workbench.markVersion({
      slug: args.positional[0] ?? '',
      title: args.value('title'),
      stage: args.value('stage'),
      at: args.value('at'),
      text: args.value('text'),
    });
    return { json: value, text: `Marked "${value.title}" (${value.slug}), of the text ${value.text}.` };
  },
};

export const versionList: Command = {
  name: 'version list',
  usage: '',
  summary: 'List the versions of the draft, oldest first',
  arity: [0, 0],
  options: {},
  async run(workbench) {
    const versions = await workbench.versions();
    const text = versions
      .map((one) => `${one.slug.padEnd(24)}${one.date.slice(0, 10)}  ${one.text.padEnd(16)}${one.title}`)
      .join('\n');
    return {
      json: { versions },
      text: text || 'No version has been marked yet. Mark one with `clausewright version mark NAME`.',
    };
  },
};

export const logCommand: Command = {
  name: 'log',
  usage: '',
  summary: 'What was recorded, newest first',
  arity: [0, 0],
  options: { clause: { value: 'ID', help: 'only what touched this clause (its id or label)' } },
  async run(workbench, args) {
    const entries = await workbench.log({ clause: args.value('clause'), text: args.value('text') });
    const text = entries
      .map((one) => {
        const marks = one.versions.length > 0 ? `  [${one.versions.join(', ')}]` : '';
        const under = one.amendment ? ` (${one.amendment})` : '';
        return `${one.date.slice(0, 16).replace('T', ' ')}  ${one.author}: ${one.message.split('\n')[0]}${under}, ${plural(one.clauses.length, 'clause')}${marks}`;
      })
      .join('\n');
    return { json: { entries }, text };
  },
};
