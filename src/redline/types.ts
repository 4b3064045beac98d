import type { Attrs } from 'prosemirror-model';
import type { Inline, ParaProps, Step } from '../model/flow.ts';
import type { Resolve } from '../model/plain.ts';
import type { Clause, Text } from '../model/text.ts';

export type Op = 'equal' | 'insert' | 'delete';

/**
 * A run of words. `base` is what the base says (empty for an insertion), `target` what the target says (empty for
 * a deletion). An `equal` run has the same words on both sides; where its marks differ, `formatChanged` is true.
 */
export interface WordOp {
  readonly kind: 'words';
  readonly op: Op;
  /** The words as plain text, cross-references resolved on the side they belong to. */
  readonly text: string;
  readonly base: readonly Inline[];
  readonly target: readonly Inline[];
  readonly formatChanged: boolean;
  /** True for the two halves of a reference to the same clause whose number moved: not a change of words. */
  readonly followed: boolean;
}

/**
 * The end of a paragraph, carrying what a word processor hangs on it: the lists, notes and quotes it stands in,
 * its type. `equal` with different `base` and `target` is a change of format (now a list, say). An inserted mark
 * between equal words is a split paragraph, a deleted one a joined one.
 */
export interface MarkOp {
  readonly kind: 'mark';
  readonly op: Op;
  readonly base: ParaProps | null;
  readonly target: ParaProps | null;
}

export type ParaOp = WordOp | MarkOp;

/** A stretch of paragraphs: words, each paragraph closed by its mark. */
export interface ParasDiff {
  readonly kind: 'paras';
  readonly ops: readonly ParaOp[];
}

export interface TableSide {
  readonly ctx: readonly Step[];
  readonly attrs: Attrs;
  readonly hasCaption: boolean;
}
export interface TableDiff {
  readonly kind: 'table';
  readonly op: Op | 'modified';
  readonly base: TableSide | null;
  readonly target: TableSide | null;
  /** Words only. */
  readonly caption: readonly WordOp[];
  readonly rows: readonly RowDiff[];
}
export interface RowDiff {
  readonly op: Op | 'modified';
  readonly base: { readonly attrs: Attrs } | null;
  readonly target: { readonly attrs: Attrs } | null;
  readonly cells: readonly CellDiff[];
}
export interface CellSide {
  readonly header: boolean;
  readonly attrs: Attrs;
}
/** A cell on both sides, or on one where its row is. */
export interface CellDiff {
  readonly base: CellSide | null;
  readonly target: CellSide | null;
  readonly flow: Flow;
}

/** The comparison of two bodies: every unit of both sides, in order. */
export type Flow = readonly (ParasDiff | TableDiff)[];

const changeKinds = [
  'inserted',
  'deleted',
  'modified',
  'moved',
  'renumbered',
  'retitled',
  'split',
  'merged',
  /** Actor line, sources, clause kind or another attribute outside the words. */
  'attributes',
  /** Words equal, marks or paragraph format not. */
  'reformatted',
  /** Only a printed reference followed its clause's new number. */
  'referenceFollowed',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** domain.md 4.1, plus `unclassified` where the words changed and no rule decides. */
export type ImpactName =
  | 'identical'
  | 'renumbered'
  | 'moved'
  | 'editorial'
  | 'clarifying'
  | 'strengthened'
  | 'weakened'
  | 'scopeWidened'
  | 'scopeNarrowed'
  | 'reversed'
  | 'newObligation'
  | 'newRecommendation'
  | 'newPermission'
  | 'newText'
  | 'removedObligation'
  | 'removedRecommendation'
  | 'removedPermission'
  | 'removedText'
  | 'split'
  | 'merged'
  | 'mixed'
  | 'unclassified';

export interface Impact {
  readonly primary: ImpactName;
  readonly flags: readonly string[];
  readonly needsReview: boolean;
}

export interface Place {
  readonly parent: string | null;
  /** 0-based among its siblings. */
  readonly index: number;
}

export interface AttributeChange {
  readonly name: string;
  readonly base: unknown;
  readonly target: unknown;
}

/** A clause that a split made or a merge ended, with all of it but its body, which is in the change's flow. */
export interface Part {
  readonly side: 'base' | 'target';
  readonly clause: Omit<Clause, 'body'>;
  readonly place: Place;
}

/** One changed clause; one entry for all parts of a split or merge. */
export interface Change {
  /** The clause's id: the base's where it has one, else the target's. For a merge, the survivor's. */
  readonly id: string;
  readonly kinds: readonly ChangeKind[];
  /** Ids as they stand in each text: one each but for inserted (no base), deleted (no target), split, merged. */
  readonly baseIds: readonly string[];
  readonly targetIds: readonly string[];
  /** Labels in the order of the ids. */
  readonly baseLabels: readonly string[];
  readonly targetLabels: readonly string[];
  readonly impact: Impact;
  readonly heading: readonly { readonly op: Op; readonly text: string }[];
  readonly actors: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly sources: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Front matter that differs, apart from heading, actors and sources: kind, numbered, normative, other keys. */
  readonly attributes: readonly AttributeChange[];
  readonly from: Place | null;
  readonly to: Place | null;
  /** Split and merged: the clauses beside the pair, in reading order. */
  readonly parts: readonly Part[];
  /** 1 where ids or recorded lineage decide; below 1 for a guess by content. */
  readonly confidence: number;
  /**
   * The bodies compared. For split and merged each clause's units stand behind a `Step` of type `clause` with
   * `attrs.id`, so that boundaries between clauses are part of the flow.
   */
  readonly flow: Flow;
}

/** What one side of a redline is. */
export interface Side {
  /** How a person names it: a version's title, a file's name. */
  readonly name: string;
  readonly text: Text;
  /** Label of each clause; '' where it has none. */
  readonly labels: ReadonlyMap<string, string>;
  /** What a cross-reference of this side prints. */
  readonly resolve: Resolve;
}

export interface Redline {
  readonly base: Side;
  readonly target: Side;
  /** Target id -> base id for every clause that stands in both. */
  readonly pairs: ReadonlyMap<string, string>;
  /** In the reading order of the target, deleted clauses behind the one they followed. */
  readonly changes: readonly Change[];
  readonly summary: Summary;
  readonly notCompared: readonly { readonly what: string; readonly why: string }[];
}

export interface Summary {
  readonly inserted: number;
  readonly deleted: number;
  readonly modified: number;
  readonly moved: number;
  readonly renumbered: number;
  readonly split: number;
  readonly merged: number;
  readonly unchanged: number;
}

/** Outline with the deleted clauses of the base woven in where they stood: what an inline redline shows. */
export interface WovenNode {
  /** Target id, or base id where the clause is gone. */
  readonly targetId: string | null;
  readonly baseId: string | null;
  /** True at the place a moved clause stood in the base; its words are shown once, at the new place. */
  readonly movedAway: boolean;
  /** null: unchanged and in place. */
  readonly change: Change | null;
  readonly children: readonly WovenNode[];
}
