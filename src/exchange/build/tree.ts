import type { Node } from 'prosemirror-model';
import type { ClauseKind } from '../../model/text.ts';
import type { SourceDocument, SourceNote } from '../source.ts';
import { actorLine, sourceLine } from './actors.ts';
import { cutStart, leadText, paragraphOf } from './inline.ts';
import { itemsOf, type Item } from './items.ts';
import { before, keyOf, numberAt, type PrintedNumber } from './number.ts';
import { entryOf } from './entries.ts';

/** A clause while the tree grows. Lives only inside the builder, which is why it may change. */
export interface Seedling {
  kind: ClauseKind;
  heading: string;
  printed: string | null;
  normative: boolean | null;
  actors: readonly string[];
  sources: readonly string[];
  readonly body: Node[];
  readonly children: Seedling[];
  readonly place: string;
  /** Canonical number; '' where none is printed. */
  readonly key: string;
  /** Heading level in the source; 99 for a numbered paragraph or an entry. */
  readonly level: number;
  readonly parent: Seedling | null;
}

type Make = Pick<Seedling, 'kind' | 'heading' | 'printed' | 'key' | 'level' | 'place' | 'parent'>;
const seedling = (given: Make): Seedling => ({
  normative: null,
  actors: [],
  sources: [],
  body: [],
  children: [],
  ...given,
});

const paragraphLevel = 99;
const contents = /^(table of )?contents$/i;
const definitions = /\b(terms|definitions|glossary)\b/i;
const references = /\b(references|bibliography)\b/i;
const quantity =
  /^(million|billion|trillion|thousand|per ?cent|%|percent|times|[kmgt]?hz|[kmgt]b|metres|km|kg|years?|days?|hours?)\b/i;

/** Blocks to a tree of clauses: printed numbers before heading levels, running text into the clause above. */
export function grow(
  source: SourceDocument,
  wanted: string | undefined,
  notes: SourceNote[],
): { readonly title: string; readonly roots: Seedling[] } {
  const items = itemsOf(source.blocks, notes);
  const first = items.findIndex((item) => item.heading !== null);
  const lead = items[first];
  const leadWords = lead ? words(lead.node) : '';
  const lone = lead?.heading === 1 && items.filter((item) => item.heading === 1).length === 1;
  const title = wanted ?? (source.title || (lone || lead?.heading === 1 ? leadWords : ''));
  const isTitle = lone && leadWords === title && !lead.number && !accepted(leadWords);
  const bed = new Bed(items, notes);
  items.forEach((item, index) => {
    if (!(isTitle && index === first)) bed.plant(item);
  });
  bed.finish();
  return { title, roots: bed.roots };
}

const words = (node: Node): string => {
  let out = '';
  node.descendants((child) => {
    if (child.isText) out += child.text ?? '';
    else if (child.type.name === 'hard_break') out += ' ';
    return true;
  });
  return out.replace(/\s+/g, ' ').trim();
};

/** A number before a heading's words; bare single numbers only where nothing else explains them. */
function accepted(text: string): PrintedNumber | null {
  const number = numberAt(text);
  if (!number) return null;
  return number.parts.length > 1 || number.marked ? number : null;
}

class Bed {
  readonly roots: Seedling[] = [];
  private readonly stack: Seedling[] = [];
  /** Numbers some line of the document prints: what tells a series from a quantity. */
  private readonly candidates = new Set<string>();
  private readonly headings = new Set<string>();
  private readonly known = new Set<string>();
  private lastTop = 0;
  private inContents = false;
  private afterActors: Seedling | null = null;
  private readonly containers: ReadonlySet<number>;

  constructor(
    items: readonly Item[],
    private readonly notes: SourceNote[],
  ) {
    const unnumbered = new Set<number>();
    let seenTop = false;
    let waiting = new Set<number>();
    for (const item of items) {
      const number = item.number ? numberAt(item.number) : numberAt(leadText(item.node));
      if (number) this.candidates.add(keyOf(number.parts));
      if (item.heading === null) continue;
      if (number) this.headings.add(keyOf(number.parts));
      const isTop = number !== null && number.parts.length === 1;
      if (isTop) {
        seenTop = true;
        for (const level of waiting) unnumbered.add(level);
        waiting = new Set();
      } else if (!number && seenTop) waiting.add(item.heading);
    }
    this.containers = unnumbered;
  }

  plant(item: Item): void {
    if (item.heading !== null) this.heading(item, item.heading);
    else this.running(item);
  }

  private heading(item: Item, level: number): void {
    this.afterActors = null;
    const text = words(item.node);
    const found = item.number ? numberAt(`${item.number} x`) : this.headingNumber(text);
    const printed = item.number || (found?.printed ?? null);
    const rest = item.number || !found ? text : text.slice(found.length).trim();
    this.inContents = contents.test(rest);
    if (this.inContents)
      this.notes.push({
        place: item.place,
        kind: 'info',
        message: 'The list of contents stays as body text.',
      });
    const sentence = printed !== null && /[.;]$/.test(rest) && /\b(shall|should|must|may)\b/i.test(rest);
    const key = found ? keyOf(found.parts) : '';
    const kind = headingKind(found?.word ?? '');
    const clause = this.open(
      {
        kind: sentence ? 'provision' : kind,
        heading: sentence ? '' : rest,
        printed,
        key,
        level,
        place: item.place,
      },
      kind === 'principle',
    );
    if (kind === 'annex') clause.normative = normative(text);
    const notes = item.node.content.content.filter((node) => !node.isText && node.type.name !== 'hard_break');
    if (sentence)
      clause.body.push(
        item.number ? paragraphOf(item.node.content.content) : cutStart(item.node, found?.length ?? 0),
      );
    else if (notes.length > 0) {
      // Headings are plain text: an image or a footnote in one goes to the head of the body.
      clause.body.push(paragraphOf(notes));
      this.notes.push({
        place: item.place,
        kind: 'changed',
        message: 'An image, formula or footnote of a heading was moved into its body.',
      });
    }
    if (found?.parts.length === 1) this.lastTop = Number(found.parts[0]) || this.lastTop;
  }

  private headingNumber(text: string): PrintedNumber | null {
    const sure = accepted(text);
    if (sure) return sure;
    const bare = numberAt(text);
    const value = Number(bare?.parts[0]);
    if (!bare || !(value < 100)) return null;
    // A bare number needs a neighbour or a child in the document: "10 steps" is a title.
    const inSeries =
      value === this.lastTop + 1 ||
      this.headings.has(String(value - 1)) ||
      this.headings.has(String(value + 1)) ||
      this.candidates.has(`${value}.1`);
    if (inSeries) return bare;
    return null;
  }

  private running(item: Item): void {
    const top = this.stack.at(-1) ?? null;
    const number = this.inContents ? null : this.provisionNumber(item);
    if (number) {
      this.afterActors = null;
      const body = item.number ? item.node : cutStart(item.node, number.length);
      const split = leadHeading(body);
      const clause = this.open({
        kind: 'provision',
        heading: split.heading,
        printed: item.number || number.printed,
        key: keyOf(number.parts),
        level: paragraphLevel,
        place: item.place,
      });
      if (split.body.childCount > 0) clause.body.push(split.body);
      clause.body.push(...item.rest);
      return;
    }
    if (top && !this.inContents) {
      const mayApply = top.actors.length === 0 && (top.heading !== '' || top.printed !== null);
      const actors = mayApply ? actorLine(item.node) : null;
      if (actors) {
        top.actors = [...top.actors, ...actors.actors];
        top.sources = [...top.sources, ...actors.sources];
        this.afterActors = top;
        return;
      }
      const sources = this.afterActors === top ? sourceLine(item.node) : null;
      this.afterActors = null;
      if (sources) {
        top.sources = [...top.sources, ...sources];
        return;
      }
      if (this.entry(item, top)) return;
    }
    const home =
      top ??
      this.open({
        kind: 'section',
        heading: '',
        printed: null,
        key: '',
        level: paragraphLevel,
        place: item.place,
      });
    home.body.push(item.node, ...item.rest);
  }

  /** Terms and references, each a clause of its own under the section that lists them. */
  private entry(item: Item, top: Seedling): boolean {
    const home = top.kind === 'term' || top.kind === 'reference' ? top.parent : top;
    if (!home || top.kind === 'provision') return false;
    const kind = definitions.test(home.heading) ? 'term' : references.test(home.heading) ? 'reference' : null;
    const entries = kind && entryOf(item.node, kind);
    if (!kind || !entries) return false;
    while (this.stack.length > 0 && this.stack.at(-1) !== home) this.stack.pop();
    if (item.node.type.name === 'table')
      this.notes.push({
        place: item.place,
        kind: 'changed',
        message: 'A table of terms was read as terms; its header row was left out.',
      });
    for (const { heading, printed, body } of entries) {
      const clause = seedling({
        kind,
        heading,
        printed,
        key: '',
        level: paragraphLevel,
        place: item.place,
        parent: home,
      });
      clause.body.push(...body);
      home.children.push(clause);
      if (this.stack.at(-1) !== home) this.stack.pop();
      this.stack.push(clause);
    }
    return true;
  }

  private provisionNumber(item: Item): PrintedNumber | null {
    if (item.node.type.name !== 'paragraph') return null;
    if (item.number) return numberAt(`${item.number} x`);
    const text = leadText(item.node);
    const number = numberAt(text);
    if (!number) return null;
    const rest = text.slice(number.length);
    if (item.vouched) return number;
    if (/(\.{3,}|\u2026|\t)\s*\d+\s*$/.test(item.node.textContent)) return null;
    if (number.word !== '') {
      const named = /^(provision|requirement)$/.test(number.word) || /[:.]$/.test(number.printed);
      return named && number.parts.length > 1 ? number : null;
    }
    if (number.parts.length < 2 && !number.printed.startsWith('\u00a7')) return null;
    if (rest === '' && item.node.childCount <= 1) return null;
    if (quantity.test(rest)) return null;
    const parent = keyOf(number.parts.slice(0, -1));
    const direct = ['1', '-1', '0', '-0'].includes(number.parts.at(-1) ?? '');
    const previous = before(number.parts, 1);
    const inParent = parent !== '' && this.stack.some((one) => one.key === parent);
    const follows =
      (previous !== null && this.known.has(previous)) ||
      (direct && (inParent || this.candidates.has(before(number.parts, -1) ?? '')));
    const strong = item.node.firstChild?.marks.some((mark) => mark.type.name === 'strong') ?? false;
    if (follows && (strong || number.marked || /^[^a-z]/.test(rest) || inParent)) return number;
    return inParent && (strong || number.marked || /^[A-Z\u2018\u201c"']/.test(rest)) ? number : null;
  }

  private open(given: Omit<Make, 'parent'>, contained = false): Seedling {
    const parent =
      given.key === '' ? this.byLevel(given.level) : this.byNumber(given.key, given.level, contained);
    const clause = seedling({ ...given, parent });
    (parent ? parent.children : this.roots).push(clause);
    this.stack.push(clause);
    if (given.key !== '') this.known.add(given.key);
    return clause;
  }

  private byLevel(level: number): Seedling | null {
    for (let top = this.stack.at(-1); top; top = this.stack.at(-1)) {
      if (top.level < level) return top;
      this.stack.pop();
    }
    return null;
  }

  private byNumber(key: string, level: number, contained: boolean): Seedling | null {
    const parts = key.split('.');
    for (let length = parts.length - 1; length > 0; length--) {
      const at = this.stack.findLastIndex((one) => one.key === parts.slice(0, length).join('.'));
      if (at >= 0) {
        this.stack.length = at + 1;
        return this.stack[at] ?? null;
      }
    }
    // No numbered parent: the nearest unnumbered heading that gathers numbered ones, or that a provision stands under.
    const at = this.stack.findLastIndex((one) =>
      one.key !== '' || one.level === paragraphLevel
        ? false
        : one.level < level && (level === paragraphLevel || contained || this.containers.has(one.level)),
    );
    this.stack.length = at + 1;
    return this.stack[at] ?? null;
  }

  finish(): void {
    const visit = (nodes: readonly Seedling[], inDefinitions: boolean): void => {
      for (const node of nodes) {
        const own = definitions.test(node.heading) && node.kind === 'section';
        const plain = !node.key.includes('.') && node.key !== '';
        if (node.kind === 'section' && plain && node.children.some((child) => child.kind === 'provision'))
          node.kind = 'principle';
        if (
          inDefinitions &&
          !own &&
          node.kind === 'section' &&
          node.printed === null &&
          node.children.length === 0
        )
          node.kind = 'term';
        visit(node.children, own || (inDefinitions && node.kind === 'section'));
      }
    };
    visit(this.roots, false);
  }
}

function headingKind(word: string): ClauseKind {
  if (word === 'annex' || word === 'appendix') return 'annex';
  if (word === 'principle' || word === 'guideline') return 'principle';
  return word === 'provision' || word === 'requirement' ? 'provision' : 'section';
}

function normative(text: string): boolean | null {
  if (/\(informative\)/i.test(text)) return false;
  return /\(normative\)/i.test(text) ? true : null;
}

/** `**Heading.** text` after a number: the words in bold are the heading where text follows them. */
function leadHeading(body: Node): { readonly heading: string; readonly body: Node } {
  const first = body.firstChild;
  const strong = first?.isText && first.marks.some((mark) => mark.type.name === 'strong');
  const text = strong ? (first.text ?? '') : '';
  if (!strong || body.childCount < 2 || !/[.:]\s*$/.test(text) || text.trim().length < 2)
    return { heading: '', body };
  return { heading: text.trim().replace(/[.:]+$/, ''), body: cutStart(body, text.length) };
}
