import type { ListDelimiter, ListStyle } from '../../../model/schema.ts';
import { child, childrenNamed, type XmlElement } from '../../xml.ts';
import { val, whole } from './styles.ts';

const mostStart = 1_000_000;

interface Level {
  readonly start: number;
  readonly format: string;
  /** `%1.%2`: each `%n` stands for the number of level n. */
  readonly text: string;
  /** After which level, counted from 1, this one starts again; 0 for never; null for after any above it. */
  readonly restart: number | null;
  readonly legal: boolean;
  readonly style: string | undefined;
}

interface Num {
  readonly scheme: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly startOverrides: ReadonlyMap<number, number>;
}

export interface ListLabel {
  readonly ordered: {
    readonly style: ListStyle;
    readonly delimiter: ListDelimiter;
    readonly value: number;
  } | null;
}

/** What stands before a numbered paragraph: a number of the text's own scheme, or the label of an ordinary list. */
type Label =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly number: string }
  | ({ readonly kind: 'list'; readonly level: number; readonly numId: string } & ListLabel);

/** Where a paragraph stands in a numbering definition. */
export interface Place {
  readonly numId: string;
  readonly level: number;
}

/** Counts through a story's numbered paragraphs in reading order. */
export interface Numbering {
  /** The level a style's paragraphs have by the definition, where the style itself does not say. */
  readonly levelOfStyle: (numId: string, style: string) => number;
  readonly next: (place: Place, isHeading: boolean) => Label;
}

/**
 * Reads `numbering.xml`. `used` lists every place of the document: a level counts as part of a multi-level scheme
 * (`1`, `1.1`) when a level that prints its number together with its own is in use.
 */
export function readNumbering(
  root: XmlElement | undefined,
  styleNumId: (style: string) => string | null,
  used: (levelOfStyle: Numbering['levelOfStyle']) => readonly Place[],
): Numbering {
  const nums = readNums(root, styleNumId);
  const levelOfStyle = (numId: string, style: string): number => {
    for (const [at, level] of nums.get(numId)?.levels ?? []) if (level.style === style) return at;
    return 0;
  };
  const schemeLevels = new Set<string>();
  for (const { numId, level } of used(levelOfStyle)) {
    const num = nums.get(numId);
    const refs = [...(num?.levels.get(level)?.text ?? '').matchAll(/%(\d)/g)];
    if (num && refs.length > 1)
      for (const ref of refs) schemeLevels.add(`${num.scheme}:${Number(ref[1]) - 1}`);
  }
  const counters = new Map<string, (number | undefined)[]>();
  const overridden = new Set<string>();

  const advance = (num: Num, { numId, level }: Place): readonly (number | undefined)[] => {
    const counts = counters.get(num.scheme) ?? [];
    counters.set(num.scheme, counts);
    const start = (at: number): number => num.startOverrides.get(at) ?? num.levels.get(at)?.start ?? 1;
    const fresh = num.startOverrides.has(level) && !overridden.has(`${numId}:${level}`);
    overridden.add(`${numId}:${level}`);
    const now = counts[level];
    counts[level] = fresh || now === undefined ? start(level) : now + 1;
    for (let above = 0; above < level; above++) counts[above] ??= start(above);
    for (let below = level + 1; below < 9; below++) {
      const restart = num.levels.get(below)?.restart ?? below;
      if (level < restart) counts[below] = undefined;
    }
    return counts;
  };

  return {
    levelOfStyle,
    next: (place, isHeading) => {
      const num = nums.get(place.numId);
      const level = num?.levels.get(place.level);
      if (!num || !level) return { kind: 'none' };
      const counts = advance(num, place);
      const list = { kind: 'list', level: place.level, numId: place.numId } as const;
      if (level.format === 'bullet') return isHeading ? { kind: 'none' } : { ...list, ordered: null };
      const number = level.text.replace(/%(\d)/g, (_, digit: string) => {
        const at = Number(digit) - 1;
        const format = num.levels.get(at)?.format ?? 'decimal';
        return print(counts[at] ?? num.levels.get(at)?.start ?? 1, level.legal ? 'decimal' : format);
      });
      if (number.trim() === '') return { kind: 'none' };
      const around = new RegExp(`^(\\(?)%${place.level + 1}([.)]?)$`).exec(level.text.trim());
      const style = listStyles[level.format];
      if (isHeading || !around || !style || schemeLevels.has(`${num.scheme}:${place.level}`))
        return { kind: 'number', number: number.trim() };
      const delimiter = around[1] === '(' ? '()' : around[2] === ')' ? ')' : '.';
      return { ...list, ordered: { style, delimiter, value: counts[place.level] ?? 1 } };
    },
  };
}

const listStyles: Readonly<Record<string, ListStyle>> = {
  decimal: 'decimal',
  lowerLetter: 'alpha',
  upperLetter: 'Alpha',
  lowerRoman: 'roman',
  upperRoman: 'Roman',
};

function readNums(
  root: XmlElement | undefined,
  styleNumId: (style: string) => string | null,
): ReadonlyMap<string, Num> {
  const abstracts = new Map(
    childrenNamed(root, 'w:abstractNum').map((it) => [it.attrs['w:abstractNumId'] ?? '', it] as const),
  );
  const elementsOfNums = new Map(
    childrenNamed(root, 'w:num').map((it) => [it.attrs['w:numId'] ?? '', it] as const),
  );
  /** Follows a link through a numbering style to the definition that holds the levels. */
  const scheme = (numId: string, seen: ReadonlySet<string>): string => {
    const id = val(child(elementsOfNums.get(numId), 'w:abstractNumId')) ?? '';
    const link = val(child(abstracts.get(id), 'w:numStyleLink'));
    const next = link === undefined ? null : styleNumId(link);
    return next === null || seen.has(next) ? id : scheme(next, new Set([...seen, next]));
  };
  const out = new Map<string, Num>();
  for (const [numId, num] of elementsOfNums) {
    const id = scheme(numId, new Set([numId]));
    const levels = new Map<number, Level>();
    for (const lvl of childrenNamed(abstracts.get(id), 'w:lvl')) levels.set(indexOf(lvl), readLevel(lvl));
    const startOverrides = new Map<number, number>();
    for (const override of childrenNamed(num, 'w:lvlOverride')) {
      const at = indexOf(override);
      const lvl = child(override, 'w:lvl');
      if (lvl) levels.set(at, readLevel(lvl));
      const start = val(child(override, 'w:startOverride'));
      if (start !== undefined) startOverrides.set(at, whole(start, 1, 0, mostStart));
    }
    out.set(numId, { scheme: id, levels, startOverrides });
  }
  return out;
}

const indexOf = (element: XmlElement): number => whole(element.attrs['w:ilvl'], 0, 0, 8);

function readLevel(lvl: XmlElement): Level {
  const restart = val(child(lvl, 'w:lvlRestart'));
  const legal = child(lvl, 'w:isLgl');
  return {
    start: whole(val(child(lvl, 'w:start')), 0, 0, mostStart),
    format: val(child(lvl, 'w:numFmt')) ?? 'decimal',
    text: val(child(lvl, 'w:lvlText')) ?? '',
    restart: restart === undefined ? null : whole(restart, 0, 0, 9),
    legal: legal !== undefined && !['0', 'false'].includes(val(legal) ?? '1'),
    style: val(child(lvl, 'w:pStyle')),
  };
}

function print(value: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(value);
    case 'upperLetter':
      return letters(value).toUpperCase();
    case 'lowerRoman':
      return roman(value).toLowerCase();
    case 'upperRoman':
      return roman(value);
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'ordinal':
      return `${value}${ordinalEnd(value)}`;
    case 'none':
    case 'bullet':
      return '';
    default:
      return String(value);
  }
}

/** a … z, then aa, bb … as Word does. */
function letters(value: number): string {
  if (value < 1) return String(value);
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(Math.min(Math.ceil(value / 26), 30));
}

const romans: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(value: number): string {
  if (value < 1 || value > 32767) return String(value);
  let left = value;
  let out = '';
  for (const [size, sign] of romans)
    while (left >= size) {
      out += sign;
      left -= size;
    }
  return out;
}

function ordinalEnd(value: number): string {
  const tens = value % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}
