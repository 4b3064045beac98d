import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runSampleJob } from '../../scripts/job.mjs';
import { clausewright, filesBelow, json, newFolder, program } from '../helpers/cli.ts';

const folder = newFolder();
const assets = join(import.meta.dirname, '..', '..', 'assets', 'sample');
const env = { CLAUSEWRIGHT_VAULTS: join(folder, 'job', 'vaults') };
const said: string[] = [];
let made: ReturnType<typeof runSampleJob>;

beforeAll(() => {
  made = runSampleJob(join(folder, 'job'), (line) => void said.push(line));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inDraft = (...args: string[]): unknown =>
  json(
    [...args, '--dir', made.draft, '--passphrase-file', join(folder, 'job', 'passphrase.txt')],
    { env },
    [0, 1],
  );

const redlineShape = z.object({
  changes: z.array(
    z.object({
      id: z.string(),
      kinds: z.array(z.string()),
      baseIds: z.array(z.string()),
      targetIds: z.array(z.string()),
      baseLabel: z.string().nullable(),
      targetLabel: z.string().nullable(),
      ops: z.array(z.object({ op: z.string(), text: z.string() })),
      amendments: z.array(z.object({ number: z.string(), title: z.string() })),
      comments: z.array(z.object({ id: z.string(), text: z.string().nullable() })),
    }),
  ),
});
const amendmentsFile = z.object({
  amendments: z.array(
    z.object({
      title: z.string(),
      comments: z.array(z.string()),
      changes: z.array(z.object({ was: z.string().nullable(), is: z.string().nullable(), kind: z.string() })),
    }),
  ),
});
const sample = () =>
  amendmentsFile.parse(parse(readFileSync(join(assets, 'amendments.yaml'), 'utf8'))).amendments;
const rows = () =>
  z
    .array(z.record(z.string(), z.string()))
    .parse(
      Papa.parse(readFileSync(join(assets, 'comments.csv'), 'utf8'), { header: true, skipEmptyLines: true })
        .data,
    );

test('the whole job runs to the end and the package passes its check', () => {
  expect(made.ok).toBe(true);
  expect(said.length).toBeGreaterThan(10);
  expect(readFileSync(made.redline, 'utf8')).toMatch(/^<!doctype html>/i);
  const { versions } = z
    .object({ versions: z.array(z.object({ slug: z.string() })) })
    .parse(inDraft('version', 'list'));
  expect(versions.map(({ slug }) => slug)).toEqual(['consultation', 'code-1.0', 'submission']);
});

test('each reworded clause carries its number before and after, its amendment and the comments that asked for it', () => {
  const submitted = redlineShape.parse(inDraft('redline', 'consultation', 'submission')).changes;
  const { entries } = z
    .object({ entries: z.array(z.object({ commit: z.string(), amendment: z.string().nullable() })) })
    .parse(inDraft('log'));
  // The numbers in the file are those of the edition before each amendment, and of the one it makes.
  const editions = [
    'consultation',
    ...entries
      .filter((one) => one.amendment)
      .map((one) => one.commit)
      .reverse(),
  ];
  expect(editions).toHaveLength(4);
  let seen = 0;
  for (const [i, amendment] of sample().entries()) {
    const { changes } = redlineShape.parse(inDraft('redline', editions[i] ?? '', editions[i + 1] ?? ''));
    for (const wanted of amendment.changes) {
      if (wanted.kind === 'attributes' || !/^\d/.test(wanted.was ?? wanted.is ?? '')) continue;
      const own = changes.filter((one) => one.amendments.some(({ title }) => title === amendment.title));
      const what = `${amendment.title}: ${wanted.was} -> ${wanted.is}`;
      const carries = (label: string | null, number: string): boolean => label?.split(' ').at(-1) === number;
      const found = own.find((one) =>
        wanted.was === null
          ? one.baseLabel === null && one.targetLabel !== null
          : carries(one.baseLabel, wanted.was) && (wanted.is === null) === (one.targetLabel === null),
      );
      expect(found, what).toBeDefined();
      if (!found || wanted.kind === 'retitled') continue;
      expect(found.kinds, what).toContain(wanted.kind);
      expect(found.comments.length, what).toBeGreaterThan(0);
      const later = submitted.find(
        (one) => one.targetIds.includes(found.id) || one.baseIds.includes(found.id),
      );
      // Another amendment may have changed it too, with comments of its own.
      expect(later?.comments, `${what} in the submission`).toEqual(expect.arrayContaining(found.comments));
      if (wanted.is !== null) expect(later?.targetLabel, `${what} in the submission`).toBeTruthy();
      if (wanted.was !== null) expect(later?.baseLabel, what).toBeTruthy();
      seen += 1;
    }
  }
  expect(seen).toBeGreaterThanOrEqual(10);
});

test('every comment came in, is linked, and is answered by the amendment of the sample that names it', () => {
  const comments = z
    .object({
      comments: z.array(
        z.object({
          id: z.string(),
          text: z.string().nullable(),
          disposition: z.string(),
          clauses: z.array(z.string()),
          amendments: z.array(z.string()),
        }),
      ),
    })
    .parse(inDraft('feedback', 'list')).comments;
  expect(comments).toHaveLength(15);
  expect(comments.filter(({ clauses }) => clauses.length === 0)).toEqual([]);
  expect(comments.filter(({ disposition }) => disposition === 'open')).toEqual([]);
  const table = new Map(rows().map((row) => [row['Reference'], row['Comment'] ?? '?']));
  for (const amendment of sample()) {
    for (const reference of amendment.comments) {
      const words = table.get(reference) ?? '?';
      const found = comments.find(({ text }) => text?.includes(words.slice(0, 40)));
      expect(found?.amendments, reference).toHaveLength(1);
    }
  }
});

test('the trace accounts for every changed word', () => {
  const { balance, gaps } = z
    .object({
      balance: z.object({
        inserted: z.number(),
        deleted: z.number(),
        explained: z.number(),
        outside: z.number(),
        unexplained: z.number(),
        byAmendment: z.record(z.string(), z.number()),
      }),
      gaps: z.array(z.unknown()),
    })
    .parse(inDraft('trace', '--from', 'consultation', '--to', 'submission'));
  expect(gaps).toEqual([]);
  expect(balance.unexplained).toBe(0);
  expect(balance.explained).toBeGreaterThan(0);
  expect(balance.explained + balance.outside).toBe(balance.inserted + balance.deleted);
  expect(Object.values(balance.byAmendment).reduce((a, b) => a + b, 0)).toBe(balance.explained);
});

test('the package is verified in a clone made by git, and an altered one is refused', () => {
  const clone = join(folder, 'clone');
  program('git', ['clone', '-q', made.draft, clone]);
  const verify = (zip: string) => clausewright(['verify', zip, '--draft', clone], { env });
  const good = verify(made.package);
  expect(good.stderr).toBe('');
  expect(good.code).toBe(0);

  const files = unzipSync(readFileSync(made.package));
  const path = Object.keys(files).find((name) => /clean.*\.html$/.test(name)) ?? '';
  const page = strFromU8(files[path] ?? new Uint8Array());
  const altered = page.replace('thirty minutes', 'ninety minutes');
  expect(altered, path).not.toBe(page);
  const bad = join(folder, 'altered.zip');
  writeFileSync(bad, zipSync({ ...files, [path]: new TextEncoder().encode(altered) }));
  const refused = verify(bad);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain(path.split('/').at(-1));

  // Another draft does not hold what the package names.
  const other = join(folder, 'other');
  json(['new', other, '--from', join(assets, 'code-1.md')], { env });
  expect(clausewright(['verify', made.package, '--draft', other], { env }).code).not.toBe(0);
});

test('git finds nothing to complain about, before and after a clone', () => {
  program('git', ['-C', made.draft, 'fsck', '--strict', '--no-dangling']);
  expect(program('git', ['-C', made.draft, 'status', '--porcelain'])).toBe('');
  const copy = join(folder, 'copied');
  cpSync(made.draft, copy, { recursive: true });
  expect(program('git', ['-C', copy, 'status', '--porcelain'])).toBe('');
});

test('no name and no e-mail address of a respondent is in the draft, its history or the package', () => {
  const people = rows().flatMap((row) => [row['Name'], row['E-mail']]);
  const history = join(folder, 'history.txt');
  writeFileSync(
    history,
    program('git', ['-C', made.draft, 'log', '--all', '-p', '--format=fuller', '--text']),
  );
  const held = new Map<string, string>();
  for (const [path, bytes] of filesBelow(made.draft)) held.set(path, `${path}\n${bytes.toString('utf8')}`);
  held.set('history', readFileSync(history, 'utf8'));
  // Word files are archives themselves.
  const open = (name: string, bytes: Uint8Array): void => {
    for (const [path, inner] of Object.entries(unzipSync(bytes))) {
      if (path.endsWith('.docx')) open(`${name}/${path}`, inner);
      else held.set(`${name}/${path}`, strFromU8(inner));
    }
  };
  open('package', readFileSync(made.package));
  held.set('redline', readFileSync(made.redline, 'utf8'));
  expect(people).toHaveLength(30);
  for (const person of people) {
    const needle = (person ?? '').toLowerCase();
    expect(needle.length).toBeGreaterThan(4);
    const found = [...held].filter(([, text]) => text.toLowerCase().includes(needle)).map(([path]) => path);
    expect(found, needle).toEqual([]);
  }
  // The comment that may not be published is in no list of comments, though its disposition is.
  const closed = rows().filter((row) => row['Consent'] === 'Do not publish');
  expect(closed.length).toBeGreaterThan(0);
  for (const row of closed) {
    const words = (row['Comment'] ?? '').slice(0, 50).toLowerCase();
    expect([...held].filter(([, text]) => text.toLowerCase().includes(words)).map(([path]) => path)).toEqual(
      [],
    );
  }
});
