import type { Node } from 'prosemirror-model';
import type { SourceNote } from '../../source.ts';
import type { XmlElement } from '../../xml.ts';
import type { Numbering } from './numbering.ts';
import type { Part, WordParts } from './parts.ts';
import type { StyleFacts } from './styles.ts';

/** What the readers of one document share; only `notes`, `assets` and the count of paragraphs grow. */
export interface Context {
  readonly parts: WordParts;
  readonly styles: (id: string | undefined) => StyleFacts;
  readonly numbering: Numbering;
  readonly footnotes: ReadonlyMap<string, StoryElement>;
  readonly endnotes: ReadonlyMap<string, StoryElement>;
  readonly notes: SourceNote[];
  readonly assets: Map<string, Uint8Array>;
  /** Number of the paragraph being read, from 1. */
  paragraph: number;
}

export interface StoryElement {
  readonly part: Part;
  readonly root: XmlElement;
}

/** A run of paragraphs that belong together: the body, a footnote. Fields may begin in one and end in another. */
export interface Story {
  readonly context: Context;
  readonly part: Part;
  readonly fields: Field[];
  /** Reads block elements that stand inside a paragraph or cell. */
  readonly blocksOf: (elements: readonly XmlElement[], story: Story) => Node[];
}

interface Field {
  instruction: string;
  showing: boolean;
}

export const placeOf = (context: Context): string => `paragraph ${Math.max(context.paragraph, 1)}`;

export function note(context: Context, kind: SourceNote['kind'], message: string): void {
  const place = placeOf(context);
  for (let i = context.notes.length - 1; i >= 0 && context.notes[i]?.place === place; i--)
    if (context.notes[i]?.message === message) return;
  context.notes.push({ place, kind, message });
}
