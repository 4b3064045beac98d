// The sentence rule of format 1 (docs/format.md, "Sentences"). Frozen: files are broken into lines and amendments
// claim sentences by it. Character classes are spelt out, so that no Unicode version of an engine can move it.

const gap = /[ \t\n]+/y;
const end = /(?<![.!?…])[.!?…]+["'”’»)\]]*(?=[ \t\n])/g;
const opener = /["'“‘«([]*/y;
const lowerCase = /[a-zß-öø-ÿ]/;
/** Never end a sentence. */
const titles = new Set(
  'e.g. i.e. cf. viz. vs. approx. mr. mrs. ms. dr. prof. st. eg. ie. incl. excl. resp. a.k.a.'.split(' '),
);
/** Do not end a sentence before a figure: `No. 7`. */
const counters = new Set(
  'no. nos. nr. cl. cls. ref. refs. v. ver. fig. figs. p. pp. para. paras. art. arts. sec. ch. vol. ed. tab. eq. app. s. ss. pt. r. reg.'.split(' '),
); // prettier-ignore
const label = /^[([]?(?:[A-Z]\.)?(?:\d{1,4}|[A-Za-z]|[ivxlIVXL]{1,6})(?:[.-]\d{1,4})*[.)\]]*$/;

/**
 * The sentences of a run of text, each with the white space behind it: joined they are the text, byte for byte.
 * A sentence ends at `.`, `!`, `?` or `…` with any closing quotes and brackets, before white space, unless the next
 * word starts in lower case or with `,;:)].!?…`, or the point belongs to an abbreviation, an initial or a label.
 */
export function splitSentences(text: string): string[] {
  const out: string[] = [];
  let from = 0;
  end.lastIndex = 0;
  for (let match = end.exec(text); match; match = end.exec(text)) {
    gap.lastIndex = end.lastIndex;
    if (!gap.test(text)) continue;
    const next = gap.lastIndex;
    if (next >= text.length) break;
    if (!endsSentence(text, from, match.index, match[0], next)) continue;
    out.push(text.slice(from, next));
    from = next;
    end.lastIndex = next;
  }
  if (from < text.length) out.push(text.slice(from));
  return out;
}

function endsSentence(text: string, from: number, at: number, mark: string, next: number): boolean {
  opener.lastIndex = next;
  opener.test(text);
  const first = text.charAt(opener.lastIndex);
  if (lowerCase.test(first) || ',;:)].!?…'.includes(first)) return false;
  if (mark.charAt(0) !== '.' || mark.startsWith('..')) return true;
  let start = at;
  while (start > from && !' \t\n'.includes(text.charAt(start - 1))) start--;
  const word = text.slice(start, at + mark.length);
  const bare = word.replace(/^["'“‘«([]+/, '').replace(/["'”’»)\]]+$/, '');
  const lower = bare.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (titles.has(lower)) return false;
  if (counters.has(lower) && /[0-9]/.test(first)) return false;
  // One capital: an initial, but not the letter of an annex or the pronoun.
  if (/^[A-HJ-Z]\.$/.test(bare) && !/(?:Annex|Appendix|Part|Class|Type|Level|Option) $/.test(text.slice(Math.max(from, start - 12), start)))
    return false; // prettier-ignore
  gap.lastIndex = from;
  const firstWord = gap.test(text) ? gap.lastIndex : from;
  return !(start <= firstWord && label.test(word));
}
