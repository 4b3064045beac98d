import type { Node } from 'prosemirror-model';

const line =
  /^\s*(?:this (?:principle|provision|guideline|section) )?(?:(primarily) applies|applies(?: (primarily))?) to(\s*:)?\s+([^]+)$/i;
const bracketed = /\s*\[([^[\]]{2,300})\]\s*\.?\s*$/;

export interface ActorLine {
  readonly actors: readonly string[];
  readonly sources: readonly string[];
}

/** Whom a clause says it applies to, from a paragraph that says nothing else; null for any other paragraph. */
export function actorLine(block: Node): ActorLine | null {
  if (block.type.name !== 'paragraph' || block.textContent.length > 500) return null;
  const match = line.exec(block.textContent);
  if (!match) return null;
  const dressed = block.firstChild?.marks.some(
    (mark) => mark.type.name === 'strong' || mark.type.name === 'em',
  );
  if (match[3] === undefined && match[1] === undefined && match[2] === undefined && !dressed) return null;
  const said = match[4] ?? '';
  const source = bracketed.exec(said);
  const actors = said
    .slice(0, source ? source.index : said.length)
    .replace(/[.\s]+$/, '')
    .split(/\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+/)
    .map((actor) => actor.replace(/\s+/g, ' ').trim())
    .filter((actor) => actor !== '');
  if (actors.length === 0 || actors.some((actor) => actor.length > 60 || /[.:]/.test(actor))) return null;
  return { actors, sources: source ? sourcesIn(source[1] ?? '') : [] };
}

/** Sources of a paragraph that is one bracket, such as stands beside an actor line; null for any other. */
export function sourceLine(block: Node): readonly string[] | null {
  const match = /^\s*\[([^[\]]{2,300})\]\s*\.?\s*$/.exec(
    block.type.name === 'paragraph' ? block.textContent : '',
  );
  return match ? sourcesIn(match[1] ?? '') : null;
}

const sourcesIn = (words: string): string[] =>
  words
    .split(/\s*[,;]\s*/)
    .map((source) => source.trim())
    .filter((source) => source !== '');
