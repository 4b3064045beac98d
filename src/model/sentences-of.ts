import { flatten, type Unit } from './flow.ts';
import { sha256 } from './ids.ts';
import { byId, inlinesText } from './plain.ts';
import { splitSentences } from './sentence.ts';
import type { Clause } from './text.ts';

export interface Sentence {
  /** 16 hexadecimal digits of the SHA-256 of the words in NFC, without the white space around them. */
  readonly hash: string;
  readonly text: string;
  readonly where: 'heading' | 'actors' | 'body';
}

export const sentenceHash = (text: string): string => sha256(text.normalize('NFC')).slice(0, 16);

/**
 * What claims are made of: the heading, the actor line and every sentence of the body in reading order, references
 * by id, footnotes last. White space around a sentence is not part of it; blocks without words give none.
 */
export function clauseSentences(clause: Clause): readonly Sentence[] {
  const out: Sentence[] = [];
  const add = (text: string, where: Sentence['where']): void => {
    const words = text.trim();
    if (words !== '') out.push({ hash: sentenceHash(words), text: words, where });
  };
  add(clause.heading, 'heading');
  // A set: its order carries no meaning.
  add([...clause.actors].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('; '), 'actors');
  const visit = (units: readonly Unit[]): void => {
    for (const unit of units) {
      if (unit.kind === 'para') {
        for (const sentence of splitSentences(inlinesText(unit.inlines, byId))) add(sentence, 'body');
        continue;
      }
      for (const sentence of splitSentences(inlinesText(unit.caption ?? [], byId))) add(sentence, 'body');
      for (const row of unit.rows) for (const cell of row.cells) visit(cell.units);
    }
  };
  visit(flatten(clause.body));
  return out;
}
