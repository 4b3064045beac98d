import type { OutlineNode, Text } from '../model/text.ts';
import type { TransitionAnswers } from './answers.ts';
import { Places } from './places.ts';
import type { SlotKey } from './slots.ts';

/** Which clauses of the source go where, by id. */
export interface Suggestion {
  readonly slots: Readonly<Partial<Record<SlotKey, readonly string[]>>>;
  /** In the order they get under clause 5: whole sections of principles, or principles and sections as they stand. */
  readonly provisions: readonly string[];
  readonly annexes: readonly string[];
}

interface PlanQuestion {
  readonly key: keyof TransitionAnswers;
  readonly question: string;
  /** In words, for people; the same as data is in the plan's `answers`. */
  readonly suggestion: string;
}

export interface TransitionPlan {
  readonly questions: readonly PlanQuestion[];
  /** What happens where nothing else is answered; written as YAML it is a file of answers to start from. */
  readonly answers: TransitionAnswers;
}

const byHeading: readonly (readonly [RegExp, SlotKey])[] = [
  [/^foreword\b/i, 'foreword'],
  [/^introduction\b/i, 'introduction'],
  [/^scope\b/i, 'scope'],
  [/^normative references\b/i, 'normativeReferences'],
  [/^((informative )?references|bibliography)\b/i, 'references'],
  [/^(glossary|terms|definitions|definition of terms)\b/i, 'terms'],
  [/^symbols\b/i, 'symbols'],
  [/^(abbreviations|acronyms)\b/i, 'abbreviations'],
];

const onlyOne: ReadonlySet<SlotKey> = new Set(['foreword', 'introduction', 'scope']);

/** Where each top-level clause would go: by kind, by heading, else by whether it holds provisions. */
export function suggest(text: Text): Suggestion {
  const slots: Partial<Record<SlotKey, string[]>> = {};
  const provisions: string[] = [];
  const annexes: string[] = [];
  const into = (key: SlotKey, id: string): void => void (slots[key] ??= []).push(id);
  const plainSections = ![...text.clauses.values()].some(
    ({ kind }) => kind === 'principle' || kind === 'provision',
  );
  const named = new Set<SlotKey>();
  /** The slot a heading asks for; of several introductions only the first is the introduction. */
  const slotOf = (heading: string): SlotKey | undefined => {
    const key = byHeading.find(([pattern]) => pattern.test(heading))?.[1];
    if (key === undefined || (named.has(key) && onlyOne.has(key))) return undefined;
    named.add(key);
    return key;
  };
  for (const node of text.outline) {
    const clause = text.clauses.get(node.id);
    if (!clause) continue;
    const section = clause.kind === 'section' && !holds(text, node, 'principle');
    const slot = section ? slotOf(clause.heading) : undefined;
    if (clause.kind === 'annex') annexes.push(node.id);
    else if (clause.kind === 'term') into('terms', node.id);
    else if (clause.kind === 'reference') into('references', node.id);
    else if (clause.kind !== 'section') provisions.push(node.id);
    else if (clause.heading === '' && node.children.length === 0) into('introduction', node.id);
    else if (slot) into(slot, node.id);
    else if (holds(text, node, 'principle') || holds(text, node, 'provision')) provisions.push(node.id);
    else if (plainSections && clause.numbered) provisions.push(node.id);
    else into('overview', node.id);
  }
  return { slots, provisions, annexes };
}

const holds = (text: Text, node: OutlineNode, kind: string): boolean =>
  node.children.some((child) => text.clauses.get(child.id)?.kind === kind || holds(text, child, kind));

const questions: readonly (readonly [keyof TransitionAnswers, string])[] = [
  ['title', 'What is the title of the standard?'],
  ['identifier', 'What is its identifier?'],
  ['foreword', 'Which clauses make the foreword?'],
  ['introduction', 'Which clauses make the introduction?'],
  ['scope', 'Which clauses make clause 1, the scope?'],
  ['normativeReferences', 'Which references or sections of references are normative (2.1)?'],
  ['references', 'Which references or sections of references are informative (2.2)?'],
  ['terms', 'Which section or terms make clause 3.1?'],
  ['abbreviations', 'Which clauses make clause 3.3, the abbreviations?'],
  ['overview', 'Which clauses go under clause 4, the overview?'],
  ['phases', 'Under which phases do the principles stand in clause 5?'],
  ['provisions', 'Which other clauses go under clause 5 as they stand?'],
  ['annexes', 'Which clauses become annexes, in which order?'],
  ['dropped', 'Which clauses are left out, and why?'],
];

/** The questions a transition to `etsi-ts` asks about this text, each with what happens where it is not answered. */
export function transitionPlan(text: Text): TransitionPlan {
  const places = new Places(text);
  const { slots, provisions, annexes } = suggest(text);
  const names = (ids: readonly string[] = []): string[] => ids.map((id) => places.nameOf(id));
  const isPhase = (id: string): boolean =>
    (places.placed.get(id)?.children ?? []).some(
      (child) => text.clauses.get(child.id)?.kind === 'principle',
    ) && places.placed.get(id)?.clause.heading !== '';
  // Phases can be answered only where nothing but sections of principles stands there.
  const phased = provisions.length > 0 && provisions.every(isPhase);
  const answers: TransitionAnswers = {
    profile: 'etsi-ts',
    title: text.meta.title,
    identifier: text.meta.identifier,
    foreword: names(slots.foreword),
    introduction: names(slots.introduction),
    scope: names(slots.scope),
    normativeReferences: names(slots.normativeReferences),
    references: names(slots.references),
    terms: names(slots.terms),
    symbols: names(slots.symbols),
    abbreviations: names(slots.abbreviations),
    overview: names(slots.overview),
    ...(phased
      ? {
          phases: provisions.map((id) => ({
            title: places.placed.get(id)?.clause.heading ?? '',
            principles: (places.placed.get(id)?.children ?? [])
              .filter((child) => text.clauses.get(child.id)?.kind === 'principle')
              .map((child) => places.nameOf(child.id)),
          })),
        }
      : { provisions: names(provisions) }),
    annexes: names(annexes),
    dropped: [],
  };
  return {
    questions: questions.flatMap(([key, question]) =>
      answers[key] === undefined ? [] : [{ key, question, suggestion: inWords(answers[key]) }],
    ),
    answers,
  };
}

function inWords(value: TransitionAnswers[keyof TransitionAnswers]): string {
  if (typeof value === 'string') return value === '' ? 'none' : value;
  const parts = (value ?? []).map((one) =>
    typeof one === 'string'
      ? one
      : 'title' in one
        ? `${one.title}: ${one.principles.join(', ')}`
        : `${one.clause}: ${one.reason}`,
  );
  return parts.length === 0 ? 'none' : parts.join('; ');
}
