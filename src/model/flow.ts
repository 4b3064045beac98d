import { Fragment, type Attrs, type Mark, type Node } from 'prosemirror-model';
import { leafBlocks, schema } from './schema.ts';

/**
 * A body as a word processor sees it: a flat run of paragraphs (each knowing which lists, notes and quotes it
 * stands in) and tables. `flatten` and `rebuild` are inverse. Redlines, sentences and Word files work on this
 * form, because a paragraph can be split or joined in it without first taking a tree apart.
 */
export type Unit = ParaUnit | TableUnit;

/** One container on the way down to a paragraph; `start` says that this unit is the first one inside it. */
export interface Step {
  readonly type: string;
  readonly attrs: Attrs;
  readonly start: boolean;
}

/** All of a paragraph but its words: what a word processor hangs on the paragraph mark. */
export interface ParaProps {
  readonly ctx: readonly Step[];
  /** A leaf block of the schema. */
  readonly type: string;
  readonly attrs: Attrs;
}

export interface ParaUnit {
  readonly kind: 'para';
  readonly props: ParaProps;
  readonly inlines: readonly Inline[];
}

/** A run of text with its marks, or one leaf node (`node`), whose `text` is then '' until it is resolved. */
export interface Inline {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** hard_break, xref, image, math, or footnote (an anchor; its words are units of their own, at the end). */
  readonly node: Node | null;
}

export interface TableUnit {
  readonly kind: 'table';
  readonly ctx: readonly Step[];
  readonly attrs: Attrs;
  readonly caption: readonly Inline[] | null;
  readonly rows: readonly TableRow[];
}
export interface TableRow {
  readonly attrs: Attrs;
  readonly cells: readonly TableCell[];
}
interface TableCell {
  readonly header: boolean;
  readonly attrs: Attrs;
  readonly units: readonly Unit[];
}

/** The empty footnote that stands for any footnote's place in the running text. */
const footnoteAnchor: Node = schema.nodes.footnote.create(null, schema.nodes.paragraph.create());

function inlinesOf(block: Node, footnotes: Node[]): Inline[] {
  const out: Inline[] = [];
  block.forEach((child) => {
    if (child.isText) out.push({ text: child.text ?? '', marks: child.marks, node: null });
    else if (child.type.name === 'footnote') {
      footnotes.push(child);
      out.push({ text: '', marks: child.marks, node: footnoteAnchor });
    } else out.push({ text: '', marks: child.marks, node: child.mark([]) });
  });
  return out;
}

/** The body as units, footnotes last and in the order of their anchors. */
export function flatten(doc: Node): Unit[] {
  const out: Unit[] = [];
  const footnotes: Node[] = [];
  flattenBlocks(doc, [], out, footnotes);
  // A footnote inside a footnote joins the end of the queue: `footnotes` may grow while it is walked.
  for (let i = 0; i < footnotes.length; i++) {
    const note = footnotes[i] as Node; // in range
    flattenBlocks(note, [{ type: 'footnote', attrs: {}, start: true }], out, footnotes);
  }
  return out;
}

function flattenBlocks(parent: Node, ctx: readonly Step[], out: Unit[], footnotes: Node[]): void {
  let path = ctx;
  parent.forEach((block) => {
    const name = block.type.name;
    if (leafBlocks.has(name)) {
      out.push({
        kind: 'para',
        props: { ctx: path, type: name, attrs: block.attrs },
        inlines: inlinesOf(block, footnotes),
      });
    } else if (name === 'table') out.push(flattenTable(block, path, footnotes));
    else flattenBlocks(block, [...path, { type: name, attrs: block.attrs, start: true }], out, footnotes);
    if (path.some((step) => step.start)) path = path.map((step) => ({ ...step, start: false }));
  });
}

function flattenTable(table: Node, ctx: readonly Step[], footnotes: Node[]): TableUnit {
  let caption: Inline[] | null = null;
  const rows: TableRow[] = [];
  table.forEach((child) => {
    if (child.type.name === 'table_caption') {
      caption = inlinesOf(child, footnotes);
      return;
    }
    const cells: TableCell[] = [];
    child.forEach((cell) => {
      const units: Unit[] = [];
      flattenBlocks(cell, [], units, footnotes);
      cells.push({ header: cell.type.name === 'table_header', attrs: cell.attrs, units });
    });
    rows.push({ attrs: child.attrs, cells });
  });
  return { kind: 'table', ctx, attrs: table.attrs, caption, rows };
}

interface Open {
  readonly step: Step;
  readonly content: Node[];
}

/** The body that flattens to these units. Throws where they are not a body's (a bug of the caller). */
export function rebuild(units: readonly Unit[]): Node {
  const firstNote = units.findIndex((unit) => ctxOf(unit)[0]?.type === 'footnote');
  const main = firstNote < 0 ? units : units.slice(0, firstNote);
  const notes: Unit[][] = [];
  for (const unit of firstNote < 0 ? [] : units.slice(firstNote)) {
    const [head, ...rest] = ctxOf(unit);
    if (head?.type !== 'footnote') throw new Error('rebuild: running text after footnotes');
    if (head.start || notes.length === 0) notes.push([]);
    (notes[notes.length - 1] as Unit[]).push(withCtx(unit, rest)); // just pushed, so there is a last one
  }
  // Anchors were numbered breadth first: all of the running text, then those inside note 1, note 2 …
  const anchors = countAnchors(main);
  const built: Node[] = [];
  const starts: number[] = [];
  let next = anchors;
  for (const note of notes) {
    starts.push(next);
    next += countAnchors(note);
  }
  for (let i = notes.length - 1; i >= 0; i--) {
    const at = { next: starts[i] ?? 0 };
    built[i] = schema.nodes.footnote.create(null, buildBlocks(notes[i] ?? [], built, at));
  }
  return schema.nodes.doc.createChecked(null, buildBlocks(main, built, { next: 0 }));
}

function countAnchors(units: readonly Unit[]): number {
  const inLine = (inlines: readonly Inline[]) =>
    inlines.filter((i) => i.node?.type.name === 'footnote').length;
  let n = 0;
  for (const unit of units) {
    if (unit.kind === 'para') n += inLine(unit.inlines);
    else {
      n += inLine(unit.caption ?? []);
      for (const row of unit.rows) for (const cell of row.cells) n += countAnchors(cell.units);
    }
  }
  return n;
}

export function ctxOf(unit: Unit): readonly Step[] {
  return unit.kind === 'para' ? unit.props.ctx : unit.ctx;
}

export function withCtx(unit: Unit, ctx: readonly Step[]): Unit {
  return unit.kind === 'para' ? { ...unit, props: { ...unit.props, ctx } } : { ...unit, ctx };
}

function buildBlocks(units: readonly Unit[], notes: readonly Node[], at: { next: number }): Node[] {
  const root: Node[] = [];
  const open: Open[] = [];
  const close = (): void => {
    const done = open.pop();
    if (!done) return;
    const node = (schema.nodes[done.step.type] ?? fail(done.step.type)).createChecked(
      done.step.attrs,
      done.content,
    );
    (open[open.length - 1]?.content ?? root).push(node);
  };
  for (const unit of units) {
    const ctx = ctxOf(unit);
    let keep = 0;
    while (
      keep < ctx.length &&
      keep < open.length &&
      !ctx[keep]?.start &&
      open[keep]?.step.type === ctx[keep]?.type
    )
      keep++;
    while (open.length > keep) close();
    for (const step of ctx.slice(keep)) open.push({ step, content: [] });
    (open[open.length - 1]?.content ?? root).push(buildLeaf(unit, notes, at));
  }
  while (open.length > 0) close();
  return root;
}

function buildLeaf(unit: Unit, notes: readonly Node[], at: { next: number }): Node {
  if (unit.kind === 'para') {
    const type = schema.nodes[unit.props.type] ?? fail(unit.props.type);
    return type.createChecked(unit.props.attrs, buildInlines(unit.inlines, notes, at));
  }
  const content: Node[] = [];
  if (unit.caption)
    content.push(schema.nodes.table_caption.create(null, buildInlines(unit.caption, notes, at)));
  for (const row of unit.rows) {
    const cells = row.cells.map((cell) =>
      (cell.header ? schema.nodes.table_header : schema.nodes.table_cell).createChecked(
        cell.attrs,
        buildBlocks(cell.units, notes, at),
      ),
    );
    content.push(schema.nodes.table_row.createChecked(row.attrs, cells));
  }
  return schema.nodes.table.createChecked(unit.attrs, content);
}

function buildInlines(inlines: readonly Inline[], notes: readonly Node[], at: { next: number }): Fragment {
  const out: Node[] = [];
  for (const inline of inlines) {
    if (inline.node?.type.name === 'footnote') {
      const note = notes[at.next++];
      if (!note) throw new Error('rebuild: a footnote anchor without its footnote');
      out.push(note.mark(inline.marks));
    } else if (inline.node) out.push(inline.node.mark(inline.marks));
    else if (inline.text !== '') out.push(schema.text(inline.text, inline.marks));
  }
  return Fragment.fromArray(out); // joins adjacent text of equal marks
}

function fail(type: string): never {
  throw new Error(`rebuild: no such node type: ${type}`);
}
