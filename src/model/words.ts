/** A word: a maximal run of letters, digits and marks. One rule for every count the program prints. */
export const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

/** How many words a run of text holds. */
export function countWords(text: string): number {
  return text.match(wordPattern)?.length ?? 0;
}
