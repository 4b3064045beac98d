import { flatten, type Inline, type TableUnit, type Unit } from '../../model/flow.ts';
import { placedClauses, type Clause, type Placed } from '../../model/text.ts';
import type { Side } from '../../redline/types.ts';
import { actorsLine, headingLine, imageText, printedInline, sourcesLine } from '../lines.ts';
import { countNotes, Prefixes } from '../prefix.ts';
import { printable } from '../printable.ts';
import { Lists } from './lists.ts';
import { paragraphLook, runLook } from './looks.ts';
import { hyperlink, imageRelation, packWord, type Relationship } from './package.ts';
import { pictureRun, pictureSize } from './picture.ts';
import { tableXml } from './table.ts';
import { bookmarkName, declaration, namespaces, runText } from './xml.ts';

export interface CleanWordOptions {
  /** Pictures of the draft: path as the body gives it -> bytes. */
  readonly assets?: ReadonlyMap<string, Uint8Array>;
  /** ISO 8601; the time the file names as its own. None where absent. */
  readonly date?: string;
}

/**
 * A text as a Word file without marks: headings, real lists, tables and footnotes; numbers of clauses as words with
 * a bookmark `cw_<id>` each. The same input gives the same bytes.
 */
export function cleanDocx(side: Side, options: CleanWordOptions = {}): Uint8Array {
  return new Writer(side, options).file();
}

class Writer {
  readonly #side: Side;
  readonly #options: CleanWordOptions;
  readonly #bookmarks = new Map<string, string>();
  readonly #lists = new Lists();
  readonly #links: Relationship[] = [];
  readonly #media = new Map<string, Uint8Array>();
  readonly #footnotes: string[] = [];
  #ids = 0;
  #pictures = 0;
  /** Anchors met and not yet written, when footnotes are Word's own. */
  #native = true;
  #anchor = 0;
  #inNote = false;

  constructor(side: Side, options: CleanWordOptions) {
    this.#side = side;
    this.#options = options;
    const taken = new Set<string>();
    for (const { clause } of placedClauses(side.text))
      this.#bookmarks.set(clause.id, bookmarkName(clause.id, taken));
  }

  file(): Uint8Array {
    const { text } = this.#side;
    const title = paragraph(paragraphLook('title', 0, null), run(text.meta.title, ''));
    const body = placedClauses(text).map((placed) => this.#clause(placed));
    const numbering = this.#lists.part();
    const footnotes = this.#footnotes.length === 0 ? undefined : footnotesXml(this.#footnotes);
    return packWord({
      language: text.meta.language,
      title: text.meta.title,
      date: this.#options.date ?? null,
      body: `${title}${body.join('')}<w:p><w:pPr><w:pStyle w:val="ClauseEnd"/></w:pPr></w:p>`,
      parts: {
        ...(numbering === undefined ? {} : { numbering }),
        ...(footnotes === undefined ? {} : { footnotes }),
      },
      links: this.#links,
      media: this.#media,
    });
  }

  #clause({ clause, depth }: Placed): string {
    const label = this.#side.labels.get(clause.id) ?? '';
    const units = flatten(clause.body);
    const anchor = this.#bookmark(clause);
    const out: string[] = [];
    const heading = headingLine(clause, label);
    const actors = actorsLine(clause);
    const sources = sourcesLine(clause);
    if (heading !== '') out.push(paragraph(paragraphLook('heading', depth + 1, null), run(heading, '')));
    if (actors !== '') out.push(paragraph(paragraphLook('actors', depth, null), run(actors, '')));
    if (sources !== '') out.push(paragraph(paragraphLook('sources', depth, null), run(sources, '')));
    const lead = clause.heading === '' ? label : '';
    const prefixes = new Prefixes(countNotes(units), lead);
    this.#native = !units.some(nestedNote);
    this.#anchor = 0;
    const first = this.#footnotes.length;
    const main = units.filter((unit) => !this.#native || !inNote(unit));
    out.push(this.#units(main, prefixes, lead !== ''));
    if (this.#native) this.#writeNotes(units.filter(inNote), prefixes);
    if (this.#native && this.#footnotes.length - first !== this.#anchor)
      throw new Error(`footnotes of ${clause.id} do not match their anchors`);
    const rest = prefixes.rest();
    if (rest !== '') out.push(paragraph(paragraphLook('body', depth, null), run(rest, '')));
    const joined = out.join('');
    // The bookmark stands in the first paragraph; a clause that begins with a table gets an empty one for it.
    if (!joined.startsWith('<w:p>')) return `<w:p>${anchor}</w:p>${joined}`;
    return joined.replace(/^<w:p>(<w:pPr>.*?<\/w:pPr>)?/, (found) => found + anchor);
  }

  #bookmark(clause: Clause): string {
    const n = this.#ids++;
    return `<w:bookmarkStart w:id="${n}" w:name="${this.#bookmarks.get(clause.id) ?? ''}"/><w:bookmarkEnd w:id="${n}"/>`;
  }

  #writeNotes(units: readonly Unit[], prefixes: Prefixes): void {
    const notes: Unit[][] = [];
    for (const unit of units) {
      const ctx = unit.kind === 'para' ? unit.props.ctx : unit.ctx;
      if (ctx[0]?.start === true || notes.length === 0) notes.push([]);
      notes[notes.length - 1]?.push(unit);
    }
    this.#inNote = true;
    for (const note of notes) {
      const ref = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>';
      const inner = this.#units(note, prefixes, false);
      const content = inner.startsWith('<w:p>')
        ? inner.replace(/^<w:p>(<w:pPr>.*?<\/w:pPr>)?/, (found) => found + ref)
        : `<w:p>${ref}</w:p>${inner}`;
      const closed = content.endsWith('</w:tbl>') ? `${content}<w:p/>` : content;
      this.#footnotes.push(`<w:footnote w:id="${this.#footnotes.length + 1}">${closed}</w:footnote>`);
    }
    this.#inNote = false;
  }

  #units(units: readonly Unit[], prefixes: Prefixes, labelled: boolean): string {
    const lists = this.#lists.number(units, labelled);
    let afterTable = false;
    return units
      .map((unit, at) => {
        const before = afterTable && unit.kind === 'table' ? '<w:p/>' : '';
        afterTable = unit.kind === 'table';
        if (unit.kind === 'table') return before + this.#table(unit, prefixes);
        const list = lists[at] ?? null;
        const prefix = prefixes.next(unit.props.ctx);
        const look = paragraphLook('body', 0, unit.props);
        const props = list === null ? look : withList(look, list);
        const picture =
          unit.props.type === 'figure'
            ? this.#picture(String(unit.props.attrs['src']), String(unit.props.attrs['alt']), '')
            : '';
        return paragraph(
          props,
          (list === null ? run(prefix, '') : '') + picture + this.#inlines(unit.inlines),
        );
      })
      .join('');
  }

  #table(unit: TableUnit, prefixes: Prefixes): string {
    const prefix = prefixes.next(unit.ctx);
    const caption =
      prefix !== '' || unit.caption
        ? paragraph(paragraphLook('caption', 0, null), run(prefix, '') + this.#inlines(unit.caption ?? []))
        : '';
    const rows = unit.rows.map((row, at) => ({
      properties: at === 0 && row.cells.every((one) => one.header) ? '<w:tblHeader/>' : '',
      cells: row.cells.map((one) => {
        const content = this.#units(one.units, new Prefixes(countNotes(one.units)), false);
        return {
          colspan: one.attrs['colspan'],
          rowspan: one.attrs['rowspan'],
          content: content === '' || content.endsWith('</w:tbl>') ? `${content}<w:p/>` : content,
        };
      }),
    }));
    return caption + tableXml(rows);
  }

  #inlines(inlines: readonly Inline[]): string {
    return inlines.map((inline) => this.#inline(inline)).join('');
  }

  #inline(inline: Inline): string {
    const look = runLook(inline.marks);
    const name = inline.node?.type.name;
    if (name === 'footnote') return this.#reference();
    if (name === 'image')
      return this.#picture(String(inline.node?.attrs['src']), String(inline.node?.attrs['alt']), look);
    const words = run(printedInline(inline, this.#side.resolve), look);
    if (words === '') return '';
    if (name === 'xref') {
      const bookmark =
        inline.node?.attrs['text'] === '' ? this.#bookmarks.get(String(inline.node.attrs['id'])) : undefined;
      return bookmark === undefined ? words : `<w:hyperlink w:anchor="${bookmark}">${words}</w:hyperlink>`;
    }
    const link = inline.marks.find((mark) => mark.type.name === 'link');
    const href = printable(String(link?.attrs['href'] ?? ''));
    if (this.#inNote || !/^(https?:\/\/|mailto:)[^\s\ufffd]*$/i.test(href)) return words;
    const id = `l${this.#links.length + 1}`;
    this.#links.push(hyperlink(id, href));
    return `<w:hyperlink r:id="${id}">${words}</w:hyperlink>`;
  }

  #reference(): string {
    this.#anchor++;
    const style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>';
    if (!this.#native) return `<w:r>${style}${runText(String(this.#anchor), false)}</w:r>`;
    return `<w:r>${style}<w:footnoteReference w:id="${this.#noteBase + this.#anchor}"/></w:r>`;
  }

  /** Notes are written behind the clause whose anchors name them. */
  get #noteBase(): number {
    return this.#footnotes.length;
  }

  #picture(src: string, alt: string, look: string): string {
    const bytes = this.#options.assets?.get(src);
    const size = bytes && pictureSize(bytes);
    if (!bytes || !size || this.#inNote) return run(printable(imageText(alt)), look);
    const n = ++this.#pictures;
    const name = `image${n}.${size.extension}`;
    this.#media.set(name, bytes);
    this.#links.push(imageRelation(`i${n}`, name));
    return pictureRun(`i${n}`, n, size, alt);
  }
}

const paragraph = (look: string, content: string): string =>
  `<w:p>${look === '' ? '' : `<w:pPr>${look}</w:pPr>`}${content}</w:p>`;

const run = (text: string, look: string): string =>
  text === '' ? '' : `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}${runText(text, false)}</w:r>`;

/** `w:numPr` behind the style and before everything else a look has. */
const withList = (look: string, list: number): string =>
  look.replace(
    /^(<w:pStyle [^>]*>)?/,
    (style) => `${style}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr>`,
  );

const inNote = (unit: Unit): boolean =>
  (unit.kind === 'para' ? unit.props.ctx : unit.ctx)[0]?.type === 'footnote';

/** A footnote inside a footnote, which Word does not have. */
function nestedNote(unit: Unit): boolean {
  return inNote(unit) && hasAnchor(unit);
}
function hasAnchor(unit: Unit): boolean {
  const anchors = (inlines: readonly Inline[]): boolean =>
    inlines.some((inline) => inline.node?.type.name === 'footnote');
  if (unit.kind === 'para') return anchors(unit.inlines);
  return (
    anchors(unit.caption ?? []) || unit.rows.some((row) => row.cells.some((one) => one.units.some(hasAnchor)))
  );
}

function footnotesXml(notes: readonly string[]): string {
  const special = (id: number, type: string, inner: string): string =>
    `<w:footnote w:type="${type}" w:id="${id}"><w:p><w:r><w:${inner}/></w:r></w:p></w:footnote>`;
  return `${declaration}<w:footnotes ${namespaces}>${special(-1, 'separator', 'separator')}${special(0, 'continuationSeparator', 'continuationSeparator')}${notes.join('')}</w:footnotes>`;
}
