import { z } from 'zod';
import { placedClauses, type Text } from '../model/text.ts';
import type { Change, ChangeKind, ImpactName, Redline } from '../redline/types.ts';

/** How a clause of the target stands to its source (domain: mapping record). */
export const relations = [
  'identical',
  'editoriallyChanged',
  'technicallyChanged',
  'split',
  'merged',
  'new',
  'dropped',
  /** Now in an annex, or a term, or out of either, with the words and their force kept. */
  'relocated',
] as const;
export type Relation = (typeof relations)[number];

/** One edge between a clause of the base and one of the target; one end may be null. */
export interface MappingRow {
  readonly sourceId: string | null;
  readonly sourceLabel: string | null;
  readonly targetId: string | null;
  readonly targetLabel: string | null;
  readonly relation: Relation;
  readonly reason: string;
  /** The same for all rows of one split or merge; '' for single rows. */
  readonly groupId: string;
  readonly impact: ImpactName;
  /** True where no rule decided and a person must. */
  readonly needsReview: boolean;
}

const sameNorm: ReadonlySet<ImpactName> = new Set([
  'identical',
  'renumbered',
  'moved',
  'editorial',
  'clarifying',
]);
const wordless: ReadonlySet<ChangeKind> = new Set([
  'moved',
  'renumbered',
  'reformatted',
  'referenceFollowed',
]);

/**
 * True where only place, number, look, kind or the clause's part in the numbering changed. An annex that turns from
 * informative to normative does not say the same; a section that becomes an annex does.
 */
function saysTheSame(change: Change): boolean {
  const changed = new Set(change.attributes.map((one) => one.name));
  const quiet = changed.has('kind') ? ['kind', 'normative', 'numbered'] : ['numbered'];
  return (
    change.kinds.every((kind) => wordless.has(kind) || kind === 'attributes') &&
    [...changed].every((name) => quiet.includes(name)) &&
    [change.actors, change.sources].every((one) => one.added.length + one.removed.length === 0)
  );
}

/**
 * The mapping from the base of a redline to its target, in the order of the target, dropped clauses last: every
 * clause of both sides stands in it at least once. `reasons` go by target id, or by source id where the clause is
 * dropped; for those a transition's own reasons stand where none is given.
 */
export function mapping(redline: Redline, reasons: ReadonlyMap<string, string> = new Map()): MappingRow[] {
  return new Mapping(redline, reasons).rows();
}

class Mapping {
  readonly #byTarget = new Map<string, Change>();
  readonly #byBase = new Map<string, Change>();
  readonly #groups = new Map<Change, string>();
  readonly #dropReasons: ReadonlyMap<string, string>;
  readonly #aside: { readonly base: ReadonlySet<string>; readonly target: ReadonlySet<string> };

  constructor(
    readonly redline: Redline,
    readonly reasons: ReadonlyMap<string, string>,
  ) {
    for (const change of redline.changes) {
      for (const id of change.targetIds) this.#byTarget.set(id, change);
      for (const id of change.baseIds) this.#byBase.set(id, change);
    }
    this.#dropReasons = droppedFrom(redline.base.text, redline.target.text);
    this.#aside = { base: asideIn(redline.base.text), target: asideIn(redline.target.text) };
  }

  rows(): MappingRow[] {
    const rows: MappingRow[] = [];
    const covered = new Set<string>();
    for (const { clause } of placedClauses(this.redline.target.text))
      for (const row of this.#rowsTo(clause.id)) {
        rows.push(row);
        if (row.sourceId !== null) covered.add(row.sourceId);
      }
    for (const { clause } of placedClauses(this.redline.base.text))
      if (!covered.has(clause.id))
        rows.push(this.#row(clause.id, null, 'dropped', this.#byBase.get(clause.id)));
    return rows;
  }

  #rowsTo(target: string): MappingRow[] {
    const change = this.#byTarget.get(target);
    const joined = change && (change.kinds.includes('split') || change.kinds.includes('merged'));
    if (joined && change.baseIds.length > 0) {
      const relation = change.kinds.includes('split') ? 'split' : 'merged';
      return change.baseIds.map((source) => this.#row(source, target, relation, change));
    }
    const source = this.redline.pairs.get(target);
    if (source === undefined) return [this.#row(null, target, 'new', change)];
    return [this.#row(source, target, this.#relation(source, target, change), change)];
  }

  #relation(source: string, target: string, change: Change | undefined): Relation {
    const impact = change?.impact.primary ?? 'identical';
    const sameWords = !change || saysTheSame(change);
    if (!sameWords && !sameNorm.has(impact)) return 'technicallyChanged';
    if (this.#aside.base.has(source) !== this.#aside.target.has(target)) return 'relocated';
    return sameWords ? 'identical' : 'editoriallyChanged';
  }

  #row(
    source: string | null,
    target: string | null,
    relation: Relation,
    change: Change | undefined,
  ): MappingRow {
    const { base, target: to } = this.redline;
    return {
      sourceId: source,
      sourceLabel: source === null ? null : (base.labels.get(source) ?? ''),
      targetId: target,
      targetLabel: target === null ? null : (to.labels.get(target) ?? ''),
      relation,
      reason: this.#reason(source, target),
      groupId: relation === 'split' || relation === 'merged' ? this.#group(change, relation) : '',
      impact: change?.impact.primary ?? 'identical',
      needsReview: change?.impact.needsReview ?? false,
    };
  }

  #reason(source: string | null, target: string | null): string {
    if (target !== null) return this.reasons.get(target) ?? '';
    return this.reasons.get(source ?? '') ?? this.#dropReasons.get(source ?? '') ?? '';
  }

  #group(change: Change | undefined, relation: 'split' | 'merged'): string {
    if (!change) return '';
    const known = this.#groups.get(change);
    if (known !== undefined) return known;
    const name = `${relation === 'split' ? 'S' : 'M'}-${String(this.#groups.size + 1).padStart(2, '0')}`;
    this.#groups.set(change, name);
    return name;
  }
}

/** Clauses beside the provisions: annexes and all in them, terms. */
function asideIn(text: Text): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { clause, parent } of placedClauses(text))
    if (clause.kind === 'annex' || clause.kind === 'term' || (parent !== null && out.has(parent)))
      out.add(clause.id);
  return out;
}

const droppedSchema = z.array(z.object({ clause: z.string(), reason: z.string() }));

/** Why a transition left clauses out, as its text says; whole branches carry the reason of their head. */
function droppedFrom(base: Text, target: Text): ReadonlyMap<string, string> {
  const parsed = droppedSchema.safeParse(target.meta.extra['dropped']);
  const out = new Map(parsed.success ? parsed.data.map(({ clause, reason }) => [clause, reason]) : []);
  for (const { clause, parent } of placedClauses(base)) {
    const above = parent === null ? undefined : out.get(parent);
    if (above !== undefined && !out.has(clause.id)) out.set(clause.id, above);
  }
  return out;
}
