import { byId, bodyText } from '../model/plain.ts';
import { placedClauses, type Placed } from '../model/text.ts';
import { withSplits, type Pairing } from './pairing.ts';
import { stayed } from './moves.ts';
import type { Side } from './types.ts';

/**
 * Which clause of one document is which of another that shares no ids with it. In this order: same heading and
 * words; same words; same heading under the same parent, or the same number and a like heading; then the most
 * alike, best first; then what is left alone between two neighbours that are paired. Numbers alone decide
 * nothing: an inserted section moves them all.
 */
export function align(base: Side, target: Side): Pairing {
  return new Alignment(base, target).run();
}

interface Entry {
  readonly at: number;
  readonly id: string;
  readonly placed: Placed;
  readonly label: string;
  readonly heading: string;
  readonly text: string;
  readonly bag: ReadonlyMap<number, number>;
  /** Sum of the weights of its words. */
  weight: number;
}

/** Two clauses this alike are the same clause anywhere (domain: alignment, 0.75); with the same number less will do (0.6). */
const anywhere = 0.72;
const withLabel = 0.5;
const withHeading = 0.25;
/** A word found in more clauses than this says nothing about kinship, and would make the search quadratic. */
const commonWord = 60;
/** Candidates looked at closely for each clause. */
const candidates = 12;

class Alignment {
  readonly #base: Entry[];
  readonly #target: Entry[];
  readonly #words = new Map<string, number>();
  readonly #weights: number[] = [];
  readonly #toBase = new Map<number, number>();
  readonly #toTarget = new Map<number, number>();
  readonly #confidence = new Map<string, number>();

  constructor(
    readonly base: Side,
    readonly target: Side,
  ) {
    this.#base = this.#entries(base);
    this.#target = this.#entries(target);
    const documents = new Map<number, number>();
    for (const entry of [...this.#base, ...this.#target])
      for (const key of entry.bag.keys()) documents.set(key, (documents.get(key) ?? 0) + 1);
    const total = this.#base.length + this.#target.length;
    for (const [key, n] of documents) this.#weights[key] = 1 + Math.log(total / n);
    for (const entry of [...this.#base, ...this.#target]) {
      let sum = 0;
      for (const [key, n] of entry.bag) sum += n * (this.#weights[key] ?? 0);
      entry.weight = sum;
    }
  }

  #entries(side: Side): Entry[] {
    return placedClauses(side.text).map((placed, at) => {
      const text = bodyText(placed.clause.body, byId);
      const bag = new Map<number, number>();
      for (const match of `${placed.clause.heading} ${text}`.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
        const word = match[0];
        let key = this.#words.get(word);
        if (key === undefined) this.#words.set(word, (key = this.#words.size));
        bag.set(key, (bag.get(key) ?? 0) + 1);
      }
      return {
        at,
        id: placed.clause.id,
        placed,
        label: side.labels.get(placed.clause.id) ?? '',
        heading: fold(placed.clause.heading),
        text: fold(text),
        bag,
        weight: 0,
      };
    });
  }

  run(): Pairing {
    this.#unique(
      (e) => `${e.placed.clause.kind === 'term' ? 't' : ''}${e.heading}\n${e.text}\n${e.label}`,
      () => 1,
    );
    this.#unique(
      (e) => (e.text.length > 40 ? `${e.heading}\n${e.text}` : null),
      () => 0.99,
    );
    this.#unique(
      (e) => (e.text.length > 60 ? e.text : null),
      () => 0.97,
    );
    this.#headings();
    this.#alike();
    this.#between();
    this.#inOrder();
    const pairs = new Map<string, string>();
    for (const entry of this.#target) {
      const at = this.#toBase.get(entry.at);
      const other = at === undefined ? undefined : this.#base[at];
      if (other) pairs.set(entry.id, other.id);
    }
    return withSplits(this.base.text, this.target.text, pairs, this.#confidence);
  }

  #pair(b: Entry, t: Entry, confidence: number): void {
    this.#toBase.set(t.at, b.at);
    this.#toTarget.set(b.at, t.at);
    if (confidence < 1) this.#confidence.set(t.id, Math.round(confidence * 100) / 100);
  }

  #freeBase = (): Entry[] => this.#base.filter((entry) => !this.#toTarget.has(entry.at));
  #freeTarget = (): Entry[] => this.#target.filter((entry) => !this.#toBase.has(entry.at));

  /** Pairs entries whose key is the same; where several share it, in reading order, if there are as many on both sides. */
  #unique(key: (entry: Entry) => string | null, confidence: (b: Entry, t: Entry) => number): void {
    const group = (entries: readonly Entry[]): Map<string, Entry[]> => {
      const out = new Map<string, Entry[]>();
      for (const entry of entries) {
        const k = key(entry);
        if (k !== null) out.set(k, [...(out.get(k) ?? []), entry]);
      }
      return out;
    };
    const bases = group(this.#freeBase());
    for (const [k, targets] of group(this.#freeTarget())) {
      const list = bases.get(k) ?? [];
      if (list.length !== targets.length) continue;
      list.forEach((b, i) => {
        const t = targets[i];
        if (t) this.#pair(b, t, confidence(b, t));
      });
    }
  }

  #similarity(b: Entry, t: Entry): number {
    if (b.weight + t.weight === 0) return 0;
    const [few, many] = b.bag.size < t.bag.size ? [b.bag, t.bag] : [t.bag, b.bag];
    let sum = 0;
    for (const [key, n] of few) sum += Math.min(n, many.get(key) ?? 0) * (this.#weights[key] ?? 0);
    return (2 * sum) / (b.weight + t.weight);
  }

  /** Sections with the same title: under the same parent, or unique in both documents. */
  #headings(): void {
    const byIdBase = new Map(this.#base.map((e) => [e.id, e]));
    const byIdTarget = new Map(this.#target.map((e) => [e.id, e]));
    const ok = (b: Entry, t: Entry): boolean =>
      this.#similarity(b, t) >= withHeading ||
      b.text === '' ||
      t.text === '' ||
      (b.label !== '' && b.label === t.label);
    // Top down, so that a parent is settled before its children are looked at.
    const byKey = new Map<string, Entry[]>();
    for (const b of this.#freeBase()) {
      if (b.heading === '') continue;
      const parent = b.placed.parent === null ? undefined : byIdBase.get(b.placed.parent);
      const key = `${b.heading}\n${parent ? parent.heading : 'root'}`;
      byKey.set(key, [...(byKey.get(key) ?? []), b]);
    }
    for (const t of this.#freeTarget()) {
      if (t.heading === '') continue;
      const parent = t.placed.parent === null ? undefined : byIdTarget.get(t.placed.parent);
      const list = (byKey.get(`${t.heading}\n${parent ? parent.heading : 'root'}`) ?? []).filter(
        (b) => !this.#toTarget.has(b.at) && ok(b, t),
      );
      const best =
        list.length > 1
          ? list.sort((x, y) => this.#similarity(y, t) - this.#similarity(x, t) || x.at - y.at)[0]
          : list[0];
      if (best) this.#pair(best, t, 0.95);
    }
    this.#unique(
      (e) => (e.heading.length > 3 ? e.heading : null),
      () => 0.9,
    );
  }

  #alike(): void {
    const postings = new Map<number, Entry[]>();
    for (const b of this.#freeBase()) {
      for (const key of b.bag.keys()) {
        const list = postings.get(key);
        if (list) list.push(b);
        else postings.set(key, [b]);
      }
    }
    const found: { b: Entry; t: Entry; score: number }[] = [];
    for (const t of this.#freeTarget()) {
      const hits = new Map<Entry, number>();
      for (const [key, n] of t.bag) {
        const list = postings.get(key);
        if (!list || list.length > commonWord) continue;
        for (const b of list)
          hits.set(b, (hits.get(b) ?? 0) + Math.min(n, b.bag.get(key) ?? 0) * (this.#weights[key] ?? 0));
      }
      const best = [...hits].sort((x, y) => y[1] - x[1] || x[0].at - y[0].at).slice(0, candidates);
      for (const [b] of best) {
        const score = this.#score(b, t);
        if (score > 0) found.push({ b, t, score });
      }
    }
    found.sort((x, y) => y.score - x.score || x.b.at - y.b.at || x.t.at - y.t.at);
    for (const { b, t, score } of found) {
      if (this.#toTarget.has(b.at) || this.#toBase.has(t.at)) continue;
      this.#pair(b, t, Math.min(0.95, score));
    }
  }

  /** 0 where the two may not be one; else likeness, raised a little by number, heading and parent. */
  #score(b: Entry, t: Entry): number {
    if ((b.placed.clause.kind === 'term') !== (t.placed.clause.kind === 'term')) return 0;
    const like = this.#similarity(b, t);
    const label = b.label !== '' && b.label === t.label;
    const heading = b.heading !== '' && b.heading === t.heading;
    const parent = this.#sameParent(b, t);
    const needed = heading ? withHeading : label && parent ? withLabel : label || parent ? 0.6 : anywhere;
    return like >= needed ? like + (label ? 0.05 : 0) + (heading ? 0.1 : 0) + (parent ? 0.05 : 0) : 0;
  }

  #sameParent(b: Entry, t: Entry): boolean {
    const [pb, pt] = [b.placed.parent, t.placed.parent];
    if (pb === null || pt === null) return pb === pt;
    const base = this.#baseIndex().get(pb);
    const target = this.#targetIndex().get(pt);
    return target !== undefined && base !== undefined && this.#toBase.get(target) === base;
  }

  #baseIds: Map<string, number> | null = null;
  #targetIds: Map<string, number> | null = null;
  #baseIndex = (): Map<string, number> => (this.#baseIds ??= new Map(this.#base.map((e) => [e.id, e.at])));
  #targetIndex = (): Map<string, number> =>
    (this.#targetIds ??= new Map(this.#target.map((e) => [e.id, e.at])));

  /** A lone left-over on each side between the same two neighbours, of one kind and not strangers, is one clause. */
  #between(): void {
    const siblings = (entries: readonly Entry[]): Map<string | null, Entry[]> => {
      const out = new Map<string | null, Entry[]>();
      for (const e of entries) out.set(e.placed.parent, [...(out.get(e.placed.parent) ?? []), e]);
      return out;
    };
    const inBase = siblings(this.#base);
    for (const [parent, list] of siblings(this.#target)) {
      const at = parent === null ? null : this.#targetIndex().get(parent);
      const baseAt = at === null || at === undefined ? undefined : this.#toBase.get(at);
      const baseParent = parent === null ? null : baseAt === undefined ? undefined : this.#base[baseAt]?.id;
      if (baseParent === undefined) continue;
      const others = inBase.get(baseParent) ?? [];
      for (let i = 0; i < list.length; i++) {
        const t = list[i] as Entry;
        if (this.#toBase.has(t.at)) continue;
        const before = list[i - 1];
        const after = list[i + 1];
        const left = before ? this.#toBase.get(before.at) : -1;
        const right = after ? this.#toBase.get(after.at) : -1;
        if (left === undefined || right === undefined) continue;
        const from = left < 0 ? 0 : others.findIndex((b) => b.at === left) + 1;
        const to = right < 0 ? others.length : others.findIndex((b) => b.at === right);
        const b = to - from === 1 ? others[from] : undefined;
        if (!b || this.#toTarget.has(b.at) || b.placed.clause.kind !== t.placed.clause.kind) continue;
        const like = this.#similarity(b, t);
        const headed = b.heading !== '' && t.heading !== '';
        if (like >= 0.3 || (headed && b.label !== '' && b.label === t.label && like >= 0.15))
          this.#pair(b, t, Math.max(0.5, like));
      }
    }
  }

  /**
   * Short clauses that occur several times are paired by chance above; where such a guess is out of order among
   * its siblings it is taken back, so that no move is shown that nobody made.
   */
  #inOrder(): void {
    const entries = this.#target.filter((t) => this.#toBase.has(t.at));
    const kept = stayed(
      entries.map((t) => this.#toBase.get(t.at) ?? 0),
      entries.map((t) => t.id),
    );
    entries.forEach((t, i) => {
      const b = this.#base[this.#toBase.get(t.at) ?? -1];
      const weak = (this.#confidence.get(t.id) ?? 1) < 0.97;
      if (!b || kept.has(i) || !weak || this.#sameParent(b, t)) return;
      if (this.#similarity(b, t) >= anywhere && b.text.length > 60) return;
      if (b.heading !== '' && b.heading === t.heading && this.#similarity(b, t) >= 0.5) return;
      this.#toBase.delete(t.at);
      this.#toTarget.delete(b.at);
      this.#confidence.delete(t.id);
    });
  }
}

const fold = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
