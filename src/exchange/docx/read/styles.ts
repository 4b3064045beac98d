import { child, childrenNamed, type XmlElement } from '../../xml.ts';

export interface NumberingUse {
  readonly numId: string | null;
  readonly level: number | null;
}

/** What a style, with those it is based on, says about a paragraph or a run. */
export interface StyleFacts {
  readonly id: string;
  /** Names of the style and of those it is based on, nearest first, in lower case. */
  readonly names: readonly string[];
  /** 1 to 9, or null. */
  readonly heading: number | null;
  readonly numbering: NumberingUse;
  /** Run properties, nearest style first. */
  readonly runs: readonly XmlElement[];
}

export const val = (element: XmlElement | undefined): string | undefined => element?.attrs['w:val'];

/** A whole number of a file, kept within bounds; `otherwise` where it is none. */
export function whole(text: string | undefined, otherwise: number, min: number, max: number): number {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isNaN(number) ? otherwise : Math.min(max, Math.max(min, number));
}

/** A property that is on by standing there: `<w:b/>` is on, `<w:b w:val="0"/>` is off, absent is undefined. */
export function toggle(props: XmlElement | undefined, name: string): boolean | undefined {
  const found = child(props, name);
  return found && !['0', 'false', 'off', 'none'].includes(val(found) ?? '1');
}

export function numberingUse(props: XmlElement | undefined): NumberingUse {
  const numPr = child(props, 'w:numPr');
  const level = val(child(numPr, 'w:ilvl'));
  return {
    numId: val(child(numPr, 'w:numId')) ?? null,
    level: level === undefined ? null : whole(level, 0, 0, 8),
  };
}

/** An outline level as a heading's level: 9 stands for running text. */
export function outlineHeading(props: XmlElement | undefined): number | null | undefined {
  const level = val(child(props, 'w:outlineLvl'));
  if (level === undefined) return undefined;
  const number = Number(level);
  return number >= 0 && number <= 8 ? number + 1 : null;
}

/** Reads `styles.xml`; the answer gives the facts for a style's id, or for the default paragraph style. */
export function readStyles(root: XmlElement | undefined): (id: string | undefined) => StyleFacts {
  const styles = new Map<string, XmlElement>();
  let standard = '';
  for (const style of childrenNamed(root, 'w:style')) {
    const id = style.attrs['w:styleId'] ?? '';
    styles.set(id, style);
    const isDefault = ['1', 'true', 'on'].includes(style.attrs['w:default'] ?? '');
    if (isDefault && style.attrs['w:type'] === 'paragraph') standard = id;
  }
  const cache = new Map<string, StyleFacts>();
  return (asked) => {
    const id = asked ?? standard;
    const known = cache.get(id);
    if (known) return known;
    const facts = gather(id, styles);
    cache.set(id, facts);
    return facts;
  };
}

function gather(id: string, styles: ReadonlyMap<string, XmlElement>): StyleFacts {
  const chain: XmlElement[] = [];
  for (let next: string | undefined = id; next !== undefined;) {
    const style = styles.get(next);
    if (!style || chain.includes(style)) break;
    chain.push(style);
    next = val(child(style, 'w:basedOn'));
  }
  const names = chain.map((style) => (val(child(style, 'w:name')) ?? '').toLowerCase());
  let heading: number | null | undefined;
  let numId: string | null = null;
  let level: number | null = null;
  chain.forEach((style, i) => {
    const props = child(style, 'w:pPr');
    const named = /^heading ([1-9])$/.exec(names[i] ?? '')?.[1];
    if (heading === undefined) {
      const outline = outlineHeading(props);
      heading = outline === undefined && named ? Number(named) : outline;
    }
    const use = numberingUse(props);
    numId ??= use.numId;
    level ??= use.level;
  });
  if (chain.length === 0) {
    const named = /^heading ?([1-9])$/i.exec(id)?.[1];
    if (named) heading = Number(named);
  }
  return {
    id,
    names,
    heading: heading ?? null,
    numbering: { numId, level },
    runs: chain.flatMap((style) => child(style, 'w:rPr') ?? []),
  };
}
