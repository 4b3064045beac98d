import type { Change, Redline } from '../../redline/types.ts';
import { plainOps } from '../../redline/plain-ops.ts';
import { impactText, kindsText, labelsText } from '../wording.ts';

/** A redline for a terminal: `[-deleted-]` and `{+inserted+}`, one stretch a changed clause, then the summary. */
export function redlineText(redline: Redline): string {
  const { summary } = redline;
  const out = [`${redline.base.name} -> ${redline.target.name}`, ''];
  for (const change of redline.changes) out.push(heading(change), ...body(change), '');
  for (const { what, why } of redline.notCompared) out.push(`Not compared: ${what}: ${why}`);
  out.push(
    (['inserted', 'deleted', 'modified', 'moved', 'renumbered', 'split', 'merged', 'unchanged'] as const)
      .map((name) => `${summary[name]} ${name}`)
      .join(', '),
  );
  return `${out.join('\n')}\n`;
}

function heading(change: Change): string {
  const [a, b] = [labelsText(change.baseLabels), labelsText(change.targetLabels)];
  const label = a === b ? a : a === '' ? b : b === '' ? a : `${a} -> ${b}`;
  return `${label || change.id}  (${kindsText(change)}; ${impactText(change)})`;
}

const marked = (ops: readonly { op: string; text: string }[]): string =>
  ops
    .map(({ op, text }) => (op === 'insert' ? `{+${text}+}` : op === 'delete' ? `[-${text}-]` : text))
    .join('');

function body(change: Change): string[] {
  const out: string[] = [];
  if (change.heading.length > 0) out.push(marked(change.heading));
  for (const [name, diff] of [
    ['Applies to', change.actors],
    ['Sources', change.sources],
  ] as const) {
    const parts = [...diff.removed.map((one) => `[-${one}-]`), ...diff.added.map((one) => `{+${one}+}`)];
    if (parts.length > 0) out.push(`${name}: ${parts.join(' ')}`);
  }
  const ops = plainOps(change.flow);
  if (ops.some((op) => op.op !== 'equal')) out.push(marked(ops));
  return out.flatMap((line) => line.split('\n')).map((line) => `    ${line}`);
}
