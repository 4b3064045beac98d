import type { Clause } from '../model/text.ts';
import { byId, bodyText } from '../model/plain.ts';
import type { AttributeChange, ChangeKind, Flow, Impact, ImpactName, Op } from './types.ts';
import { changedWords } from './changed-words.ts';

/** What impact is judged from (domain: normative impact of a change, procedure and slot table). */
export interface ImpactInput {
  readonly kinds: readonly ChangeKind[];
  readonly base: Clause | null;
  readonly target: Clause | null;
  readonly mergedFrom: readonly Clause[];
  readonly splitInto: readonly Clause[];
  readonly flow: Flow;
  readonly heading: readonly { readonly op: Op; readonly text: string }[];
  readonly actors: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly attributes: readonly AttributeChange[];
}

type Norm = 'requirement' | 'recommendation' | 'permission' | 'none';
const rank = { requirement: 3, recommendation: 2, permission: 1, none: 0 } as const;

/** Modal verbs, longest first, with the force they carry. A negative keeps its rank and changes polarity. */
const modalPattern =
  /\b(shall not|should not|may not|must not|need not|cannot|can not|shall|should|must|may|can)\b/gi;
const force: Readonly<Record<string, Norm>> = {
  shall: 'requirement',
  must: 'requirement',
  'shall not': 'requirement',
  'must not': 'requirement',
  should: 'recommendation',
  'should not': 'recommendation',
  may: 'permission',
  'need not': 'permission',
};
const negative = new Set(['shall not', 'must not', 'should not', 'may not', 'cannot', 'can not', 'need not']);

interface Forms {
  readonly norm: Norm;
  readonly list: readonly string[];
  readonly polarity: string;
}

function forms(text: string): Forms {
  // "Should a fault occur, …" is a condition; `may` before a year is a month.
  const clean = text
    .replace(/(^|[.;:]\s+)Should\b/g, '$1If')
    .replace(/\b(shall|should|must|may|can) never\b/gi, '$1 not')
    .replace(/\bMay (\d{1,2},? )?\d{4}\b/g, 'month');
  const list = [...clean.matchAll(modalPattern)].map((match) => (match[1] ?? '').toLowerCase());
  let norm: Norm = 'none';
  for (const one of list) {
    const here = force[one] ?? 'none';
    if (rank[here] > rank[norm]) norm = here;
  }
  return { norm, list, polarity: list.map((one) => (negative.has(one) ? '-' : '+')).join('') };
}

/** Words whose coming or going may change the norm: a change that touches one is never called editorial unseen. */
const guard =
  /^(shall|should|must|may|can|cannot|need|not|no|never|none|only|all|any|each|every|some|least|most|within|unless|except|if|when|where|before|after|until|and|or|both|either|neither|without|including|than|more|less|up|\d.*)$/i;
const conditions = new Set(['if', 'when', 'where', 'before', 'after', 'until', 'once']);
const exceptions = new Set(['unless', 'except', 'excluding']);
const qualifiers =
  /\b(where (?:possible|practicable|appropriate|feasible|relevant|applicable)|as (?:appropriate|necessary|applicable)|if (?:possible|practicable|appropriate)|reasonabl[ey]|reasonable|so far as|ideally|try to|aim to|take measures to|best endeavours)\b/gi;
const evidence = new Set(['document', 'record', 'publish', 'notify', 'report', 'log', 'inform', 'disclose']);
/** Rising demand of the verb a duty is made with. */
const verbScale = ['consider', 'address', 'ensure', 'verify'];
const plainWords = new Set(
  'a an the this that these those its their your our his her it they you we of to in on at by with for from as which who is are was were be been being has have had such other its'.split(
    ' ',
  ),
);

/** What a change does to the norm. The tool proposes; where it cannot tell it says `needsReview`. */
export function classify(input: ImpactInput): Impact {
  const { base, target } = input;
  if (!base || !target) return whole(base, target);
  const found = new Set<ImpactName>();
  const flags = new Set<string>();
  let review = false;
  const before = [base, ...input.mergedFrom].map((clause) => bodyText(clause.body, byId)).join('\n');
  const after = [target, ...input.splitInto].map((clause) => bodyText(clause.body, byId)).join('\n');
  const words = changedWords(input.flow);

  if (input.actors.added.length > 0) found.add('scopeWidened');
  if (input.actors.removed.length > 0) found.add('scopeNarrowed');
  if (input.attributes.some((one) => one.name === 'normative' || one.name === 'kind')) {
    flags.add('statusChanged');
    review = true;
  }

  const changed = words.inserted.length + words.deleted.length > 0;
  if (changed) review = bodyFindings(before, after, words, base, target, found, flags) || review;
  if (base.kind === 'term' && changed) flags.add('definitionShift');

  const headingChanged = input.heading.some((op) => op.op !== 'equal');
  const primary = pick(input.kinds, found, changed, headingChanged, words, review);
  if (primary === 'editorial' && typographic(words)) flags.add('typographic');
  return {
    primary,
    flags: [...flags].sort(),
    needsReview: review || primary === 'unclassified' || primary === 'mixed',
  };
}

function whole(base: Clause | null, target: Clause | null): Impact {
  const clause = base ?? target;
  const norm = clause ? forms(bodyText(clause.body, byId)).norm : 'none';
  const names = base
    ? ({
        requirement: 'removedObligation',
        recommendation: 'removedRecommendation',
        permission: 'removedPermission',
        none: 'removedText',
      } as const)
    : ({
        requirement: 'newObligation',
        recommendation: 'newRecommendation',
        permission: 'newPermission',
        none: 'newText',
      } as const);
  return { primary: names[norm], flags: [], needsReview: false };
}

interface Words {
  readonly inserted: readonly string[];
  readonly deleted: readonly string[];
}

function bodyFindings(
  before: string,
  after: string,
  words: Words,
  base: Clause,
  target: Clause,
  found: Set<ImpactName>,
  flags: Set<string>,
): boolean {
  let review = false;
  const [was, is] = [forms(before), forms(after)];
  const sameModals = was.list.join() === is.list.join();
  const exemption = was.norm === 'permission' && is.norm === 'permission';
  if (!sameModals) {
    const formOnly =
      was.list.map((one) => one.replace('must', 'shall')).join() ===
      is.list.map((one) => one.replace('must', 'shall')).join();
    if (formOnly) flags.add('formOnly');
    else if (was.list.length === is.list.length && was.polarity !== is.polarity) found.add('reversed');
    else if (was.norm === 'none' && rank[is.norm] > 0) {
      flags.add('modalAdded');
      review = true;
      found.add('clarifying');
    } else if (rank[is.norm] > rank[was.norm]) found.add('strengthened');
    else if (rank[is.norm] < rank[was.norm]) {
      found.add('weakened');
      if (was.norm === 'requirement') flags.add('removedObligation');
    } else {
      // The strongest verb is the same, yet verbs came or went: single duties may have changed.
      const total = (list: readonly string[]): number =>
        list.reduce((sum, one) => sum + rank[force[one] ?? 'none'], 0);
      if (was.list.length === is.list.length)
        found.add(total(is.list) > total(was.list) ? 'strengthened' : 'weakened');
      else flags.add(is.list.length > was.list.length ? 'verbAdded' : 'verbRemoved');
      review = true;
    }
  }
  const gained = (set: ReadonlySet<string>): number => count(words.inserted, set) - count(words.deleted, set);
  const tighten = (up: boolean): void => {
    found.add(up !== exemption ? 'strengthened' : 'weakened');
  };
  const exception = gained(exceptions);
  if (exception > 0) ['weakened', 'scopeNarrowed'].forEach((name) => found.add(name as ImpactName));
  if (exception < 0) ['strengthened', 'scopeWidened'].forEach((name) => found.add(name as ImpactName));
  const condition = gained(conditions);
  if (condition !== 0 && exemption) tighten(condition < 0);
  else if (condition !== 0) found.add(condition > 0 ? 'scopeNarrowed' : 'scopeWidened');
  const qualified = (after.match(qualifiers)?.length ?? 0) - (before.match(qualifiers)?.length ?? 0);
  if (qualified > 0) found.add('weakened');
  if (qualified < 0) found.add('strengthened');
  if (gained(evidence) > 0 && rank[is.norm] >= rank[was.norm] && is.norm !== 'none') {
    found.add('strengthened');
    flags.add('newEvidenceDuty');
  }
  const scale = (list: readonly string[]): number =>
    Math.max(-1, ...list.map((one) => verbScale.indexOf(one)));
  const [low, high] = [scale(words.deleted), scale(words.inserted)];
  if (low >= 0 && high >= 0 && low !== high) found.add(high > low ? 'strengthened' : 'weakened');
  review = quantities(before, after, words, found, flags) || review;
  for (const actor of new Set([...base.actors, ...target.actors])) {
    const has = (text: string): boolean =>
      new RegExp(`\\b${actor.replace(/[^\w ]/g, '.').replace(/s$/, '')}`, 'i').test(text);
    if (has(after) && !has(before)) found.add('scopeWidened');
    if (has(before) && !has(after)) found.add('scopeNarrowed');
  }
  const [ors, ands] = [gained(new Set(['or'])), gained(new Set(['and']))];
  if (ors < 0 && ands > 0) found.add('strengthened');
  if (ors > 0 && ands < 0) found.add('weakened');
  const guarded = [...words.inserted, ...words.deleted].filter((one) => guard.test(one));
  if (guarded.length > 0 && !flags.has('formOnly')) {
    flags.add('guardToken');
    if (found.size === 0) review = true;
  }
  return review;
}

const count = (list: readonly string[], set: ReadonlySet<string>): number =>
  list.filter((one) => set.has(one)).length;

/** Numbers: which way a larger one pulls depends on the words before it. */
function quantities(
  before: string,
  after: string,
  words: Words,
  found: Set<ImpactName>,
  flags: Set<string>,
): boolean {
  const digits = (list: readonly string[]): string[] => list.filter((one) => /^\d/.test(one));
  if (digits(words.inserted).join() === digits(words.deleted).join()) return false;
  flags.add('quantity');
  const pattern =
    /\b(at least|no (?:less|fewer) than|minimum of|within|at most|no (?:more|later) than|maximum of|up to|every)\s+(\d[\d,.]*)/gi;
  const read = (text: string): { how: string; n: number }[] =>
    [...text.matchAll(pattern)].map((match) => ({
      how: (match[1] ?? '').toLowerCase(),
      n: Number((match[2] ?? '').replace(/[,.](?=\d{3}\b)/g, '').replace(/[.,]$/, '')),
    }));
  const [was, is] = [read(before), read(after)];
  if (was.length === 0 || was.length !== is.length || was.some((one, i) => one.how !== is[i]?.how))
    return true;
  was.forEach((one, i) => {
    const next = is[i]?.n ?? one.n;
    if (next === one.n) return;
    const floor = /least|less|fewer|minimum/.test(one.how);
    found.add(next > one.n === floor ? 'strengthened' : 'weakened');
  });
  return false;
}

function typographic(words: Words): boolean {
  const fold = (list: readonly string[]): string =>
    list
      .join('')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  return fold(words.inserted) === fold(words.deleted);
}

function pick(
  kinds: readonly ChangeKind[],
  found: ReadonlySet<ImpactName>,
  changed: boolean,
  headingChanged: boolean,
  words: Words,
  review: boolean,
): ImpactName {
  if (kinds.includes('split')) return 'split';
  if (kinds.includes('merged')) return 'merged';
  if (found.has('reversed')) return 'reversed';
  const pulls = [
    found.has('strengthened') || found.has('scopeWidened'),
    found.has('weakened') || found.has('scopeNarrowed'),
  ];
  if (pulls[0] && pulls[1]) return 'mixed';
  for (const name of ['strengthened', 'weakened', 'scopeWidened', 'scopeNarrowed', 'clarifying'] as const) {
    if (found.has(name)) return name;
  }
  if (changed) {
    const plain = [...words.inserted, ...words.deleted].every(
      (one) => plainWords.has(one) || !/[\p{L}\p{N}]/u.test(one),
    );
    if (!review && (plain || typographic(words))) return 'editorial';
    if (!review && kinds.includes('modified') && [...words.inserted, ...words.deleted].length === 0)
      return 'editorial';
    return review || words.inserted.length + words.deleted.length > 0 ? 'unclassified' : 'editorial';
  }
  if (headingChanged || kinds.includes('reformatted') || kinds.includes('modified')) return 'editorial';
  if (kinds.includes('attributes')) return review ? 'unclassified' : 'editorial';
  if (kinds.includes('moved')) return 'moved';
  if (kinds.includes('renumbered') || kinds.includes('referenceFollowed')) return 'renumbered';
  return 'identical';
}
