import type { Node } from 'prosemirror-model';
import { flatten, type Inline, type TableUnit, type Unit } from './flow.ts';

/** What a cross-reference prints. */
export type Resolve = (xref: { readonly id: string; readonly text: string }) => string;

/** Prints references by id, so that the words of a clause do not depend on the numbers of others. */
export const byId: Resolve = ({ id, text }) => (text ? `[[${text}:${id}]]` : `[[${id}]]`);

/** The words an inline prints in plain text: its own, a line feed for a hard break, nothing for images and anchors. */
export function inlineText(inline: Inline, resolve: Resolve): string {
  if (!inline.node) return inline.text;
  switch (inline.node.type.name) {
    case 'hard_break':
      return '\n';
    case 'xref':
      return resolve({ id: String(inline.node.attrs['id']), text: String(inline.node.attrs['text']) });
    case 'math':
      return String(inline.node.attrs['source']);
    default:
      return '';
  }
}

export const inlinesText = (inlines: readonly Inline[], resolve: Resolve): string =>
  inlines.map((inline) => inlineText(inline, resolve)).join('');

/**
 * A body as `show` prints it (design 5): blocks joined by a line feed, cells of a row by a tab, rows by a line
 * feed, no list marks, no note labels, footnotes last.
 */
export function bodyText(body: Node, resolve: Resolve): string {
  return unitsText(flatten(body), resolve);
}

export function unitsText(units: readonly Unit[], resolve: Resolve): string {
  return units
    .map((unit) => (unit.kind === 'para' ? inlinesText(unit.inlines, resolve) : tableText(unit, resolve)))
    .join('\n');
}

function tableText(table: TableUnit, resolve: Resolve): string {
  const rows = table.rows.map((row) => row.cells.map((cell) => unitsText(cell.units, resolve)).join('\t'));
  return (table.caption ? [inlinesText(table.caption, resolve), ...rows] : rows).join('\n');
}
