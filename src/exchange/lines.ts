import { flatten, type Inline, type Unit } from '../model/flow.ts';
import { inlineText, type Resolve } from '../model/plain.ts';
import { placedClauses, type Clause, type Text } from '../model/text.ts';
import { countNotes, Prefixes } from './prefix.ts';
import { printable } from './printable.ts';

/** What printing a text needs besides the text: labels by id ('' for none) and what references print. */
export interface Numbers {
  readonly labels: ReadonlyMap<string, string>;
  readonly resolve: Resolve;
}

/**
 * Every printed paragraph of a text in reading order: title, then of each clause label and heading, actor line,
 * sources, paragraphs with their list and note labels, captions, table cells, footnotes. The yardstick of every
 * exported file: what is read back from its bytes must be this. Empty paragraphs are not listed.
 */
export function documentLines(text: Text, numbers: Numbers): string[] {
  const lines = [text.meta.title];
  for (const { clause } of placedClauses(text)) lines.push(...clauseLines(clause, numbers));
  return tidyLines(lines);
}

export const tidyLines = (lines: readonly string[]): string[] =>
  lines.map(printable).filter((line) => line.trim() !== '');

export const actorsLine = (clause: Clause): string =>
  clause.actors.length === 0 ? '' : `Primarily applies to: ${clause.actors.join(', ')}`;
export const sourcesLine = (clause: Clause): string =>
  clause.sources.length === 0 ? '' : `Source: ${clause.sources.join('; ')}`;
export const headingLine = (clause: Clause, label: string): string =>
  clause.heading === '' ? '' : label === '' ? clause.heading : `${label} ${clause.heading}`;

function clauseLines(clause: Clause, numbers: Numbers): string[] {
  const label = numbers.labels.get(clause.id) ?? '';
  const units = flatten(clause.body);
  const prefixes = new Prefixes(countNotes(units), clause.heading === '' ? label : '');
  const body = unitLines(units, prefixes, numbers.resolve);
  return [headingLine(clause, label), actorsLine(clause), sourcesLine(clause), ...body, prefixes.rest()];
}

function unitLines(units: readonly Unit[], prefixes: Prefixes, resolve: Resolve): string[] {
  return units.flatMap((unit) => {
    if (unit.kind === 'para') {
      const picture = unit.props.type === 'figure' ? imageText(String(unit.props.attrs['alt'])) : '';
      return [prefixes.next(unit.props.ctx) + picture + printedText(unit.inlines, resolve)];
    }
    const caption = prefixes.next(unit.ctx) + printedText(unit.caption ?? [], resolve);
    const cells = unit.rows.flatMap((row) =>
      row.cells.flatMap((cell) => unitLines(cell.units, new Prefixes(countNotes(cell.units)), resolve)),
    );
    return [caption, ...cells];
  });
}

export const imageText = (alt: string): string => `[image: ${alt}] `;

/** What an inline prints in a file: its words, and a picture as its description. */
export const printedInline = (inline: Inline, resolve: Resolve): string =>
  printable(
    inline.node?.type.name === 'image'
      ? imageText(String(inline.node.attrs['alt']))
      : inlineText(inline, resolve),
  );

const printedText = (inlines: readonly Inline[], resolve: Resolve): string =>
  inlines.map((inline) => printedInline(inline, resolve)).join('');
