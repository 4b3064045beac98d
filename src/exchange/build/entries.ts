import type { Node } from 'prosemirror-model';
import { cutStart, leadText, paragraphOf } from './inline.ts';

export interface Entry {
  readonly heading: string;
  readonly printed: string | null;
  readonly body: readonly Node[];
}

/** The terms or references one block of a list of them stands for; null where it is running text. */
export function entryOf(block: Node, kind: 'term' | 'reference'): readonly Entry[] | null {
  if (kind === 'reference') return block.type.name === 'paragraph' ? reference(block) : null;
  return block.type.name === 'table'
    ? termTable(block)
    : block.type.name === 'paragraph'
      ? term(block)
      : null;
}

function reference(block: Node): Entry[] | null {
  const tag = /^\[([^[\]]{1,60})\][ \u00a0\t]+(?=\S)/.exec(leadText(block));
  if (!tag || (tag[0].length >= leadText(block).length && block.childCount === 1)) return null;
  const name = tag[1] ?? '';
  const numeric = /^(i\.)?\d+$/.test(name);
  const body = cutStart(block, tag[0].length);
  return [{ heading: numeric ? '' : name, printed: numeric ? `[${name}]` : null, body: [body] }];
}

const isStrong = (node: Node): boolean => node.marks.some((mark) => mark.type.name === 'strong');

function term(block: Node): Entry[] | null {
  let length = 0;
  let name = '';
  for (const child of block.content.content) {
    if (!child.isText || !isStrong(child)) break;
    name += child.text ?? '';
    length += child.nodeSize;
  }
  if (name.trim() === '' || name.length > 120) return null;
  const rest = leadText(block).slice(length);
  const mark = /^\s*[:\u2013\u2014-]\s*/.exec(rest)?.[0] ?? '';
  const ownMark = /[:\u2013\u2014]\s*$/.test(name);
  if (mark === '' && !ownMark) return null;
  const body = cutStart(block, length + mark.length);
  const heading = name
    .replace(/\s*[:\u2013\u2014]\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return [{ heading, printed: null, body: body.childCount > 0 ? [body] : [] }];
}

/** Only a table of two columns headed so is a list of terms. */
function termTable(table: Node): Entry[] | null {
  const rows = table.content.content.map((row) => row.content.content);
  const [head, ...body] = rows;
  if (table.firstChild?.type.name !== 'table_row' || head?.length !== 2 || body.length === 0) return null;
  if (!/^(term|word|abbreviation)s?$/i.test(head[0]?.textContent.trim() ?? '')) return null;
  if (!/^(definition|meaning|description)s?$/i.test(head[1]?.textContent.trim() ?? '')) return null;
  if (!body.every((row) => row.length === 2 && row[0]?.childCount === 1)) return null;
  return body.map((row) => ({
    heading: (row[0]?.textContent ?? '').replace(/\s+/g, ' ').trim(),
    printed: null,
    body: (row[1]?.content.content ?? [])
      .filter((one) => one.childCount > 0)
      .map((one) => (one.isTextblock ? paragraphOf(one.content.content) : one)),
  }));
}
