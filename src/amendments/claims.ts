import { diffArrays } from 'diff';
import { clauseSentences, type Sentence } from '../model/sentences-of.ts';
import type { Clause } from '../model/text.ts';
import { wordPattern } from '../model/words.ts';

/** One sentence of a clause became another: hashes of the old and the new; null where there was or is none. */
export interface Claim {
  readonly clause: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Below this share of common words two sentences are not the same one rewritten. */
const alike = 0.3;
/** Beyond this many pairs of sentences only the order decides. */
const mostPairs = 250_000;

/**
 * The claims that lead from one state of a clause to the next (either may be null: a new or a deleted clause). A
 * sentence that stays in its place is no claim; a rewritten one goes from old to new; one that only moved within the
 * clause goes to null and comes from null.
 */
export function collectClaims(before: Clause | null, after: Clause | null): Claim[] {
  const id = (after ?? before)?.id;
  if (id === undefined) return [];
  const old = before ? clauseSentences(before) : [];
  const fresh = after ? clauseSentences(after) : [];
  const kept = inPlace(old, fresh);
  const gone = old.filter((_, i) => !kept.old.has(i));
  const come = fresh.filter((_, j) => !kept.fresh.has(j));
  const partner = pairUp(gone, come);
  const claims: Claim[] = gone.map((sentence, i) => {
    const j = partner.get(i);
    return { clause: id, from: sentence.hash, to: j === undefined ? null : (come[j]?.hash ?? null) };
  });
  const taken = new Set(partner.values());
  come.forEach((sentence, j) => {
    if (!taken.has(j)) claims.push({ clause: id, from: null, to: sentence.hash });
  });
  return claims;
}

/** The sentences that stay in place: a longest common sequence of hashes, in index order. */
function inPlace(
  old: readonly Sentence[],
  fresh: readonly Sentence[],
): { old: ReadonlySet<number>; fresh: ReadonlySet<number> } {
  const kept = { old: new Set<number>(), fresh: new Set<number>() };
  diffArrays(
    old.map(({ hash }) => hash),
    fresh.map(({ hash }) => hash),
  ).reduce(
    ([i, j], { added, removed, value }) => {
      if (added) return [i, j + value.length] as const;
      if (removed) return [i + value.length, j] as const;
      value.forEach((_, k) => {
        kept.old.add(i + k);
        kept.fresh.add(j + k);
      });
      return [i + value.length, j + value.length] as const;
    },
    [0, 0] as readonly [number, number],
  );
  return kept;
}

/** Index in `gone` -> index in `come`: most alike first, then the order; heading to heading, actors to actors. */
function pairUp(gone: readonly Sentence[], come: readonly Sentence[]): Map<number, number> {
  const pairs: { i: number; j: number; score: number }[] = [];
  const bags = come.map((sentence) => bagOf(sentence.text));
  const left = new Set(gone.map(({ hash }) => hash));
  const moved = new Set(come.flatMap(({ hash }) => (left.has(hash) ? [hash] : [])));
  const exhaustive = gone.length * come.length <= mostPairs;
  gone.forEach((sentence, i) => {
    if (moved.has(sentence.hash)) return;
    const bag = bagOf(sentence.text);
    come.forEach((other, j) => {
      if (other.where !== sentence.where || moved.has(other.hash) || (!exhaustive && Math.abs(i - j) > 50))
        return;
      const score = sentence.where === 'body' ? likeness(bag, bags[j] ?? new Map()) : 1;
      if (score >= alike) pairs.push({ i, j, score });
    });
  });
  pairs.sort(
    (a, b) => b.score - a.score || Math.abs(a.i - a.j) - Math.abs(b.i - b.j) || a.i - b.i || a.j - b.j,
  );
  const out = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, j } of pairs) {
    if (out.has(i) || taken.has(j)) continue;
    out.set(i, j);
    taken.add(j);
  }
  return out;
}

function bagOf(text: string): Map<string, number> {
  const bag = new Map<string, number>();
  for (const [word] of text.matchAll(wordPattern)) {
    const key = word.toLowerCase();
    bag.set(key, (bag.get(key) ?? 0) + 1);
  }
  return bag;
}

/** Share of words two sentences have in common, 0 to 1 (Dice). */
function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  let total = 0;
  for (const [word, count] of a) {
    common += Math.min(count, b.get(word) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 0 : (2 * common) / total;
}

/**
 * New claims joined to those there: a to b and then b to c is a to c, and what ends where it began is no claim.
 * `standing` names sentences that stand in a marked version: a chain is never shortened over one of them, so that the
 * words between that version and its neighbours stay explained.
 */
export function addClaims(
  existing: readonly Claim[],
  added: readonly Claim[],
  standing: ReadonlySet<string> = new Set(),
): Claim[] {
  const out = [...existing];
  for (const claim of added) {
    const at =
      claim.from === null || standing.has(claim.from)
        ? -1
        : out.findLastIndex((earlier) => earlier.clause === claim.clause && earlier.to === claim.from);
    const earlier = at < 0 ? undefined : out[at];
    if (earlier) out[at] = { clause: claim.clause, from: earlier.from, to: claim.to };
    else out.push(claim);
  }
  return out.filter(({ from, to }) => from !== to);
}
