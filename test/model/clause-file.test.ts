import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseClause, serialiseClause } from '../../src/model/clause-file.ts';
import { bodyText, byId } from '../../src/model/plain.ts';
import { schema } from '../../src/model/schema.ts';
import { makeClause } from '../../src/model/text.ts';
import { clauseArb, runs } from '../helpers/arbitrary.ts';

const file = 'texts/code/clauses/00/x.md';

describe('the clause file', () => {
  test('law 1: parse(serialise(clause)) is the clause, and serialising is idempotent', () => {
    fc.assert(
      fc.property(clauseArb, (clause) => {
        const content = serialiseClause(clause);
        const { clause: again, findings } = parseClause(content, `clauses/00/${clause.id}.md`);
        expect(findings).toEqual([]);
        if (!again) throw new Error('no clause');
        expect({ ...again, body: again.body.toJSON() }).toEqual({ ...clause, body: clause.body.toJSON() });
        expect(serialiseClause(again)).toBe(content);
        // What git and UTF-8 do to a file on its way.
        expect(Buffer.from(content, 'utf8').toString('utf8')).toBe(content);
        expect(content).not.toContain('\r');
      }),
      { numRuns: runs(500) },
    );
  });

  test('a clause reads as a person would write it', () => {
    const body = schema.node('doc', null, [
      schema.node('paragraph', null, [
        schema.text('Keepers shall log each crossing. They should sign, e.g. by hand. See '),
        schema.node('xref', { id: 'log-book-k3f9qz' }),
        schema.text('.'),
      ]),
    ]);
    const clause = makeClause({ id: 'log-1', kind: 'provision', heading: 'Log', actors: ['Keepers'], printed: '1.2.1.', body });
    expect(serialiseClause(clause)).toBe(
      '---\nid: log-1\nkind: provision\nheading: Log\nprinted: "1.2.1."\nactors:\n  - Keepers\n---\n\n' +
        'Keepers shall log each crossing.\nThey should sign, e.g. by hand.\nSee [[log-book-k3f9qz]].\n',
    );
  }); // prettier-ignore

  test('reading anything never throws and keeps every word', () => {
    const line = fc.constantFrom(
      '---', 'id: a-1', 'kind: section', 'kind: song', 'heading: [', 'actors: x', '<table>', '<tr>', '<td>', '</td>', '</table>',
      '<figure>', '> > - 1. word7', '- ', '```', 'word1', '| word2 |', '|---|', '  word3', '\tword4', '[^1]: word5', 'x[^1] y', '<!-- list: alpha -->',
      '<caption>', '*word6', '</em>', '', '\\', '[[', '<em>', '**', '~~~', 'a  ', '&#x110000;', '&#0;', '![',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const body = lines.join('\n');
        const { clause, findings } = parseClause(`---\nid: a-1\nkind: section\n---\n${body}`, file);
        if (!clause) throw new Error('no clause');
        clause.body.check();
        expect(parseClause(body, file).clause).not.toBeNull();
        for (const finding of findings) expect(finding.file).toBe(file);
        const words = bodyText(clause.body, byId);
        for (const word of body.match(/word\d/g) ?? []) expect(words).toContain(word);
        const again = serialiseClause(clause);
        const twice = parseClause(again, file).clause;
        expect(twice?.body.toJSON()).toEqual(clause.body.toJSON());
      }),
      { numRuns: runs(1500) },
    );
  });

  test('broken front matter is reported with its line, and the words are kept', () => {
    const broken = parseClause('---\nid: a-1\nkind: provision\nheading: "open\n---\n\nWords.\n', file);
    expect(broken.findings[0]).toMatchObject({ rule: 'front-matter', file, clause: 'a-1' });
    expect(broken.findings[0]?.line).toBeGreaterThanOrEqual(4);
    expect(broken.clause).toMatchObject({ id: 'a-1', kind: 'provision' });
    expect(broken.clause?.body.textContent).toBe('Words.');

    const alias = parseClause('---\nid: a-1\nkind: term\nx: &b 1\ny: *b\n---\nWords.\n', file);
    expect(alias.findings[0]).toMatchObject({ rule: 'front-matter', line: 4 });
    expect(alias.clause?.kind).toBe('term');

    const field = parseClause('---\nid: a-1\nkind: song\n---\nWords.\n', file);
    expect(field.findings[0]).toMatchObject({ rule: 'clause-field', line: 3 });

    const none = parseClause('Only words.\n', file);
    expect(none.clause?.id).toBe('x');
    expect(none.findings[0]).toMatchObject({ rule: 'front-matter', line: 1 });
    expect(parseClause('Only words.\n', 'notes/Not An Id.md').clause).toBeNull();
  });

  test('a clause beyond 2 MB is refused with a sentence', () => {
    const long = 'x'.repeat(2_000_001);
    expect(parseClause(long, file)).toMatchObject({ clause: null, findings: [{ rule: 'clause-too-large' }] });
    const body = schema.node('doc', null, [schema.node('paragraph', null, [schema.text(long)])]);
    expect(() => serialiseClause(makeClause({ id: 'a', kind: 'provision', body }))).toThrow(
      /larger than 2 MB/,
    );
  });

  test('a change of one sentence is a change of one line', () => {
    const content = (middle: string): string[] => {
      const words = schema.text(`Keepers shall log each crossing. ${middle} They shall sign the log.`);
      const body = schema.node('doc', null, [schema.node('paragraph', null, [words])]);
      return serialiseClause(makeClause({ id: 'a', kind: 'provision', body })).split('\n');
    };
    const [before, after] = [content('They should note the hour.'), content('They must note the hour.')];
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, i) => line !== before[i])).toEqual(['They must note the hour.']);
  });

  test('a printed number written by hand keeps its digits', () => {
    const { clause } = parseClause('---\nid: a\nkind: provision\nprinted: 1.10\n---\n', file);
    expect(clause?.printed).toBe('1.10');
  });

  test('no file takes long, whatever is in it', () => {
    const hostile = [
      '*a '.repeat(100_000), '['.repeat(300_000), '`a``b```c'.repeat(40_000), '>'.repeat(300_000), '$`a '.repeat(100_000),
      '](a "'.repeat(100_000), '<em>'.repeat(100_000), '<table>\n<tr>\n<td>\n'.repeat(20_000), `a${' '.repeat(300_000)}x\nb`,
      '\\'.repeat(300_000) + '\nx', '.'.repeat(300_000) + 'x', 'A. '.repeat(200_000), '<!-- list -->\n'.repeat(30_000),
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}- x`).join('\n'),
      Array.from({ length: 3000 }, (_, i) => `[^${i}]: a[^${i + 1}]`).join('\n\n') + '\n\n[^0]',
    ]; // prettier-ignore
    for (const body of hostile) {
      const started = performance.now();
      const { clause } = parseClause(`---\nid: a\nkind: term\n---\n${body}`, file);
      expect(clause?.body.content.size).toBeGreaterThan(0);
      expect(performance.now() - started, body.slice(0, 20)).toBeLessThan(4000);
    }
  }, 60_000);
});
