import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { mappingCsv } from '../../src/exchange/mapping/csv.ts';
import { mappingHtml } from '../../src/exchange/mapping/html.ts';
import { schema } from '../../src/model/schema.ts';
import type { Clause, Text } from '../../src/model/text.ts';
import { redline } from '../../src/redline/compare.ts';
import { mapping, type MappingRow } from '../../src/transition/mapping.ts';
import { transition } from '../../src/transition/transition.ts';
import { textOfClausesArb } from '../helpers/arbitrary-text.ts';
import { ferryCode, side, textOf } from './code.ts';

const between = (base: Text, target: Text): MappingRow[] => mapping(redline(side(base), side(target)));
const reworded = (text: Text, id: string, words: string): Text => {
  const clause = text.clauses.get(id) as Clause; // the tests name clauses that are there
  const body = schema.node('doc', null, [schema.node('paragraph', null, [schema.text(words)])]);
  return { ...text, clauses: new Map(text.clauses).set(id, { ...clause, body }) };
};
const standard = (base: Text, answers = {}): Text =>
  transition(base, answers, { name: 'standard', seed: 's' }).text;

describe('the mapping', () => {
  test('of a Code to its standard gives both labels, new clauses and dropped ones with their reason', () => {
    const target = standard(ferryCode, { dropped: [{ clause: 'Principle 4', reason: 'in the guide' }] });
    const rows = between(ferryCode, target);
    expect(rows.find((row) => row.sourceId === 'p11')).toMatchObject({
      sourceLabel: '1.1',
      targetLabel: 'Provision 5.1.1-1',
      relation: 'identical',
    });
    expect(rows.filter((row) => row.relation === 'dropped').map((row) => [row.sourceId, row.reason])).toEqual(
      [
        ['principle-4', 'in the guide'],
        ['p41', 'in the guide'],
      ],
    );
    expect(
      rows.filter((row) => row.relation === 'new').map((row) => row.targetId?.replace(/-\w+$/, '')),
    ).toContain('history');
    expect(rows.find((row) => row.targetId === 'glossary')?.relation).toBe('editoriallyChanged');
  });

  test('calls a section that became an annex relocated, and an overview that only moved identical', () => {
    const rows = between(ferryCode, standard(ferryCode, { annexes: ['checklist', 'How to read it'] }));
    expect(rows.find((row) => row.targetId === 'reading')).toMatchObject({
      targetLabel: 'Annex B',
      relation: 'relocated',
    });
    const moved = between(ferryCode, standard(ferryCode)).find((row) => row.targetId === 'reading');
    expect(moved).toMatchObject({ targetLabel: '4.1', relation: 'identical' });
  });

  test('tells a change of duty from a change of words', () => {
    const base = standard(ferryCode);
    const weaker = reworded(base, 'p21', 'Keepers should light the landing after dusk.');
    expect(between(base, weaker).find((row) => row.targetId === 'p21')?.relation).toBe('technicallyChanged');
  });

  test('gives all rows of a split the same group', () => {
    const whole =
      'Keepers shall wash the deck every morning. Masters should write the count of all crossings into the log.';
    const [first = '', second = ''] = whole.split(/(?<=\.) /);
    const base = textOf('code', [{ id: 'p', kind: 'principle', heading: 'Order', children: [{ id: 'a', kind: 'provision', words: whole }] }]); // prettier-ignore
    const target = textOf('code', [{ id: 'p', kind: 'principle', heading: 'Order', children: [{ id: 'a', kind: 'provision', words: first }, { id: 'b', kind: 'provision', words: second }] }]); // prettier-ignore
    const edges = (rows: MappingRow[]) =>
      rows.slice(1).map((row) => [row.sourceId, row.targetId, row.relation, row.groupId]);
    expect(edges(between(base, target))).toEqual([
      ['a', 'a', 'split', 'S-01'],
      ['a', 'b', 'split', 'S-01'],
    ]);
    expect(edges(between(target, base))).toEqual([
      ['a', 'a', 'merged', 'M-01'],
      ['b', 'a', 'merged', 'M-01'],
    ]);
  });

  test('covers every clause of both sides', () => {
    fc.assert(
      fc.property(textOfClausesArb, textOfClausesArb, fc.boolean(), (a, b, derived) => {
        const target = derived ? standard(a) : b;
        const rows = between(a, target);
        const ids = (key: 'sourceId' | 'targetId') => new Set(rows.map((row) => row[key]));
        for (const id of a.clauses.keys()) expect(ids('sourceId')).toContain(id);
        for (const id of target.clauses.keys()) expect(ids('targetId')).toContain(id);
        for (const row of rows) {
          expect(row.sourceId === null).toBe(row.relation === 'new');
          expect(row.targetId === null).toBe(row.relation === 'dropped');
        }
      }),
      { numRuns: Number(process.env['CLAUSEWRIGHT_RUNS'] ?? 30), seed: 11 },
    );
  });
});

describe('the files of a mapping', () => {
  const rows: MappingRow[] = between(ferryCode, standard(ferryCode)).map((row, at) => ({
    ...row,
    reason: at === 0 ? '=HYPERLINK("x"), <b>' : '',
  }));

  test('CSV has a row an edge and no cell that is a formula', () => {
    const { data } = Papa.parse<Record<string, string>>(mappingCsv(rows), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data).toHaveLength(rows.length);
    expect(data[0]?.['reason']).toBe(`'=HYPERLINK("x"), <b>`);
    expect(data.map((row) => row['targetId'])).toEqual(rows.map((row) => row.targetId ?? ''));
  });

  test('HTML shows every label and nothing of a reason as markup', () => {
    const html = mappingHtml(rows, {
      title: 'Mapping',
      language: 'en-GB',
      source: 'Code',
      target: 'Standard',
    });
    for (const row of rows) expect(html).toContain(`<td>${row.targetLabel || row.targetId}</td>`);
    expect(html).not.toContain('<b>');
  });
});
