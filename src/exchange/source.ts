import type { Node } from 'prosemirror-model';

/**
 * What every reader of a foreign format (Markdown, Word, HTML, plain text) hands to the one builder that makes
 * clauses of it: blocks of our schema in reading order, headings marked as such, and a report of what was not
 * understood. Readers keep words; the builder decides what is a clause.
 */
export interface SourceDocument {
  /** Title if the format says one (a property or title style), else ''. */
  readonly title: string;
  readonly blocks: readonly SourceBlock[];
  readonly notes: readonly SourceNote[];
  /** Images and other files the blocks' `src` attributes point at: path under `assets/` -> bytes. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
}

export interface SourceBlock {
  /**
   * A block of the schema: paragraph, list, table, note … A heading is a paragraph with `heading` set.
   * Numbers that the source *prints as text* are still in the words; the builder takes them off.
   */
  readonly node: Node;
  /** 1 to 9 for a heading by the format's own word (style, outline level, `##`); null for running text. */
  readonly heading: number | null;
  /**
   * The automatic number a word processor would print before this paragraph (`3.2.1.`, `Annex A`), computed from
   * the document's own definitions; '' where there is none. List labels of ordinary lists are not given here:
   * those become ordered_list nodes. Given for headings and for multi-level numbered paragraphs.
   */
  readonly number: string;
  /** Anchors (`<a name>`, bookmarks) that point at this block. */
  readonly anchors: readonly string[];
  /** For messages: a 1-based line of the source, or a paragraph number for formats without lines. */
  readonly place: string;
}

export interface SourceNote {
  readonly place: string;
  readonly message: string;
  readonly kind: 'kept-as-text' | 'kept-opaque' | 'left-out' | 'changed' | 'info';
}
