import { reverseFlow } from './flow.ts';
import type { Change, ChangeKind, Op } from './types.ts';

const flip: Readonly<Partial<Record<ChangeKind, ChangeKind>>> = {
  inserted: 'deleted',
  deleted: 'inserted',
  split: 'merged',
  merged: 'split',
};
const flipOp = { equal: 'equal', insert: 'delete', delete: 'insert' } as const;

/**
 * A change as it looks from the target's side, impact left as it is (it is judged by direction, not mirrored).
 */
export function reverseChange(change: Change): Change {
  return {
    ...change,
    id:
      change.kinds.includes('inserted') || change.kinds.includes('deleted')
        ? change.id
        : (change.targetIds[0] ?? change.id),
    kinds: change.kinds.map((kind) => flip[kind] ?? kind),
    baseIds: change.targetIds,
    targetIds: change.baseIds,
    baseLabels: change.targetLabels,
    targetLabels: change.baseLabels,
    heading: reverseHeading(change.heading),
    actors: { added: change.actors.removed, removed: change.actors.added },
    sources: { added: change.sources.removed, removed: change.sources.added },
    attributes: change.attributes.map(({ name, base, target }) => ({ name, base: target, target: base })),
    from: change.to,
    to: change.from,
    parts: change.parts.map((part) => ({ ...part, side: part.side === 'base' ? 'target' : 'base' })),
    flow: reverseFlow(change.flow),
  };
}

function reverseHeading(
  ops: readonly { readonly op: Op; readonly text: string }[],
): { op: Op; text: string }[] {
  const out = ops.map(({ op, text }) => ({ op: flipOp[op], text }));
  for (let i = 1; i < out.length; i++) {
    const [a, b] = [out[i - 1], out[i]];
    if (a?.op === 'insert' && b?.op === 'delete') [out[i - 1], out[i]] = [b, a];
  }
  return out;
}
