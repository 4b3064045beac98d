import type { Node } from 'prosemirror-model';
import { schema } from '../../model/schema.ts';
import type { SourceBlock, SourceNote } from '../source.ts';
import { leadText, paragraphOf } from './inline.ts';
import { numberAt } from './number.ts';

/** A block with what may follow it inside the same list item or row. */
export interface Item extends SourceBlock {
  /** Blocks that belong to the body of the clause this block begins. */
  readonly rest: readonly Node[];
  /** The number stood in a list or table made for numbers, which vouches for it. */
  readonly vouched: boolean;
}

/** Blocks in reading order, lists and tables of numbered provisions taken apart. */
export function itemsOf(blocks: readonly SourceBlock[], notes: SourceNote[]): Item[] {
  return blocks.flatMap((block) => {
    const item: Item = { ...block, rest: [], vouched: false };
    if (block.heading !== null) return [item];
    if (block.node.type.name.endsWith('_list')) return fromList(block, notes) ?? [item];
    if (block.node.type.name === 'table') return fromTable(block, notes) ?? [item];
    return [item];
  });
}

const isNumbered = (node: Node | null | undefined): boolean => {
  const number = node?.type.name === 'paragraph' ? numberAt(leadText(node)) : null;
  return number !== null && (number.parts.length > 1 || /^(provision|requirement)$/.test(number.word));
};

function fromList(block: SourceBlock, notes: SourceNote[]): Item[] | null {
  const items = block.node.content.content;
  if (block.node.type.name !== 'bullet_list' || !items.every((item) => isNumbered(item.firstChild)))
    return null;
  return items.flatMap((item) => {
    const [first, ...others] = item.content.content;
    if (!first) return [];
    const at = others.findIndex(
      (one) =>
        one.type.name === 'bullet_list' && one.content.content.every((inner) => isNumbered(inner.firstChild)),
    );
    const rest = at < 0 ? others : others.slice(0, at);
    const own: Item = { ...block, node: first, rest, vouched: true };
    const deeper =
      at < 0 ? [] : others.slice(at).map((node): SourceBlock => ({ ...block, node, anchors: [] }));
    return [own, ...itemsOf(deeper, notes)];
  });
}

const numberColumn =
  /^(no|nr|ref|reference|number|provision|requirement|clause|id|#|\u2116)\.?( ?(no|number|id)\.?)?$/i;

function fromTable(block: SourceBlock, notes: SourceNote[]): Item[] | null {
  const table = block.node;
  const caption = table.firstChild?.type.name === 'table_caption' ? table.firstChild : null;
  const rows = table.content.content.slice(caption ? 1 : 0).map((row) => row.content.content);
  if (rows.some((row) => row.some((cell) => cell.attrs['colspan'] !== 1 || cell.attrs['rowspan'] !== 1)))
    return null;
  const [head, ...others] = rows;
  const hasHead = head?.every((cell) => cell.type.name === 'table_header') ?? false;
  const body = hasHead ? others : rows;
  if (body.length === 0 || !body.every((row) => row.length >= 2)) return null;
  const width = body[0]?.length ?? 0;
  if (!body.every((row) => row.length === width)) return null;
  const headed = hasHead && numberColumn.test(head?.[0]?.textContent.trim() ?? '');
  const whole = body.every((row) => {
    const text = row[0]?.textContent.trim() ?? '';
    const number = numberAt(text);
    return number !== null && number.length >= text.length && (number.parts.length > 1 || number.word !== '');
  });
  if (!whole || (!headed && hasHead && (head?.[0]?.textContent.trim() ?? '') !== '')) return null;
  const names = hasHead ? (head ?? []).map((cell) => cell.textContent.trim()) : [];
  notes.push({
    place: block.place,
    kind: 'changed',
    message: `A table of ${body.length} numbered rows was read as provisions${names.length > 0 ? `; its header was: ${names.join(' | ')}` : ''}.`,
  });
  const lead: Item[] = [];
  const opening = caption ? [paragraphOf(caption.content.content)] : [];
  // What heads the table is said once, before its first row; further columns repeat their name as a lead.
  const heads = names.slice(0, 2).filter((name) => name !== '');
  if (heads.length > 0) opening.push(paragraphOf([schema.text(heads.join(' | '), [schema.mark('strong')])]));
  for (const node of opening) lead.push({ ...block, node, rest: [], vouched: false });
  return [
    ...lead,
    ...body.map((row): Item => {
      const [number, words, ...further] = row;
      const blocks = words?.content.content ?? [];
      const rest = further.flatMap((cell, index) => led(cell.content.content, names[index + 2] ?? ''));
      const node = schema.node('paragraph', null, [schema.text(`${number?.textContent.trim() ?? ''} `)]);
      return {
        ...block,
        anchors: [],
        node,
        rest: [...blocks.filter((one) => one.content.size > 0), ...rest],
        vouched: true,
      };
    }),
  ];
}

function led(blocks: readonly Node[], name: string): readonly Node[] {
  const full = blocks.filter((one) => one.content.size > 0);
  if (name === '') return full;
  const lead = schema.text(`${name}: `, [schema.mark('strong')]);
  const [first, ...others] = full;
  if (first?.type.name === 'paragraph') return [paragraphOf([lead, ...first.content.content]), ...others];
  return [paragraphOf([lead]), ...full];
}
