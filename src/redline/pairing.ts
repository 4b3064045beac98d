import { flatten } from '../model/flow.ts';
import { placedClauses, type Clause, type Text } from '../model/text.ts';
import { Interner, tokenise } from './tokens.ts';

/** Which clause of the target is which of the base. */
export interface Pairing {
  /** Target id -> base id. */
  readonly pairs: ReadonlyMap<string, string>;
  /** Below 1 for pairs that are guesses, by target id. */
  readonly confidence: ReadonlyMap<string, number>;
  /** Base clauses that became several: the first target is the base's pair, the others have none. */
  readonly splits: readonly { readonly base: string; readonly targets: readonly string[] }[];
  /** Base clauses that became one: the first base is the target's pair. */
  readonly merges: readonly { readonly bases: readonly string[]; readonly target: string }[];
}

/** Within a draft the id is the clause. Splits and merges are recorded lineage first, then what the words say. */
export function pairById(base: Text, target: Text): Pairing {
  const pairs = new Map<string, string>();
  for (const id of target.clauses.keys()) if (base.clauses.has(id)) pairs.set(id, id);
  return withSplits(base, target, pairs, new Map());
}

/** A left-over clause must have this share of its words from the clause beside it to count as split off. */
const fromNeighbour = 0.6;
/** Shorter clauses share words by chance. */
const leastWords = 5;

/** Adds splits and merges to plain pairs: left-over clauses beside a pair, made of words the pair lost. */
export function withSplits(
  base: Text,
  target: Text,
  pairs: ReadonlyMap<string, string>,
  confidence: ReadonlyMap<string, number>,
): Pairing {
  const inverse = new Map([...pairs].map(([t, b]) => [b, t]));
  const splits = found(base, target, pairs).map(({ whole, parts }) => ({ base: whole, targets: parts }));
  const merges = found(target, base, inverse).map(({ whole, parts }) => ({ target: whole, bases: parts }));
  // A clause is split or merged, never both at once: the split, being found first, stands.
  const used = new Set(splits.flatMap((split) => [split.base]));
  return { pairs, confidence, splits, merges: merges.filter((merge) => !used.has(merge.bases[0] ?? '')) };
}

/** Clauses of `parts` text without a partner that continue a clause of `wholes` text. */
function found(
  wholes: Text,
  parts: Text,
  pairs: ReadonlyMap<string, string>,
): { whole: string; parts: string[] }[] {
  const order = placedClauses(parts);
  if (order.every(({ clause }) => pairs.has(clause.id))) return [];
  const interner = new Interner();
  const cache = new Map<Clause, Map<number, number>>();
  const bag = (clause: Clause): Map<number, number> => {
    let counts = cache.get(clause);
    if (!counts) cache.set(clause, (counts = wordsOf(clause, interner)));
    return counts;
  };
  const out: { whole: string; parts: string[] }[] = [];
  for (let i = 0; i < order.length; i++) {
    const head = order[i]?.clause;
    const wholeId = head && pairs.get(head.id);
    const whole = wholeId === undefined ? undefined : wholes.clauses.get(wholeId);
    if (
      !head ||
      !whole ||
      head.body.childCount === 0 ||
      order[i + 1] === undefined ||
      pairs.has(order[i + 1]?.clause.id ?? '')
    )
      continue;
    const left = new Map(bag(whole));
    take(left, bag(head));
    const ids = [head.id];
    for (let j = i + 1; j < order.length; j++) {
      const next = order[j]?.clause;
      if (!next || pairs.has(next.id) || !sameNorm(next, whole)) break;
      const words = bag(next);
      const size = [...words.values()].reduce((sum, n) => sum + n, 0);
      if (size < leastWords || take(left, words) < fromNeighbour * size) break;
      ids.push(next.id);
    }
    if (ids.length > 1) out.push({ whole: whole.id, parts: ids });
  }
  return out;
}

/** A glossary entry is no part of a provision, nor a heading of a paragraph. */
const sameNorm = (a: Clause, b: Clause): boolean =>
  a.body.childCount > 0 && b.body.childCount > 0 && (a.kind === 'term') === (b.kind === 'term');

function wordsOf(clause: Clause, interner: Interner): Map<number, number> {
  const counts = new Map<number, number>();
  const visit = (units: ReturnType<typeof flatten>): void => {
    for (const unit of units) {
      if (unit.kind === 'table') {
        for (const row of unit.rows) for (const cell of row.cells) visit([...cell.units]);
        continue;
      }
      const tokens = tokenise(unit.inlines, interner);
      for (let i = 0; i < tokens.length - 1; i++) {
        const key = tokens.keys[i] as number;
        if (/[\p{L}\p{N}]/u.test(interner.textOf(key))) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  };
  visit(flatten(clause.body));
  return counts;
}

function take(from: Map<number, number>, words: ReadonlyMap<number, number>): number {
  let n = 0;
  for (const [key, count] of words) {
    const have = Math.min(count, from.get(key) ?? 0);
    n += have;
    from.set(key, (from.get(key) ?? 0) - have);
  }
  return n;
}
