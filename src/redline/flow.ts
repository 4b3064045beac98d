import { type Inline, type ParaUnit, type TableRow, type TableUnit, type Unit } from '../model/flow.ts';
import { unitsText } from '../model/plain.ts';
import type { Resolve } from '../model/plain.ts';
import { matches } from './sequence.ts';
import { Interner, tokenise, type Tokens } from './tokens.ts';
import type {
  CellDiff,
  Flow,
  MarkOp,
  ParaOp,
  ParasDiff,
  RowDiff,
  TableDiff,
  TableSide,
  WordOp,
} from './types.ts';
import { compareParas, wordOp, type Para, type Printing } from './words.ts';

/** What one comparison of two texts shares: the interned words, and how each side prints references. */
export interface Context {
  readonly interner: Interner;
  readonly print: Printing;
}

export const context = (base: Resolve, target: Resolve): Context => ({
  interner: new Interner(),
  print: { base, target },
});

/** References by id: what identity and likeness are judged by. */
const raw: Resolve = ({ id, text }) => `[[${text}:${id}]]`;

/**
 * Compares two runs of units. Equal units anchor; between anchors the most alike are paired in order; paragraphs
 * that were split or joined are compared as one. Symmetric: swapping the sides gives the reverse.
 */
export function compareUnits(base: readonly Unit[], target: readonly Unit[], cx: Context): Flow {
  if (!swapped(base, target)) return compareOrdered(base, target, cx);
  return reverseFlow(
    compareOrdered(target, base, { ...cx, print: { base: cx.print.target, target: cx.print.base } }),
  );
}

/** One order for each pair of sides, so that ties fall the same way whichever side is asked for first. */
function swapped(base: readonly Unit[], target: readonly Unit[]): boolean {
  const a = unitsText(base, raw);
  const b = unitsText(target, raw);
  if (a !== b) return a > b;
  if (base.length !== target.length) return base.length > target.length;
  return JSON.stringify(base.map(shape)) > JSON.stringify(target.map(shape));
}

const shape = (unit: Unit): unknown =>
  unit.kind === 'para'
    ? [unit.props, unit.inlines.map((i) => [i.text, i.marks.map((m) => m.toJSON()), i.node?.toJSON()])]
    : [unit.ctx, unit.rows];

interface Item {
  readonly unit: Unit;
  readonly key: string;
  readonly bag: Bag;
}

function compareOrdered(base: readonly Unit[], target: readonly Unit[], cx: Context): Flow {
  const [one, other] = [base[0], target[0]];
  if (base.length === 1 && target.length === 1 && one?.kind === 'para' && other?.kind === 'para')
    return compareLone(one, other, cx);
  const a = base.map((unit) => item(unit, cx));
  const b = target.map((unit) => item(unit, cx));
  const out: (ParasDiff | TableDiff)[] = [];
  let head = 0;
  let tail = 0;
  const least = Math.min(a.length, b.length);
  while (head < least && a[head]?.key === b[head]?.key) head++;
  while (tail < least - head && a[a.length - 1 - tail]?.key === b[b.length - 1 - tail]?.key) tail++;
  for (let i = 0; i < head; i++) pairUnits(a[i] as Item, b[i] as Item, out, cx);
  between(a.slice(head, a.length - tail), b.slice(head, b.length - tail), out, cx);
  for (let i = tail; i > 0; i--) pairUnits(a[a.length - i] as Item, b[b.length - i] as Item, out, cx);
  return join(out);
}

/** Long runs are cut at units that are equal; short ones are left whole, for words to weigh more than paragraphs. */
function between(a: readonly Item[], b: readonly Item[], out: (ParasDiff | TableDiff)[], cx: Context): void {
  if (a.length * b.length <= gapCells) {
    gap(a, b, out, cx);
    return;
  }
  const keys = new Interner();
  const pairs = matches(
    Int32Array.from(a, (one) => keys.intern(one.key)),
    Int32Array.from(b, (one) => keys.intern(one.key)),
  );
  let i = 0;
  let j = 0;
  for (let p = 0; p < pairs.length; p += 2) {
    const pi = pairs[p] as number;
    const pj = pairs[p + 1] as number;
    gap(a.slice(i, pi), b.slice(j, pj), out, cx);
    pairUnits(a[pi] as Item, b[pj] as Item, out, cx);
    i = pi + 1;
    j = pj + 1;
  }
  gap(a.slice(i), b.slice(j), out, cx);
}

/** The commonest case, a provision of one paragraph, needs no pairing: the two are one, or strangers. */
function compareLone(a: ParaUnit, b: ParaUnit, cx: Context): Flow {
  const [x, y] = [paraOf(a, cx), paraOf(b, cx)];
  return [{ kind: 'paras', ops: compareParas([x], [y], cx.interner, cx.print) }];
}

interface Bag {
  readonly counts: ReadonlyMap<number, number>;
  readonly size: number;
}

function item(unit: Unit, cx: Context): Item {
  const key = (unit.kind === 'para' ? 'p' : 't') + unitsText([unit], raw) + leaves(unit);
  const counts = new Map<number, number>();
  let size = 0;
  for (const tokens of tokensIn(unit, cx)) {
    for (let i = 0; i < tokens.length - 1; i++) {
      const one = tokens.keys[i] as number;
      counts.set(one, (counts.get(one) ?? 0) + 1);
      size++;
    }
  }
  return { unit, key, bag: { counts, size } };
}

/** Images and other leaves without words, so that two paragraphs with different pictures are not equal. */
const leaves = (unit: Unit): string =>
  unit.kind === 'para'
    ? unit.inlines
        .map((i) => (i.node && i.node.type.name === 'image' ? JSON.stringify(i.node.attrs) : ''))
        .join('')
    : '';

function tokensIn(unit: Unit, cx: Context): Tokens[] {
  if (unit.kind === 'para') return [tokenise(unit.inlines, cx.interner)];
  return [
    ...(unit.caption ? [tokenise(unit.caption, cx.interner)] : []),
    ...unit.rows.flatMap((row) =>
      row.cells.flatMap((cell) => cell.units.flatMap((one) => tokensIn(one, cx))),
    ),
  ];
}

function shared(few: Bag, many: Bag): number {
  let n = 0;
  for (const [key, count] of few.counts) n += Math.min(count, many.counts.get(key) ?? 0);
  return n;
}

/** Below this two paragraphs are not versions of one another: a struck and a new one read better. */
const alike = 0.4;
/** Gaps beyond this are paired along the diagonal only: time stays linear. */
const gapCells = 250_000;

function gap(a: readonly Item[], b: readonly Item[], out: (ParasDiff | TableDiff)[], cx: Context): void {
  if (a.length === 0 && b.length === 0) return;
  if (a.length === 0 || b.length === 0) {
    for (const one of a) out.push(removed(one.unit, cx));
    for (const one of b) out.push(added(one.unit, cx));
    return;
  }
  // A pair with the paragraphs around it that turn out to be parts of it; compared once all of them are known.
  let group: { readonly a: Item[]; readonly b: Item[] } | null = null;
  const flush = (): void => {
    const [x, y] = [group?.a[0], group?.b[0]];
    if (group && group.a.length + group.b.length > 2) {
      const [base, target] = [group.a.map((one) => para(one, cx)), group.b.map((one) => para(one, cx))];
      out.push({ kind: 'paras', ops: compareParas(base, target, cx.interner, cx.print) });
    } else if (x && y) pairUnits(x, y, out, cx);
    group = null;
  };
  let last: { readonly a: Item; readonly b: Item } | null = null;
  let i = 0;
  let j = 0;
  for (const [pi, pj] of [...pairAlike(a, b), [a.length, b.length] as const]) {
    const restA = a.slice(i, pi);
    const restB = b.slice(j, pj);
    const pa = a[pi];
    const pb = b[pj];
    const used: { a: number; b: number } = last ? trailers(last, restA, restB) : { a: 0, b: 0 };
    (group as { a: Item[]; b: Item[] } | null)?.a.push(...restA.slice(0, used.a));
    (group as { a: Item[]; b: Item[] } | null)?.b.push(...restB.slice(0, used.b));
    flush();
    const leftA = restA.slice(used.a);
    const leftB = restB.slice(used.b);
    const lead = pa && pb ? leaders(pa, pb, leftA, leftB) : { a: 0, b: 0 };
    for (const one of leftA.slice(0, leftA.length - lead.a)) out.push(removed(one.unit, cx));
    for (const one of leftB.slice(0, leftB.length - lead.b)) out.push(added(one.unit, cx));
    if (pa && pb) {
      group = {
        a: [...leftA.slice(leftA.length - lead.a), pa],
        b: [...leftB.slice(leftB.length - lead.b), pb],
      };
      last = { a: pa, b: pb };
    }
    i = pi + 1;
    j = pj + 1;
  }
}

/** Share of a left-over paragraph's words that must come from its neighbour for it to count as split off. */
const fromNeighbour = 0.6;

/**
 * How many of the paragraphs behind a pair are made of words the pair lost (it was split), or hold words the pair
 * gained (they were joined to it).
 */
function trailers(
  pair: { readonly a: Item; readonly b: Item },
  restA: readonly Item[],
  restB: readonly Item[],
): { a: number; b: number } {
  if (pair.a.unit.kind !== 'para' || pair.b.unit.kind !== 'para') return { a: 0, b: 0 };
  return {
    a: restB.length === 0 ? followers(pair.b, pair.a, restA) : 0,
    b: restA.length === 0 ? followers(pair.a, pair.b, restB) : 0,
  };
}

/** As trailers, for the paragraphs in front of a pair. */
function leaders(a: Item, b: Item, restA: readonly Item[], restB: readonly Item[]): { a: number; b: number } {
  if (a.unit.kind !== 'para' || b.unit.kind !== 'para') return { a: 0, b: 0 };
  return {
    a: restB.length === 0 ? followers(b, a, [...restA].reverse()) : 0,
    b: restA.length === 0 ? followers(a, b, [...restB].reverse()) : 0,
  };
}

function followers(whole: Item, first: Item, rest: readonly Item[]): number {
  const left = new Map(whole.bag.counts);
  const take = (bag: Bag): number => {
    let n = 0;
    for (const [key, count] of bag.counts) {
      const have = Math.min(count, left.get(key) ?? 0);
      n += have;
      left.set(key, (left.get(key) ?? 0) - have);
    }
    return n;
  };
  take(first.bag);
  let used = 0;
  for (const one of rest) {
    if (one.unit.kind !== 'para' || one.bag.size < 3 || take(one.bag) < fromNeighbour * one.bag.size) break;
    used++;
  }
  return used;
}

/** Pairs of positions, ascending, whose total likeness is greatest. */
function pairAlike(a: readonly Item[], b: readonly Item[]): (readonly [number, number])[] {
  // Weighed by the words two units share: a short paragraph must not push a long one out of its place.
  const score = (i: number, j: number): number => {
    const x = a[i] as Item;
    const y = b[j] as Item;
    if (x.unit.kind !== y.unit.kind) return 0;
    const common = shared(
      x.bag.counts.size < y.bag.counts.size ? x.bag : y.bag,
      x.bag.counts.size < y.bag.counts.size ? y.bag : x.bag,
    );
    const sum = x.bag.size + y.bag.size;
    const like = sum === 0 ? 1 : (2 * common) / sum;
    const least = x.unit.kind === 'table' ? 0.2 : alike;
    if (like >= least) return common * like + 0.5 * like;
    // The first half of a split paragraph may be short against the whole.
    const few = Math.min(x.bag.size, y.bag.size);
    return x.unit.kind === 'para' && few >= 4 && common >= 0.8 * few ? 0.5 * common : 0;
  };
  if (a.length * b.length > gapCells) {
    const out: (readonly [number, number])[] = [];
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (score(i, i) > 0) out.push([i, i]);
    return out;
  }
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  const scores = new Float64Array(a.length * b.length);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const s = score(i, j);
      scores[i * b.length + j] = s;
      best[i * width + j] = Math.max(
        best[(i + 1) * width + j] as number,
        best[i * width + j + 1] as number,
        s > 0 ? s + (best[(i + 1) * width + j + 1] as number) : 0,
      );
    }
  }
  const out: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const s = scores[i * b.length + j] as number;
    const here = best[i * width + j] as number;
    if (s > 0 && here === s + (best[(i + 1) * width + j + 1] as number)) out.push([i++, j++]);
    else if (here === best[(i + 1) * width + j]) i++;
    else j++;
  }
  return out;
}

const para = (one: Item, cx: Context): Para => paraOf(one.unit as ParaUnit, cx);
const paraOf = (unit: ParaUnit, cx: Context): Para => ({
  props: unit.props,
  tokens: tokenise(unit.inlines, cx.interner),
});

function pairUnits(a: Item, b: Item, out: (ParasDiff | TableDiff)[], cx: Context): void {
  if (a.unit.kind === 'para' && b.unit.kind === 'para')
    out.push({ kind: 'paras', ops: compareParas([para(a, cx)], [para(b, cx)], cx.interner, cx.print) });
  else if (a.unit.kind === 'table' && b.unit.kind === 'table') out.push(compareTables(a.unit, b.unit, cx));
  else throw new Error('a table was paired with a paragraph');
}

const tableSide = (t: TableUnit): TableSide => ({
  ctx: t.ctx,
  attrs: t.attrs,
  hasCaption: t.caption !== null,
});

function oneSided(unit: Unit, op: 'insert' | 'delete', cx: Context): ParasDiff | TableDiff {
  const ins = op === 'insert';
  const side = <T>(value: T): { base: T | null; target: T | null } =>
    ins ? { base: null, target: value } : { base: value, target: null };
  const wordsOf = (inlines: readonly Inline[]): WordOp[] =>
    inlines.length === 0 ? [] : [wordOp(op, ins ? [] : inlines, ins ? inlines : [], cx.print)];
  if (unit.kind === 'para')
    return { kind: 'paras', ops: [...wordsOf(unit.inlines), { kind: 'mark', op, ...side(unit.props) }] };
  return {
    kind: 'table',
    op,
    ...side(tableSide(unit)),
    caption: wordsOf(unit.caption ?? []),
    rows: unit.rows.map((row) => oneSidedRow(row, op, cx)),
  };
}

function oneSidedRow(row: TableRow, op: 'insert' | 'delete', cx: Context): RowDiff {
  const ins = op === 'insert';
  return {
    op,
    base: ins ? null : { attrs: row.attrs },
    target: ins ? { attrs: row.attrs } : null,
    cells: row.cells.map((cell) => {
      const side = { header: cell.header, attrs: cell.attrs };
      return {
        base: ins ? null : side,
        target: ins ? side : null,
        flow: join(cell.units.map((unit) => oneSided(unit, op, cx))),
      };
    }),
  };
}

const removed = (unit: Unit, cx: Context) => oneSided(unit, 'delete', cx);
const added = (unit: Unit, cx: Context) => oneSided(unit, 'insert', cx);

function compareTables(a: TableUnit, b: TableUnit, cx: Context): TableDiff {
  const caption: WordOp[] = compareInlines(a.caption ?? [], b.caption ?? [], cx);
  const rows = compareRows(a.rows, b.rows, cx);
  const same =
    rows.every((row) => row.op === 'equal') &&
    caption.every((op) => op.op === 'equal' && !op.formatChanged) &&
    (a.caption === null) === (b.caption === null);
  return {
    kind: 'table',
    op: same ? 'equal' : 'modified',
    base: tableSide(a),
    target: tableSide(b),
    caption,
    rows,
  };
}

/** The words of a line that is no paragraph of its own, such as a caption. */
function compareInlines(a: readonly Inline[], b: readonly Inline[], cx: Context): WordOp[] {
  const props = { ctx: [], type: 'paragraph', attrs: {} };
  const ops = compareParas(
    [{ props, tokens: tokenise(a, cx.interner) }],
    [{ props, tokens: tokenise(b, cx.interner) }],
    cx.interner,
    cx.print,
  );
  return ops.filter((op): op is WordOp => op.kind === 'words');
}

function compareRows(a: readonly TableRow[], b: readonly TableRow[], cx: Context): RowDiff[] {
  const rowUnits = (row: TableRow): Unit[] => row.cells.flatMap((cell) => cell.units);
  const rowKey = (row: TableRow): string =>
    JSON.stringify(row.cells.map((cell) => [cell.attrs['colspan'], unitsText(cell.units, raw)]));
  const keys = new Interner();
  const pairs = matches(
    Int32Array.from(a, (row) => keys.intern(rowKey(row))),
    Int32Array.from(b, (row) => keys.intern(rowKey(row))),
  );
  const bag = (row: TableRow): Bag => {
    const counts = new Map<number, number>();
    let size = 0;
    for (const unit of rowUnits(row)) {
      for (const [key, count] of item(unit, cx).bag.counts) {
        counts.set(key, (counts.get(key) ?? 0) + count);
        size += count;
      }
    }
    return { counts, size };
  };
  const out: RowDiff[] = [];
  const between = (ra: readonly TableRow[], rb: readonly TableRow[]): void => {
    const dummy: ParaUnit = { kind: 'para', props: { ctx: [], type: 'paragraph', attrs: {} }, inlines: [] };
    const items = (rows: readonly TableRow[]): Item[] =>
      rows.map((row) => ({ unit: dummy, key: '', bag: bag(row) }));
    let i = 0;
    let j = 0;
    const paired = pairAlike(items(ra), items(rb)).filter(([x, y]) =>
      sameGrid(ra[x] as TableRow, rb[y] as TableRow),
    );
    // With as many rows left as there were, a row in the same place is the same row with other words.
    const pairs2 =
      paired.length === 0 && ra.length === rb.length && ra.every((row, k) => sameGrid(row, rb[k] as TableRow))
        ? ra.map((_, k) => [k, k] as const)
        : paired;
    for (const [x, y] of [...pairs2, [ra.length, rb.length] as const]) {
      for (const row of ra.slice(i, x)) out.push(oneSidedRow(row, 'delete', cx));
      for (const row of rb.slice(j, y)) out.push(oneSidedRow(row, 'insert', cx));
      const [p, q] = [ra[x], rb[y]];
      if (p && q) out.push(pairRow(p, q, cx));
      i = x + 1;
      j = y + 1;
    }
  };
  let i = 0;
  let j = 0;
  for (let p = 0; p < pairs.length; p += 2) {
    const [x, y] = [pairs[p] as number, pairs[p + 1] as number];
    const [ra, rb] = [a[x] as TableRow, b[y] as TableRow];
    if (!sameGrid(ra, rb)) continue;
    between(a.slice(i, x), b.slice(j, y));
    out.push(pairRow(ra, rb, cx));
    i = x + 1;
    j = y + 1;
  }
  between(a.slice(i), b.slice(j));
  return out;
}

const sameGrid = (a: TableRow, b: TableRow): boolean =>
  a.cells.length === b.cells.length &&
  a.cells.every(
    (cell, i) =>
      cell.attrs['colspan'] === b.cells[i]?.attrs['colspan'] &&
      cell.attrs['rowspan'] === b.cells[i]?.attrs['rowspan'],
  );

function pairRow(a: TableRow, b: TableRow, cx: Context): RowDiff {
  const cells = a.cells.map((cell, i): CellDiff => {
    const other = b.cells[i] as (typeof a.cells)[number]; // sameGrid
    return {
      base: { header: cell.header, attrs: cell.attrs },
      target: { header: other.header, attrs: other.attrs },
      flow: compareUnits(cell.units, other.units, cx),
    };
  });
  const same = cells.every(
    (cell) => flowUnchanged(cell.flow) && JSON.stringify(cell.base) === JSON.stringify(cell.target),
  );
  return { op: same ? 'equal' : 'modified', base: { attrs: a.attrs }, target: { attrs: b.attrs }, cells };
}

/** True where nothing at all differs: words, marks, paragraphs, tables. */
export function flowUnchanged(flow: Flow): boolean {
  return flow.every((part) =>
    part.kind === 'table'
      ? part.op === 'equal' && sameCtx(part.base, part.target)
      : part.ops.every(
          (op) => op.op === 'equal' && (op.kind === 'words' ? !op.formatChanged : sameProps(op)),
        ),
  );
}

const sameCtx = (a: TableSide | null, b: TableSide | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
const sameProps = (op: MarkOp): boolean => JSON.stringify(op.base) === JSON.stringify(op.target);

/** One stretch of paragraphs where several follow each other, in each change deleted before inserted. */
function join(parts: readonly (ParasDiff | TableDiff)[]): Flow {
  const out: (ParasDiff | TableDiff)[] = [];
  let run: ParaOp[] = [];
  const flush = (): void => {
    if (run.length > 0) out.push({ kind: 'paras', ops: deletedFirst(run) });
    run = [];
  };
  for (const part of parts) {
    if (part.kind === 'paras') for (const op of part.ops) run.push(op);
    else {
      flush();
      out.push(part);
    }
  }
  flush();
  return out;
}

function deletedFirst(ops: readonly ParaOp[]): ParaOp[] {
  const out: ParaOp[] = [];
  for (let at = 0; at < ops.length;) {
    const change: ParaOp[] = [];
    while (at < ops.length && ops[at]?.op !== 'equal') change.push(ops[at++] as ParaOp);
    for (const op of ['delete', 'insert']) for (const one of change) if (one.op === op) out.push(one);
    if (at < ops.length) out.push(ops[at++] as ParaOp);
  }
  return out;
}

const flip = { equal: 'equal', insert: 'delete', delete: 'insert', modified: 'modified' } as const;

/** The same comparison read from the other side. */
export function reverseFlow(flow: Flow): Flow {
  return flow.map((part): ParasDiff | TableDiff => {
    if (part.kind === 'paras') return { kind: 'paras', ops: reverseOps(part.ops) };
    return {
      kind: 'table',
      op: flip[part.op],
      base: part.target,
      target: part.base,
      caption: reverseOps(part.caption) as WordOp[], // a caption has words only
      rows: part.rows.map((row) => ({
        op: flip[row.op],
        base: row.target,
        target: row.base,
        cells: row.cells.map((cell) => ({
          base: cell.target,
          target: cell.base,
          flow: reverseFlow(cell.flow),
        })),
      })),
    };
  });
}

function reverseOps(ops: readonly ParaOp[]): ParaOp[] {
  return deletedFirst(
    ops.map((op) => ({ ...op, op: flip[op.op], base: op.target, target: op.base }) as ParaOp),
  );
}

/** The units of one side of a flow: what accepting (`target`) or rejecting (`base`) all of it leaves. */
export function sideOf(flow: Flow, side: 'base' | 'target'): Unit[] {
  const gone = side === 'base' ? 'insert' : 'delete';
  const out: Unit[] = [];
  for (const part of flow) {
    if (part.kind === 'paras') {
      let inlines: Inline[] = [];
      for (const op of part.ops) {
        if (op.op === gone) continue;
        if (op.kind === 'words') inlines.push(...op[side]);
        else {
          const props = op[side];
          if (!props) throw new Error('a paragraph mark without its paragraph');
          out.push({ kind: 'para', props, inlines });
          inlines = [];
        }
      }
      if (inlines.length > 0) throw new Error('words behind the last paragraph mark');
      continue;
    }
    const table = part[side];
    if (part.op === gone || !table) continue;
    const caption = part.caption.filter((op) => op.op !== gone).flatMap((op) => op[side]);
    out.push({
      kind: 'table',
      ctx: table.ctx,
      attrs: table.attrs,
      caption: table.hasCaption ? caption : null,
      rows: part.rows
        .filter((row) => row.op !== gone)
        .map((row) => ({
          attrs: row[side]?.attrs ?? {},
          cells: row.cells.map((cell) => ({
            header: cell[side]?.header ?? false,
            attrs: cell[side]?.attrs ?? {},
            units: sideOf(cell.flow, side),
          })),
        })),
    });
  }
  return out;
}
