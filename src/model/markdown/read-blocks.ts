import type { Node } from 'prosemirror-model';
import { listStyles, schema } from '../schema.ts';
import { readAttributes } from './escape.ts';
import { readInline } from './read-inline.ts';
import { deepestFootnotes, deepestNesting } from './write-blocks.ts';

/** A block before its words are read: footnotes may be defined behind the words that need them. */
type Raw =
  | {
      readonly type: string;
      readonly attrs: Record<string, unknown> | null;
      readonly content: readonly Raw[];
    }
  | { readonly type: string; readonly attrs: Record<string, unknown> | null; readonly inline: string }
  | { readonly type: string; readonly attrs: Record<string, unknown> | null; readonly text: string };

interface Definition {
  readonly label: string;
  readonly blocks: readonly Raw[];
}

const blank = /^[ \t]*$/;
const fenceStart = /^(`{3,}|~{3,})([^`]*)$/;
const bulletStart = /^([-+*])([ \t]+|$)/;
const orderedStart = /^(\d{1,9})([.)])([ \t]+|$)/;
const listNote = /^<!-- list(?:: ([^>]*?))? -->$/;
const definitionStart = /^\[\^([^\]\s[]{1,80})\]:(?: |$)/;
const rule = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const closers = new Set(['</td>', '</th>', '</tr>', '</table>', '</caption>', '</figure>']);

/**
 * The body that these lines hold, and the labels of footnotes that nothing refers to (their words are kept at the
 * end). Never throws: what is not understood is words.
 */
export function readBody(lines: readonly string[]): { body: Node; unused: string[] } {
  const definitions: Definition[] = [];
  const raws = new Reader(lines, 0, definitions).blocks(false);
  const byLabel = new Map<string, Definition>();
  for (const definition of definitions)
    if (!byLabel.has(definition.label)) byLabel.set(definition.label, definition);
  const used = new Set<Definition>();
  const active = new Set<Definition>();
  const footnoteOf = (label: string): Node | null => {
    const definition = byLabel.get(label);
    // A label used twice, and a note within itself, stay words: one anchor, one note.
    if (!definition || used.has(definition) || active.size >= deepestFootnotes) return null;
    used.add(definition);
    active.add(definition);
    const note = schema.node('footnote', null, nodesOf(definition.blocks, footnoteOf));
    active.delete(definition);
    return note;
  };
  const main = nodesOf(raws, footnoteOf);
  const unused: string[] = [];
  for (const definition of definitions) {
    if (used.has(definition)) continue;
    unused.push(definition.label);
    main.push(schema.node('paragraph', null, [schema.text(`[^${definition.label}]:`)]));
    main.push(...nodesOf(definition.blocks, footnoteOf));
  }
  return { body: schema.node('doc', null, main), unused };
}

function nodesOf(raws: readonly Raw[], footnoteOf: (label: string) => Node | null): Node[] {
  return raws.map((raw) => {
    if ('inline' in raw) return schema.node(raw.type, raw.attrs, readInline(raw.inline, footnoteOf));
    if ('text' in raw)
      return schema.node(raw.type, raw.attrs, raw.text === '' ? [] : [schema.text(raw.text)]);
    return schema.node(raw.type, raw.attrs, nodesOf(raw.content, footnoteOf));
  });
}

const paragraph = (inline: string): Raw => ({ type: 'paragraph', attrs: null, inline });
const filled = (blocks: readonly Raw[]): readonly Raw[] => (blocks.length > 0 ? blocks : [paragraph('')]);

/** Without the spaces and tabs at its end; a pattern would take time squared on long runs of them. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return line.slice(0, end);
}

/** The source of one paragraph: soft line ends become spaces, hard ones `\n`. */
function joinLines(lines: readonly string[]): string {
  let out = '';
  lines.forEach((line, i) => {
    const text = line.replace(/^[ \t]+/, '');
    if (i === lines.length - 1) out += trimEnd(text);
    else if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) out += `${text.slice(0, -1)}\n`;
    else if (text.endsWith('  ')) out += `${trimEnd(text)}\n`;
    else out += `${trimEnd(text)} `;
  });
  return out;
}

const indentOf = (line: string): number => {
  let width = 0;
  for (const char of line) {
    if (char === ' ') width++;
    else if (char === '\t') width += 4 - (width % 4);
    else break;
  }
  return width;
};

/** A line less its first `width` columns of white space. */
function outdent(line: string, width: number): string {
  let column = 0;
  let i = 0;
  while (i < line.length && column < width) {
    if (line[i] === ' ') column++;
    else if (line[i] === '\t') column += 4 - (column % 4);
    else break;
    i++;
  }
  return ' '.repeat(Math.max(0, column - width)) + line.slice(i);
}

class Reader {
  #pos = 0;
  readonly #lines: readonly string[];
  readonly #depth: number;
  readonly #definitions: Definition[] | null;

  /** `definitions` is null below the top level, where no footnote is defined. */
  constructor(lines: readonly string[], depth: number, definitions: Definition[] | null) {
    this.#lines = lines;
    this.#depth = depth;
    this.#definitions = definitions;
  }

  /** Blocks up to the end, or with `inTag` up to a closing tag that stands alone on its line. */
  blocks(inTag: boolean, depth = this.#depth): Raw[] {
    const out: Raw[] = [];
    let list: Record<string, unknown> = {};
    while (this.#pos < this.#lines.length) {
      const line = this.#line();
      if (blank.test(line)) {
        this.#pos++;
        continue;
      }
      const text = this.#start();
      if (inTag && closers.has(text)) break;
      if (text === '<!-- empty -->') {
        this.#pos++;
        out.push(paragraph(''));
        continue;
      }
      const note = text.startsWith('<!-- list') ? listNote.exec(text) : null;
      const settings = note ? readSettings(note[1] ?? '') : null;
      if (settings && this.#listFollows()) {
        this.#pos++;
        list = settings;
        continue;
      }
      if (depth >= deepestNesting) out.push(this.#paragraph(inTag));
      else out.push(...this.#block(text, inTag, depth, list));
      list = {};
    }
    return out;
  }

  #line(offset = 0): string {
    return this.#lines[this.#pos + offset] ?? '';
  }

  /** The line less up to three spaces; with more, nothing on it starts a block. */
  #start(offset = 0): string {
    const line = this.#line(offset);
    if (line.charCodeAt(0) !== 32) return line;
    const text = line.replace(/^ {1,3}/, '');
    return text.startsWith(' ') ? `\u0000${text}` : text;
  }

  #listFollows(): boolean {
    for (let i = 1; this.#pos + i < this.#lines.length; i++) {
      if (blank.test(this.#line(i))) continue;
      const text = this.#start(i);
      return bulletStart.test(text) || orderedStart.test(text);
    }
    return false;
  }

  #block(text: string, inTag: boolean, depth: number, list: Record<string, unknown>): Raw[] {
    switch (text.charAt(0)) {
      case '`':
      case '~': {
        const fence = fenceStart.exec(text);
        if (fence) return [this.#fence(fence[1] ?? '```', fence[2] ?? '')];
        break;
      }
      case '>':
        return [this.#quote(depth)];
      case '<':
        if (text === '<table>') return this.#table(depth);
        if (text === '<figure>') return this.#figure(depth);
        break;
      case '|':
        if (this.#gridHere()) return [this.#grid()];
        break;
      case '[': {
        const definition = this.#definitions && depth === 0 && !inTag ? definitionStart.exec(text) : null;
        if (definition) {
          const lines = this.#hanging(text.slice(definition[0].length), 4);
          const blocks = filled(new Reader(lines, depth + 1, null).blocks(false));
          this.#definitions?.push({ label: definition[1] ?? '', blocks });
          return [];
        }
        break;
      }
      default:
        if (bulletStart.test(text) || orderedStart.test(text)) return [this.#list(depth, list)];
    }
    if (text.charAt(0) === '*' && bulletStart.test(text)) return [this.#list(depth, list)];
    return [this.#paragraph(inTag)];
  }

  #paragraph(inTag: boolean): Raw {
    const lines = [this.#line()];
    this.#pos++;
    while (this.#pos < this.#lines.length && !this.#interrupts(inTag)) {
      lines.push(this.#line());
      this.#pos++;
    }
    return paragraph(joinLines(lines));
  }

  /** True where the line cannot belong to the paragraph before it. */
  #interrupts(inTag: boolean): boolean {
    if (blank.test(this.#line())) return true;
    const text = this.#start();
    switch (text.charAt(0)) {
      case '`':
      case '~':
        return fenceStart.test(text);
      case '>':
        return true;
      case '<':
        return (
          text === '<table>' || text === '<figure>' || text === '<!-- empty -->' || (inTag && closers.has(text)) ||
          (listNote.test(text) && this.#listFollows())
        ); // prettier-ignore
      case '|':
        return this.#gridHere();
      case '[':
        return this.#definitions !== null && this.#depth === 0 && !inTag && definitionStart.test(text);
      default:
        return /^[-+*][ \t]+[^ \t]/.test(text) || /^1[.)][ \t]+[^ \t]/.test(text);
    }
  }

  #fence(mark: string, info: string): Raw {
    const indent = indentOf(this.#line());
    const content: string[] = [];
    this.#pos++;
    for (; this.#pos < this.#lines.length; this.#pos++) {
      const close = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(this.#line())?.[1];
      if (close && close[0] === mark[0] && close.length >= mark.length) {
        this.#pos++;
        break;
      }
      content.push(indent > 0 ? outdent(this.#line(), indent) : this.#line());
    }
    return fenced(info.trim(), content.join('\n'));
  }

  #quote(depth: number): Raw {
    const lines: string[] = [];
    for (; this.#pos < this.#lines.length; this.#pos++) {
      const text = this.#start();
      if (!text.startsWith('>')) break;
      lines.push(text.startsWith('> ') ? text.slice(2) : text.slice(1));
    }
    const kind = /^\[!(NOTE|EXAMPLE)\][ \t]*$/.exec(lines[0] ?? '')?.[1];
    const content = filled(new Reader(kind ? lines.slice(1) : lines, depth + 1, null).blocks(false));
    return {
      type: kind === 'NOTE' ? 'note' : kind === 'EXAMPLE' ? 'example' : 'block_quote',
      attrs: null,
      content,
    };
  }

  /** The lines of an item or definition: `first`, then what is indented by `width`, blank lines between. */
  #hanging(first: string, width: number): string[] {
    const out = [first];
    let i = this.#pos + 1;
    let end = i;
    for (; i < this.#lines.length; i++) {
      const line = this.#lines[i] ?? '';
      if (blank.test(line)) continue;
      if (indentOf(line) < width) break;
      end = i + 1;
    }
    for (let k = this.#pos + 1; k < end; k++) out.push(outdent(this.#lines[k] ?? '', width));
    this.#pos = end;
    return out;
  }

  #list(depth: number, settings: Record<string, unknown>): Raw {
    const kindOf = (text: string): string =>
      bulletStart.exec(text)?.[1] ?? orderedStart.exec(text)?.[2] ?? '';
    const first = this.#start();
    const kind = kindOf(first);
    const ordered = orderedStart.exec(first);
    const items: Raw[] = [];
    for (;;) {
      const text = this.#start();
      const match = bulletStart.exec(text) ?? orderedStart.exec(text);
      if (!match) break;
      const gap = match[0].length - match[0].trimEnd().length;
      const rest = text.slice(match[0].length);
      const marker = match[0].trimEnd().length;
      const indent = indentOf(this.#line());
      // More than four spaces behind the marker are the content's own.
      const taken = rest === '' || gap > 4 ? 1 : gap;
      const lines = this.#hanging(text.slice(marker + taken), indent + marker + taken);
      items.push({ type: 'list_item', attrs: null, content: filled(new Reader(lines, depth + 1, null).blocks(false)) }); // prettier-ignore
      const mark = this.#pos;
      while (this.#pos < this.#lines.length && blank.test(this.#line())) this.#pos++;
      if (this.#pos >= this.#lines.length || kindOf(this.#start()) !== kind) {
        this.#pos = mark;
        break;
      }
    }
    if (!ordered) return { type: 'bullet_list', attrs: null, content: items };
    const attrs = { start: Number(ordered[1]), delimiter: kind, ...settings };
    return { type: 'ordered_list', attrs, content: items };
  }

  #gridHere(): boolean {
    const [head, line] = [this.#start(), this.#start(1)];
    if (!head.startsWith('|') || !line.startsWith('|') || !rule.test(line)) return false;
    return gridCells(head).length === gridCells(line).length;
  }

  #grid(): Raw {
    const aligns = gridCells(this.#start(1)).map((cell) =>
      cell.startsWith(':') ? (cell.endsWith(':') ? 'center' : 'left') : cell.endsWith(':') ? 'right' : '',
    );
    const row = (line: string, type: string): Raw => {
      const cells = gridCells(line);
      while (cells.length < aligns.length) cells.push('');
      return {
        type: 'table_row',
        attrs: null,
        content: cells.map((cell, i) => ({
          type,
          attrs: { align: aligns[i] ?? '' },
          content: [paragraph(cell)],
        })),
      };
    };
    const rows = [row(this.#start(), 'table_header')];
    this.#pos += 2;
    for (; this.#pos < this.#lines.length && this.#start().startsWith('|'); this.#pos++)
      rows.push(row(this.#start(), 'table_cell'));
    return { type: 'table', attrs: null, content: rows };
  }

  #table(depth: number): Raw[] {
    this.#pos++;
    const rows: Raw[] = [];
    const stray: Raw[] = [];
    let caption: Raw | null = null;
    while (this.#pos < this.#lines.length) {
      const text = this.#line().trim();
      if (text === '') this.#pos++;
      else if (text === '<tr>') {
        const cells = this.#row(depth);
        if (cells.length > 0) rows.push({ type: 'table_row', attrs: null, content: cells });
      } else if (text === '<caption>' && !caption) {
        this.#pos++;
        const [head, ...more] = this.blocks(true, depth + 1);
        this.#close('</caption>');
        const words = head && 'inline' in head && head.type === 'paragraph' ? head.inline : '';
        caption = { type: 'table_caption', attrs: null, inline: words };
        stray.push(...(head && words === '' && !('inline' in head) ? [head, ...more] : more));
      } else if (text === '</table>') {
        this.#pos++;
        break;
      } else if (closers.has(text)) break;
      else stray.push(...this.#block(this.#start(), true, depth + 1, {}));
    }
    if (rows.length === 0)
      return [...(caption && 'inline' in caption ? [paragraph(caption.inline)] : []), ...stray];
    return [{ type: 'table', attrs: null, content: caption ? [caption, ...rows] : rows }, ...stray];
  }

  #row(depth: number): Raw[] {
    this.#pos++;
    const cells: Raw[] = [];
    while (this.#pos < this.#lines.length) {
      const text = this.#line().trim();
      const match = /^<(td|th)((?:\s+[a-z]+="[^"]*")*)>$/.exec(text);
      if (text === '') this.#pos++;
      else if (match) {
        this.#pos++;
        const content = filled(this.blocks(true, depth + 1));
        this.#close(`</${match[1]}>`);
        const type = match[1] === 'th' ? 'table_header' : 'table_cell';
        cells.push({ type, attrs: cellAttrs(match[2] ?? ''), content });
      } else if (text === '</tr>') {
        this.#pos++;
        break;
      } else break;
    }
    return cells;
  }

  #close(tag: string): void {
    if (this.#line().trim() === tag) this.#pos++;
  }

  #figure(depth: number): Raw[] {
    this.#pos++;
    const img = /^<img((?:\s+[a-z]+="[^"]*")*)\s*\/?>$/.exec(this.#line().trim());
    if (img) this.#pos++;
    const attrs = readAttributes(img?.[1] ?? '');
    const [head, ...more] = this.blocks(true, depth + 1);
    this.#close('</figure>');
    const caption = head && 'inline' in head && head.type === 'paragraph' ? head.inline : null;
    const figure: Raw = { type: 'figure', attrs: { src: attrs['src'] ?? '', alt: attrs['alt'] ?? '' }, inline: caption ?? '' }; // prettier-ignore
    return caption === null && head ? [figure, head, ...more] : [figure, ...more];
  }
}

const span = (value: string | undefined): number =>
  value && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : 1;
function cellAttrs(source: string): Record<string, unknown> {
  const attrs = readAttributes(source);
  return { colspan: span(attrs['colspan']), rowspan: span(attrs['rowspan']), align: attrs['align'] ?? '' };
}

/** `alpha () start=-1` as attributes; null where a word is not one of ours. */
function readSettings(words: string): Record<string, unknown> | null {
  const out: Record<string, unknown> = {};
  for (const word of words.split(' ').filter((w) => w !== '')) {
    const start = /^start=(-?\d{1,15})$/.exec(word)?.[1];
    if (start !== undefined) out['start'] = Number(start);
    else if (word === '()') out['delimiter'] = '()';
    else if ((listStyles as readonly string[]).includes(word)) out['style'] = word;
    else return null;
  }
  return out;
}

/** The cells of a row of a pipe table, trimmed. A `|` behind a backslash belongs to the words. */
function gridCells(line: string): string[] {
  const text = trimEnd(line);
  const cells: string[] = [];
  let from = 1;
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '|') {
      cells.push(text.slice(from, i));
      from = i + 1;
    }
  }
  if (from < text.length) cells.push(text.slice(from));
  return cells.map((cell) => trimEnd(cell).replace(/^[ \t]+/, ''));
}

function fenced(info: string, content: string): Raw {
  const ours = /^\{(code|formula|opaque)(?: ([A-Za-z0-9_.+#-]+)(?= |\}))?((?: [a-z]+="[^"]*")*)\}$/.exec(
    info,
  );
  if (!ours) return { type: 'code_block', attrs: { language: info.split(/\s/)[0] ?? '' }, text: content };
  const attrs = readAttributes(ours[3] ?? '');
  const value = ours[2] ?? attrs['format'] ?? '';
  const text =
    attrs['escaped'] === undefined
      ? content
      : content.replace(/\\(?:\\|u\{([0-9a-f]{1,4})\})/g, (_, hex?: string) =>
          hex === undefined ? '\\' : String.fromCharCode(parseInt(hex, 16)),
        );
  return ours[1] === 'code'
    ? { type: 'code_block', attrs: { language: value }, text }
    : { type: ours[1] ?? 'opaque', attrs: { format: value }, text };
}
