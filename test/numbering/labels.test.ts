import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultMeta,
  makeClause,
  placedClauses,
  type Clause,
  type ClauseKind,
  type OutlineNode,
  type ProfileName,
  type Text,
} from '../../src/model/text.ts';
import { canonicalLabel, labelsOf, letters } from '../../src/numbering/labels.ts';
import { resolver } from '../../src/numbering/references.ts';
import { textOfClausesArb } from '../helpers/arbitrary-text.ts';

const runs = { numRuns: Number(process.env['CLAUSEWRIGHT_RUNS'] ?? 80), seed: 3 };

/** `principle(provision(provision) provision)`: ids are the kinds with a running number. */
function textOf(profile: ProfileName, source: string, changed: Record<string, Partial<Clause>> = {}): Text {
  const clauses = new Map<string, Clause>();
  const root: OutlineNode[] = [];
  const open: OutlineNode[][] = [root];
  for (const [token] of source.matchAll(/[a-z]+|[()]/g)) {
    const here = open[open.length - 1] ?? root;
    if (token === ')') open.pop();
    else if (token === '(') open.push((here[here.length - 1]?.children ?? []) as OutlineNode[]);
    else {
      const id = `${token}${clauses.size}`;
      clauses.set(id, makeClause({ id, kind: token as ClauseKind, ...changed[id] }));
      here.push({ id, children: [] });
    }
  }
  return { name: 'code', meta: { ...defaultMeta, profile }, outline: root, clauses, findings: [] };
}
const labels = (text: Text): string[] => {
  const all = labelsOf(text);
  return placedClauses(text).map(({ clause }) => all.get(clause.id) ?? 'none');
};

describe('labels', () => {
  test('of a Code: principles run on through sections, provisions within their principle', () => {
    const source =
      'section section(principle(provision(provision provision) provision) principle(provision)) section(principle(provision))';
    expect(labels(textOf('code', source))).toEqual(
      ['', '', '1', '1.1', '1.1.1', '1.1.2', '1.2', '2', '2.1', '', '3', '3.1'],
    ); // prettier-ignore
  });

  test('of a Code: annexes have letters, all within one series; terms and references none', () => {
    const source =
      'principle section(term reference) annex(section provision section(provision)) annex(provision)';
    expect(labels(textOf('code', source))).toEqual(
      ['1', '', '', '', 'Annex A', 'A.1', 'A.2', 'A.3', 'A.3.1', 'Annex B', 'B.1'],
    ); // prettier-ignore
  });

  test('of a Code without principles: its provisions are counted through', () => {
    expect(labels(textOf('code', 'section(provision(provision)) section(provision)'))).toEqual(
      ['', '1', '1.1', '', '2'],
    ); // prettier-ignore
  });

  test('of an ETSI deliverable: clauses, designators, references, annexes', () => {
    const source =
      'section section section(section(reference) section(reference reference)) section(section(principle(provision(provision) provision) principle(provision))) annex(section(provision)) section';
    const text = textOf('etsi-ts', source, {
      section0: { numbered: false },
      section5: { heading: 'Informative references' },
      section19: { numbered: false },
    });
    expect(labels(text)).toEqual([
      '', '1', '2', '2.1', '[1]', '2.2', '[i.1]', '[i.2]', '3', '3.1', '3.1.1', 'Provision 3.1.1-1',
      'Provision 3.1.1-1.1', 'Provision 3.1.1-2', '3.1.2', 'Provision 3.1.2-1', 'Annex A', 'A.1', 'Provision A.1-1', '',
    ]); // prettier-ignore
  });

  test('as printed are the printed numbers in their canonical form', () => {
    const text = textOf('as-printed', 'principle(provision provision)', {
      principle0: { printed: 'Principle\u00a03:' },
      provision1: { printed: '3.1.' },
    });
    expect(labels(text)).toEqual(['Principle 3', '3.1', '']);
    for (const once of ['1.2.1', 'Principle 3', 'A-14', '(a)']) expect(canonicalLabel(once)).toBe(once);
    expect(['5.1.1–2:', ' 4.  ', '7.\u2014'].map(canonicalLabel)).toEqual(['5.1.1-2', '4', '7']);
  });

  test('after Z come two letters', () => {
    expect([1, 26, 27, 52, 53, 703].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'AAA']);
  });

  test('are given to every clause, and computed ones never twice', () => {
    fc.assert(
      fc.property(textOfClausesArb, fc.constantFrom<ProfileName>('code', 'etsi-ts'), (given, profile) => {
        const text = { ...given, meta: { ...given.meta, profile } };
        const all = labelsOf(text);
        expect([...all.keys()].sort()).toEqual([...text.clauses.keys()].sort());
        const printed = [...all.values()].filter((label) => label !== '');
        expect(new Set(printed).size).toBe(printed.length);
        for (const { clause, parent } of placedClauses(text)) {
          const [own, above] = [all.get(clause.id) ?? '', all.get(parent ?? '') ?? ''];
          if (clause.kind === 'provision' && own !== '' && above !== '')
            expect(own.replace('Provision ', '')).toMatch(
              new RegExp(`^${above.replace(/^(Provision|Annex) /, '').replaceAll('.', '\\.')}[.-]\\d+$`),
            );
        }
      }),
      runs,
    );
  });

  test('depend on what stands before a clause, not on what comes behind it or on its words', () => {
    fc.assert(
      fc.property(textOfClausesArb, textOfClausesArb, fc.constantFrom<ProfileName>('code', 'etsi-ts'), (a, b, profile) => {
        const meta = { ...a.meta, profile };
        const alone = labelsOf({ ...a, meta });
        const longer = labelsOf({
          ...a,
          meta,
          outline: [...a.outline, ...b.outline],
          clauses: new Map([...b.clauses, ...a.clauses]),
        });
        for (const [id, label] of alone) if (!b.clauses.has(id)) expect(longer.get(id)).toBe(label);
      }),
      runs,
    ); // prettier-ignore
  });
});

describe('a reference', () => {
  const here = new Map([['a', '1.2'], ['plain', '']]); // prettier-ignore
  const resolve = resolver(here, 'code', new Map([['standard', new Map([['a', 'Provision 5.1-2']])]]));
  test('prints the label its clause has in the text it names', () => {
    expect(resolve({ id: 'a', text: '' })).toBe('1.2');
    expect(resolve({ id: 'a', text: 'code' })).toBe('1.2');
    expect(resolve({ id: 'a', text: 'standard' })).toBe('Provision 5.1-2');
  });
  test('prints the id where the clause is gone or has no label', () => {
    expect(resolve({ id: 'plain', text: '' })).toBe('[[plain]]');
    expect(resolve({ id: 'b', text: 'standard' })).toBe('[[standard:b]]');
    expect(resolve({ id: 'a', text: 'guide' })).toBe('[[guide:a]]');
  });
});
