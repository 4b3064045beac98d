import type { Node } from 'prosemirror-model';
import { placedClauses, type Clause, type OutlineNode } from '../../model/text.ts';
import type { Side } from '../../redline/types.ts';
import { actorsLine, imageText, sourcesLine } from '../lines.ts';
import { itemLabel } from '../prefix.ts';
import { printable, escape } from '../printable.ts';
import { aside, withMarks } from './inline.ts';
import { page } from './page.ts';
import { cleanStyle } from './style.ts';

/** Pictures of a draft: path as the body gives it -> bytes. */
export type Assets = ReadonlyMap<string, Uint8Array>;

/**
 * A text as one page that needs nothing else: contents, headings, lists and tables as such, footnotes with links
 * back. Nothing of the document is ever read as HTML. `readBackHtml` gives its printed lines.
 */
export function cleanHtml(side: Side, assets: Assets = new Map()): string {
  const writer = new Writer(side, assets);
  const { meta, outline } = side.text;
  const title = meta.title || 'Untitled';
  const content = outline.map((node) => writer.clause(node, 1)).join('\n');
  const body = `<a class="skip" href="#document">Skip to the document</a>
<div class="sheet">
<header><h1>${escape(title)}</h1></header>
${writer.contents(outline)}
<main id="document" tabindex="-1" data-document>
${meta.title === '' ? '' : `<p class="vh" aria-hidden="true" data-p data-mark="equal">${escape(meta.title)}</p>`}
${content}
</main>
</div>`;
  return page({ language: meta.language, title, style: cleanStyle, body });
}

class Writer {
  readonly #side: Side;
  readonly #assets: Assets;
  readonly #numbers: ReadonlyMap<string, number>;
  #notes: { readonly node: Node; readonly n: number }[] = [];
  #noteCount = 0;
  #notePrefix: { note: string[]; example: string[] } = { note: [], example: [] };
  /** What stands before the next paragraph: the clause's number, a note's label. */
  #lead = '';

  constructor(side: Side, assets: Assets) {
    this.#side = side;
    this.#assets = assets;
    this.#numbers = new Map(placedClauses(side.text).map(({ clause }, i) => [clause.id, i + 1]));
  }

  #label(clause: Clause): string {
    return this.#side.labels.get(clause.id) ?? '';
  }

  contents(outline: readonly OutlineNode[]): string {
    const list = (nodes: readonly OutlineNode[], depth: number): string => {
      const items = nodes.flatMap((node) => {
        const clause = this.#side.text.clauses.get(node.id);
        if (!clause) return [];
        const inner = depth < 3 ? list(node.children, depth + 1) : '';
        if (clause.heading === '') return inner === '' ? [] : [`<li>${inner}</li>`];
        const words = [this.#label(clause), clause.heading].filter((part) => part !== '').join(' ');
        return [`<li><a href="#c${this.#numbers.get(node.id)}">${escape(words)}</a>${inner}</li>`];
      });
      return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
    };
    const inner = list(outline, 1);
    return inner === '' ? '' : `<nav class="toc" aria-label="Contents">${inner}</nav>`;
  }

  clause(node: OutlineNode, depth: number): string {
    const clause = this.#side.text.clauses.get(node.id);
    if (!clause) return '';
    const label = this.#label(clause);
    const out: string[] = [];
    if (clause.heading !== '') {
      const words = `${label === '' ? '' : `<span class="lab">${escape(label)} </span>`}${escape(clause.heading)}`;
      const level = depth + 1;
      out.push(
        level <= 6
          ? `<h${level} data-p data-mark="equal">${words}</h${level}>`
          : `<div role="heading" aria-level="${level}" data-p data-mark="equal">${words}</div>`,
      );
    } else if (label !== '') this.#lead = `<span class="lab">${escape(label)} </span>`;
    for (const line of [actorsLine(clause), sourcesLine(clause)])
      if (line !== '') out.push(`<p class="meta" data-p data-mark="equal">${escape(line)}</p>`);
    this.#notes = [];
    this.#prepareNotes(clause.body);
    out.push(this.#blocks(clause.body));
    // Footnotes inside footnotes join the end of the queue.
    for (let i = 0; i < this.#notes.length; i++) {
      const note = this.#notes[i];
      if (!note) continue;
      this.#lead += `<sup ${aside}>${note.n} </sup>`;
      out.push(
        `<aside class="footnote" role="note" aria-label="Footnote ${note.n}" id="f${note.n}">${this.#blocks(note.node)}<a ${aside} href="#r${note.n}" aria-label="Back to the text of footnote ${note.n}">↩</a></aside>`,
      );
    }
    if (this.#lead !== '') {
      this.#lead = this.#lead.replace(/ <\/span>$/, '</span>');
      out.push(this.#para('p', '', ''));
    }
    const children = node.children.map((child) => this.clause(child, depth + 1)).join('\n');
    return `<section id="c${this.#numbers.get(node.id)}" class="${clause.kind}">
${out.join('\n')}
${children}
</section>`;
  }

  /** Labels of notes and examples of a clause in the order they are met when printing: running text, then footnotes. */
  #prepareNotes(body: Node): void {
    const count = { note: 0, example: 0 };
    countNotes(body, count);
    const labels = (type: 'note' | 'example'): string[] => {
      const word = type === 'note' ? 'NOTE' : 'EXAMPLE';
      return Array.from({ length: count[type] }, (_, i) =>
        count[type] > 1 ? `${word} ${i + 1}: ` : `${word}: `,
      );
    };
    this.#notePrefix = { note: labels('note'), example: labels('example') };
  }

  #blocks(parent: Node): string {
    const out: string[] = [];
    parent.forEach((block) => out.push(this.#block(block)));
    return out.join('\n');
  }

  #para(tag: string, classes: string, inner: string): string {
    const lead = this.#lead;
    this.#lead = '';
    return `<${tag}${classes === '' ? '' : ` class="${classes}"`} data-p data-mark="equal">${lead}${inner}</${tag}>`;
  }

  #block(block: Node): string {
    const name = block.type.name;
    switch (name) {
      case 'paragraph':
        return this.#para('p', '', this.#inlines(block));
      case 'code_block':
      case 'formula':
      case 'opaque':
        return this.#para('p', 'code', this.#inlines(block));
      case 'figure':
        return this.#figure(block);
      case 'bullet_list':
      case 'ordered_list':
        return this.#list(block);
      case 'note':
      case 'example': {
        this.#lead += `<b>${this.#notePrefix[name].shift() ?? ''}</b>`;
        return `<div class="note">${this.#blocks(block)}</div>`;
      }
      case 'block_quote':
        return `<blockquote class="quote">${this.#blocks(block)}</blockquote>`;
      case 'table':
        return this.#table(block);
      default:
        throw new Error(`no page form for ${name}`);
    }
  }

  #list(list: Node): string {
    const items: string[] = [];
    const ordered = list.type.name === 'ordered_list';
    const start = ordered ? Number(list.attrs['start']) : 1;
    const types: Readonly<Record<string, string>> = {
      decimal: '1',
      alpha: 'a',
      Alpha: 'A',
      roman: 'i',
      Roman: 'I',
    };
    const plain = !ordered || list.attrs['delimiter'] === '.';
    list.forEach((item, _, i) => {
      const label = ordered ? itemLabel(list.attrs, start + i) : '•';
      // The browser prints a real list's marks; the words are there for reading back and for other delimiters.
      this.#lead += plain
        ? `<span hidden>${escape(label)} </span>`
        : `<span class="mk">${escape(label)} </span>`;
      items.push(`<li>${this.#blocks(item)}</li>`);
    });
    if (!ordered) return `<ul>${items.join('\n')}</ul>`;
    const type = types[String(list.attrs['style'])] ?? '1';
    const classes = plain ? '' : ` class="${list.attrs['delimiter'] === '()' ? 'both' : 'paren'}"`;
    return `<ol type="${type}" start="${Number.isInteger(start) ? start : 1}"${classes}>${items.join('\n')}</ol>`;
  }

  #figure(figure: Node): string {
    const alt = String(figure.attrs['alt']);
    const caption = this.#para(
      'figcaption',
      '',
      this.#image(String(figure.attrs['src']), alt) + this.#inlines(figure),
    );
    return `<figure>${caption}</figure>`;
  }

  #image(src: string, alt: string): string {
    const bytes = this.#assets.get(src);
    const type = bytes && imageType(bytes);
    if (!bytes || !type) return `<span class="pic">${escape(imageText(alt))}</span>`;
    return `<img alt="${escape(alt)}" src="data:${type};base64,${Buffer.from(bytes).toString('base64')}">`;
  }

  #table(table: Node): string {
    const rows: string[] = [];
    let caption = '';
    const lead = this.#lead;
    table.forEach((child) => {
      if (child.type.name !== 'table_caption') return;
      caption = `<caption>${this.#para('span', 'cap', this.#inlines(child))}</caption>`;
    });
    const before = caption === '' && lead !== '' ? this.#para('p', '', '') : '';
    table.forEach((row, _, at) => {
      if (row.type.name === 'table_caption') return;
      const cells: string[] = [];
      row.forEach((cell, __, column) => {
        const header = cell.type.name === 'table_header';
        const tag = header ? 'th' : 'td';
        const scope = header
          ? ` scope="${column === 0 && at > 0 && row.childCount > 1 && row.child(1).type.name !== 'table_header' ? 'row' : 'col'}"`
          : '';
        const span = (name: 'colspan' | 'rowspan'): string =>
          Number(cell.attrs[name]) > 1 ? ` ${name}="${Number(cell.attrs[name])}"` : '';
        const outer = this.#notePrefix;
        this.#prepareNotes(cell);
        cells.push(`<${tag}${scope}${span('colspan')}${span('rowspan')}>${this.#blocks(cell)}</${tag}>`);
        this.#notePrefix = outer;
      });
      rows.push(`<tr>${cells.join('')}</tr>`);
    });
    return `${before}<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>${caption}<tbody>${rows.join('\n')}</tbody></table></div>`;
  }

  #inlines(block: Node): string {
    const out: string[] = [];
    block.forEach((inline) => {
      switch (inline.type.name) {
        case 'text':
          out.push(withMarks(inline.text ?? '', inline.marks));
          break;
        case 'hard_break':
          out.push('<br>');
          break;
        case 'xref': {
          const id = String(inline.attrs['id']);
          const words = withMarks(
            this.#side.resolve({ id, text: String(inline.attrs['text']) }),
            inline.marks.filter((mark) => mark.type.name !== 'link'),
          );
          const n = inline.attrs['text'] === '' ? this.#numbers.get(id) : undefined;
          const linked = inline.marks.some((mark) => mark.type.name === 'link');
          out.push(n === undefined || linked ? words : `<a href="#c${n}">${words}</a>`);
          break;
        }
        case 'image':
          out.push(this.#image(String(inline.attrs['src']), printable(String(inline.attrs['alt']))));
          break;
        case 'math':
          out.push(withMarks(String(inline.attrs['source']), inline.marks));
          break;
        case 'footnote': {
          const n = ++this.#noteCount;
          this.#notes.push({ node: inline, n });
          out.push(`<sup ${aside}><a id="r${n}" href="#f${n}" aria-label="Footnote ${n}">${n}</a></sup>`);
          break;
        }
        default:
          throw new Error(`no page form for ${inline.type.name}`);
      }
    });
    return out.join('');
  }
}

/** Counts the notes of a body as they are printed: those in footnotes too, those in cells apart. */
function countNotes(node: Node, count: { note: number; example: number }): void {
  node.descendants((inner) => {
    if (inner.type.name === 'table') {
      inner.descendants((deep) => {
        if (deep.type.name === 'footnote') countNotes(deep, count);
        return deep.type.name !== 'footnote';
      });
      return false;
    }
    if (inner.type.name === 'note') count.note++;
    if (inner.type.name === 'example') count.example++;
    return true;
  });
}

/** PNG and JPEG by their first bytes; nothing else is shown. */
export function imageType(bytes: Uint8Array): 'image/png' | 'image/jpeg' | null {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  return null;
}
