import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { clausewright, filesBelow, json, newFolder, program } from '../helpers/cli.ts';

const sample = join(import.meta.dirname, '..', '..', 'assets', 'sample', 'code-consultation.md');
const folder = newFolder();
const draft = join(folder, 'draft');
const at = (name: string): string => join(folder, name);
const env = { CLAUSEWRIGHT_VAULTS: at('vaults') };

beforeAll(() => {
  json(['new', draft, '--from', sample]);
  writeFileSync(at('passphrase.txt'), 'a passphrase\n', { mode: 0o600 });
  mkdirSync(at('plain'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything below the folder, by content: what a refused command must leave as it was. */
const state = (): string =>
  JSON.stringify(
    [...filesBelow(folder)]
      .map(([path, bytes]) => [path, bytes.toString('base64')])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );

const word = (parts: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));
const types = (main: string): string =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`;
const rels =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const body = (doctype = '', words = 'A tap.'): string =>
  `<?xml version="1.0"?>${doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${words}</w:t></w:r></w:p></w:body></w:document>`;
const plainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const whole = word({
  '[Content_Types].xml': types(plainType),
  '_rels/.rels': rels,
  'word/document.xml': body(),
});
const take = [
  'feedback',
  'import',
  'FILE',
  '--consultation',
  'spring',
  '--dir',
  draft,
  '--passphrase-file',
  'SECRET',
];

interface Case {
  readonly name: string;
  readonly file?: { readonly name: string; readonly content: string | Uint8Array };
  readonly args: readonly string[];
  readonly says: RegExp;
}
const from = ['new', 'NEW', '--from', 'FILE'];
const cases: readonly Case[] = [
  { name: 'a folder that is no draft', args: ['show', '--dir', at('plain')], says: /no draft/ },
  { name: 'a folder that is not there', args: ['show', '--dir', at('nowhere')], says: /no such folder/ },
  { name: 'a document that is not there', args: ['new', 'NEW', '--from', at('none.md')], says: /no such file/ },
  { name: 'Markdown that is binary', file: { name: 'b.md', content: new Uint8Array([35, 0, 1, 2]) }, args: from, says: /not like a text/ },
  { name: 'Markdown that is empty', file: { name: 'e.md', content: '' }, args: from, says: /empty/ },
  { name: 'a truncated Word file', file: { name: 't.docx', content: whole.slice(0, 300) }, args: from, says: /damaged|truncated/ },
  { name: 'an encrypted Word file', file: { name: 'x.docx', content: new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array<number>(600).fill(0)]) }, args: from, says: /password|encrypt|old/i },
  { name: 'a Word file that is a zip bomb', file: { name: 'z.docx', content: word({ '[Content_Types].xml': types(plainType), '_rels/.rels': rels, 'word/document.xml': body('', 'x'.repeat(80_000_000)) }) }, args: from, says: /too large|larger|unpack|over|more than/i },
  { name: 'a Word file with external entities', file: { name: 'n.docx', content: word({ '[Content_Types].xml': types(plainType), '_rels/.rels': rels, 'word/document.xml': body('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '&a;') }) }, args: from, says: /document type/ },
  { name: 'a table without a column of comments', file: { name: 'c.csv', content: 'A,B\n1,2\n' }, args: take, says: /no column/ },
  { name: 'a table that is empty', file: { name: 'd.csv', content: '' }, args: take, says: /empty/ },
  { name: 'a version that is not there', args: ['redline', 'spring', 'working', '--dir', draft], says: /no such version/ },
  { name: 'an option that is not there', args: ['show', '--colour', '--dir', draft], says: /--colour/ },
  { name: 'a command that is not there', args: ['shew'], says: /no command/ },
  { name: 'a version name that cannot be one', args: ['version', 'mark', '../x', '--dir', draft], says: /x/ },
  { name: 'a format that is not there', args: ['redline', 'latest', 'working', '--format', 'pdf', '--dir', draft], says: /pdf/ },
  { name: 'a folder to write to that is not there', args: ['export', '--format', 'html', '-o', at('no/where.html'), '--dir', draft], says: /folder/ },
  { name: 'a new draft where there is one', args: ['new', draft], says: /already|not empty/ },
]; // prettier-ignore

for (const one of cases) {
  test(`${one.name}: one sentence, exit 2, nothing written`, () => {
    const file = at(one.file?.name ?? 'none');
    if (one.file) writeFileSync(file, one.file.content);
    const before = state();
    const words: Record<string, string> = { FILE: file, NEW: at('new'), SECRET: at('passphrase.txt') };
    const { code, stdout, stderr } = clausewright(
      one.args.map((arg) => words[arg] ?? arg),
      { env, cwd: folder },
    );
    expect(stderr).toMatch(one.says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+|Error:/);
    expect(stderr.trimEnd()).toMatch(/[.…]$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(state() === before).toBe(true);
    expect(existsSync(at('new'))).toBe(false);
  });
}

test('Windows-1252 and a Word file with macros are read, with a note or without the macros', () => {
  writeFileSync(at('w.md'), Buffer.from('# Taps\n\n1. A caf\xe9 shall say \x93tap\x94.\n', 'latin1'));
  const made = z
    .object({ notes: z.array(z.object({ message: z.string() })) })
    .parse(json(['new', at('w'), '--from', at('w.md')]));
  expect(made.notes.map(({ message }) => message).join()).toMatch(/Windows-1252/);
  expect(clausewright(['show', '--dir', at('w')]).stdout).toContain('A café shall say “tap”.');

  const macro = 'application/vnd.ms-word.document.macroEnabled.main+xml';
  writeFileSync(
    at('m.docm'),
    word({ '[Content_Types].xml': types(macro), '_rels/.rels': rels, 'word/document.xml': body(), 'word/vbaProject.bin': 'Sub AutoOpen' }),
  ); // prettier-ignore
  const { code, stderr } = clausewright(['new', at('m'), '--from', at('m.docm')]);
  expect([0, 2]).toContain(code);
  if (code === 2) expect(stderr).toMatch(/macro/i);
  else for (const [, bytes] of filesBelow(at('m'))) expect(bytes.includes('AutoOpen')).toBe(false);
});

test('a package that is no archive fails its check', () => {
  writeFileSync(at('p.zip'), 'no archive');
  const { code, stdout } = clausewright(['verify', at('p.zip')]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED/m);
});

/** Breaks a copy of the draft; it still opens, and says what is wrong with it. */
function broken(name: string, change: (dir: string) => void): { stdout: string; findings: string[] } {
  const dir = at(name);
  cpSync(draft, dir, { recursive: true });
  change(join(dir, 'texts', 'code'));
  const { code, stdout } = clausewright(['show', '--dir', dir]);
  expect(code).toBe(0);
  const shown = z
    .object({ findings: z.array(z.object({ message: z.string() })), clauses: z.array(z.unknown()) })
    .parse(json(['show', '--dir', dir]));
  expect(shown.clauses.length).toBeGreaterThan(80);
  return { stdout, findings: shown.findings.map(({ message }) => message) };
}

test('a draft with a broken part opens and says where', () => {
  const outline = (dir: string, change: (lines: string[]) => string[]): void => {
    const path = join(dir, 'outline.yaml');
    writeFileSync(path, change(readFileSync(path, 'utf8').split('\n')).join('\n'));
  };
  const first = (lines: readonly string[]): string => lines[0] ?? '';

  const missing = broken('missing', (dir) => outline(dir, (lines) => ['- no-such-clause-abc234', ...lines]));
  expect(missing.findings.join('\n')).toMatch(/outline\.yaml.*no-such-clause-abc234/);

  const twice = broken('twice', (dir) =>
    outline(dir, (lines) => [...lines.slice(0, 3), first(lines), ...lines.slice(3)]),
  );
  expect(twice.findings.join('\n')).toMatch(/outline\.yaml, line 4/);

  const cycle = broken('cycle', (dir) =>
    outline(dir, (lines) => [`${first(lines)}:`, `  ${first(lines)}`, ...lines.slice(1)]),
  );
  expect(cycle.findings.join('\n')).toMatch(/outline\.yaml, line 2/);

  const front = broken('front', (dir) => {
    const clauses = join(dir, 'clauses');
    const shard = join(clauses, readdirSync(clauses)[0] ?? '');
    const path = join(shard, readdirSync(shard)[0] ?? '');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^kind: .*$/m, 'kind: [oops'));
  });
  expect(front.findings.join('\n')).toMatch(/\.md, line \d+/);
  expect(front.stdout).toMatch(/^! /m);
});

test('the lock of a living process refuses a change, that of a dead one is taken over', () => {
  const dir = at('locked');
  cpSync(draft, dir, { recursive: true });
  const lock = join(dir, '.git', 'clausewright', 'lock');
  mkdirSync(join(dir, '.git', 'clausewright'), { recursive: true });
  const owner = (pid: number): string =>
    JSON.stringify({ pid, thread: 0, host: hostname(), at: '2026-03-14T09:30:00Z' });
  writeFileSync(lock, owner(process.pid));
  const amend = () => clausewright(['amendment', 'new', '--title', 'Wait', '--dir', dir]);
  const refused = amend();
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/changing this draft/);
  expect(readFileSync(lock, 'utf8')).toBe(owner(process.pid));
  expect(program('git', ['-C', dir, 'status', '--porcelain'])).toBe('');

  writeFileSync(lock, owner(2 ** 30));
  expect(amend().code).toBe(0);
  expect(existsSync(lock)).toBe(false);

  writeFileSync(join(dir, '.git', 'index.lock'), '');
  const other = amend();
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/another program/);
});
