import { cleanHtml } from '../exchange/html/clean.ts';
import { cleanDocx } from '../exchange/docx/write.ts';
import { textMarkdown } from '../exchange/markdown/write.ts';
import { Failure, type Finding } from '../model/failure.ts';
import { bodyText } from '../model/plain.ts';
import { placedClauses } from '../model/text.ts';
import type { Side } from '../redline/types.ts';
import type { At, Draft } from './draft.ts';

interface ShownClause {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly heading: string;
  readonly actors: readonly string[];
  readonly text: string;
}

export interface Shown {
  readonly title: string;
  readonly text: string;
  readonly profile: string;
  readonly clauses: readonly ShownClause[];
  readonly findings: readonly Finding[];
  readonly markdown: string;
}

/** A text as design 5 prints it, in reading order. */
export async function show(draft: Draft, input: { at: string; text: string | undefined }): Promise<Shown> {
  const side = await draft.side(input.at, input.text);
  return {
    title: side.text.meta.title,
    text: side.text.name,
    profile: side.text.meta.profile,
    clauses: shownClauses(side),
    findings: side.text.findings,
    markdown: textMarkdown(side.text, side.labels, side.resolve),
  };
}

function shownClauses(side: Side): ShownClause[] {
  return placedClauses(side.text).map(({ clause, parent, depth }) => ({
    id: clause.id,
    kind: clause.kind,
    label: side.labels.get(clause.id) ?? '',
    parent,
    depth,
    heading: clause.heading,
    actors: clause.actors,
    text: bodyText(clause.body, side.resolve),
  }));
}

/** The id of a clause given by id or label; a Failure names what there is. */
export async function findClause(
  draft: Draft,
  word: string,
  text?: string,
  ref = 'working',
): Promise<string> {
  const side: Side & At = await draft.side(ref, text);
  if (side.text.clauses.has(word)) return word;
  const folded = foldLabel(word);
  const found = [...side.labels]
    .filter(([, label]) => label !== '' && foldLabel(label) === folded)
    .map(([id]) => id);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1) {
    throw new Failure(
      'ambiguous-clause',
      `${word}: ${found.length} clauses have this number (${found.join(', ')}); give the id of the one you mean.`,
      { clauses: found },
    );
  }
  return word;
}

const foldLabel = (label: string): string =>
  label
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(clause|section|principle|provision)\s+/, '')
    .trim();

export interface ExportInput {
  readonly at: string;
  readonly text: string | undefined;
  readonly format: 'html' | 'docx' | 'json' | 'markdown';
  readonly out: string;
}

export async function exportText(draft: Draft, input: ExportInput): Promise<string | Uint8Array> {
  const side = await draft.side(input.at, input.text);
  switch (input.format) {
    case 'html':
      return cleanHtml(side);
    case 'docx':
      return cleanDocx(side);
    case 'markdown':
      return textMarkdown(side.text, side.labels, side.resolve);
    case 'json': {
      const { markdown: _, ...value } = await show(draft, input);
      return `${JSON.stringify(value, null, 2)}\n`;
    }
  }
}
