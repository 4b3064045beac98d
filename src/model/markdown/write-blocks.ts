import type { Node } from 'prosemirror-model';
import { Failure } from '../failure.ts';
import { writeAttributes } from './escape.ts';
import { hasSentenceBreak, writeInline, type TakeFootnote } from './write-inline.ts';

/** Containers inside containers that a file may hold. */
export const deepestNesting = 100;

/** Footnotes inside footnotes that a file may hold. */
export const deepestFootnotes = 10;

/** A body's text form, without a final line end; '' for an empty body. Throws Failure `too-deep`. */
export function writeBody(doc: Node): string {
  const notes: { readonly note: Node; readonly level: number }[] = [];
  let level = 0;
  const take: TakeFootnote = (note) => {
    if (level >= deepestFootnotes)
      throw new Failure('too-deep', `Footnotes stand in footnotes more than ${deepestFootnotes} deep; take some of them apart.`); // prettier-ignore
    return notes.push({ note, level: level + 1 });
  };
  const lines = writeBlocks(doc.children, take, 0);
  for (let i = 0; i < notes.length; i++) {
    const next = notes[i];
    if (!next) break;
    level = next.level;
    if (lines.length > 0) lines.push('');
    for (const line of hang(writeBlocks(next.note.children, take, 1), `[^${i + 1}]: `, '    '))
      lines.push(line);
  }
  return lines.join('\n');
}

const hang = (lines: readonly string[], first: string, rest: string): string[] =>
  lines.map((line, i) => (i === 0 ? first + line : line === '' ? '' : rest + line));
const quote = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '>' : `> ${line}`));

function writeBlocks(blocks: readonly Node[], take: TakeFootnote, depth: number): string[] {
  if (depth > deepestNesting)
    throw new Failure(
      'too-deep',
      `Lists, notes and tables are nested more than ${deepestNesting} deep; take some of them apart.`,
    );
  const out: string[] = [];
  blocks.forEach((block, i) => {
    if (i > 0) out.push('');
    const previous = blocks[i - 1];
    for (const line of writeBlock(block, take, depth, previous)) out.push(line);
  });
  return out;
}

function writeBlock(block: Node, take: TakeFootnote, depth: number, previous: Node | undefined): string[] {
  const inner = (node: Node): string[] => writeBlocks(node.children, take, depth + 1);
  switch (block.type.name) {
    case 'paragraph':
      return block.childCount === 0 ? ['<!-- empty -->'] : writeInline(block, take).split('\n');
    case 'bullet_list':
    case 'ordered_list':
      return writeList(block, take, depth, previous);
    case 'note':
      return ['> [!NOTE]', ...quote(inner(block))];
    case 'example':
      return ['> [!EXAMPLE]', ...quote(inner(block))];
    case 'block_quote':
      return quote(inner(block));
    case 'table':
      return isGrid(block) ? writeGrid(block, take) : writeTable(block, take, depth);
    case 'figure': {
      const attributes = writeAttributes([
        ['src', String(block.attrs['src'])],
        ['alt', String(block.attrs['alt'])],
      ]);
      return ['<figure>', `<img${attributes}>`, ...caption(block, take), '</figure>'];
    }
    case 'code_block':
      return writeRaw('code', String(block.attrs['language']), block.textContent);
    case 'formula':
    case 'opaque':
      return writeRaw(block.type.name, String(block.attrs['format']), block.textContent);
    default:
      throw new Error(`No text form for block ${block.type.name}`);
  }
}

/** Blank lines on both sides, so that any Markdown program reads what is between as Markdown. */
const caption = (block: Node, take: TakeFootnote): string[] =>
  block.childCount === 0 ? [] : ['', ...writeInline(block, take).split('\n'), ''];

function writeList(list: Node, take: TakeFootnote, depth: number, previous: Node | undefined): string[] {
  const ordered = list.type.name === 'ordered_list';
  const start = Number(list.attrs['start'] ?? 1);
  const plainStart = start >= 0 && start + list.childCount <= 999_999_999;
  const words: string[] = [];
  if (ordered) {
    if (list.attrs['style'] !== 'decimal') words.push(String(list.attrs['style']));
    if (list.attrs['delimiter'] === '()') words.push('()');
    if (!plainStart) words.push(`start=${start}`);
  }
  const out: string[] = [];
  if (words.length > 0) out.push(`<!-- list: ${words.join(' ')} -->`);
  else if (previous?.type === list.type) out.push('<!-- list -->');
  const loose = list.children.some((item) => item.childCount > 1);
  list.children.forEach((item, i) => {
    if (i > 0 && loose) out.push('');
    const number = (plainStart ? start : 1) + i;
    const marker = ordered ? `${number}${list.attrs['delimiter'] === '.' ? '.' : ')'} ` : '- ';
    for (const line of hang(writeBlocks(item.children, take, depth + 1), marker, ' '.repeat(marker.length)))
      out.push(line);
  });
  return out;
}

/** A table that a pipe table can hold: one header row, one short paragraph a cell, columns aligned alike. */
function isGrid(table: Node): boolean {
  const columns = table.firstChild?.type.name === 'table_row' ? table.firstChild.childCount : 0;
  if (columns === 0) return false;
  return table.children.every(
    (row, r) =>
      row.childCount === columns &&
      row.children.every((cell, c) => {
        const align: unknown = cell.attrs['align'];
        const paragraph = cell.firstChild;
        return (
          cell.type.name === (r === 0 ? 'table_header' : 'table_cell') &&
          cell.attrs['colspan'] === 1 &&
          cell.attrs['rowspan'] === 1 &&
          align === table.firstChild?.child(c).attrs['align'] &&
          (align === '' || align === 'left' || align === 'center' || align === 'right') &&
          cell.childCount === 1 &&
          paragraph?.type.name === 'paragraph' &&
          !hasSentenceBreak(paragraph)
        );
      }),
  );
}

const rules: Readonly<Record<string, string>> = {
  '': '---',
  left: ':---',
  center: ':---:',
  right: '---:',
};

function writeGrid(table: Node, take: TakeFootnote): string[] {
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell) => ` ${cell}${cell ? ' ' : ''}|`).join('')}`;
  const rows = table.children.map((row) =>
    line(row.children.map((cell) => (cell.firstChild ? writeInline(cell.firstChild, take, true) : ''))),
  );
  const aligns = (table.firstChild?.children ?? []).map(
    (cell) => rules[String(cell.attrs['align'])] ?? '---',
  );
  return [rows[0] ?? '', line(aligns), ...rows.slice(1)];
}

function writeTable(table: Node, take: TakeFootnote, depth: number): string[] {
  const out = ['<table>'];
  for (const child of table.children) {
    if (child.type.name === 'table_caption') {
      out.push('<caption>', ...caption(child, take), '</caption>');
      continue;
    }
    out.push('<tr>');
    for (const cell of child.children) {
      const name = cell.type.name === 'table_header' ? 'th' : 'td';
      const attributes: [string, string][] = [];
      for (const key of ['colspan', 'rowspan']) if (cell.attrs[key] !== 1) attributes.push([key, String(cell.attrs[key])]); // prettier-ignore
      if (cell.attrs['align'] !== '') attributes.push(['align', String(cell.attrs['align'])]);
      out.push(`<${name}${writeAttributes(attributes)}>`, '');
      for (const line of writeBlocks(cell.children, take, depth + 1)) out.push(line);
      out.push('', `</${name}>`);
    }
    out.push('</tr>');
  }
  out.push('</table>');
  return out;
}

// What a text file would lose or git would change: carriage returns, control characters, lone surrogates.
const needsEscape =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const bare = /^[A-Za-z0-9_.+#-]+$/;

function writeRaw(kind: string, value: string, text: string): string[] {
  needsEscape.lastIndex = 0;
  const escaped = needsEscape.test(text);
  const content = escaped
    ? text.replaceAll('\\', '\\\\').replace(needsEscape, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`)
    : text;
  const runs = content.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), 3));
  const simple = kind === 'code' && !escaped && (value === '' || bare.test(value));
  const attribute = value === '' ? '' : writeAttributes([['format', value]]);
  const info = simple ? value : `{${kind}${bare.test(value) ? ` ${value}` : attribute}${escaped ? ' escaped=""' : ''}}`; // prettier-ignore
  return [fence + info, ...(content === '' ? [] : content.split('\n')), fence];
}
