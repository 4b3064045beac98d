import { redline } from '../../redline/compare.ts';
import type { Redline, Side } from '../../redline/types.ts';
import type { PackageRecord } from './record.ts';

type Comparison = PackageRecord['comparison'];

/** What of a redline its two texts do not say. */
export function writeComparison(value: Redline): Comparison {
  const of = (kind: 'split' | 'merged'): Redline['changes'] =>
    value.changes.filter((change) => change.kinds.includes(kind));
  return {
    pairs: [...value.pairs],
    splits: of('split').flatMap(({ baseIds: [base], targetIds: targets }) =>
      base === undefined ? [] : [{ base, targets }],
    ),
    merges: of('merged').flatMap(({ baseIds: bases, targetIds: [target] }) =>
      target === undefined ? [] : [{ bases, target }],
    ),
    judged: value.changes.map(({ id, impact, confidence }) => ({ id, impact, confidence })),
    notCompared: [...value.notCompared],
  };
}

/** The redline again, from the two texts and `writeComparison`. */
export function readComparison(base: Side, target: Side, said: Comparison): Redline {
  const pairing = {
    pairs: new Map(said.pairs),
    confidence: new Map<string, number>(),
    splits: said.splits,
    merges: said.merges,
  };
  const value = redline(base, target, pairing);
  const changes = value.changes.map((change, i) => {
    const judged = said.judged[i];
    if (judged?.id !== change.id) throw new Error(`the comparison does not say what ${change.id} became`);
    return { ...change, impact: judged.impact, confidence: judged.confidence };
  });
  if (changes.length !== said.judged.length)
    throw new Error('the comparison tells of changes that are not there');
  return { ...value, changes, notCompared: said.notCompared };
}
