import type { Amendment } from '../amendments/amendment.ts';

/** Where claims lead from a sentence: the amendments on the shortest way, in the order of the steps. */
export type Chains = (
  side: 'base' | 'target',
  clause: string,
  sentence: string,
) => readonly Amendment[] | null;

interface Step {
  readonly next: string | null;
  readonly amendment: Amendment;
}

/**
 * Follows claims from version to version: a sentence of the base forward, one of the target backward, until they come
 * to a sentence that stands on the other side, or to none at all. A way that ends anywhere else was left by a change
 * that nobody claimed, so it explains nothing. Withdrawn and rejected amendments explain nothing either.
 */
export function chainsOf(
  amendments: readonly Amendment[],
  stands: (side: 'base' | 'target', clause: string, sentence: string) => boolean,
): Chains {
  const steps = { base: new Map<string, Step[]>(), target: new Map<string, Step[]>() };
  const put = (side: 'base' | 'target', clause: string, at: string | null, next: string | null, amendment: Amendment): void => {
    if (at === null) return;
    const key = `${clause} ${at}`;
    const list = steps[side].get(key);
    if (list) list.push({ next, amendment });
    else steps[side].set(key, [{ next, amendment }]);
  }; // prettier-ignore
  for (const amendment of amendments) {
    if (amendment.status === 'withdrawn' || amendment.status === 'rejected') continue;
    for (const { clause, from, to } of amendment.claims) {
      put('base', clause, from, to, amendment);
      put('target', clause, to, from, amendment);
    }
  }
  return (side, clause, sentence) => {
    const other = side === 'base' ? 'target' : 'base';
    const seen = new Set([sentence]);
    let front: { at: string; way: readonly Amendment[] }[] = [{ at: sentence, way: [] }];
    while (front.length > 0) {
      const next: typeof front = [];
      for (const { at, way } of front)
        for (const step of steps[side].get(`${clause} ${at}`) ?? []) {
          const longer = [...way, step.amendment];
          if (step.next === null || stands(other, clause, step.next)) return longer;
          if (seen.has(step.next)) continue;
          seen.add(step.next);
          next.push({ at: step.next, way: longer });
        }
      front = next;
    }
    return null;
  };
}
