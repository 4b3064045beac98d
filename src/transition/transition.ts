import { Failure } from '../model/failure.ts';
import { makeId } from '../model/ids.ts';
import { bodyText } from '../model/plain.ts';
import {
  defaultMeta,
  makeClause,
  placedClauses,
  type Clause,
  type OutlineNode,
  type Text,
  type TextMeta,
} from '../model/text.ts';
import type { TransitionAnswers } from './answers.ts';
import { Places } from './places.ts';
import { suggest } from './plan.ts';
import { frontSlots, historySlot, slotKeys, type Slot, type SlotKey } from './slots.ts';

export interface TransitionResult {
  readonly text: Text;
  /** In plain words: what is still to be written, what was left out, what now points nowhere. */
  readonly notes: readonly string[];
}

/** Levels a text may have. */
const deepest = 9;
const spelled = /\b(?:provision|principle|clause|section|annex)s? (\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\b/gi;

/**
 * A new text of profile `etsi-ts` out of a Code: every clause in its place under the clauses the deliverable asks
 * for, with its id; clauses the Code does not have are made empty. What `answers` leave open is placed as
 * `transitionPlan` suggests. Nothing is lost: a clause that is neither placed nor dropped with a reason is a
 * Failure (`transition-unplaced`) that names it.
 */
export function transition(
  text: Text,
  answers: TransitionAnswers,
  options: { readonly name: string; readonly seed: string },
): TransitionResult {
  return new Transition(text, answers, options).run();
}

class Transition {
  readonly #places: Places;
  readonly #clauses = new Map<string, Clause>();
  readonly #notes: string[] = [];
  readonly #empty: string[] = [];
  /** Clauses given a place of their own, so that they do not go along with their parent. */
  readonly #roots = new Set<string>();
  readonly #dropped = new Map<string, string>();
  readonly #slots: Readonly<Record<SlotKey, readonly string[]>>;
  readonly #phases: readonly { readonly title: string; readonly principles: readonly string[] }[] | null;
  readonly #annexes: readonly string[];

  constructor(
    readonly text: Text,
    readonly answers: TransitionAnswers,
    readonly options: { readonly name: string; readonly seed: string },
  ) {
    this.#places = new Places(text);
    for (const { clause, reason } of answers.dropped ?? [])
      this.#dropped.set(this.#claim(this.#places.find(clause)), reason);
    const given: Partial<Record<SlotKey, readonly string[]>> = {};
    for (const key of slotKeys) if (answers[key]) given[key] = this.#claimAll(answers[key]);
    this.#phases =
      answers.phases?.map(({ title, principles }) => ({ title, principles: this.#claimAll(principles) })) ??
      null;
    const annexes = answers.annexes ? this.#claimAll(answers.annexes) : null;

    const suggested = suggest(text);
    // A section whose principles were all placed under phases is, where it lends its name, one of the phases.
    const phaseSections = new Set((this.#phases ?? []).map(({ title }) => this.#sectionCalled(title)));
    const open = (ids: readonly string[] = []): string[] =>
      ids
        .filter((id) => !this.#roots.has(id) && !phaseSections.has(id))
        .filter((id) => this.#phases === null || !this.#emptied(id))
        .map((id) => this.#claim(id));
    const slots = {} as Record<SlotKey, readonly string[]>;
    for (const key of slotKeys)
      slots[key] = given[key] ?? open(key === 'provisions' ? suggested.provisions : suggested.slots[key]);
    this.#slots = slots;
    this.#annexes = annexes ?? open(suggested.annexes);
  }

  run(): TransitionResult {
    const outline = [
      ...frontSlots.map((slot) => this.#fill(slot)),
      ...this.#annexes.map((id) => this.#annex(id)),
      this.#fill(historySlot),
    ];
    this.#settle();
    this.#spelledOut();
    if (this.#empty.length > 0)
      this.#notes.unshift(
        `Still to be written or left void: ${this.#empty.join(', ')}. Fixed texts come from the standards body's current template.`,
      );
    const text: Text = {
      name: this.options.name,
      meta: this.#meta(),
      outline,
      clauses: this.#clauses,
      findings: [],
    };
    this.#checkDepth(text);
    const clauses = new Map(placedClauses(text).map(({ clause }) => [clause.id, clause]));
    return { text: { ...text, clauses }, notes: this.#notes };
  }

  #claim(id: string): string {
    if (this.#roots.has(id))
      throw new Failure(
        'answers-clause',
        `The answers give ${this.#places.describe(id)} two places; leave it in one of them.`,
        { clause: id },
      );
    this.#roots.add(id);
    return id;
  }

  #claimAll(names: readonly string[]): string[] {
    return names.map((name) => this.#claim(this.#places.find(name)));
  }

  #sectionCalled(title: string): string | undefined {
    const wanted = title.trim().toLowerCase();
    for (const { clause } of this.#places.placed.values())
      if (clause.kind === 'section' && clause.heading.trim().toLowerCase() === wanted) return clause.id;
    return undefined;
  }

  /** True for a section that had principles, all of which the answers placed elsewhere. */
  #emptied(id: string): boolean {
    const children = this.#places.placed.get(id)?.children ?? [];
    const principles = children.filter((child) => this.text.clauses.get(child.id)?.kind === 'principle');
    return principles.length > 0 && principles.every((child) => this.#roots.has(child.id));
  }

  #fill(slot: Slot): OutlineNode {
    const given = slot.key === '' ? [] : this.#slots[slot.key];
    const heading = this.#titleOf(slot);
    const host = slot.takesOver ? this.#hostAmong(given) : null;
    const children: OutlineNode[] = [];
    let id: string;
    if (host !== null) {
      id = host;
      children.push(...this.#children(host));
      this.#keep(host, { heading, numbered: slot.numbered });
    } else {
      id = this.#make(heading, slot.numbered);
    }
    children.push(...given.filter((one) => one !== host).map((one) => this.#subtree(one)));
    if (slot.key === 'provisions') children.unshift(...this.#phaseNodes());
    children.push(...slot.children.map((child) => this.#fill(child)));
    if (children.length === 0 && (this.#clauses.get(id)?.body.childCount ?? 0) === 0)
      this.#empty.push(heading);
    return { id, children: slot.key === 'terms' ? this.#sorted(children) : children };
  }

  /** The section that becomes the slot's clause: the first with a heading, else the first. */
  #hostAmong(given: readonly string[]): string | null {
    const sections = given.filter((id) => this.#source(id).kind === 'section');
    return sections.find((id) => this.#source(id).heading !== '') ?? sections[0] ?? null;
  }

  #titleOf(slot: Slot): string {
    if (slot.key === 'overview') return this.answers.overviewTitle ?? slot.heading;
    if (slot.key === 'provisions') return this.answers.provisionsTitle ?? slot.heading;
    return slot.heading;
  }

  #phaseNodes(): OutlineNode[] {
    return (this.#phases ?? []).map(({ title, principles }) => {
      const section = this.#sectionCalled(title);
      const own = section !== undefined && !this.#roots.has(section) ? this.#claim(section) : null;
      const children = principles.map((id) => this.#subtree(id));
      if (own === null) return { id: this.#make(title, true), children };
      this.#keep(own, { numbered: true });
      return { id: own, children: [...this.#children(own), ...children] };
    });
  }

  #annex(id: string): OutlineNode {
    const clause = this.#source(id);
    if (clause.kind === 'annex') return this.#subtree(id);
    this.#keep(id, { kind: 'annex', normative: clause.normative ?? false, numbered: true });
    return { id, children: this.#children(id) };
  }

  #subtree(id: string): OutlineNode {
    const { kind, heading } = this.#source(id);
    // A standard numbers what a Code may leave unnumbered; words that only stand there have no heading to number.
    this.#keep(id, kind === 'section' && heading === '' ? { numbered: false } : { numbered: true });
    return { id, children: this.#children(id) };
  }

  #children(id: string): OutlineNode[] {
    return (this.#places.placed.get(id)?.children ?? [])
      .filter((child) => this.text.clauses.has(child.id) && !this.#roots.has(child.id))
      .map((child) => this.#subtree(child.id));
  }

  /** Terms in the order of their words, everything else before them as it stood. */
  #sorted(children: readonly OutlineNode[]): OutlineNode[] {
    const isTerm = (node: OutlineNode): boolean => this.#clauses.get(node.id)?.kind === 'term';
    const key = (node: OutlineNode): string => (this.#clauses.get(node.id)?.heading ?? '').toLowerCase();
    const terms = children.filter(isTerm).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    return [...children.filter((node) => !isTerm(node)), ...terms];
  }

  #source(id: string): Clause {
    const clause = this.text.clauses.get(id);
    if (!clause) throw new Error(`transition: ${id} is no clause of the source`);
    return clause;
  }

  #keep(id: string, changed: Partial<Clause>): void {
    this.#clauses.set(id, { ...this.#source(id), ...changed });
  }

  #make(heading: string, numbered: boolean): string {
    let seed = `${this.options.seed}/etsi-ts/${heading}`;
    let id = makeId(heading, seed);
    while (this.text.clauses.has(id) || this.#clauses.has(id)) id = makeId(heading, (seed += '+'));
    this.#clauses.set(id, makeClause({ id, kind: 'section', heading, numbered }));
    return id;
  }

  /** Every clause of the source is in the target or dropped, and references to dropped ones are told. */
  #settle(): void {
    const gone = new Set<string>();
    const lost: string[] = [];
    for (const { clause, parent } of this.#places.placed.values()) {
      if (this.#clauses.has(clause.id)) continue;
      if (this.#dropped.has(clause.id) || (parent !== null && gone.has(parent))) gone.add(clause.id);
      else lost.push(clause.id);
    }
    const [first] = lost;
    if (first !== undefined)
      throw new Failure(
        'transition-unplaced',
        `${lost.length === 1 ? 'One clause has' : `${lost.length} clauses have`} no place in the standard: ${lost
          .slice(0, 8)
          .map((id) => this.#places.describe(id))
          .join(
            '; ',
          )}${lost.length > 8 ? '; …' : ''}: give each a place in the answers, or list it under "dropped" with a reason.`,
        { clauses: lost },
      );
    for (const [id, reason] of this.#dropped)
      this.#notes.push(`${this.#places.describe(id)} is left out: ${reason}`);
    for (const clause of this.#clauses.values())
      clause.body.descendants((node) => {
        const id = String(node.attrs['id'] ?? '');
        if (node.type.name === 'xref' && node.attrs['text'] === '' && gone.has(id))
          this.#notes.push(
            `${this.#places.describe(clause.id)} refers to ${this.#places.describe(id)}, which is left out.`,
          );
      });
  }

  #checkDepth(text: Text): void {
    const deep = placedClauses(text).find(({ depth }) => depth >= deepest);
    if (deep)
      throw new Failure(
        'too-deep',
        `${this.#places.describe(deep.clause.id)} would stand more than ${deepest} levels deep in the standard; name it, or a clause above it, under "overview", "provisions" or "annexes" of the answers, or raise it in ${this.text.name}.`,
        { clause: deep.clause.id },
      );
  }

  /** Numbers of the Code that its words spell out: they do not follow the new numbering. */
  #spelledOut(): void {
    const known = new Set([...this.#places.labels.values()].map((label) => label.replace(/^\D+ /, '')));
    const found: string[] = [];
    for (const [id, { body }] of this.text.clauses) {
      if (!this.#clauses.has(id)) continue;
      const words = bodyText(body, () => '');
      for (const [whole, number = ''] of words.matchAll(spelled))
        if (known.has(number)) found.push(`"${whole}" in ${this.#places.describe(id)}`);
    }
    if (found.length > 0)
      this.#notes.push(
        `Numbers of ${this.text.name} that stand in the words and do not follow: ${found.join('; ')}.`,
      );
  }

  #meta(): TextMeta {
    const { meta } = this.text;
    const dropped = [...this.#dropped].map(([clause, reason]) => ({ clause, reason }));
    return {
      ...meta,
      title: this.answers.title ?? meta.title,
      identifier: this.answers.identifier ?? meta.identifier,
      profile: 'etsi-ts',
      numbering: defaultMeta.numbering,
      derivedFrom: this.text.name,
      // The mapping gives these reasons for the clauses that are no more.
      extra: dropped.length === 0 ? meta.extra : { ...meta.extra, dropped },
    };
  }
}
