/** A clause as a respondent may name it. */
export interface Named {
  readonly id: string;
  readonly label: string;
  readonly heading: string;
}
export interface Found {
  readonly clause: string;
  /** 1 where nothing speaks against it. */
  readonly confidence: number;
}

const kindWord =
  /^(?:clause|section|principle|provision|paragraph|para\.?|article|annex|sub-?clause|cl\.|s\.|§+)\s*(?=\S)/;

/**
 * Finds the clauses that a cell names: by id, label (`1.2`, `Clause 4.2`, `Principle 3`), number with heading, or
 * heading; several set apart by semicolons or commas. `unmatched` are the parts that name none.
 */
export function clauseFinder(
  clauses: readonly Named[],
): (cell: string) => { found: Found[]; unmatched: string[] } {
  const exact = new Map<string, Named | null>(); // null: two clauses answer to it
  const byHeading = new Map<string, Named | null>();
  const put = (map: Map<string, Named | null>, key: string, named: Named): void => {
    if (key !== '') map.set(key, map.has(key) && map.get(key) !== named ? null : named);
  };
  for (const named of clauses) put(exact, tidy(named.id), named);
  for (const named of clauses) put(exact, tidy(named.label), named);
  for (const named of clauses) {
    const bare = tidy(named.label).replace(kindWord, '');
    if (!exact.has(bare)) put(exact, bare, named);
    put(byHeading, tidy(named.heading), named);
  }
  const one = (text: string): Found | null => {
    const whole = tidy(text);
    if (whole === '') return null;
    const direct = exact.get(whole) ?? exact.get(whole.replace(kindWord, ''));
    if (direct) return { clause: direct.id, confidence: 1 };
    const titled = byHeading.get(whole);
    if (titled) return { clause: titled.id, confidence: 1 };
    const split =
      /^((?:[a-z-]+\.?\s+)??[a-z]?\.?\d[\da-z.-]*|annex [a-z]|appendix [a-z])[\s.:)–—-]+(.+)$/.exec(whole);
    const [, number = '', heading = ''] = split ?? [];
    const label = tidy(number);
    const numbered = exact.get(label) ?? exact.get(label.replace(kindWord, ''));
    const named = byHeading.get(tidy(heading));
    if (numbered && (numbered === named || tidy(numbered.heading) === tidy(heading)))
      return { clause: numbered.id, confidence: 1 };
    // Number and heading disagree: the text was renumbered since, or retitled.
    if (named) return { clause: named.id, confidence: 0.7 };
    if (numbered) return { clause: numbered.id, confidence: 0.5 };
    return null;
  };
  return (cell) => {
    const found = new Map<string, Found>();
    const unmatched: string[] = [];
    for (const part of cell.split(/[;\n]/).map((piece) => piece.trim()).filter((piece) => piece !== '')) {
      const whole = one(part);
      const pieces = whole ? [part] : part.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '');
      for (const piece of pieces) {
        const hit = one(piece);
        if (!hit) unmatched.push(piece);
        else if (!found.has(hit.clause)) found.set(hit.clause, hit);
      }
    }
    return { found: [...found.values()], unmatched };
  }; // prettier-ignore
}

const tidy = (text: string): string =>
  text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim().replace(/[\s.:)]+$/, ''); // prettier-ignore
