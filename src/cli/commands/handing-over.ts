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
