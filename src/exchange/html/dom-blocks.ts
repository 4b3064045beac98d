import { Fragment, type Mark, type Node } from 'prosemirror-model';
import type { parseDocument } from 'htmlparser2';
import { schema } from '../../model/schema.ts';
import { linesOf, joinLines, paragraphOf, trimmed } from '../build/inline.ts';
import { joinLettered } from '../build/lettered.ts';
import { asNote, quoteOrNote, splitLines } from '../build/split.ts';
import type { SourceBlock, SourceNote } from '../source.ts';
import { blockTags, droppedTags, inlineTags, markTags, opaqueTags } from './tags.ts';

export type Dom = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Dom, { attribs: Record<string, string> }>;

export interface DomOptions {
  readonly source: string;
  /** Line of an index of the source; null where elements say their line themselves (`data-line`). */
  readonly lineAt: ((index: number) => number) | null;
  /** Line feeds in paragraphs may start a new one (Markdown); else they are spaces. */
  readonly softLines: boolean;
}

const deepest = 100;
const isElement = (node: Dom): node is Element => 'attribs' in node;

/** Blocks of the schema from a parsed page, in reading order. */
export function readDom(
  dom: readonly Dom[],
  options: DomOptions,
): { readonly title: string; readonly blocks: SourceBlock[]; readonly notes: SourceNote[] } {
  const reader = new Reader(options);
  reader.footnotes(dom);
  const blocks = [...reader.blocks(dom, 0), ...reader.leftFootnotes()];
  return { title: reader.title, blocks, notes: reader.notes };
}

class Reader {
  readonly notes: SourceNote[] = [];
  title = '';
  private line = 1;
  private readonly notesById = new Map<string, readonly Dom[]>();

  constructor(private readonly options: DomOptions) {}

  /** Footnote texts stand at the end of the page: they are found first. */
  footnotes(dom: readonly Dom[]): void {
    for (let at = dom.length - 1; at >= 0; at--) {
      const node = dom[at];
      if (node && isElement(node) && node.name === 'cw-footnotes')
        for (const one of node.children)
          if (isElement(one)) this.notesById.set(one.attribs['n'] ?? '', one.children);
    }
  }

  /** Footnotes whose mark did not come through (it stood in an image's alt, say): their words close the text. */
  leftFootnotes(): SourceBlock[] {
    const left = [...this.notesById.values()];
    this.notesById.clear();
    return left.flatMap((content) => this.blocks(content, 1));
  }

  note(kind: SourceNote['kind'], message: string): void {
    this.notes.push({ place: this.place, kind, message });
  }

  get place(): string {
    return `line ${this.line}`;
  }

  atLine(line: number): void {
    this.line = line;
  }

  at(node: Dom): void {
    if (this.options.lineAt) {
      if (node.startIndex !== null) this.line = this.options.lineAt(node.startIndex);
    } else if (isElement(node)) {
      const line = node.attribs['data-line'];
      if (line !== undefined && /^\d{1,9}$/.test(line)) this.line = Number(line);
    }
  }

  blocks(dom: readonly Dom[], depth: number): SourceBlock[] {
    const flow = new Flow(this, this.options, depth);
    flow.walk(dom, []);
    flow.flush();
    return joinLettered(flow.out, (from, node) => ({ ...from, node })).map((block) =>
      block.heading === null ? { ...block, node: asNote(block.node) } : block,
    );
  }

  /** Blocks inside a cell, an item or a quotation: a heading there is a paragraph in bold. */
  inner(dom: readonly Dom[], depth: number): Node[] {
    return this.blocks(dom, depth + 1).map(({ node, heading }) =>
      heading === null || node.type.name !== 'paragraph' ? node : paragraphOf(bold(node)),
    );
  }

  footnote(id: string, depth: number): Node | null {
    const content = this.notesById.get(id);
    if (!content || depth > deepest) return null;
    this.notesById.delete(id);
    const blocks = this.inner(content, depth);
    return schema.node('footnote', null, blocks.length > 0 ? blocks : [schema.node('paragraph')]);
  }

  source(node: Dom): string {
    if (node.startIndex === null || node.endIndex === null) return '';
    return this.options.source.slice(node.startIndex, node.endIndex + 1);
  }
}

const bold = (node: Node): Node[] =>
  node.content.content.map((child) => child.mark(schema.mark('strong').addToSet(child.marks)));

/** Turns a run of nodes into blocks: inline content gathers until a block begins or ends. */
class Flow {
  readonly out: SourceBlock[] = [];
  private inline: Node[] = [];
  private anchors: string[] = [];
  private start = '';
  private imageTitle = '';

  constructor(
    private readonly reader: Reader,
    private readonly options: DomOptions,
    private readonly depth: number,
  ) {}

  push(node: Node, heading: number | null = null, place = this.reader.place): void {
    this.out.push({ node, heading, number: '', anchors: this.anchors, place });
    this.anchors = [];
  }

  flush(heading: number | null = null): void {
    const content = trimmed(this.inline);
    this.inline = [];
    if (content.length === 0) return;
    const only = content.length === 1 ? content[0] : undefined;
    const [image, caption] = content;
    const captioned = content.length === 2 && caption?.text === ` (${this.imageTitle})`;
    if (image?.type.name === 'image' && heading === null && (only || captioned)) {
      const words = captioned ? [schema.text(this.imageTitle)] : [];
      this.push(schema.node('figure', image.attrs, words), null, this.start);
      return;
    }
    if (only?.type.name === 'math' && heading === null) {
      const source = String(only.attrs['source']);
      this.push(schema.node('formula', null, source ? [schema.text(source)] : []), null, this.start);
      return;
    }
    const blocks =
      this.options.softLines && heading === null
        ? splitLines(content)
        : [paragraphOf(joinLines(linesOf(content)))];
    for (const block of blocks) if (block.childCount > 0) this.push(block, heading, this.start);
  }

  text(data: string, marks: readonly Mark[]): void {
    const clean = this.options.softLines
      ? data.replace(/[ \t\r\f]+/g, ' ')
      : data.replace(/[ \t\r\f\n]+/g, ' ');
    if (clean === '') return;
    const last = this.inline.at(-1);
    if (!last && /^[ \n]*$/.test(clean)) return;
    if (!last) this.start = this.reader.place;
    const dedup =
      last?.isText && /[ \n]/.test((last.text ?? '').slice(-1)) ? clean.replace(/^ +/, '') : clean;
    if (dedup === '') return;
    // Pieces stay apart here and join once: growing one string would be quadratic.
    this.inline.push(schema.text(dedup, marks));
  }

  add(node: Node): void {
    if (this.inline.length === 0) this.start = this.reader.place;
    this.inline.push(node);
  }

  walk(dom: readonly Dom[], marks: readonly Mark[], level = 0): void {
    for (const node of dom) {
      if (node.type === 'text') this.text(node.data, marks);
      else if (node.type === 'comment') this.comment(node.data, node);
      else if (isElement(node)) {
        this.reader.at(node);
        this.element(node, marks, level);
      } else if ('children' in node) this.walk(node.children, marks, level + 1);
    }
  }

  private comment(data: string, node: Dom): void {
    if (data.startsWith('cw-line ')) {
      const line = Number(data.slice(8));
      if (!this.options.lineAt && Number.isInteger(line)) this.reader.atLine(line);
      return;
    }
    this.reader.at(node);
    if (data.trim() !== '')
      this.reader.note('left-out', `A comment of the source was left out: ${short(data)}`);
  }

  private element(node: Element, marks: readonly Mark[], level: number): void {
    const anchor = node.attribs['id'] ?? (node.name === 'a' ? node.attribs['name'] : undefined);
    const name = node.name;
    if (level + this.depth > deepest) {
      this.text(textOf(node), marks);
      return;
    }
    if (blockTags.has(name)) {
      this.flush();
      if (anchor) this.anchors.push(anchor);
      this.block(node, level);
      return;
    }
    if (anchor) this.anchors.push(anchor);
    const mark = markTags.get(name);
    if (mark) {
      this.walk(node.children, schema.mark(mark).addToSet(marks), level + 1);
      return;
    }
    switch (name) {
      case 'a': {
        const href = node.attribs['href'];
        const inside = href
          ? schema.mark('link', { href, title: node.attribs['title'] ?? '' }).addToSet(marks)
          : marks;
        this.walk(node.children, inside, level + 1);
        return;
      }
      case 'br':
        this.add(schema.node('hard_break'));
        return;
      case 'img':
        this.image(node, marks);
        return;
      case 'cw-math':
        this.add(schema.node('math', { source: textOf(node).trim() }, [], marks));
        return;
      case 'cw-fn': {
        const footnote = this.reader.footnote(node.attribs['n'] ?? '', this.depth);
        if (footnote) this.add(footnote);
        else this.text(`[${node.attribs['label'] ?? ''}]`, marks);
        return;
      }
      case 'q':
        this.text('\u201c', marks);
        this.walk(node.children, marks, level + 1);
        this.text('\u201d', marks);
        return;
      default:
        if (inlineTags.has(name)) this.walk(node.children, marks, level + 1);
        else this.unknown(node, marks, level);
    }
  }

  private image(node: Element, marks: readonly Mark[]): void {
    const image = schema.node(
      'image',
      { src: node.attribs['src'] ?? '', alt: node.attribs['alt'] ?? '' },
      [],
      marks,
    );
    this.add(image);
    const title = node.attribs['title'];
    if (title) {
      this.imageTitle = title;
      this.text(` (${title})`, marks);
    }
  }

  private unknown(node: Element, marks: readonly Mark[], level: number): void {
    const attributes = Object.entries(node.attribs).map(([key, value]) =>
      value ? ` ${key}="${value}"` : ` ${key}`,
    );
    this.reader.note('kept-as-text', `<${node.name}> is no tag we know and was kept as text.`);
    this.text(`<${node.name}${attributes.join('')}>`, marks);
    this.walk(node.children, marks, level + 1);
  }

  private block(node: Element, level: number): void {
    const name = node.name;
    const heading = /^h([1-6])$/.exec(name);
    if (heading) {
      this.start = this.reader.place;
      const before = this.out.length;
      this.walk(node.children, [], level + 1);
      this.flush(Number(heading[1]));
      // A heading without words may still be where links point.
      if (this.out.length === before && node.children.length > 0) return;
      return;
    }
    if (droppedTags.has(name)) {
      const words = textOf(node).trim();
      if (words !== '') this.reader.note('left-out', `<${name}> is no part of the text and was left out.`);
      return;
    }
    if (opaqueTags.has(name)) {
      const source = this.reader.source(node) || textOf(node);
      this.reader.note('kept-opaque', `<${name}> was kept as it came, unread.`);
      if (source !== '') this.push(schema.node('opaque', { format: 'html' }, schema.text(source)));
      return;
    }
    switch (name) {
      case 'title':
        this.reader.title ||= textOf(node).replace(/\s+/g, ' ').trim();
        return;
      case 'ul':
      case 'ol':
      case 'menu':
        this.list(node);
        return;
      case 'dl':
        this.definitions(node, level);
        return;
      case 'table':
        this.table(node);
        return;
      case 'pre': {
        const text = textOf(node).replace(/\n$/, '');
        const code = node.children.find(isElement);
        const language = /(?:^|\s)language-(\S+)/.exec(code?.attribs['class'] ?? '')?.[1] ?? '';
        if (text !== '') this.push(schema.node('code_block', { language }, schema.text(text)));
        return;
      }
      case 'blockquote': {
        const place = this.reader.place;
        const blocks = this.reader.inner(node.children, this.depth);
        if (blocks.length > 0) this.push(quoteOrNote(blocks), null, place);
        return;
      }
      case 'figure':
        this.figure(node, level);
        return;
      case 'hr':
        this.reader.note('left-out', 'A rule across the page was left out.');
        return;
      case 'cw-footnotes':
        return;
      default:
        this.walk(node.children, [], level + 1);
        this.flush();
    }
  }

  private list(node: Element): void {
    const place = this.reader.place;
    const items: Node[] = [];
    for (const child of node.children) {
      const content = isElement(child) && child.name === 'li' ? child.children : [child];
      if (isElement(child)) this.reader.at(child);
      const blocks = this.reader.inner(content, this.depth);
      const isItem = isElement(child) && child.name === 'li';
      if (isItem && child.attribs['id']) this.anchors.push(child.attribs['id']);
      if (blocks.length > 0) items.push(schema.node('list_item', null, blocks));
      else if (isItem) items.push(schema.node('list_item', null, [schema.node('paragraph')]));
    }
    if (items.length === 0) return;
    if (node.name !== 'ol') {
      this.push(schema.node('bullet_list', null, items), null, place);
      return;
    }
    const start = Number(node.attribs['start'] ?? 1);
    const style = { a: 'alpha', A: 'Alpha', i: 'roman', I: 'Roman' }[node.attribs['type'] ?? ''] ?? 'decimal';
    const delimiter = node.attribs['data-delimiter'] === ')' ? ')' : '.';
    const attrs = { style, start: Number.isSafeInteger(start) && start >= 0 ? start : 1, delimiter };
    this.push(schema.node('ordered_list', attrs, items), null, place);
  }

  /** A definition list as paragraphs that open with the term in bold. */
  private definitions(node: Element, level: number): void {
    let term: Node[] = [];
    const close = (): void => {
      if (term.length > 0) this.push(paragraphOf(term));
      term = [];
    };
    for (const child of node.children) {
      const isTerm = isElement(child) && child.name === 'dt';
      if (isElement(child) && child.name === 'div') {
        close();
        this.definitions(child, level + 1);
        continue;
      }
      if (isElement(child)) this.reader.at(child);
      const blocks = this.reader.inner(
        isElement(child) && /^d[td]$/.test(child.name) ? child.children : [child],
        this.depth,
      );
      if (isTerm) {
        close();
        const words = blocks.flatMap((block) => (block.type.name === 'paragraph' ? bold(block) : []));
        term = words;
        for (const block of blocks) if (block.type.name !== 'paragraph') this.push(block);
        continue;
      }
      blocks.forEach((block) => {
        if (term.length > 0 && block.type.name === 'paragraph') {
          this.push(paragraphOf([...term, schema.text(': '), ...block.content.content]));
          term = [];
        } else {
          close();
          this.push(block);
        }
      });
    }
    close();
  }

  private figure(node: Element, level: number): void {
    const caption = node.children.find((child) => isElement(child) && child.name === 'figcaption');
    const rest = node.children.filter((child) => child !== caption);
    const before = this.out.length;
    this.walk(rest, [], level + 1);
    this.flush();
    if (!caption || !isElement(caption)) return;
    const blocks = this.reader.inner(caption.children, this.depth);
    const last = this.out.at(-1);
    const only = blocks.length === 1 ? blocks[0] : undefined;
    if (
      this.out.length === before + 1 &&
      last?.node.type.name === 'figure' &&
      only?.type.name === 'paragraph' &&
      last.node.childCount === 0
    )
      this.out[before] = { ...last, node: schema.node('figure', last.node.attrs, only.content) };
    else for (const block of blocks) this.push(block);
  }

  private table(node: Element): void {
    const place = this.reader.place;
    const rows: Node[] = [];
    let caption: Node | null = null;
    const visit = (children: readonly Dom[], level: number): void => {
      for (const child of children) {
        if (!isElement(child)) {
          if (child.type === 'text' && child.data.trim() !== '') this.text(child.data, []);
          else if (child.type === 'comment') this.comment(child.data, child);
          continue;
        }
        this.reader.at(child);
        if (child.attribs['id']) this.anchors.push(child.attribs['id']);
        if (child.name === 'tr') {
          const cells = child.children.flatMap((cell) => this.cell(cell));
          if (cells.length > 0) rows.push(schema.node('table_row', null, cells));
        } else if (child.name === 'caption') {
          const blocks = this.reader.inner(child.children, this.depth);
          const content = joinLines(blocks.map((block) => (block.isTextblock ? block.content.content : [])));
          caption = schema.node('table_caption', null, Fragment.fromArray(content));
          for (const block of blocks) if (!block.isTextblock) this.push(block);
        } else if (/^(thead|tbody|tfoot)$/.test(child.name) && level < 3) visit(child.children, level + 1);
        else if (!/^col(group)?$/.test(child.name)) this.walk([child], [], level + 1);
      }
    };
    visit(node.children, 0);
    this.flush();
    if (rows.length > 0)
      this.push(schema.node('table', null, caption ? [caption, ...rows] : rows), null, place);
    else if (caption !== null) this.push(paragraphOf((caption as Node).content.content));
  }

  private cell(cell: Dom): Node[] {
    if (!isElement(cell)) {
      if (cell.type === 'text' && cell.data.trim() !== '') this.text(cell.data, []);
      return [];
    }
    this.reader.at(cell);
    const blocks = this.reader.inner(/^t[dh]$/.test(cell.name) ? cell.children : [cell], this.depth);
    const align = /text-align:\s*(left|center|right)/.exec(cell.attribs['style'] ?? '')?.[1] ?? '';
    const attrs = { colspan: span(cell.attribs['colspan']), rowspan: span(cell.attribs['rowspan']), align };
    const content = blocks.length > 0 ? blocks : [schema.node('paragraph')];
    return [schema.node(cell.name === 'th' ? 'table_header' : 'table_cell', attrs, content)];
  }
}

const span = (value: string | undefined): number => {
  const number = Number(value ?? 1);
  return Number.isInteger(number) && number >= 1 && number <= 1000 ? number : 1;
};

const short = (words: string): string => {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
};

/** All text of an element, without recursion: pages may nest without end. */
function textOf(node: Dom): string {
  let out = '';
  const todo: Dom[] = [node];
  for (let next = todo.pop(); next; next = todo.pop()) {
    if (next.type === 'text') out += next.data;
    else if ('children' in next)
      for (let at = next.children.length - 1; at >= 0; at--) {
        const child = next.children[at];
        if (child) todo.push(child);
      }
  }
  return out;
}
