import { wordPattern } from '../model/words.ts';
import type { HeldResponse } from './types.ts';

export interface Leak {
  readonly path: string;
  /** What was found, without saying it again. */
  readonly what: string;
}

const shingle = 8;
/** Shorter answers ("Yes", "Strongly agree") are words that anybody uses. */
const shortestAnswer = 4;

/**
 * Looks in any files for what only the vault may hold: names, e-mail addresses, and runs of eight words or whole
 * short answers of respondents (law 6). Words are compared without case, punctuation and line breaks.
 * Runs of words that stand in `published` (the clauses that people were asked about and quote) tell nothing.
 */
export function findLeaks(
  files: ReadonlyMap<string, Uint8Array | string>,
  held: readonly HeldResponse[],
  published: readonly string[] = [],
): Leak[] {
  const runs = new Map<string, string>();
  const names: { needle: string; what: string }[] = [];
  const mails = new Map<string, string>();
  for (const { response, identity, answers } of held) {
    if (identity.email.includes('@')) mails.set(identity.email.trim().toLowerCase(), `an e-mail address of response ${response}`);
    const words = wordsOf(identity.name);
    if (words.length >= 2) names.push({ needle: ` ${words.join(' ')} `, what: `a name of response ${response}` }); // prettier-ignore
    for (const answer of Object.values(answers)) {
      const words = wordsOf(answer);
      const what = `words of response ${response}`;
      if (words.length >= shortestAnswer && words.length < shingle) names.push({ needle: ` ${words.join(' ')} `, what });
      for (let i = 0; i + shingle <= words.length; i++) runs.set(words.slice(i, i + shingle).join(' '), what);
    }
  } // prettier-ignore
  for (const text of published) {
    const words = wordsOf(text);
    for (let i = 0; i + shingle <= words.length; i++) runs.delete(words.slice(i, i + shingle).join(' '));
  }
  const out: Leak[] = [];
  for (const [path, content] of files) {
    const text = (typeof content === 'string' ? content : new TextDecoder().decode(content)).toLowerCase();
    const found = new Set<string>();
    for (const [mail, what] of mails) if (text.includes(mail)) found.add(what);
    const words = wordsOf(`${path}\n${text}`);
    const line = ` ${words.join(' ')} `;
    for (const { needle, what } of names) if (line.includes(needle)) found.add(what);
    for (let i = 0; i + shingle <= words.length; i++) {
      const what = runs.get(words.slice(i, i + shingle).join(' '));
      if (what !== undefined) found.add(what);
    }
    for (const what of found) out.push({ path, what });
  }
  return out;
}

const wordsOf = (text: string): string[] => text.normalize('NFC').toLowerCase().match(wordPattern) ?? [];
