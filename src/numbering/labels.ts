import type { OutlineNode, Text } from '../model/text.ts';

/**
 * A printed number in its canonical form: no final point or colon, spaces folded, dashes plain
 * (`1.2.1.` -> `1.2.1`, `Principle 3:` -> `Principle 3`).
 */
export function canonicalLabel(printed: string): string {
  return printed
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[\u2010\u2011\u2012\u2013]/g, '-')
    .trim()
    .replace(/[.:)\s\u2014-]+$/, (end) => (end.startsWith(')') ? ')' : ''))
    .trim();
}

/** `A` to `Z`, then `AA`, `AB` … for 1, 2 … */
export function letters(n: number): string {
  let out = '';
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26))
    out = String.fromCharCode(65 + ((rest - 1) % 26)) + out;
  return out;
}

/** Label of every clause, by id; '' where it has none. Computed by the text's profile from the clause's place. */
export function labelsOf(text: Text): Map<string, string> {
  switch (text.meta.profile) {
    case 'as-printed':
      return asPrinted(text);
    case 'code':
      return code(text);
    case 'etsi-ts':
      return etsi(text);
  }
}

function asPrinted(text: Text): Map<string, string> {
  return new Map(
    [...text.clauses].map(([id, clause]) => [
      id,
      clause.printed === null ? '' : canonicalLabel(clause.printed),
    ]),
  );
}

/**
 * UK Codes: phases are unnumbered headings; principles run on through them; provisions are n.m and n.m.q; annexes
 * have letters and all within them one series (domain: UK Code, as a model).
 */
function code(text: Text): Map<string, string> {
  const labels = new Map<string, string>();
  let principles = 0;
  let annexes = 0;
  const hasPrinciples = [...text.clauses.values()].some((clause) => clause.kind === 'principle');
  const visit = (nodes: readonly OutlineNode[], above: string): void => {
    let here = 0;
    for (const node of nodes) {
      const clause = text.clauses.get(node.id);
      if (!clause) continue;
      let label = '';
      if (clause.numbered) {
        if (clause.kind === 'annex') label = `Annex ${letters(++annexes)}`;
        else if (clause.kind === 'principle') label = String(++principles);
        else if (clause.kind === 'provision' && above !== '') label = `${above}.${++here}`;
        else if (clause.kind === 'provision' && !hasPrinciples) label = String(++principles);
        else if (clause.kind === 'section' && above !== '') label = `${above}.${++here}`;
      }
      labels.set(node.id, label);
      visit(node.children, label.replace(/^Annex /, ''));
    }
  };
  visit(text.outline, '');
  return labels;
}

/**
 * ETSI: clauses 1, 2, 5.1, 5.1.1; a provision is counted within its clause, `Provision 5.1.1-2`, a sub-provision
 * within its provision, `Provision 5.1.1-2.1`; references `[1]` and `[i.1]` in order of listing.
 */
function etsi(text: Text): Map<string, string> {
  const labels = new Map<string, string>();
  let annexes = 0;
  let normative = 0;
  let informative = 0;
  const visit = (
    nodes: readonly OutlineNode[],
    above: string,
    under: 'text' | 'clause' | 'provision',
    inInformative: boolean,
  ): void => {
    let clauses = 0;
    let provisions = 0;
    for (const node of nodes) {
      const clause = text.clauses.get(node.id);
      if (!clause) continue;
      let label = '';
      let next = above;
      let kind = under;
      if (clause.numbered) {
        if (clause.kind === 'annex') {
          next = letters(++annexes);
          label = `Annex ${next}`;
          kind = 'clause';
        } else if (clause.kind === 'section' || clause.kind === 'principle') {
          if (under === 'text' || above !== '') {
            next = above === '' ? String(++clauses) : `${above}.${++clauses}`;
            label = next;
          }
          kind = 'clause';
        } else if (clause.kind === 'provision' && above !== '') {
          next = under === 'provision' ? `${above}.${++provisions}` : `${above}-${++provisions}`;
          label = `Provision ${next}`;
          kind = 'provision';
        } else if (clause.kind === 'reference')
          label = inInformative ? `[i.${++informative}]` : `[${++normative}]`;
      } else {
        next = '';
        kind = 'clause';
      }
      labels.set(node.id, label);
      visit(node.children, next, kind, inInformative || /informative/i.test(clause.heading));
    }
  };
  visit(text.outline, '', 'text', false);
  return labels;
}
