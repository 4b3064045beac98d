import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Failure, type Workbench } from '../workbench.ts';

/** One option of a command; `value` names its argument, absent for a switch. */
interface Option {
  readonly value?: string;
  readonly help: string;
  readonly many?: boolean;
}

/** What a command hands back: one value for `--json`, or the same for people to read. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** 1: done, but there is something to see to (design 5). */
  readonly exit?: 0 | 1;
}

export interface Args {
  readonly positional: readonly string[];
  /** The last value given, or undefined. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  is(name: string): boolean;
}

export interface Command {
  /** One or two words: `record`, `version mark`. */
  readonly name: string;
  /** Arguments as shown in help: `BASE TARGET`. */
  readonly usage: string;
  readonly summary: string;
  /** Least and most positional arguments. */
  readonly arity: readonly [number, number];
  readonly options: Readonly<Record<string, Option>>;
  run(workbench: Workbench, args: Args): Promise<Outcome>;
}

/** Options every command understands. */
const commonOptions: Readonly<Record<string, Option>> = {
  dir: { value: 'DIR', help: 'the draft (default: this folder)' },
  text: { value: 'NAME', help: "the text of the draft (default: the draft's first text)" },
  json: { help: 'print one JSON value' },
  author: { value: '"NAME <E-MAIL>"', help: 'who does this' },
  date: { value: 'ISO', help: 'when, as 2026-03-14T09:30:00Z (default: now)' },
  'passphrase-file': { value: 'FILE', help: "file holding the vault's passphrase" },
  help: { help: 'show this' },
};

/** Finds the command the words begin with, longest name first. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { command: Command; rest: string[] } | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((one) => one.name === name);
    if (command) return { command, rest: words.slice(length) };
  }
  return null;
}

export function parseCommand(command: Command, words: readonly string[]): Args {
  const specs = { ...commonOptions, ...command.options };
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, spec] of Object.entries(specs)) {
    options[name] = { type: spec.value === undefined ? 'boolean' : 'string', multiple: spec.many ?? false };
    const short = shortNames[name];
    if (short) options[name].short = short;
  }
  const { values, positionals } = parse(command, words, options);
  const [least, most] = command.arity;
  if (!('help' in values) && (positionals.length < least || positionals.length > most)) {
    throw usageFailure(
      command,
      positionals.length < least ? 'something is missing' : `'${positionals[most]}' is too much`,
    );
  }
  const all = (name: string): string[] => {
    const given = values[name];
    return (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === 'string');
  };
  return {
    positional: positionals,
    value: (name) => all(name).at(-1),
    values: all,
    is: (name) => values[name] === true,
  };
}

const shortNames: Readonly<Record<string, string>> = { message: 'm', out: 'o' };

function parse(command: Command, words: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageFailure(command, error.message.split('. ')[0] ?? error.message);
  }
}

const usageFailure = (command: Command, what: string): Failure =>
  new Failure(
    'usage',
    `${what}: write \`${`clausewright ${command.name} ${command.usage}`.trimEnd()}\`, or see \`clausewright ${command.name} --help\`.`,
    {
      command: command.name,
    },
  );

export function commandHelp(command: Command): string {
  const lines = [`clausewright ${command.name} ${command.usage}`.trimEnd(), '', command.summary, ''];
  const show = (options: Readonly<Record<string, Option>>): void => {
    for (const [name, spec] of Object.entries(options)) {
      const short = shortNames[name] ? `-${shortNames[name]}, ` : '';
      lines.push(`  ${`${short}--${name}${spec.value ? ` ${spec.value}` : ''}`.padEnd(32)}${spec.help}`);
    }
  };
  if (Object.keys(command.options).length > 0) {
    lines.push('Options:');
    show(command.options);
    lines.push('');
  }
  lines.push('Options of every command:');
  show(commonOptions);
  return `${lines.join('\n')}\n`;
}

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((one) => `${one.name} ${one.usage}`.length)) + 2;
  const lines = commands.map((one) => {
    const head = `${one.name} ${one.usage}`.trimEnd();
    return head.length > 44
      ? `  ${head}\n  ${''.padEnd(46)}${one.summary}`
      : `  ${head.padEnd(Math.min(width, 46))}${one.summary}`;
  });
  return [
    'clausewright <command> [options]',
    '',
    'Drafts a Code of Practice as clauses with a lasting identity, compares any two versions,',
    'accounts for every changed word, and hands over a package that can be checked.',
    '',
    ...lines,
    '',
    'BASE, TARGET and --at take a version, `working` (the files as they are), `latest` (the last record)',
    'or a revision. `clausewright <command> --help` says more.',
    '',
  ].join('\n');
}
