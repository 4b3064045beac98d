import type { Op, Change, Redline } from '../../redline/types.ts';
import { noDetails, type RedlineDetails } from '../details.ts';
import {
  markRedline,
  type Marked,
  type MarkedClause,
  type MarkedPara,
  type MarkedTable,
  type Piece,
} from '../marked.ts';
import { escape } from '../printable.ts';
import { impactText, kindsText } from '../wording.ts';
import { paragraphLook, runLook } from './looks.ts';
import { packWord, utc } from './package.ts';
import { settleCell } from './settle.ts';
import { tableXml, type RowXml } from './table.ts';
import { bookmarkName, declaration, namespaces, runText } from './xml.ts';

/** How a run or a paragraph's end is tracked; `gone` was moved here and then deleted: on neither side. */
type Track = 'none' | 'ins' | 'del' | 'moveFrom' | 'moveTo' | 'gone';

/** What of a clause is written: all of it in its place, or one side of a moved one. */
type View = { readonly kind: 'both' } | { readonly kind: 'from' | 'to'; readonly native: boolean };

/**
 * A redline as a Word file with tracked changes: rejecting all gives what the base prints, accepting all what the
 * target prints. Numbers, list marks and note labels are words, so that a change of number shows. Each change
 * carries one Word comment with its impact, reason and comments. The same input gives the same bytes.
 */
export function redlineDocx(redline: Redline, details: RedlineDetails): Uint8Array {
  const marked = markRedline(redline);
  const writer = new Writer(details, marked.clauses);
  const body = writer.document(marked.title, marked.clauses);
  const { base, target } = redline;
  return packWord({
    language: target.text.meta.language,
    title: target.text.meta.title || base.text.meta.title,
    date: details.date,
    body,
    parts: writer.comments === '' ? {} : { comments: commentsXml(writer.comments) },
    links: [],
  });
}

const commentsXml = (comments: string): string =>
  `${declaration}<w:comments ${namespaces}>${comments}</w:comments>`;

class Writer {
  readonly #details: RedlineDetails;
  readonly #stamp: string;
  readonly #movedHere = new Map<string, MarkedClause>();
  /** Moves that neither lie in nor hold another: only those are written as Word's own moves. */
  readonly #native = new Map<string, string>();
  readonly #bookmarks = new Set<string>();
  readonly #commented = new Set<Change>();
  #ids = 0;
  #anchors = 0;
  #notes = 0;
  comments = '';
  #commentCount = 0;

  constructor(details: RedlineDetails, clauses: readonly MarkedClause[]) {
    this.#details = details;
    this.#stamp = `w:author="${escape(details.author)}" w:date="${utc(details.date)}"`;
    const nested = new Set<string>();
    const visit = (list: readonly MarkedClause[], inside: string | null): void => {
      for (const clause of list) {
        const id = clause.node.targetId ?? '';
        const moves = clause.state === 'movedHere' || clause.state === 'movedAway';
        if (clause.state === 'movedHere') this.#movedHere.set(id, clause);
        if (moves && inside !== null) {
          nested.add(id);
          nested.add(inside);
        }
        visit(clause.children, clause.state === 'movedHere' ? id : inside);
      }
    };
    visit(clauses, null);
    if (details.moves === 'insertDelete') return;
    for (const id of this.#movedHere.keys())
      if (!nested.has(id)) this.#native.set(id, `move${this.#native.size + 1}`);
  }

  document(title: MarkedPara, clauses: readonly MarkedClause[]): string {
    const body = this.#blocks([title], 0, { kind: 'both' }, null);
    // The last paragraph of a body cannot lose its end: an empty one takes that part.
    return `${body}${clauses.map((clause) => this.#clause(clause, { kind: 'both' })).join('')}<w:p><w:pPr><w:pStyle w:val="ClauseEnd"/></w:pPr></w:p>`;
  }

  #clause(clause: MarkedClause, view: View): string {
    const id = clause.node.targetId ?? '';
    if (clause.state === 'movedAway') {
      if (view.kind === 'to') return '';
      const moved = this.#movedHere.get(id);
      if (!moved) throw new Error(`moved clause ${id} stands nowhere`);
      return this.#range(id, 'moveFrom', this.#own(moved, { kind: 'from', native: this.#native.has(id) }));
    }
    if (clause.state === 'movedHere') {
      if (view.kind === 'from') return '';
      return this.#range(id, 'moveTo', this.#own(clause, { kind: 'to', native: this.#native.has(id) }));
    }
    if (clause.state === 'inserted' && view.kind === 'from')
      return clause.children.map((child) => this.#clause(child, view)).join('');
    if (clause.state === 'deleted' && view.kind === 'to')
      return clause.children.map((child) => this.#clause(child, view)).join('');
    return this.#own(clause, view);
  }

  #range(id: string, kind: 'moveFrom' | 'moveTo', content: string): string {
    const name = this.#native.get(id);
    if (name === undefined) return content;
    const n = this.#ids++;
    return `<w:${kind}RangeStart w:id="${n}" ${this.#stamp} w:name="${name}"/>${content}<w:${kind}RangeEnd w:id="${n}"/>`;
  }

  #own(clause: MarkedClause, view: View): string {
    this.#anchors = this.#notes = 0;
    // A clause that stands on one side only is not itself moved, wherever it lies.
    const own: View = clause.state === 'inserted' || clause.state === 'deleted' ? { kind: 'both' } : view;
    const blocks = this.#blocks(clause.blocks, clause.depth, own, clause);
    return blocks + clause.children.map((child) => this.#clause(child, view)).join('');
  }

  #blocks(
    blocks: readonly Marked[],
    depth: number,
    view: View,
    clause: MarkedClause | null,
    inCell = false,
  ): string {
    let out = '';
    let open: Piece[] = [];
    let first = clause;
    let afterTable = false;
    for (const block of blocks) {
      if (block.kind === 'table') {
        const table = this.#table(block, depth, view);
        if (table === '') continue;
        if (afterTable || first) out += this.#paragraph('body', depth, [], null, 'none', first, view);
        first = null;
        afterTable = true;
        out += table;
        continue;
      }
      const pieces = [...open, ...block.pieces];
      const mark = markTrack(block.mark, view);
      if (mark === 'gone') {
        open = pieces;
        continue;
      }
      open = [];
      out += this.#paragraph(block.role, depth, pieces, block, mark, first, view);
      first = null;
      afterTable = false;
    }
    return inCell && (afterTable || out === '') ? `${out}<w:p/>` : out;
  }

  #paragraph(
    role: MarkedPara['role'],
    depth: number,
    pieces: readonly Piece[],
    para: MarkedPara | null,
    mark: Track,
    clause: MarkedClause | null,
    view: View,
  ): string {
    const props = view.kind === 'from' ? para?.base : (para?.target ?? para?.base);
    const look = paragraphLook(role, depth, props ?? null);
    const before =
      view.kind === 'both' && para?.base && para.target ? paragraphLook(role, depth, para.base) : look;
    const change =
      before === look ? '' : `<w:pPrChange ${this.#mark()}><w:pPr>${before}</w:pPr></w:pPrChange>`;
    const markProps = mark === 'none' ? '' : `<w:rPr><w:${mark} ${this.#mark()}/></w:rPr>`;
    const [start, end] = clause ? this.#anchor(clause, mark, view) : ['', ''];
    const note = props?.ctx[0];
    const number =
      note?.type === 'footnote' && note.start
        ? this.#tracked(mark, (deleted) => reference(`${++this.#notes} `, deleted))
        : '';
    return `<w:p><w:pPr>${look}${markProps}${change}</w:pPr>${start}${number}${this.#runs(pieces, view)}${end}</w:p>`;
  }

  #mark(): string {
    return `w:id="${this.#ids++}" ${this.#stamp}`;
  }

  /** Bookmark and comment of a clause, around its first paragraph. */
  #anchor(clause: MarkedClause, mark: Track, view: View): [string, string] {
    let start = '';
    let end = '';
    if (view.kind !== 'from') {
      const n = this.#ids++;
      const id = clause.node.targetId ?? clause.node.baseId ?? '';
      start += `<w:bookmarkStart w:id="${n}" w:name="${bookmarkName(id, this.#bookmarks)}"/>`;
      end += `<w:bookmarkEnd w:id="${n}"/>`;
    }
    const { change } = clause.node;
    if (change !== null && view.kind !== 'from' && !this.#commented.has(change)) {
      this.#commented.add(change);
      const n = this.#commentCount++;
      this.comments += this.#comment(n, change);
      start += `<w:commentRangeStart w:id="${n}"/>`;
      const run = `<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="${n}"/></w:r>`;
      end = `<w:commentRangeEnd w:id="${n}"/>${this.#tracked(mark, () => run)}${end}`;
    }
    return [start, end];
  }

  #comment(n: number, change: Change): string {
    const { amendments, comments } = this.#details.byChange.get(change.id) ?? noDetails;
    const lines = [
      `${impactText(change)}. ${kindsText(change)}.`,
      ...amendments.map(
        (one) => `${one.number} ${one.title}${one.rationale === '' ? '' : `: ${one.rationale}`}`,
      ),
      ...comments.map((one) => `Comment ${one.id}${one.text === null ? '' : `: ${one.text}`}`),
    ];
    const paragraphs = lines.map(
      (line) => `<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r>${runText(line, false)}</w:r></w:p>`,
    );
    return `<w:comment w:id="${n}" ${this.#stamp} w:initials="CW">${paragraphs.join('')}</w:comment>`;
  }

  #tracked(track: Track, runs: (deleted: boolean) => string): string {
    if (track === 'none') return runs(false);
    if (track === 'gone')
      return `<w:ins ${this.#mark()}><w:del ${this.#mark()}>${runs(true)}</w:del></w:ins>`;
    const mark = this.#mark();
    return `<w:${track} ${mark}>${runs(track === 'del')}</w:${track}>`;
  }

  #runs(pieces: readonly Piece[], view: View): string {
    let out = '';
    for (let at = 0; at < pieces.length;) {
      const track = pieceTrack(pieces[at]?.op ?? 'equal', view);
      const run: Piece[] = [];
      for (; at < pieces.length; at++) {
        const one = pieces[at];
        if (!one || pieceTrack(one.op, view) !== track) break;
        run.push(one);
      }
      // Inserted words of a moved clause do not stand where it left.
      if (track === 'gone' && view.kind === 'from') continue;
      out += this.#tracked(track, (deleted) => run.map((one) => this.#run(one, deleted)).join(''));
    }
    return out;
  }

  #run(one: Piece, deleted: boolean): string {
    if (one.what === 'anchor') return reference(`${++this.#anchors}`, deleted);
    if (one.text === '') return '';
    const change =
      one.baseMarks === null
        ? ''
        : `<w:rPrChange ${this.#mark()}><w:rPr>${runLook(one.baseMarks)}</w:rPr></w:rPrChange>`;
    const look = runLook(one.marks) + change;
    return `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}${runText(one.text, deleted)}</w:r>`;
  }

  #table(table: MarkedTable, depth: number, view: View): string {
    const gone: Op | null = view.kind === 'from' ? 'insert' : view.kind === 'to' ? 'delete' : null;
    const rows = table.rows.filter((row) => row.op !== gone);
    if (rows.length === 0 || table.op === gone) return '';
    const xml = rows.map((row, n): RowXml => {
      const track: Track =
        view.kind === 'from' ? 'del' : view.kind === 'to' ? 'ins' : markTrack(row.op, view);
      // Word knows no moved rows: those of a moved clause are deleted and inserted.
      const inside: View = view.kind === 'both' ? view : { kind: view.kind, native: false };
      const header = n === 0 && row.cells.every((one) => one.side.header) ? '<w:tblHeader/>' : '';
      const mark = track === 'none' ? '' : `<w:${track} ${this.#mark()}/>`;
      return {
        properties: header + mark,
        cells: row.cells.map(({ side, blocks }) => ({
          colspan: side.attrs['colspan'],
          rowspan: side.attrs['rowspan'],
          content: this.#blocks(
            row.op === 'equal' && view.kind === 'both' ? settleCell(blocks) : blocks,
            depth,
            inside,
            null,
            true,
          ),
        })),
      };
    });
    return tableXml(xml);
  }
}

const reference = (text: string, deleted: boolean): string =>
  `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>${runText(text, deleted)}</w:r>`;

function pieceTrack(op: Op, view: View): Track {
  if (view.kind === 'both') return op === 'equal' ? 'none' : op === 'insert' ? 'ins' : 'del';
  if (view.kind === 'from') return op === 'insert' ? 'gone' : view.native ? 'moveFrom' : 'del';
  return op === 'equal' ? (view.native ? 'moveTo' : 'ins') : op === 'insert' ? 'ins' : 'gone';
}

/** As for runs, but an end that is on neither side is not written at all. */
function markTrack(op: Op, view: View): Track {
  return pieceTrack(op, view);
}
