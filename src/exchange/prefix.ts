import type { Attrs } from 'prosemirror-model';
import type { Step, Unit } from '../model/flow.ts';
import { ctxOf } from '../model/flow.ts';

/** How often notes and examples stand in a body: one alone has no number. */
export interface Counts {
  readonly note: number;
  readonly example: number;
}

export function countNotes(units: readonly Unit[]): Counts {
  const started = (type: string): number =>
    units.reduce((n, unit) => n + ctxOf(unit).filter((step) => step.type === type && step.start).length, 0);
  return { note: started('note'), example: started('example') };
}

/**
 * What is printed before the words of the paragraphs of one body, in order: the clause's number where it has no
 * heading, marks of list items, `NOTE 2:`. One instance a body and side.
 */
export class Prefixes {
  readonly #counts: Counts;
  readonly #seen = { note: 0, example: 0 };
  /** Last number given, by depth of the list in the path. */
  readonly #items: number[] = [];
  #label: string;

  constructor(counts: Counts, label = '') {
    this.#counts = counts;
    this.#label = label;
  }

  /** The prefix of the next unit, ending with a space where it is not empty. Tables print theirs before the caption. */
  next(ctx: readonly Step[]): string {
    const parts: string[] = this.#label === '' ? [] : [this.#label];
    this.#label = '';
    ctx.forEach((step, depth) => {
      if (!step.start) return;
      if (step.type === 'ordered_list') this.#items[depth] = Number(step.attrs['start']) - 1;
      else if (step.type === 'list_item') {
        const list = ctx[depth - 1];
        if (list?.type === 'ordered_list') {
          const n = (this.#items[depth - 1] ?? Number(list.attrs['start']) - 1) + 1;
          this.#items[depth - 1] = n;
          parts.push(itemLabel(list.attrs, n));
        } else parts.push('•');
      } else if (step.type === 'note' || step.type === 'example') {
        const n = ++this.#seen[step.type];
        const word = step.type === 'note' ? 'NOTE' : 'EXAMPLE';
        parts.push(this.#counts[step.type] > 1 ? `${word} ${n}:` : `${word}:`);
      }
    });
    return parts.map((part) => `${part} `).join('');
  }

  /** The clause's number, if no paragraph has taken it. */
  rest(): string {
    const label = this.#label;
    this.#label = '';
    return label;
  }
}

/** `3.`, `b)`, `(iv)`: an item's number in its list's style. */
export function itemLabel(list: Attrs, n: number): string {
  const number = itemNumber(String(list['style']), n);
  const delimiter = String(list['delimiter']);
  return delimiter === '()' ? `(${number})` : `${number}${delimiter}`;
}

function itemNumber(style: string, n: number): string {
  if (style === 'alpha') return letters(n);
  if (style === 'Alpha') return letters(n).toUpperCase();
  if (style === 'roman') return roman(n);
  if (style === 'Roman') return roman(n).toUpperCase();
  return String(n);
}

/** a … z, aa, ab …; digits outside that range. */
function letters(n: number): string {
  if (n < 1) return String(n);
  let out = '';
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26))
    out = String.fromCharCode(97 + ((rest - 1) % 26)) + out;
  return out;
}

const numerals: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
function roman(n: number): string {
  if (n < 1 || n > 3999) return String(n);
  let out = '';
  let rest = n;
  for (const [value, letter] of numerals) for (; rest >= value; rest -= value) out += letter;
  return out;
}
