import { Failure } from '../../workbench.ts';
import type { Command } from '../command.ts';
import { changesOf } from './drafting.ts';

const redlineFormats = ['text', 'html', 'docx', 'json'] as const;
const exportFormats = ['html', 'docx', 'json', 'markdown'] as const;

function oneOf<T extends string>(what: string, value: string, list: readonly T[]): T {
  const found = list.find((one) => one === value);
  if (!found)
    throw new Failure('usage', `${what}: '${value}' is not known; write one of ${list.join(', ')}.`);
  return found;
}

export const redlineCommand: Command = {
  name: 'redline',
  usage: 'BASE TARGET',
  summary: 'Compare two versions of a draft, or two documents, each change with its reason',
  arity: [2, 2],
  options: {
    format: { value: 'FORMAT', help: `${redlineFormats.join(', ')} (default: text)` },
    out: { value: 'FILE', help: 'write to this file' },
    moves: {
      value: 'HOW',
      help: 'in Word files: native (default), or insertDelete for readers that drop moves',
    },
    changes: { value: 'WHAT', help: 'tracked changes in the documents: accept (default) or reject' },
  },
  async run(workbench, args) {
    const [base = '', target = ''] = args.positional;
    const format = oneOf(
      '--format',
      args.value('format') ?? (args.is('json') ? 'json' : 'text'),
      redlineFormats,
    );
    const value = await workbench.redline({
      base,
      target,
      text: args.value('text'),
      format,
      out: args.value('out'),
      moves: oneOf('--moves', args.value('moves') ?? 'native', ['native', 'insertDelete']),
      changes: changesOf(args),
    });
    if (value.written !== null) {
      return {
        json: value.json,
        text: `Wrote ${value.written}: ${sentence({ ...value.summary })}. Read back and checked.`,
      };
    }
    return { json: value.json, text: value.content };
  },
};

const sentence = (summary: Readonly<Record<string, number>>): string =>
  Object.entries(summary)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name}`)
    .join(', ') || 'no changes';

export const exportCommand: Command = {
  name: 'export',
  usage: '--format FORMAT -o FILE',
  summary: 'Write a clean copy of a text',
  arity: [0, 0],
  options: {
    at: { value: 'REF', help: 'when (default: working)' },
    format: { value: 'FORMAT', help: exportFormats.join(', ') },
    out: { value: 'FILE', help: 'the file to write' },
  },
  async run(workbench, args) {
    const out = args.value('out');
    if (out === undefined)
      throw new Failure('usage', 'export: the file to write is missing; name it with -o FILE.');
    const format = oneOf('--format', args.value('format') ?? '', exportFormats);
    const value = await workbench.exportText({
      at: args.value('at') ?? 'working',
      text: args.value('text'),
      format,
      out,
    });
    return { json: value, text: `Wrote ${value.file}.` };
  },
};
