import { Failure } from '../../workbench.ts';
import type { Command } from '../command.ts';
import { plural } from '../print.ts';

export const transitionCommand: Command = {
  name: 'transition',
  usage: '--profile etsi-ts',
  summary: 'Make the text of the standard from this one, ids kept',
  arity: [0, 0],
  options: {
    profile: { value: 'P', help: 'etsi-ts' },
    as: { value: 'TEXT', help: 'name of the new text (default: made from its identifier)' },
    answers: { value: 'FILE', help: 'where clauses go, as YAML (docs/transition.md); default: as suggested' },
    plan: { help: 'show the questions with their suggestions, and change nothing' },
  },
  async run(workbench, args) {
    const profile = args.value('profile') ?? 'etsi-ts';
    if (profile !== 'etsi-ts')
      throw new Failure('usage', `--profile: a transition to '${profile}' is not known; write etsi-ts.`);
    if (args.is('plan')) {
      const plan = await workbench.planTransition(args.value('text'));
      return { json: plan, text: JSON.stringify(plan, null, 2) };
    }
    const value = await workbench.transition({
      text: args.value('text'),
      as: args.value('as'),
      answers: args.value('answers'),
    });
    const notes = value.notes.map((note) => `\n  ${note}`).join('');
    return {
      json: value,
      text: `Made the text ${value.text}, "${value.title}", of ${plural(value.clauses, 'clause')}. Look at it with \`clausewright show --text ${value.text}\`, then record.${notes}`,
    };
  },
};

const formats = ['csv', 'html', 'json'] as const;

export const mappingCommand: Command = {
  name: 'mapping',
  usage: 'BASE TARGET',
  summary: 'The table from clauses of one version to clauses of another',
  arity: [2, 2],
  options: {
    format: { value: 'FORMAT', help: 'csv, html or json (default: csv)' },
    out: { value: 'FILE', help: 'write to this file' },
  },
  async run(workbench, args) {
    const [base = '', target = ''] = args.positional;
    const wanted = args.value('format') ?? (args.is('json') ? 'json' : 'csv');
    const format = formats.find((one) => one === wanted);
    if (!format)
      throw new Failure('usage', `--format: '${wanted}' is not known; write ${formats.join(', ')}.`);
    const value = await workbench.mapping({
      base,
      target,
      text: args.value('text'),
      format,
      out: args.value('out'),
    });
    return {
      json: { rows: value.rows },
      text: value.written === null ? value.content : `Wrote ${value.written}: ${value.rows.length} rows.`,
    };
  },
};

export const traceCommand: Command = {
  name: 'trace',
  usage: '',
  summary: 'Comment, amendment, clause, record and version joined, with the word balance and the gaps',
  arity: [0, 0],
  options: {
    from: { value: 'REF', help: 'base (default: the first version)' },
    to: { value: 'REF', help: 'target (default: working)' },
    format: { value: 'FORMAT', help: 'text, json or csv (default: text)' },
  },
  async run(workbench, args) {
    const { trace, csv } = await workbench.trace({
      from: args.value('from'),
      to: args.value('to'),
      text: args.value('text'),
      asOf: 'working',
    });
    const { balance, gaps } = trace;
    const exit = gaps.length > 0 ? 1 : 0;
    const format = args.value('format') ?? 'text';
    if (format === 'csv') return { json: trace, text: csv, exit };
    if (format === 'json') return { json: trace, text: JSON.stringify(trace, null, 2), exit };
    if (format !== 'text')
      throw new Failure('usage', `--format: '${format}' is not known; write text, json or csv.`);
    const lines = [
      `${balance.inserted} words inserted, ${balance.deleted} deleted: ${balance.explained} explained by amendments, ${balance.outside} made outside, ${balance.unexplained} unexplained.`,
      ...trace.amendments.map(
        (one) => `${one.number}  ${one.title}: ${one.words} words, ${plural(one.comments.length, 'comment')}`,
      ),
      ...(gaps.length > 0 ? ['', 'Gaps:', ...gaps.map((gap) => `  ${gap.message}`)] : ['No gaps.']),
    ];
    return { json: trace, text: lines.join('\n'), exit };
  },
};

export const packageCommand: Command = {
  name: 'package',
  usage: 'BASE TARGET -o X.zip',
  summary: 'Make the submission package, checked before it is handed over',
  arity: [2, 2],
  options: {
    out: { value: 'X.zip', help: 'the file to write' },
    'as-of': { value: 'REF', help: 'the record whose decisions count (default: latest)' },
    'allow-gaps': { value: 'REASON', help: 'make it in spite of gaps; the reason is printed in it' },
  },
  async run(workbench, args) {
    const [base = '', target = ''] = args.positional;
    const out = args.value('out');
    if (out === undefined)
      throw new Failure('usage', 'package: the file to write is missing; name it with -o X.zip.');
    const value = await workbench.package({
      base,
      target,
      out,
      asOf: args.value('as-of'),
      allowGaps: args.value('allow-gaps'),
      text: args.value('text'),
    });
    if (value.written !== null)
      return {
        json: value,
        text: `Wrote ${value.written}, every file checked. Check it anywhere with \`clausewright verify ${out}\`.`,
      };
    const why = [
      ...value.leaks.map((leak) => `${leak.path} holds ${leak.what}`),
      ...value.gaps.map((gap) => gap.message),
    ];
    return {
      json: value,
      text: `Nothing was written, because:\n${why.map((one) => `  ${one}`).join('\n')}\nClose the gaps, or say why they may stand with --allow-gaps "…".`,
      exit: 1,
    };
  },
};

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'X.zip',
  summary: 'Check a package by itself, and with --draft against a draft',
  arity: [1, 1],
  options: { draft: { value: 'DIR', help: 'a draft that holds the records the package names' } },
  async run(workbench, args) {
    const value = await workbench.verify(
      args.positional[0] ?? '',
      args.value('draft') !== undefined || args.value('dir') !== undefined,
    );
    const lines = value.checks.map(
      (check) =>
        `${check.ok ? 'ok    ' : 'FAILED'}  ${check.name}${check.file ? `  ${check.file}` : ''}${check.message ? `: ${check.message}` : ''}`,
    );
    return {
      json: value,
      text: [
        ...lines,
        value.ok ? 'The package is whole and agrees with itself.' : 'The package must not be relied on.',
      ].join('\n'),
      exit: value.ok ? 0 : 1,
    };
  },
};
