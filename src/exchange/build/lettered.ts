import { schema } from '../../model/schema.ts';
import type { ListDelimiter, ListStyle } from '../../model/schema.ts';
import type { Node } from 'prosemirror-model';
import { cutStart, leadText } from './inline.ts';

interface Marker {
  readonly letters: string;
  readonly delimiter: ListDelimiter;
  readonly length: number;
}

const markerPattern = /^(?:\(([a-z]{1,5})\)|([a-z]{1,5})([.)]))[ \t\u00a0]+(?=\S)/;
const romans: readonly (readonly [string, number])[] = [
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
];

/** `a.`, `a)`, `(a)` or `iv.` at the start of a line. */
export function markerOf(text: string): Marker | null {
  const match = markerPattern.exec(text.slice(0, 16));
  if (!match) return null;
  const letters = match[1] ?? match[2] ?? '';
  const delimiter: ListDelimiter = match[1] !== undefined ? '()' : match[3] === ')' ? ')' : '.';
  return { letters, delimiter, length: match[0].length };
}

const alpha = (letters: string): number => (letters.length === 1 ? letters.charCodeAt(0) - 96 : 0);

function romanOf(value: number): string {
  let out = '';
  let rest = value;
  for (const [sign, worth] of romans)
    while (rest >= worth) {
      out += sign;
      rest -= worth;
    }
  return out;
}

const romanValues = new Map(Array.from({ length: 39 }, (_, at) => [romanOf(at + 1), at + 1]));
const roman = (letters: string): number => romanValues.get(letters) ?? 0;

/** The value of a marker where a list of that style expects it: the next one, or the first of a new list. */
export function valueIn(marker: Marker, style: ListStyle): number {
  return style === 'roman' ? roman(marker.letters) : alpha(marker.letters);
}

/** The style of a list that this marker opens, or null where it does not stand for a first item. */
export function opens(marker: Marker): ListStyle | null {
  if (marker.letters === 'a') return 'alpha';
  return marker.letters === 'i' ? 'roman' : null;
}

interface Holder {
  readonly node: Node;
  readonly heading?: number | null;
}

interface Open<T> {
  readonly first: T;
  readonly style: ListStyle;
  readonly delimiter: ListDelimiter;
  readonly items: Node[][];
}

/**
 * Paragraphs that print their own `a.`, `(b)` or `iv)` become ordered lists: a run must begin at its first letter
 * and go on without a gap, else it stays text. Lists between two items belong to the item above.
 */
export function joinLettered<T extends Holder>(
  entries: readonly T[],
  withNode: (from: T, node: Node) => T,
): T[] {
  const out: (T | Open<T>)[] = [];
  for (const entry of entries) {
    const marker =
      typeof entry.heading !== 'number' && isParagraph(entry.node) ? markerOf(leadText(entry.node)) : null;
    if (!marker || !place(marker, entry, out, withNode)) out.push(entry);
  }
  return out.map((one) => closed(one, withNode));
}

const isParagraph = (node: Node): boolean => node.type.name === 'paragraph';
const isOpen = <T extends Holder>(one: T | Open<T>): one is Open<T> => 'items' in one;

function closed<T extends Holder>(one: T | Open<T>, withNode: (from: T, node: Node) => T): T {
  if (!isOpen(one)) return one;
  const items = one.items.map((blocks) => schema.node('list_item', null, blocks));
  return withNode(
    one.first,
    schema.node('ordered_list', { style: one.style, start: 1, delimiter: one.delimiter }, items),
  );
}

function place<T extends Holder>(
  marker: Marker,
  entry: T,
  out: (T | Open<T>)[],
  withNode: (from: T, node: Node) => T,
): boolean {
  const item = cutStart(entry.node, marker.length);
  for (let at = out.length - 1; at >= Math.max(0, out.length - 8); at--) {
    const one = out[at];
    if (!one) return false;
    if (!isOpen(one)) {
      if (typeof one.heading === 'number' || !one.node.type.name.endsWith('_list')) break;
      continue;
    }
    if (one.delimiter !== marker.delimiter || valueIn(marker, one.style) !== one.items.length + 1) continue;
    const between = out.splice(at + 1).map((inner) => closed(inner, withNode).node);
    one.items.at(-1)?.push(...between);
    one.items.push([item]);
    return true;
  }
  const style = opens(marker);
  if (!style) return false;
  out.push({ first: entry, style, delimiter: marker.delimiter, items: [[item]] });
  return true;
}
