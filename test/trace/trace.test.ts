import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { newAmendment } from '../../src/amendments/amendment.ts';
import { collectClaims } from '../../src/amendments/claims.ts';
import { commentSchema, type Comment } from '../../src/feedback/types.ts';
import { byId } from '../../src/model/plain.ts';
import { schema } from '../../src/model/schema.ts';
import { defaultMeta, makeClause, type Clause, type Text } from '../../src/model/text.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { redline } from '../../src/redline/compare.ts';
import type { Side } from '../../src/redline/types.ts';
import { traceCsv } from '../../src/trace/csv.ts';
import { trace } from '../../src/trace/trace.ts';

const clause = (id: string, words: string): Clause =>
  makeClause({ id, kind: 'provision', body: schema.node('doc', null, schema.node('paragraph', null, schema.text(words))) }); // prettier-ignore
const text = (...clauses: Clause[]): Text => ({
  name: 'code',
  meta: defaultMeta,
  outline: clauses.map(({ id }) => ({ id, children: [] })),
  clauses: new Map(clauses.map((one) => [one.id, one])),
  findings: [],
});
const side = (name: string, value: Text): Side => ({ name, text: value, labels: labelsOf(value), resolve: byId }); // prettier-ignore
const comment = (id: string, more: object = {}): Comment => ({
  ...commentSchema.parse({ id, ...more }),
  consultation: 'open',
  response: 'r-1',
});

test('a trace joins comment, amendment, clause and record, and names what is missing', () => {
  const before = [clause('keys', 'Keep keys safe.'), clause('locks', 'Test the lock.')] as const;
  const after = [clause('keys', 'Keep all keys safe.'), clause('locks', 'Test the lock twice.')] as const;
  const one = {
    ...newAmendment({ title: '=cmd()', rationale: '', comments: ['k-1'] }, [], 'x'),
    claims: collectClaims(before[0], after[0]),
  };
  const two = newAmendment({ title: 'Empty' }, [one], 'y');
  const result = trace({
    redline: redline(side('a', text(...before)), side('b', text(...after))),
    amendments: [one, two],
    comments: [
      comment('k-1', { links: [{ clause: 'keys' }], dispositions: [{ disposition: 'accepted' }] }),
      comment('k-2', { dispositions: [{ disposition: 'accepted' }], amendments: [two.id] }),
      comment('k-3'),
      comment('k-4', { dispositions: [{ disposition: 'rejected' }] }),
    ],
    records: [{ commit: 'c0', message: 'm', author: '', date: '', clauses: ['keys'] }],
    outside: [],
  });
  expect(result.clauses.map(({ id, amendments, comments, records, explained, unexplained }) => [id, amendments, comments, records, explained, unexplained])).toEqual([
    ['keys', [one.id], ['k-1'], ['c0'], 1, 0],
    ['locks', [], [], [], 0, 1],
  ]); // prettier-ignore
  expect(result.comments[0]).toMatchObject({ amendments: [one.id], changed: ['keys'] });
  expect(result.balance).toEqual({ inserted: 2, deleted: 0, explained: 1, outside: 0, unexplained: 1, byAmendment: { [one.id]: 1 } }); // prettier-ignore
  expect(result.gaps.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['accepted-without-change', 'k-2'],
    ['comment-without-disposition', 'k-3'],
    ['rejected-without-reason', 'k-4'],
    ['change-without-reason', 'locks'],
  ]);
  const rows = Papa.parse<string[]>(traceCsv(result), { skipEmptyLines: true }).data;
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([11]));
  expect(rows.flat()).toContain("'=cmd()");
  expect(rows.flat().filter((value) => /^[=+\-@\t\r]/.test(value))).toEqual([]);
});
