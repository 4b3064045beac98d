import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = join(import.meta.dirname, '..', '..', 'assets', 'sample');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const editions = ['code-consultation.md', 'code-1.md', 'code-2.md', 'code-3.md'];

const place = z.string().nullable();
const amendmentsFile = z.object({
  amendments: z.array(
    z.object({
      title: z.string(),
      rationale: z.string(),
      file: z.string(),
      comments: z.array(z.string()),
      changes: z.array(z.object({ was: place, is: place, kind: z.string(), what: z.string() })),
      renumbered: z.array(z.object({ was: z.string(), is: z.string() })),
    }),
  ),
  dispositions: z.array(z.object({ comment: z.string(), disposition: z.string(), reason: z.string() })),
});

const { amendments, dispositions } = amendmentsFile.parse(parse(read('amendments.yaml')));
const comments = Papa.parse<Record<string, string>>(read('comments.csv'), {
  header: true,
  skipEmptyLines: true,
}).data;

/** Every clause of an edition by its number or term: actors, title and words, without the number. */
function clauses(edition: string): Map<string, string> {
  const found = new Map<string, string>();
  let actors = '';
  for (const line of read(edition).split('\n')) {
    const provision = /^\*\*(\d+(?:\.\d+)+)\*\* (.+)$/.exec(line);
    const title = /^### Principle (\d+): (.+)$/.exec(line);
    const term = /^\*\*([a-z ]+)\*\*: (.+)$/.exec(line);
    if (line.startsWith('Primarily applies to: ')) actors = line;
    const hit = provision ?? title ?? term;
    if (!hit) continue;
    expect(found.has(hit[1] ?? ''), `${edition}: ${hit[1]} twice`).toBe(false);
    found.set(hit[1] ?? '', `${provision ? actors : ''}\n${hit[2]}`);
  }
  return found;
}

describe('the sample draft', () => {
  test.each(editions)('%s is numbered without a gap and refers only to what is there', (edition) => {
    const numbers = [...clauses(edition).keys()].filter((key) => /^\d/.test(key));
    const counters = [0, 0, 0];
    for (const number of numbers) {
      const depth = number.split('.').length - 1;
      counters[depth] = (counters[depth] ?? 0) + 1;
      counters.fill(0, depth + 1);
      expect(number).toBe(counters.slice(0, depth + 1).join('.'));
    }
    expect(counters[0]).toBe(12);
    expect(numbers.length - 12).toBeGreaterThanOrEqual(45);
    for (const [, target = ''] of read(edition).matchAll(/provision (\d+\.\d+(?:\.\d+)?)/g)) {
      expect(numbers).toContain(target);
    }
  });

  test.each(amendments.map((one, index) => [one.title, one, index] as const))(
    'amendment “%s” changes what it says and nothing else',
    (_title, amendment, index) => {
      expect(amendment.file).toBe(editions[index + 1]);
      const base = clauses(editions[index] ?? '');
      const target = clauses(amendment.file);
      const now = new Map([...base.keys()].map((key) => [key, key]));
      for (const { was, is } of amendment.renumbered) now.set(was, is);
      for (const { was, is, kind } of amendment.changes) {
        if (was !== null && is === null) now.delete(was);
        if (was !== null && is !== null) now.set(was, is);
        if (was === null) expect(kind).toBe('inserted');
        if (was !== null) expect([...base.keys()]).toContain(was);
        if (is !== null) expect([...target.keys()]).toContain(is);
      }
      const differing = [...now].filter(([was, is]) => base.get(was) !== target.get(is)).map(([was]) => was);
      const named = amendment.changes
        .filter(({ was, is }) => was !== null && is !== null)
        .map(({ was }) => was);
      expect(differing.map(String).sort()).toEqual(named.map(String).sort());
      const came = [...target.keys()].filter((key) => ![...now.values()].includes(key));
      const inserted = amendment.changes.filter(({ was }) => was === null).map(({ is }) => is);
      const split = amendment.changes.filter(({ kind }) => kind === 'split').length;
      expect(came.length).toBe(inserted.length + split);
      for (const label of inserted) expect(came).toContain(label);
    },
  );

  test('has 15 comments, each answered once by an amendment or a disposition', () => {
    const references = comments.map((row) => row['Reference']);
    expect(references).toHaveLength(15);
    const answered = [
      ...amendments.flatMap((one) => one.comments),
      ...dispositions.map((one) => one.comment),
    ];
    expect(answered.map(String).sort()).toEqual(references.map(String).sort());
    const places = [...clauses('code-consultation.md').keys(), 'Glossary', 'Annex A'];
    for (const row of comments) {
      expect(places).toContain(row['Clause']);
      expect(row['E-mail']).toMatch(/@example\.org$/);
    }
  });

  test('has the answers for its transition', () => {
    expect(existsSync(join(folder, 'transition.yaml'))).toBe(true);
    expect(parse(read('transition.yaml'))).toMatchObject({ profile: 'etsi-ts' });
  });
});
