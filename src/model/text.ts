import type { Node } from 'prosemirror-model';
import type { Finding } from './failure.ts';
import { schema } from './schema.ts';

export const clauseKinds = ['section', 'principle', 'provision', 'term', 'reference', 'annex'] as const;
export type ClauseKind = (typeof clauseKinds)[number];

export const profileNames = ['as-printed', 'code', 'etsi-ts'] as const;
export type ProfileName = (typeof profileNames)[number];

/** One node of a text's tree, without its place in it. */
export interface Clause {
  /** Never changes, never reused; the same id in two texts of a draft means: descended from one another. */
  readonly id: string;
  readonly kind: ClauseKind;
  /** Plain text; empty where the clause has none. For a `term` the term itself, for a `reference` its tag or title. */
  readonly heading: string;
  /** False keeps a section out of the numbering (a foreword, say). Default true. */
  readonly numbered: boolean;
  /** The number as the source printed it, final point and all (`1.2.1.`, `Principle 3:`); null where it printed none. */
  readonly printed: string | null;
  /** Annexes only. */
  readonly normative: boolean | null;
  /** "Primarily applies to": a set, its order carries no meaning. */
  readonly actors: readonly string[];
  /** Where the clause came from, as printed. */
  readonly sources: readonly string[];
  /** Front matter that this version of the program does not know, kept as it came. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly body: Node;
}

export interface OutlineNode {
  readonly id: string;
  readonly children: readonly OutlineNode[];
}

export interface TextMeta {
  readonly title: string;
  readonly identifier: string;
  readonly language: string;
  readonly profile: ProfileName;
  readonly numbering: { readonly mode: 'free' | 'frozen'; readonly from: string | null };
  readonly derivedFrom: string | null;
  /** The roles that may stand in an actor line. */
  readonly actors: readonly string[];
  readonly abbreviations: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** One document of a draft at one moment. Immutable. */
export interface Text {
  /** Folder name under `texts/`. */
  readonly name: string;
  readonly meta: TextMeta;
  readonly outline: readonly OutlineNode[];
  readonly clauses: ReadonlyMap<string, Clause>;
  /** What was found broken while reading; the rest of the text is here all the same. */
  readonly findings: readonly Finding[];
}

const emptyBody: Node = schema.node('doc');

export const defaultMeta: TextMeta = {
  title: '',
  identifier: '',
  language: 'en-GB',
  profile: 'code',
  numbering: { mode: 'free', from: null },
  derivedFrom: null,
  actors: [],
  abbreviations: {},
  extra: {},
};

/** A clause with every field at its default but those given. */
export function makeClause(given: Partial<Clause> & Pick<Clause, 'id' | 'kind'>): Clause {
  return {
    heading: '',
    numbered: true,
    printed: null,
    normative: null,
    actors: [],
    sources: [],
    extra: {},
    body: emptyBody,
    ...given,
  };
}

/** A clause in its place. */
export interface Placed {
  readonly clause: Clause;
  readonly parent: string | null;
  /** 0 for a top-level clause. */
  readonly depth: number;
  /** Position among its siblings, from 0. */
  readonly index: number;
  readonly children: readonly OutlineNode[];
}

/** Every clause in reading order. */
export function placedClauses(text: Text): Placed[] {
  const out: Placed[] = [];
  const visit = (nodes: readonly OutlineNode[], parent: string | null, depth: number): void => {
    nodes.forEach((node, index) => {
      const clause = text.clauses.get(node.id);
      if (!clause) return; // A missing file is reported as a finding when the text is read.
      out.push({ clause, parent, depth, index, children: node.children });
      visit(node.children, node.id, depth + 1);
    });
  };
  visit(text.outline, null, 0);
  return out;
}
