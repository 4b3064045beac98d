import type { Inline, ParaProps } from '../model/flow.ts';
import type { Resolve } from '../model/plain.ts';
import { matches } from './sequence.ts';
import { pairRuns, printed, sliceInlines, joinRuns, type Interner, type Tokens } from './tokens.ts';
import type { MarkOp, Op, ParaOp, WordOp } from './types.ts';

/** A paragraph ready to be compared. */
export interface Para {
  readonly props: ParaProps;
  readonly tokens: Tokens;
}

/** How each side prints its cross-references. */
export interface Printing {
  readonly base: Resolve;
  readonly target: Resolve;
}

/**
 * Compares two runs of paragraphs word by word, paragraph marks being tokens of the sequence: so a paragraph that
 * was split or joined shows as an inserted or deleted mark, not as paragraphs struck and written again.
 */
export function compareParas(
  base: readonly Para[],
  target: readonly Para[],
  interner: Interner,
  print: Printing,
): ParaOp[] {
  const a = chain(base);
  const b = chain(target);
  const pairs = absorbIslands(matches(a.keys, b.keys), a, b, interner);
  const out: ParaOp[] = [];
  let i = 0;
  let j = 0;
  for (let p = 0; p < pairs.length;) {
    const mi = pairs[p] as number;
    const mj = pairs[p + 1] as number;
    const sameLead = leadText(a, mi) === leadText(b, mj);
    const gapA = spans(a, i, mi);
    const gapB = spans(b, j, mj);
    // A lead that differs (a word went, or two spaces became one) belongs to the change before it.
    emitGap(
      out,
      sameLead ? gapA : [...gapA, words(leadOf(a, mi))],
      sameLead ? gapB : [...gapB, words(leadOf(b, mj))],
      print,
    );
    const length = runLength(pairs, p, a, b, interner);
    if (length > 0) {
      const [from, to] = [range(a, mi, mi + length - 1, sameLead), range(b, mj, mj + length - 1, sameLead)];
      out.push(wordOp('equal', from, to, print));
    } else emitMatch(out, a, mi, b, mj, sameLead, print);
    const taken = Math.max(1, length);
    p += 2 * taken;
    i = mi + taken;
    j = mj + taken;
  }
  emitGap(out, spans(a, i, a.keys.length), spans(b, j, b.keys.length), print);
  return coalesce(out, print);
}

/** How many matches from p on follow each other as plain words of one paragraph, spaces between them alike. */
function runLength(pairs: Int32Array, p: number, a: Chain, b: Chain, interner: Interner): number {
  const i = pairs[p] as number;
  const j = pairs[p + 1] as number;
  let n = 0;
  while (p + 2 * n < pairs.length) {
    const key = a.keys[i + n] as number;
    if (pairs[p + 2 * n] !== i + n || pairs[p + 2 * n + 1] !== j + n || interner.isSpecial(key)) return n;
    if (n > 0 && leadText(a, i + n) !== leadText(b, j + n)) return n;
    n++;
  }
  return n;
}

function leadText(c: Chain, i: number): string {
  const { para, t } = tokenAt(c, i);
  return para.tokens.text.slice(para.tokens.starts[t], para.tokens.cores[t]);
}

/** The words from token i to token j of one paragraph. */
function range(c: Chain, i: number, j: number, withLead: boolean): Inline[] {
  const { para, t } = tokenAt(c, i);
  const last = t + (j - i);
  return sliceInlines(
    para.tokens.inlines,
    (withLead ? para.tokens.starts : para.tokens.cores)[t] as number,
    para.tokens.ends[last] as number,
  );
}

interface Chain {
  readonly paras: readonly Para[];
  readonly keys: Int32Array;
  /** Paragraph and token within it, for each position. */
  readonly para: Int32Array;
  readonly token: Int32Array;
}

function chain(paras: readonly Para[]): Chain {
  const length = paras.reduce((sum, para) => sum + para.tokens.length, 0);
  const keys = new Int32Array(length);
  const para = new Int32Array(length);
  const token = new Int32Array(length);
  let at = 0;
  paras.forEach((one, index) => {
    keys.set(one.tokens.keys, at);
    for (let t = 0; t < one.tokens.length; t++) {
      para[at + t] = index;
      token[at + t] = t;
    }
    at += one.tokens.length;
  });
  return { paras, keys, para, token };
}

type Piece =
  | { readonly kind: 'words'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'mark'; readonly props: ParaProps };
const words = (inlines: readonly Inline[]): Piece => ({ kind: 'words', inlines });

function tokenAt(c: Chain, i: number): { para: Para; t: number } {
  return { para: c.paras[c.para[i] as number] as Para, t: c.token[i] as number }; // i is a position of the chain
}

function leadOf(c: Chain, i: number): Inline[] {
  const { para, t } = tokenAt(c, i);
  return sliceInlines(para.tokens.inlines, para.tokens.starts[t] as number, para.tokens.cores[t] as number);
}

function coreOf(c: Chain, i: number): Inline[] {
  const { para, t } = tokenAt(c, i);
  return sliceInlines(para.tokens.inlines, para.tokens.cores[t] as number, para.tokens.ends[t] as number);
}

const isMark = (c: Chain, i: number): boolean => {
  const { para, t } = tokenAt(c, i);
  return t === para.tokens.length - 1;
};

/** Everything from token i up to, not including, token j: words and marks. */
function spans(c: Chain, i: number, j: number): Piece[] {
  const out: Piece[] = [];
  let at = i;
  while (at < j) {
    const { para, t } = tokenAt(c, at);
    const last = Math.min(para.tokens.length - 1, t + (j - at) - 1);
    const from = para.tokens.starts[t] as number;
    const to = para.tokens.ends[last] as number;
    if (to > from) out.push(words(sliceInlines(para.tokens.inlines, from, to)));
    if (last === para.tokens.length - 1) out.push({ kind: 'mark', props: para.props });
    at += last - t + 1;
  }
  return out;
}

function emitGap(out: ParaOp[], base: readonly Piece[], target: readonly Piece[], print: Printing): void {
  for (const piece of base) {
    if (piece.kind === 'mark') out.push({ kind: 'mark', op: 'delete', base: piece.props, target: null });
    else if (piece.inlines.length > 0) out.push(wordOp('delete', piece.inlines, [], print));
  }
  for (const piece of target) {
    if (piece.kind === 'mark') out.push({ kind: 'mark', op: 'insert', base: null, target: piece.props });
    else if (piece.inlines.length > 0) out.push(wordOp('insert', [], piece.inlines, print));
  }
}

function emitMatch(
  out: ParaOp[],
  a: Chain,
  i: number,
  b: Chain,
  j: number,
  withLead: boolean,
  print: Printing,
): void {
  if (withLead) {
    const [la, lb] = [leadOf(a, i), leadOf(b, j)];
    if (la.length > 0) out.push(wordOp('equal', la, lb, print));
  }
  if (isMark(a, i)) {
    out.push({ kind: 'mark', op: 'equal', base: tokenAt(a, i).para.props, target: tokenAt(b, j).para.props });
    return;
  }
  const [ca, cb] = [coreOf(a, i), coreOf(b, j)];
  if (printed(ca, print.base) !== printed(cb, print.target)) {
    out.push(
      { ...wordOp('delete', ca, [], print), followed: true },
      { ...wordOp('insert', [], cb, print), followed: true },
    );
  } else out.push(wordOp('equal', ca, cb, print));
}

export function wordOp(op: Op, base: readonly Inline[], target: readonly Inline[], print: Printing): WordOp {
  const text = op === 'insert' ? printed(target, print.target) : printed(base, print.base);
  return { kind: 'words', op, text, base, target, formatChanged: false, followed: false };
}

/** Joins neighbours of one kind, puts deleted before inserted in each change, and marks changes of format. */
function coalesce(ops: readonly ParaOp[], print: Printing): ParaOp[] {
  const out: ParaOp[] = [];
  let at = 0;
  while (at < ops.length) {
    const first = ops[at] as ParaOp; // in range
    if (first.op === 'equal') {
      if (first.kind === 'mark') {
        out.push(first);
        at++;
        continue;
      }
      const base: Inline[] = [];
      const target: Inline[] = [];
      for (
        let next = first as ParaOp | undefined;
        next?.kind === 'words' && next.op === 'equal';
        next = ops[++at]
      ) {
        base.push(...next.base);
        target.push(...next.target);
      }
      for (const run of pairRuns(joinRuns(base), joinRuns(target))) {
        out.push({ ...wordOp('equal', run.base, run.target, print), formatChanged: !run.same });
      }
      continue;
    }
    const change: ParaOp[] = [];
    while (at < ops.length && (ops[at] as ParaOp).op !== 'equal') change.push(ops[at++] as ParaOp);
    out.push(...joinSide(change, 'delete', print), ...joinSide(change, 'insert', print));
  }
  return out;
}

function joinSide(change: readonly ParaOp[], op: 'insert' | 'delete', print: Printing): ParaOp[] {
  const out: (WordOp | MarkOp)[] = [];
  for (const one of change) {
    if (one.op !== op) continue;
    const last = out[out.length - 1];
    if (one.kind === 'words' && last?.kind === 'words' && last.followed === one.followed) {
      const joined = wordOp(
        op,
        joinRuns([...last.base, ...one.base]),
        joinRuns([...last.target, ...one.target]),
        print,
      );
      out[out.length - 1] = { ...joined, followed: one.followed };
    } else
      out.push(
        one.kind === 'words' ? { ...one, base: joinRuns(one.base), target: joinRuns(one.target) } : one,
      );
  }
  return out;
}

/** Words that carry no meaning of their own; an equal one inside a rewritten sentence is chance, not kinship. */
const small = new Set(
  'a an the of to in on at by for and or as is are be it its that this with from which their they has have was were not any all'
    .split(' ')
    .filter((one) => one !== 'not' && one !== 'any' && one !== 'all'),
);

/**
 * Takes out tiny equal islands between larger changes, so that a rewritten sentence reads as one change and not as
 * confetti. Bounded by law 3 (at most a tenth more marked than the least script): an island goes only if it has at
 * most one word for every four changed around it, and that a word without meaning of its own.
 */
function absorbIslands(pairs: Int32Array, a: Chain, b: Chain, interner: Interner): Int32Array {
  if (pairs.length < 2) return pairs;
  const isWord = (key: number): boolean => interner.isWord(key);
  const count = (c: Chain, from: number, to: number): number => {
    let n = 0;
    for (let i = from; i < to; i++) if (isWord(c.keys[i] as number)) n++;
    return n;
  };
  interface Run {
    readonly from: number;
    readonly to: number;
  }
  const runs: Run[] = [];
  for (let p = 0; p < pairs.length; p += 2) {
    const last = runs[runs.length - 1];
    if (
      last &&
      p > 0 &&
      pairs[p] === (pairs[p - 2] as number) + 1 &&
      pairs[p + 1] === (pairs[p - 1] as number) + 1
    ) {
      runs[runs.length - 1] = { from: last.from, to: p + 2 };
    } else runs.push({ from: p, to: p + 2 });
  }
  const keep: number[] = [];
  let prevA = 0;
  let prevB = 0;
  let carried = 0;
  runs.forEach((run, index) => {
    const a0 = pairs[run.from] as number;
    const b0 = pairs[run.from + 1] as number;
    const a1 = (pairs[run.to - 2] as number) + 1;
    const b1 = (pairs[run.to - 1] as number) + 1;
    const next = runs[index + 1];
    const nextA = next ? (pairs[next.from] as number) : a.keys.length;
    const nextB = next ? (pairs[next.from + 1] as number) : b.keys.length;
    const before = count(a, prevA, a0) + count(b, prevB, b0) + carried;
    const after = count(a, a1, nextA) + count(b, b1, nextB);
    let island = true;
    let wordsIn = 0;
    for (let i = a0; i < a1 && island; i++) {
      const key = a.keys[i] as number;
      if (interner.isSpecial(key)) island = false;
      else if (isWord(key)) {
        wordsIn++;
        if (!small.has(interner.textOf(key).toLowerCase())) island = false;
      }
    }
    const absorb = island && before >= 2 && after >= 2 && wordsIn <= 1 && before + after >= 4 + 4 * wordsIn;
    if (absorb) carried = before;
    else {
      for (let p = run.from; p < run.to; p++) keep.push(pairs[p] as number);
      carried = 0;
    }
    prevA = a1;
    prevB = b1;
  });
  return keep.length === pairs.length ? pairs : Int32Array.from(keep);
}
