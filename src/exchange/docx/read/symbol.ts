/** Characters of symbol fonts (by their code in the font) that stand in ordinary documents. */
const fonts: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  symbol: {
    0x61: 'α',
    0x62: 'β',
    0x64: 'δ',
    0x67: 'γ',
    0x6c: 'λ',
    0x6d: 'μ',
    0x70: 'π',
    0x73: 'σ',
    0x44: 'Δ',
    0x53: 'Σ',
    0x57: 'Ω',
    0xa3: '≤',
    0xb3: '≥',
    0xb9: '≠',
    0xb0: '°',
    0xb1: '±',
    0xb4: '×',
    0xb7: '•',
    0xae: '→',
    0xac: '←',
    0xa5: '∞',
    0xb8: '÷',
    0xd2: '®',
    0xd3: '©',
    0xd4: '™',
    0xbc: '…',
    0xde: '⇒',
  },
  wingdings: {
    0xa7: '▪',
    0xa8: '☐',
    0x6f: '☐',
    0xfe: '☑',
    0xfd: '☒',
    0xfc: '✓',
    0xfb: '✗',
    0xe0: '→',
    0xdf: '←',
    0xd8: '➢',
    0x6c: '●',
    0x6e: '■',
    0x71: '❑',
    0x76: '❖',
    0x4a: '☺',
  },
};

/** A `w:sym` as a character of Unicode; `known` is false where only the font knows what it shows. */
export function symbol(font: string, code: string): { readonly text: string; readonly known: boolean } {
  const given = Number.parseInt(code, 16);
  if (Number.isNaN(given) || given > 0x10ffff || given === 0) return { text: '\ufffd', known: false };
  const own = given >= 0xf000 && given <= 0xf0ff ? given - 0xf000 : given;
  const table = fonts[font.toLowerCase()];
  const found = table?.[own];
  if (found !== undefined) return { text: found, known: true };
  // A symbol font has letters and digits of ASCII at their own places, Wingdings has not.
  if (own !== given && font.toLowerCase() === 'symbol' && own >= 0x20 && own < 0x40)
    return { text: String.fromCharCode(own), known: true };
  return { text: String.fromCodePoint(given), known: own === given && table === undefined };
}
