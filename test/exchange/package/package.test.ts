import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped } from 'fflate';
import { expect, test } from 'vitest';
import { buildPackage, type PackageInput } from '../../../src/exchange/package/build.ts';
import { manifestPath, sha256, sums, sumsPath } from '../../../src/exchange/package/files.ts';
import { verifyPackage } from '../../../src/exchange/package/verify.ts';
import { readZip, writeZip } from '../../../src/exchange/zip.ts';
import { schema } from '../../../src/model/schema.ts';
import { defaultMeta, makeClause, type Clause, type Text } from '../../../src/model/text.ts';
import { labelsOf } from '../../../src/numbering/labels.ts';
import { resolver } from '../../../src/numbering/references.ts';
import { align } from '../../../src/redline/align.ts';
import { redline } from '../../../src/redline/compare.ts';
import type { Side } from '../../../src/redline/types.ts';
import { balance } from '../../../src/trace/balance.ts';
import { mapping } from '../../../src/transition/mapping.ts';
import { editedPairArb, runs, wildTextArb } from '../../helpers/arbitrary.ts';

const side = (name: string, text: Text): Side => {
  const labels = labelsOf(text);
  return { name, text, labels, resolve: resolver(labels, text.name) };
};

const input = (base: Side, target: Side, more: Partial<PackageInput> = {}): PackageInput => {
  const value = redline(base, target);
  return {
    draft: 'bridges',
    title: 'A Code for Keepers of Bridges',
    toolVersion: '0.1.0',
    base: { version: 'consultation', commit: 'a'.repeat(40) },
    target: { version: 'submission', commit: 'b'.repeat(40) },
    asOf: 'b'.repeat(40),
    redline: value,
    details: { author: 'Drafting team', date: '2026-03-14T09:30:00Z', byChange: new Map() },
    comments: [],
    amendments: [],
    mapping: mapping(value),
    trace: {},
    ...more,
  };
};

const said = (words: string, more: readonly unknown[] = []): Clause['body'] =>
  schema.nodeFromJSON({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: words }, ...more] }],
  });
const text = (clauses: readonly Clause[]): Text => ({
  name: 'code',
  meta: { ...defaultMeta, title: 'A Code for Keepers of Bridges' },
  outline: [{ id: 'care-1', children: clauses.slice(1).map(({ id }) => ({ id, children: [] })) }],
  clauses: new Map(clauses.map((clause) => [clause.id, clause])),
  findings: [],
});
const care = makeClause({ id: 'care-1', kind: 'principle', heading: 'Care for the bridge' });
const deck = makeClause({
  id: 'deck-1',
  kind: 'provision',
  body: said('Keepers should sweep the deck every week.'),
});
const seeCare = { type: 'xref', attrs: { id: 'care-1', text: '' } };
const base = text([
  care,
  deck,
  makeClause({ id: 'toll-1', kind: 'provision', body: said('Keepers may ask a toll.') }),
]);
const target = text([
  care,
  { ...deck, body: said('Keepers shall sweep the deck every day; see ', [seeCare]), actors: ['Keepers'] },
  makeClause({ id: 'lamp-1', kind: 'provision', body: said('Keepers shall light the lamps at dusk.') }),
]);
const amendment = {
  id: 'a-1',
  number: 'A-001',
  aliases: [],
  status: 'agreed' as const,
  title: 'Sweep daily',
  rationale: 'Leaves make the deck slippery.',
  clauses: ['deck-1'],
  comments: ['c-1'],
  claims: [],
  extra: {},
};
const full = input(side('Consultation', base), side('Submission', target), {
  amendments: [amendment],
  comments: [
    { id: 'c-1', respondent: 'R-07', question: 'Q1', clauses: ['deck-1'], text: 'Leaves fall daily.', disposition: 'accepted', reason: 'True in autumn.', amendments: ['A-001'] }, // prettier-ignore
    { id: 'c-2', respondent: 'R-09', question: 'Q1', clauses: [], text: null, disposition: 'noted', reason: '=1+1 is no reason', amendments: [] }, // prettier-ignore
  ],
  details: {
    author: 'Drafting team',
    date: '2026-03-14T09:30:00Z',
    byChange: new Map([['deck-1', { amendments: [amendment].map(({ id, number, title, rationale }) => ({ id, number, title, rationale })), comments: [{ id: 'c-1', text: 'Leaves fall daily.' }] }]]), // prettier-ignore
  },
  trace: { gaps: [{ kind: 'unexplained', subject: 'lamp-1', message: 'Nothing explains the lamps.' }] },
  assets: new Map([['assets/arch.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 1, 2])]]),
});

const repack = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  writeZip([...files].map(([path, data]) => ({ path, data })));

/** The files with manifest and checksums made right for what they now are. */
function coverUp(files: Map<string, Uint8Array>): void {
  const manifest = JSON.parse(strFromU8(files.get(manifestPath) ?? new Uint8Array())) as {
    files: { path: string; size: number; sha256: string }[];
  };
  for (const one of manifest.files) {
    const bytes = files.get(one.path) ?? new Uint8Array();
    one.size = bytes.length;
    one.sha256 = sha256(bytes);
  }
  files.set(manifestPath, strToU8(`${JSON.stringify(manifest, null, 1)}\n`));
  files.set(sumsPath, strToU8(sums(files)));
}

/** Another letter for one in the middle of the file's words; in a Word file, in its document. */
function alter(path: string, bytes: Uint8Array): Uint8Array {
  if (path.endsWith('.png')) return bytes.with(bytes.length - 1, 99);
  if (path.endsWith('.docx')) {
    const parts: Unzipped = unzipSync(bytes);
    const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
    expect(document).toContain('lamps');
    parts['word/document.xml'] = strToU8(document.replace('lamps', 'lambs'));
    return zipSync(parts);
  }
  const words = strFromU8(bytes);
  const at = [...words.matchAll(/[a-z]{4,}/g)];
  const hit = at[Math.floor(at.length / 2)]?.index ?? 0;
  return strToU8(`${words.slice(0, hit)}${words[hit] === 'q' ? 'z' : 'q'}${words.slice(hit + 1)}`);
}

test('[law 7] the same input gives the same bytes, and the package passes every check, with the draft too', async () => {
  const bytes = await buildPackage(full);
  const zone = process.env['TZ'];
  for (const other of ['Pacific/Kiritimati', 'America/St_Johns']) {
    process.env['TZ'] = other;
    expect(await buildPackage(full)).toEqual(bytes);
  }
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  const result = await verifyPackage(bytes, { base, target });
  expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(result.ok).toBe(true);
  const other = await verifyPackage(bytes, { base, target: base });
  expect(other.checks.filter(({ ok }) => !ok).map(({ file }) => file)).toEqual(['data/target.json']);
});

test('sha256sum finds every file as it should be', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    for (const [path, data] of await readZip(await buildPackage(full), 'x')) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), data);
    }
    execFileSync('sha256sum', ['--strict', '-c', sumsPath], { cwd: folder, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a changed word in any file is found, with manifest and checksums corrected', async () => {
  const files = await readZip(await buildPackage(full), 'x');
  expect(files.size).toBe(22);
  const missed: string[] = [];
  for (const [path, data] of files) {
    const altered = new Map(files);
    altered.set(path, alter(path, data));
    if (path !== manifestPath && path !== sumsPath) coverUp(altered);
    if (path === manifestPath) altered.set(sumsPath, strToU8(sums(altered)));
    const result = await verifyPackage(repack(altered));
    if (result.ok) missed.push(path);
  }
  expect(missed).toEqual([]);
});

test('any word of the data is found', async () => {
  const files = await readZip(await buildPackage(full), 'x');
  for (const path of ['data/base.json', 'data/target.json', 'data/record.json']) {
    const words = strFromU8(files.get(path) ?? new Uint8Array());
    const all = [...words.matchAll(/[a-zA-Z]{2,}/g)].map(({ index }) => index);
    for (let i = 0; i < all.length; i += 9) {
      const at = all[i] ?? 0;
      const altered = new Map(files);
      altered.set(path, strToU8(`${words.slice(0, at)}x${words.slice(at)}`));
      coverUp(altered);
      expect((await verifyPackage(repack(altered))).ok, `${path} at ${at}`).toBe(false);
    }
  }
});

test('words that the list of comments withholds leave in no other way', async () => {
  const comments = full.comments.map((one) => ({ ...one, text: null }));
  await expect(buildPackage({ ...full, comments })).rejects.toMatchObject({ code: 'package-withheld' });
});

test('clauses paired by their words stay paired, splits and merges too', async () => {
  const whole =
    'Keepers should sweep the deck every week. They should oil the great hinge before winter comes.';
  const one = text([care, makeClause({ id: 'a-1', kind: 'provision', body: said(whole) })]);
  const two = text([
    { ...care, id: 'care-1', heading: 'Care of the bridge' },
    makeClause({ id: 'a-1', kind: 'provision', body: said('Keepers should sweep the deck every week.') }),
    makeClause({
      id: 'b-2',
      kind: 'provision',
      body: said('They should oil the great hinge before winter comes.'),
    }),
  ]);
  for (const [was, is, kind] of [
    [one, two, 'split'],
    [two, one, 'merged'],
  ] as const) {
    const [a, b] = [side('a', was), side('b', is)];
    const byIds = redline(a, b);
    expect(byIds.changes.flatMap(({ kinds }) => kinds)).toContain(kind);
    for (const value of [byIds, redline(a, b, align(a, b))]) {
      const bytes = await buildPackage(input(a, b, { redline: value, mapping: mapping(value) }));
      expect((await verifyPackage(bytes)).checks.filter(({ ok }) => !ok)).toEqual([]);
    }
  }
});

test('a trace that counted other words is refused', async () => {
  const counted = balance(full.redline, full.amendments, []);
  const trace = { ...full.trace, balance: counted };
  expect(await buildPackage({ ...full, trace })).toEqual(await buildPackage(full));
  const wrong = { ...trace, balance: { ...counted, inserted: counted.inserted + 1 } };
  await expect(buildPackage({ ...full, trace: wrong })).rejects.toThrow('words inserted');
});

test('a file more or less is found', async () => {
  const files = await readZip(await buildPackage(full), 'x');
  const more = new Map(files).set('notes.txt', strToU8('x'));
  const less = new Map(files);
  less.delete('trace/trace.json');
  for (const one of [more, less]) {
    const result = await verifyPackage(repack(one));
    expect(result.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain('manifest');
  }
});

test('a damaged archive is a failed check, never a crash', async () => {
  const bytes = await buildPackage(full);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.nat(bytes.length - 1).map((end) => bytes.slice(0, end)),
        fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => bytes.with(at, (bytes[at] ?? 0) ^ by)),
        fc.uint8Array({ maxLength: 60 }),
      ),
      async (broken) => {
        const result = await verifyPackage(broken);
        expect(result.checks.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: runs(20) },
  ); // prettier-ignore
});

test('packages of generated texts pass their checks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(editedPairArb(), editedPairArb(3, wildTextArb)), async (pair) => {
      const [a, b] = [side('a', pair.base), side('b', pair.target)];
      const value = redline(a, b, align(a, b));
      for (const more of [{}, { redline: value, mapping: mapping(value) }]) {
        const bytes = await buildPackage(input(a, b, more));
        const result = await verifyPackage(bytes, pair);
        expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
      }
    }),
    { numRuns: runs(12) },
  );
});
