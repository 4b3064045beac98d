import { describe, expect, test } from 'vitest';
import {
  guessColumns,
  parseMapping,
  serialiseMapping,
  type Mapping,
} from '../../../src/exchange/csv/columns.ts';
import { planIntake, type IntakeContext, type IntakePlan } from '../../../src/exchange/csv/intake.ts';
import { readCsv } from '../../../src/exchange/csv/read.ts';
import { commentFiles, intakePath, serialiseIntake } from '../../../src/feedback/files.ts';
import { findLeaks } from '../../../src/feedback/leaks.ts';
import { commentText, heldByKey } from '../../../src/feedback/types.ts';
import { onSamples, readSample } from '../../helpers/samples.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const context: IntakeContext = {
  consultation: { id: 'open', kind: 'public', version: 'one', opens: '', closes: [], questions: [{ id: 'q1', text: 'Are lamps needed?', about: ['lamps'] }] }, // prettier-ignore
  clauses: [
    { id: 'lamps', label: '1.2', heading: 'Lamps' },
    { id: 'fares', label: 'Principle 3', heading: 'Fair fares' },
    { id: 'tides', label: '5.1-1', heading: '' },
  ],
  existing: { intake: [], comments: [], held: [] },
  salt: '00ff',
};
const plan = (csv: string, more: Partial<IntakeContext> = {}, mapping?: Mapping): IntakePlan => {
  const table = readCsv(bytes(csv), 'x.csv');
  const result = planIntake(table, mapping ?? guessColumns(table.headers, table.rows), {
    ...context,
    ...more,
  });
  expect(result.kept + result.dropped).toBe(table.rows.length);
  return result;
};
const after = ({ intake, comments, held }: IntakePlan) => ({ existing: { intake, comments, held } });
const clauses = ({ comments }: IntakePlan) => comments.map(({ links }) => links.map(({ clause }) => clause));

const iso = `MB/NC,Clause/Subclause,Type of comment,Comments,Proposed change,E-mail\r
GB,1.2,te,"Lamps burn
too late, they ""glare""",Dim them,ada@example.org\r
GB,Principle 3; clause 5.1-1,ed,Say fare,,ada@example.org\r
NO,"1.2, 9.9",ge,No lamps at all,,bo@example.org\r
NO,,ge,,,bo@example.org\r
`;

describe('a table of comments', () => {
  test('is taken in with its clauses; rows without a comment and clauses unknown are noted with their lines', () => {
    const result = plan(iso);
    expect(result).toMatchObject({ kept: 3, dropped: 1 });
    expect(clauses(result)).toEqual([['lamps'], ['fares', 'tides'], ['lamps']]);
    expect(result.comments.map(({ type }) => type)).toEqual(['technical', 'editorial', 'general']);
    expect(result.comments.map(({ id }) => id)).toEqual(['open-001', 'open-002', 'open-003']);
    expect(result.notes.map(({ line }) => line)).toEqual([5, 6]);
    expect(result.intake).toHaveLength(2);
    const held = heldByKey(result.held);
    expect(result.comments.map((comment) => commentText(comment, held))).toEqual([
      'Lamps burn\ntoo late, they "glare"\n\nProposed change: Dim them',
      'Say fare',
      'No lamps at all',
    ]);
    expect(result.held[0]?.consent).toBe('none');
  });

  test('taken in again adds nothing; with a row more, that row', () => {
    const first = plan(iso);
    expect(plan(iso, after(first))).toMatchObject({
      held: [],
      intake: [],
      comments: [],
      kept: 0,
      dropped: 4,
    });
    const more = plan(`${iso}GB,1.2,ge,One thing more,,ada@example.org\r\n`, after(first));
    expect(more).toMatchObject({ intake: [], kept: 1 });
    expect(more.comments.map((one) => [one.id, commentText(one, heldByKey(more.held))])).toEqual([['open-004', 'One thing more']]); // prettier-ignore
  });

  test('leaves no word or name of a respondent in the files of the repository', () => {
    const result = plan(
      'Name;Comment;Clause\nMaud Trellis;Paint every bollard on the long quay yellow at once;1.2\n',
    );
    const files = new Map([
      ...commentFiles(result.comments),
      [intakePath('open'), serialiseIntake(result.intake)],
    ]);
    expect(files.size).toBe(2);
    expect(findLeaks(files, result.held)).toEqual([]);
    expect(plan('Name;Comment\nMaud Trellis;x y\n', { salt: 'other' }).intake[0]?.response).not.toBe(result.intake[0]?.response); // prettier-ignore
  });

  test('gives a comment on a question the clauses that question is about', () => {
    const result = plan('Question,Comment\nAre lamps needed?,Yes they are\nWhat else?,A bell\n');
    expect(clauses(result)).toEqual([['lamps'], []]);
    expect(result.consultation.questions.map(({ id }) => id)).toEqual(['q1', 'q2']);
  });

  test('is read whatever its encoding and delimiter, and headings given twice are told apart', () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from('Comment\tComment\né\tb\n', 'utf16le')]);
    expect(readCsv(utf16, 'x').headers).toEqual(['Comment', 'Comment (2)']);
    expect(readCsv(Uint8Array.from(Buffer.from('A;B\ncaf\xe9;\x93q\x94\n', 'latin1')), 'x').rows[0]?.cells).toEqual(['café', '“q”']); // prettier-ignore
    expect(readCsv(bytes('\ufeffA,B\n1\n'), 'x')).toMatchObject({ headers: ['A', 'B'], rows: [{ cells: ['1', ''], line: 2 }] }); // prettier-ignore
    expect(() => readCsv(bytes('A,B\n'), 'x.csv')).toThrow('x.csv has no rows');
  });

  test('without a column of comments is refused with the columns found and the remedy', () => {
    expect(() => plan('Colour,Size\nred,1\n')).toThrow('columns found: "Colour", "Size"); say which one holds them with --columns'); // prettier-ignore
    const mapping = parseMapping('comment: Colour\nfilter:\n  Size: "1"\n', 'map.yaml');
    expect(parseMapping(serialiseMapping(mapping), 'map.yaml')).toEqual(mapping);
    expect(plan('Colour,Size\nred,1\nblue,2\n', {}, mapping)).toMatchObject({ kept: 1, dropped: 1 });
    expect(() => plan('Hue,Size\nred,1\n', {}, mapping)).toThrow('no column "Colour"');
    expect(() => parseMapping('clause: x\n', 'map.yaml')).toThrow('map.yaml, line 1');
  });

  const nist = 'feedback/nist-800-63-3-issue-to-change.csv';
  onSamples('the issues of NIST SP 800-63B are found by number and heading', [nist], () => {
    const table = readCsv(readSample(nist), 'nist.csv');
    const mapping = parseMapping(
      'comment: commit_subject\nclause: nearest_heading_in_new_version\nreference: issue_number\nfilter:\n  file: sp800-63b/\n',
      'map.yaml',
    );
    const at = table.headers.indexOf('file');
    const result = planIntake(table, mapping, context);
    expect(result.kept).toBe(table.rows.filter(({ cells }) => cells[at]?.startsWith('sp800-63b/')).length);
    expect(result.kept + result.dropped).toBe(table.rows.length);
    expect(result.comments.length).toBeLessThan(result.kept);
    const again = planIntake(table, mapping, { ...context, ...after(result) });
    expect(again).toMatchObject({ kept: 0, comments: [], held: [] });
  });

  const survey = 'feedback/uk-consultation-exports/responses_lgr_format.csv';
  onSamples('a survey gives a comment for every free-text answer', [survey], () => {
    const table = readCsv(readSample(survey), 'survey.csv');
    const mapping = guessColumns(table.headers, table.rows);
    expect(mapping.comment).toEqual(table.headers.filter((header) => header.includes('explain your answers') || header.startsWith('Prop 2 Q8'))); // prettier-ignore
    const result = planIntake(table, mapping, context);
    const answers = table.rows.flatMap(({ cells }) => mapping.comment.filter((one) => cells[table.headers.indexOf(one)] !== '')); // prettier-ignore
    expect(result.comments).toHaveLength(answers.length);
  });
});
