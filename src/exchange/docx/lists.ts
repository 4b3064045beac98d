import type { Attrs } from 'prosemirror-model';
import { ctxOf, type Unit } from '../../model/flow.ts';
import { escape } from '../printable.ts';
import { declaration, namespaces } from './xml.ts';

/** Definitions of the real lists of one Word file, one for each list of the document. */
export class Lists {
  readonly #abstract: string[] = [];

  /** For each unit of a body that begins an item: the number of its list in the file; null where its mark is words. */
  number(units: readonly Unit[], labelled: boolean): readonly (number | null)[] {
    const lists: { attrs: Attrs; ordered: boolean; items: number; real: boolean; depth: number }[] = [];
    const current: number[] = [];
    const starts = units.map((unit, at): number | null => {
      const ctx = ctxOf(unit);
      const begun = ctx.filter(
        (step) => step.start && step.type !== 'ordered_list' && step.type !== 'bullet_list',
      );
      const marks = begun.filter((step) => ['list_item', 'note', 'example'].includes(step.type));
      let list: number | null = null;
      ctx.forEach((step, depth) => {
        const ordered = step.type === 'ordered_list';
        if (step.start && (ordered || step.type === 'bullet_list')) {
          current[depth] = lists.length;
          lists.push({ attrs: step.attrs, ordered, items: 0, real: true, depth });
        }
        if (step.start && step.type === 'list_item') {
          list = current[depth - 1] ?? null;
          const entry = list === null ? undefined : lists[list];
          if (entry) {
            entry.items++;
            const plain = unit.kind === 'para' && marks.length === 1 && !(labelled && at === 0);
            if (!plain) entry.real = false;
          }
        }
      });
      return list;
    });
    const ids = lists.map((list) => (list.real && speaksWord(list) ? this.#define(list) : null));
    return starts.map((list) => (list === null ? null : (ids[list] ?? null)));
  }

  #define(list: { attrs: Attrs; ordered: boolean; depth: number }): number {
    const id = this.#abstract.length + 1;
    const delimiter = String(list.attrs['delimiter']);
    const text = !list.ordered ? '•' : delimiter === '()' ? '(%1)' : `%1${delimiter}`;
    const format = list.ordered ? (formats[String(list.attrs['style'])] ?? 'decimal') : 'bullet';
    const start = list.ordered ? Number(list.attrs['start']) : 1;
    this.#abstract.push(
      `<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${escape(text)}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>`,
    );
    return id;
  }

  /** The part that defines them; undefined where there are none. */
  part(): string | undefined {
    if (this.#abstract.length === 0) return undefined;
    const nums = this.#abstract.map(
      (_, i) => `<w:num w:numId="${i + 1}"><w:abstractNumId w:val="${i + 1}"/></w:num>`,
    );
    return `${declaration}<w:numbering ${namespaces}>${this.#abstract.join('')}${nums.join('')}</w:numbering>`;
  }
}

const formats: Readonly<Record<string, string>> = {
  decimal: 'decimal',
  alpha: 'lowerLetter',
  Alpha: 'upperLetter',
  roman: 'lowerRoman',
  Roman: 'upperRoman',
};

/** Whether Word would print the same numbers: after z its letters double, and it knows no number below 1. */
function speaksWord(list: { attrs: Attrs; ordered: boolean; items: number }): boolean {
  if (!list.ordered) return true;
  const start = Number(list.attrs['start']);
  const last = start + list.items - 1;
  const style = String(list.attrs['style']);
  if (!Number.isInteger(start) || start < 1) return false;
  return style === 'decimal' ? last < 32_767 : style.toLowerCase() === 'alpha' ? last <= 26 : last <= 3999;
}
