import type { Amendment } from '../amendments/amendment.ts';
import type { Claim } from '../amendments/claims.ts';
import { clauseSentences } from '../model/sentences-of.ts';
import type { Redline, Side } from '../redline/types.ts';
import { chainsOf, type Chains } from './chains.ts';
import { changedSpans, type Span } from './spans.ts';

/**
 * A change made elsewhere and taken in (a lineage file of kind `external`). With `claims` it covers those sentences,
 * without them every changed word of `from` in the base and of `to` in the target.
 */
export interface Outside {
  readonly id: string;
  readonly source: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly claims?: readonly Claim[];
}

/** Words of one sentence with what accounts for them. */
export interface Accounted extends Span {
  /** Id of the change in the redline. */
  readonly change: string;
  readonly cause: 'explained' | 'outside' | 'unexplained';
  /** In the order of the changes that led from base to target. */
  readonly amendments: readonly string[];
}

export interface Balance {
  readonly inserted: number;
  readonly deleted: number;
  readonly explained: number;
  readonly outside: number;
  readonly unexplained: number;
  /** Amendment id -> words; they add up to `explained`. What went counts for the first of several, what came for the last. */
  readonly byAmendment: ReadonlyMap<string, number>;
}

/** Each changed word of a redline with what accounts for it. */
export function account(
  redline: Redline,
  amendments: readonly Amendment[],
  outside: readonly Outside[],
): Accounted[] {
  const sentences = { base: standing(redline.base), target: standing(redline.target) };
  const partner = new Map([...redline.pairs].map(([target, base]) => [base, target]));
  const stands = (side: 'base' | 'target', clause: string, sentence: string): boolean => {
    const there = side === 'base' ? redline.pairs.get(clause) : partner.get(clause);
    return sentences[side](there ?? clause).includes(sentence);
  };
  const chains = chainsOf(amendments, stands);
  const unchanged = reordered(amendments, chains, (side, clause) =>
    sentences[side]((side === 'base' ? redline.pairs.get(clause) : partner.get(clause)) ?? clause),
  );
  const claimedOutside = new Set<string>();
  const clausesOutside = { base: new Set<string>(), target: new Set<string>() };
  for (const { from, to, claims } of outside) {
    for (const claim of claims ?? []) {
      claimedOutside.add(`base ${claim.clause} ${claim.from}`).add(`target ${claim.clause} ${claim.to}`);
    }
    if (claims) continue;
    for (const id of from) clausesOutside.base.add(id);
    for (const id of to) clausesOutside.target.add(id);
  }
  return redline.changes.flatMap((change) =>
    changedSpans(change, redline).map((span): Accounted => {
      const { side, clause, sentence } = span;
      const way = chains(side, clause, sentence) ?? unchanged(clause, sentence);
      if (way) {
        const ids = (side === 'base' ? way : [...way].reverse()).map(({ id }) => id);
        return { ...span, change: change.id, cause: 'explained', amendments: [...new Set(ids)] };
      }
      const made = clausesOutside[side].has(clause) || claimedOutside.has(`${side} ${clause} ${sentence}`);
      return { ...span, change: change.id, cause: made ? 'outside' : 'unexplained', amendments: [] };
    }),
  );
}

/**
 * What accounts for words in a sentence that stands in the clause on both sides: where the sentences of the clause
 * come in another order, the amendments that moved one; else a comparison of words took it for part of a sentence that
 * did change, and the amendments of that one account for it.
 */
function reordered(
  amendments: readonly Amendment[],
  chains: Chains,
  order: (side: 'base' | 'target', clause: string) => readonly string[],
): (clause: string, sentence: string) => readonly Amendment[] | null {
  const claimed = (clause: string): { amendment: Amendment; claim: Claim }[] =>
    amendments
      .filter(({ status }) => status !== 'withdrawn' && status !== 'rejected')
      .flatMap((amendment) =>
        amendment.claims.filter((claim) => claim.clause === clause).map((claim) => ({ amendment, claim })),
      );
  return (clause, sentence) => {
    const base = order('base', clause);
    const target = order('target', clause);
    if (!base.includes(sentence) || !target.includes(sentence)) return null;
    const claims = claimed(clause);
    const common = (these: readonly string[], those: readonly string[]): string =>
      these.filter((hash) => those.includes(hash)).join();
    const sameOrder = common(base, target) === common(target, base);
    const found = claims.find(({ claim: { from, to } }) =>
      sameOrder
        ? (from !== null && chains('base', clause, from)) || (to !== null && chains('target', clause, to))
        : [from, to].some((hash) => hash !== null && base.includes(hash) && target.includes(hash)),
    );
    return found ? [found.amendment] : null;
  };
}

/** Hashes of the sentences of each clause, computed when first asked for. */
function standing(side: Side): (clause: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (id) => {
    const here = known.get(id);
    if (here) return here;
    const clause = side.text.clauses.get(id);
    const hashes = clause ? clauseSentences(clause).map(({ hash }) => hash) : [];
    known.set(id, hashes);
    return hashes;
  };
}

/** The word balance of a redline: inserted + deleted = explained + outside + unexplained (law 9). */
export function balance(
  redline: Redline,
  amendments: readonly Amendment[],
  outside: readonly Outside[] = [],
): Balance {
  return balanceOf(account(redline, amendments, outside));
}

export function balanceOf(accounted: readonly Accounted[]): Balance {
  const total = { inserted: 0, deleted: 0, explained: 0, outside: 0, unexplained: 0 };
  const byAmendment = new Map<string, number>();
  for (const { side, words, cause, amendments } of accounted) {
    total[side === 'base' ? 'deleted' : 'inserted'] += words;
    total[cause] += words;
    const id = side === 'base' ? amendments[0] : amendments.at(-1);
    if (id !== undefined) byAmendment.set(id, (byAmendment.get(id) ?? 0) + words);
  }
  return { ...total, byAmendment };
}
