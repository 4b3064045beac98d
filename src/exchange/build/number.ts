/** A number as a document prints it before a heading or a provision. */
export interface PrintedNumber {
  /** As printed, final point and word and all: `1.2.1.`, `Principle 3:`. */
  readonly printed: string;
  /** The word it is printed with, in lower case, or ''. */
  readonly word: string;
  /** Its parts, `-` kept before a part that a hyphen sets off: `5.1.2-1` is 5, 1, 2, -1. */
  readonly parts: readonly string[];
  /** Characters from the start of the line to the first of the words it numbers. */
  readonly length: number;
  /** Whether a point, colon or word says that this is a number and not a quantity. */
  readonly marked: boolean;
}

const words = 'annex|appendix|principle|guideline|clause|section|provision|requirement|article|part|chapter';
const worded = new RegExp(
  `^(${words})[ \\u00a0]+([0-9]+(?:[.-][0-9]+)*|[A-Z](?:[.-][0-9]+)*|[IVX]+)(?:[ \\u00a0]+\\((?:normative|informative)\\))?(?:[ \\u00a0]*[.:)](?=[ \\u00a0]|$)|[ \\u00a0]*(?=[\\u2013\\u2014])|(?=[ \\u00a0]|$))`,
  'i',
);
const plain =
  /^(?:\u00a7[ \u00a0]?)?([0-9]{1,4}(?:[.-][0-9]{1,3})*|[A-Z](?:[.-][0-9]{1,3})+|[IVX]{1,6}(?=\.))(\.|:|\))?(?=[ \u00a0\t]|$)/;

/** The number at the start of a line of text, or null. */
export function numberAt(text: string): PrintedNumber | null {
  const head = text.slice(0, 80);
  const word = worded.exec(head);
  if (word && (word[2] ?? '').length <= 24) {
    const number = word[2] ?? '';
    if (!/^[0-9A-Z]/.test(number)) return null;
    return made(word[0], (word[1] ?? '').toLowerCase(), number, head, true);
  }
  const bare = plain.exec(head);
  if (!bare) return null;
  return made(bare[0], '', bare[1] ?? '', head, bare[2] !== undefined || bare[0].startsWith('\u00a7'));
}

function made(printed: string, word: string, number: string, head: string, marked: boolean): PrintedNumber {
  const gap =
    /^[ \u00a0\t]*(?:[\u2013\u2014][ \u00a0]*|[:-][ \u00a0]+)?/.exec(head.slice(printed.length))?.[0]
      .length ?? 0;
  const parts = number
    .replace(/-/g, '.-')
    .split('.')
    .filter((part) => part !== '');
  return { printed: printed.trim(), word, parts, length: printed.length + gap, marked };
}

export const keyOf = (parts: readonly string[]): string => parts.join('.');

const lastValue = (part: string): number => Number(part.replace('-', ''));

/** The key of the sibling `by` places before this one, or null. */
export function before(parts: readonly string[], by: number): string | null {
  const last = parts.at(-1) ?? '';
  const value = lastValue(last) - by;
  if (!Number.isInteger(value) || value < 0) return null;
  return keyOf([...parts.slice(0, -1), last.startsWith('-') ? `-${value}` : String(value)]);
}

/** Whether `b` is the number that comes right after `a`: the next sibling, the first child, or the next of a parent. */
export function follows(a: PrintedNumber, b: PrintedNumber): boolean {
  if (b.parts.length === a.parts.length + 1)
    return keyOf(b.parts.slice(0, -1)) === keyOf(a.parts) && lastValue(b.parts.at(-1) ?? '') === 1;
  const level = a.parts.slice(0, b.parts.length);
  return b.parts.length <= a.parts.length && before(b.parts, 1) === keyOf(level);
}
