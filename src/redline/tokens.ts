import type { Mark } from 'prosemirror-model';
import type { Inline } from '../model/flow.ts';
import type { Resolve } from '../model/plain.ts';
import { inlineText } from '../model/plain.ts';

/**
 * The words of a paragraph as the comparison sees them: words (with their apostrophes and hyphens), numbers and
 * labels whole (`1,500`, `5.1.1-2`), each mark of punctuation alone. White space is no token of its own; it is the
 * `lead` of the token behind it, so that a word inserted or deleted takes exactly one space with it.
 *
 * Positions count UTF-16 units of text, and 1 for a leaf (a reference, a break, an image).
 */
export interface Tokens {
  readonly inlines: readonly Inline[];
  /** The characters, U+FFFC for each leaf. */
  readonly text: string;
  /** Number of tokens; the last one is the paragraph's mark, whose lead is trailing white space. */
  readonly length: number;
  /** Interned identity of each token. */
  readonly keys: Int32Array;
  /** Where the lead of each token begins. */
  readonly starts: Int32Array;
  /** Where each token's own characters begin. */
  readonly cores: Int32Array;
  readonly ends: Int32Array;
}

const space = 0;
const word = 1;
const other = 2;
const leaf = '\ufffc';
const paragraphMark = '\u0001¶';

const letterOrDigit = /[\p{L}\p{N}\p{M}]/u;
const white = /\s/u;

// Character classes of the basic plane, filled as they are met: a property escape on every character costs too much.
const classes = new Uint8Array(65536).fill(255);
function classOf(code: number, text: string, at: number): number {
  if (code < 128) {
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return word;
    return code === 32 || (code >= 9 && code <= 13) ? space : other;
  }
  if (code >= 0xd800 && code <= 0xdbff) {
    const point = String.fromCodePoint(text.codePointAt(at) ?? code);
    return point.length === 2 && letterOrDigit.test(point) ? word : other;
  }
  const known = classes[code] as number; // in range: a UTF-16 unit
  if (known !== 255) return known;
  const char = String.fromCharCode(code);
  return (classes[code] = white.test(char) ? space : letterOrDigit.test(char) ? word : other);
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** True where the sign between two word characters belongs to the word: don't, long-term, 1,500, 5.1.1-2. */
function joins(sign: number, before: number, after: number): boolean {
  if (sign === 39 || sign === 0x2019 || sign === 45 || sign === 0x2010 || sign === 0x2011) return true;
  return (sign === 46 || sign === 44) && isDigit(before) && isDigit(after);
}

/** Numbers that stand for words: equal words, equal numbers. One for all paragraphs that are to be compared. */
export class Interner {
  readonly #ids = new Map<string, number>();
  readonly #words: string[] = [];
  /** Per word: 0 punctuation, 1 a word, 2 a paragraph mark or a leaf. */
  readonly #kinds: number[] = [];
  intern(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#words.length;
    this.#ids.set(key, id);
    this.#words.push(key);
    const first = key.charCodeAt(0);
    this.#kinds.push(first <= 1 ? 2 : letterOrDigit.test(key) ? 1 : 0);
    return id;
  }
  textOf(id: number): string {
    return this.#words[id] ?? '';
  }
  isWord(id: number): boolean {
    return this.#kinds[id] === 1;
  }
  /** A paragraph mark or a leaf: not to be taken for plain words. */
  isSpecial(id: number): boolean {
    return this.#kinds[id] === 2;
  }
  readonly mark: number = this.intern(paragraphMark);
}

// Scratch for one paragraph at a time: an array that grows token by token costs more than the comparison.
let scratch = {
  keys: new Int32Array(4096),
  starts: new Int32Array(4096),
  cores: new Int32Array(4096),
  ends: new Int32Array(4096),
};
function room(length: number): typeof scratch {
  if (scratch.keys.length < length) {
    const size = 2 * length;
    scratch = {
      keys: new Int32Array(size),
      starts: new Int32Array(size),
      cores: new Int32Array(size),
      ends: new Int32Array(size),
    };
  }
  return scratch;
}
const noLeaves: ReadonlySet<number> = new Set();

function leafKey(inline: Inline): string {
  const node = inline.node;
  return node
    ? `\u0000${node.type.name}${node.type.name === 'footnote' ? '' : JSON.stringify(node.attrs)}`
    : '';
}

export function tokenise(inlines: readonly Inline[], interner: Interner): Tokens {
  let text = '';
  for (const inline of inlines) text += inline.node ? leaf : inline.text;
  const leaves = inlines.filter((inline) => inline.node);
  const leafAt = leaves.length > 0 ? leafPositions(inlines) : noLeaves;
  const { keys, starts, cores, ends } = room(text.length + 1);
  let count = 0;
  let nextLeaf = 0;
  let start = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    const isLeaf = code === 0xfffc && leafAt.has(i);
    const kind = isLeaf ? other : classOf(code, text, i);
    if (kind === space) {
      i++;
      continue;
    }
    let end = i + (!isLeaf && code >= 0xd800 && code <= 0xdbff && i + 1 < text.length ? 2 : 1);
    if (kind === word) end = wordEnd(text, end, leafAt);
    // One leaf for each position in the set. A word that begins with a control character is no mark: they are punctuation.
    const key = isLeaf ? leafKey(leaves[nextLeaf++] as Inline) : text.slice(i, end);
    keys[count] = interner.intern(!isLeaf && code <= 1 ? `\u0002${key}` : key);
    starts[count] = start;
    cores[count] = i;
    ends[count++] = end;
    start = i = end;
  }
  keys[count] = interner.mark;
  starts[count] = start;
  cores[count] = text.length;
  ends[count++] = text.length;
  return {
    inlines,
    text,
    length: count,
    keys: keys.slice(0, count),
    starts: starts.slice(0, count),
    cores: cores.slice(0, count),
    ends: ends.slice(0, count),
  };
}

function leafPositions(inlines: readonly Inline[]): ReadonlySet<number> {
  const out = new Set<number>();
  let at = 0;
  for (const inline of inlines) {
    if (inline.node) out.add(at);
    at += inline.node ? 1 : inline.text.length;
  }
  return out;
}

function wordEnd(text: string, from: number, leaves: ReadonlySet<number>): number {
  let end = from;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === 0xfffc && leaves.has(end)) return end;
    if (classOf(code, text, end) === word) end += code >= 0xd800 && code <= 0xdbff ? 2 : 1;
    else if (end + 1 < text.length && joins(code, text.charCodeAt(end - 1), text.charCodeAt(end + 1))) {
      const next = text.charCodeAt(end + 1);
      if (classOf(next, text, end + 1) !== word) return end;
      end += 1;
    } else return end;
  }
  return end;
}

/** The inlines between two positions of a paragraph. */
export function sliceInlines(inlines: readonly Inline[], from: number, to: number): Inline[] {
  const out: Inline[] = [];
  let at = 0;
  for (const inline of inlines) {
    const size = inline.node ? 1 : inline.text.length;
    const lo = Math.max(from, at);
    const hi = Math.min(to, at + size);
    if (lo < hi)
      out.push(
        inline.node || (lo === at && hi === at + size)
          ? inline
          : { ...inline, text: inline.text.slice(lo - at, hi - at) },
      );
    at += size;
    if (at >= to) break;
  }
  return out;
}

const sameMarks = (a: readonly Mark[], b: readonly Mark[]): boolean =>
  a.length === b.length && a.every((mark, i) => mark.eq(b[i] as Mark)); // same length

const sameLeaf = (a: Inline, b: Inline): boolean =>
  a.node === b.node || (a.node !== null && b.node !== null && a.node.eq(b.node));

/** Splits two runs of the same words at every change of marks; `same` where the marks agree. */
export function pairRuns(
  base: readonly Inline[],
  target: readonly Inline[],
): { base: Inline[]; target: Inline[]; same: boolean }[] {
  const cuts = new Set<number>();
  for (const side of [base, target]) {
    let at = 0;
    for (const inline of side) cuts.add((at += inline.node ? 1 : inline.text.length));
  }
  const out: { base: Inline[]; target: Inline[]; same: boolean }[] = [];
  let from = 0;
  for (const to of [...cuts].sort((a, b) => a - b)) {
    const [b] = sliceInlines(base, from, to);
    const [t] = sliceInlines(target, from, to);
    from = to;
    if (!b || !t) continue;
    const same = sameMarks(b.marks, t.marks) && sameLeaf(b, t);
    const last = out[out.length - 1];
    if (last && last.same === same) {
      last.base.push(b);
      last.target.push(t);
    } else out.push({ base: [b], target: [t], same });
  }
  return out.map((run) => ({ base: joinRuns(run.base), target: joinRuns(run.target), same: run.same }));
}

/** Joins neighbouring runs of the same marks. */
export function joinRuns(inlines: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const inline of inlines) {
    const last = out[out.length - 1];
    if (last && !last.node && !inline.node && sameMarks(last.marks, inline.marks)) {
      out[out.length - 1] = { ...last, text: last.text + inline.text };
    } else out.push(inline);
  }
  return out;
}

export const printed = (inlines: readonly Inline[], resolve: Resolve): string =>
  inlines.map((inline) => inlineText(inline, resolve)).join('');
