import type { Mark } from 'prosemirror-model';
import { flatten, type Inline, type ParaProps } from '../model/flow.ts';
import type { Resolve } from '../model/plain.ts';
import type { Clause } from '../model/text.ts';
import { compareHeadings } from '../redline/compare.ts';
import { compareUnits, context, sideOf, type Context } from '../redline/flow.ts';
import type {
  CellSide,
  Change,
  Flow,
  Op,
  ParaOp,
  ParasDiff,
  Redline,
  RowDiff,
  TableDiff,
  WovenNode,
} from '../redline/types.ts';
import { weave } from '../redline/weave.ts';
import { actorsLine, imageText, printedInline, sourcesLine } from './lines.ts';
import { countNotes, Prefixes } from './prefix.ts';

/**
 * A redline as it is printed: the whole document as paragraphs of marked pieces, which HTML and Word files are
 * drawn from. Pieces of one paragraph without the insertions are what the base prints, without the deletions what
 * the target prints; a paragraph whose `mark` stands on one side only runs on into the next on the other.
 */
export interface MarkedText {
  readonly title: MarkedPara;
  readonly clauses: readonly MarkedClause[];
}

export interface MarkedClause {
  readonly node: WovenNode;
  readonly state: ClauseState;
  readonly depth: number;
  readonly base: Clause | null;
  readonly target: Clause | null;
  readonly baseLabel: string;
  readonly targetLabel: string;
  /** Empty at the place a clause moved away from. */
  readonly blocks: readonly Marked[];
  readonly children: readonly MarkedClause[];
}
type ClauseState = 'stays' | 'inserted' | 'deleted' | 'movedHere' | 'movedAway';

export type Marked = MarkedPara | MarkedTable;
export type Role = 'title' | 'heading' | 'actors' | 'sources' | 'body' | 'caption';

export interface MarkedPara {
  readonly kind: 'para';
  readonly role: Role;
  readonly pieces: readonly Piece[];
  /** Where the paragraph's end stands: on both sides, the target's only (`insert`), the base's only (`delete`). */
  readonly mark: Op;
  readonly base: ParaProps | null;
  readonly target: ParaProps | null;
}

export interface Piece {
  readonly op: Op;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Marks on the base's side where only they differ. */
  readonly baseMarks: readonly Mark[] | null;
  readonly what: 'words' | 'label' | 'picture' | 'anchor';
  readonly src: string;
}

export interface MarkedTable {
  readonly kind: 'table';
  readonly op: Op;
  readonly rows: readonly MarkedRow[];
}
interface MarkedRow {
  readonly op: Op;
  readonly cells: readonly MarkedCell[];
}
interface MarkedCell {
  readonly side: CellSide;
  readonly blocks: readonly Marked[];
}

/** The whole document of a redline, printed. */
export function markRedline(redline: Redline): MarkedText {
  const marker = new Marker(redline);
  return {
    title: stringPara('title', redline.base.text.meta.title, redline.target.text.meta.title, true, true),
    clauses: weave(redline).map((node) => marker.clause(node, 1)),
  };
}

class Marker {
  readonly #redline: Redline;
  readonly #cx: Context;
  readonly #moved: ReadonlySet<string>;

  constructor(redline: Redline) {
    this.#redline = redline;
    this.#cx = context(redline.base.resolve, redline.target.resolve);
    this.#moved = new Set(
      redline.changes
        .filter((change) => change.kinds.includes('moved'))
        .flatMap((change) => change.targetIds.slice(0, 1)),
    );
  }

  clause(node: WovenNode, depth: number): MarkedClause {
    const { base, target } = this.#redline;
    const a = node.baseId === null ? null : (base.text.clauses.get(node.baseId) ?? null);
    const b = node.targetId === null ? null : (target.text.clauses.get(node.targetId) ?? null);
    const baseLabel = a === null ? '' : (base.labels.get(a.id) ?? '');
    const targetLabel = b === null ? '' : (target.labels.get(b.id) ?? '');
    return {
      node,
      state: this.#state(node),
      depth,
      base: a,
      target: b,
      baseLabel,
      targetLabel,
      blocks: node.movedAway ? [] : this.#blocks(node.change, a, b, baseLabel, targetLabel),
      children: node.children.map((child) => this.clause(child, depth + 1)),
    };
  }

  #state(node: WovenNode): ClauseState {
    if (node.movedAway) return 'movedAway';
    if (node.baseId === null) return 'inserted';
    if (node.targetId === null) return 'deleted';
    return this.#moved.has(node.targetId) ? 'movedHere' : 'stays';
  }

  #blocks(change: Change | null, a: Clause | null, b: Clause | null, la: string, lb: string): Marked[] {
    const heading: Piece[] = [
      ...labelPieces(a?.heading ? la : '', b?.heading ? lb : ''),
      ...stringPieces(a?.heading ?? '', b?.heading ?? ''),
    ];
    const out: Marked[] = [];
    const op = presence(a?.heading, b?.heading);
    if (op) out.push({ kind: 'para', role: 'heading', pieces: heading, mark: op, base: null, target: null });
    for (const [role, line] of [
      ['actors', actorsLine],
      ['sources', sourcesLine],
    ] as const) {
      const [x, y] = [a === null ? '' : line(a), b === null ? '' : line(b)];
      if (x !== '' || y !== '') out.push(stringPara(role, x, y, x !== '', y !== ''));
    }
    const flow = this.#flow(change, a, b);
    const body = new BodyMarker(
      flow,
      { label: a?.heading === '' ? la : '', resolve: this.#redline.base.resolve },
      { label: b?.heading === '' ? lb : '', resolve: this.#redline.target.resolve },
    );
    out.push(...body.flow(flow));
    const rest = body.rest();
    if (rest) out.push(rest);
    return out;
  }

  /** A split or merged clause is shown part by part, each at its own place. */
  #flow(change: Change | null, a: Clause | null, b: Clause | null): Flow {
    const one = change !== null && change.baseIds.length <= 1 && change.targetIds.length <= 1;
    if (one) return change.flow;
    return compareUnits(a === null ? [] : flatten(a.body), b === null ? [] : flatten(b.body), this.#cx);
  }
}

const presence = (a: string | undefined, b: string | undefined): Op | null =>
  a ? (b ? 'equal' : 'delete') : b ? 'insert' : null;

const piece = (op: Op, text: string, what: Piece['what'] = 'words'): Piece => ({
  op,
  text,
  what,
  marks: [],
  baseMarks: null,
  src: '',
});

const stringPieces = (a: string, b: string): Piece[] =>
  compareHeadings(a, b).map(({ op, text }) => piece(op, text));

function stringPara(role: Role, a: string, b: string, inBase: boolean, inTarget: boolean): MarkedPara {
  const mark: Op = inBase ? (inTarget ? 'equal' : 'delete') : 'insert';
  return { kind: 'para', role, pieces: stringPieces(a, b), mark, base: null, target: null };
}

/** A label is marked whole, with the space behind it. */
function labelPieces(a: string, b: string): Piece[] {
  const [x, y] = [a === '' ? '' : `${a} `, b === '' ? '' : `${b} `];
  return prefixPieces(x, y);
}

/** Before a paragraph: equal, or marked whole; the space behind is marked only where it stands on one side. */
function prefixPieces(x: string, y: string): Piece[] {
  if (x === y) return some(piece('equal', x, 'label'));
  const shared = x.endsWith(' ') && y.endsWith(' ') ? ' ' : '';
  return [
    ...some(piece('delete', x.slice(0, x.length - shared.length), 'label')),
    ...some(piece('insert', y.slice(0, y.length - shared.length), 'label')),
    ...some(piece('equal', shared)),
  ];
}
const some = (one: Piece): Piece[] => (one.text === '' ? [] : [one]);

interface BodySide {
  readonly label: string;
  readonly resolve: Resolve;
}

class BodyMarker {
  readonly #base: Prefixes;
  readonly #target: Prefixes;
  readonly #resolve: { readonly base: Resolve; readonly target: Resolve };

  constructor(flow: Flow, base: BodySide, target: BodySide) {
    this.#base = new Prefixes(countNotes(sideOf(flow, 'base')), base.label);
    this.#target = new Prefixes(countNotes(sideOf(flow, 'target')), target.label);
    this.#resolve = { base: base.resolve, target: target.resolve };
  }

  flow(flow: Flow): Marked[] {
    return flow.flatMap((part) => (part.kind === 'paras' ? this.#paras(part) : this.#table(part)));
  }

  rest(): MarkedPara | null {
    const [a, b] = [this.#base.rest(), this.#target.rest()];
    const mark = presence(a, b);
    return mark && { kind: 'para', role: 'body', pieces: prefixPieces(a, b), mark, base: null, target: null };
  }

  #paras(part: ParasDiff): MarkedPara[] {
    const out: MarkedPara[] = [];
    // The words before a paragraph depend on its mark, which stands behind it: look them up first.
    const lead = (props: ParaProps | null, prefixes: Prefixes): string =>
      props === null
        ? ''
        : prefixes.next(props.ctx) + (props.type === 'figure' ? imageText(String(props.attrs['alt'])) : '');
    const leads = { base: [] as string[], target: [] as string[] };
    for (const op of part.ops) {
      if (op.kind !== 'mark') continue;
      if (op.op !== 'insert') leads.base.push(lead(op.base, this.#base));
      if (op.op !== 'delete') leads.target.push(lead(op.target, this.#target));
    }
    let pieces: Piece[] = [];
    let baseStarts = true;
    let targetStarts = true;
    part.ops.forEach((op, at) => {
      const both = baseStarts && targetStarts && (op.op === 'equal' || nextMark(part.ops, at) === 'equal');
      if (both) {
        pieces.push(...prefixPieces(leads.base.shift() ?? '', leads.target.shift() ?? ''));
        baseStarts = targetStarts = false;
      }
      if (baseStarts && op.op !== 'insert') {
        pieces.push(...some(piece('delete', leads.base.shift() ?? '', 'label')));
        baseStarts = false;
      }
      if (targetStarts && op.op !== 'delete') {
        pieces.push(...some(piece('insert', leads.target.shift() ?? '', 'label')));
        targetStarts = false;
      }
      if (op.kind === 'words') pieces.push(...wordPieces(op, this.#resolve));
      else {
        out.push({ kind: 'para', role: 'body', pieces, mark: op.op, base: op.base, target: op.target });
        pieces = [];
        if (op.op !== 'insert') baseStarts = true;
        if (op.op !== 'delete') targetStarts = true;
      }
    });
    return out;
  }

  #table(part: TableDiff): Marked[] {
    const a = part.base === null ? null : this.#base.next(part.base.ctx);
    const b = part.target === null ? null : this.#target.next(part.target.ctx);
    const op: Op = part.base === null ? 'insert' : part.target === null ? 'delete' : 'equal';
    const out: Marked[] = [];
    const inBase = Boolean(a) || part.base?.hasCaption === true;
    const inTarget = Boolean(b) || part.target?.hasCaption === true;
    if (inBase || inTarget) {
      const words = part.caption.flatMap((one) => wordPieces(one, this.#resolve));
      out.push({
        kind: 'para',
        role: 'caption',
        pieces: [...prefixPieces(a ?? '', b ?? ''), ...words],
        mark: inBase ? (inTarget ? 'equal' : 'delete') : 'insert',
        base: null,
        target: null,
      });
    }
    return [...out, { kind: 'table', op, rows: part.rows.map((row) => this.#row(row)) }];
  }

  #row(row: RowDiff): MarkedRow {
    const op: Op = row.base === null ? 'insert' : row.target === null ? 'delete' : 'equal';
    return {
      op,
      cells: row.cells.map((cell) => {
        const inside = new BodyMarker(
          cell.flow,
          { label: '', resolve: this.#resolve.base },
          { label: '', resolve: this.#resolve.target },
        );
        const side = cell.target ?? cell.base;
        if (side === null) throw new Error('a cell on neither side');
        return { side, blocks: inside.flow(cell.flow) };
      }),
    };
  }
}

function nextMark(ops: readonly ParaOp[], from: number): Op | null {
  for (let at = from; at < ops.length; at++) {
    const op = ops[at];
    if (op?.kind === 'mark') return op.op;
  }
  return null;
}

function wordPieces(
  op: Extract<ParaOp, { kind: 'words' }>,
  resolve: { readonly base: Resolve; readonly target: Resolve },
): Piece[] {
  const shown = op.op === 'delete' ? op.base : op.target;
  const side = op.op === 'delete' ? resolve.base : resolve.target;
  return shown.map((inline: Inline): Piece => {
    const name = inline.node?.type.name;
    return {
      op: op.op,
      text: printedInline(inline, side),
      marks: inline.marks,
      baseMarks: op.formatChanged ? (op.base[0]?.marks ?? []) : null,
      what: name === 'image' ? 'picture' : name === 'footnote' ? 'anchor' : 'words',
      src: name === 'image' ? String(inline.node?.attrs['src']) : '',
    };
  });
}
