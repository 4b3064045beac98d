import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/model/failure.ts';
import { createStore, openStore, type Store } from '../../src/store/store.ts';

const clock = (): Date => new Date('2026-05-04T10:00:00Z');
const author = { name: 'Dana Draft', email: 'dana@example.org' };
const date = '2026-05-04T12:00:00+02:00';
const made: string[] = [];

async function folder(): Promise<string> {
  const dir = await fs.mkdtemp(join(tmpdir(), 'cw-store-'));
  made.push(dir);
  return dir;
}

afterEach(async () => {
  for (const dir of made.splice(0)) await fs.rm(dir, { recursive: true, force: true });
});

const git = (dir: string, ...args: string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=Gil', '-c', 'user.email=gil@example.org', '-c', 'commit.gpgsign=false', ...args],
    { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );

async function failure(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`a Failure was due, there was: ${String(error)}`);
  return error;
}

const first = new Map<string, string>([
  ['draft.yaml', 'format: 1\n'],
  ['.gitattributes', '* text=auto eol=lf\n'],
  ['texts/code/clauses/0a/one.md', 'One.\n'],
  ['texts/code/clauses/ff/two.md', 'Two, ünïcode — dashes.\n'],
]);

async function draft(): Promise<Store> {
  const store = await createStore(await folder(), { clock });
  await store.write(first);
  await store.record({ message: 'Begin', author, date });
  return store;
}

describe('a draft of ours, as plain git sees it', () => {
  test('after each record it is clean, sound, and says what was written', async () => {
    const store = await draft();
    expect(git(store.dir, 'status', '--porcelain')).toBe('');
    await store.write(
      new Map([
        ['texts/code/clauses/0a/one.md', null],
        ['texts/code/clauses/0a/three.md', 'Three.\n'],
      ]),
    );
    expect(await store.changedPaths()).toEqual([
      'texts/code/clauses/0a/one.md',
      'texts/code/clauses/0a/three.md',
    ]);
    const made = await store.record({ message: 'Replace one', trailers: { Part: 'one' }, author, date });
    expect(made.paths).toHaveLength(2);
    expect(git(store.dir, 'status', '--porcelain')).toBe('');
    expect(git(store.dir, 'fsck', '--strict', '--full')).not.toMatch(/error|missing|dangling/);
    expect(git(store.dir, 'ls-files', '-s')).toBe(
      git(store.dir, 'ls-tree', '-r', '--format=%(objectmode) %(objectname) 0\t%(path)', 'HEAD'),
    );
    expect(git(store.dir, 'log', '-1', '--format=%aI %an %ae %(trailers:key=Part,valueonly)').trim()).toBe(
      '2026-05-04T12:00:00+02:00 Dana Draft dana@example.org one',
    );
    expect((await store.readFiles('latest')).get('texts/code/clauses/ff/two.md')).toBe(
      'Two, ünïcode — dashes.\n',
    );
    expect(await store.record({ message: 'Nothing', author, date })).toEqual({
      recorded: false,
      commit: null,
      paths: [],
    });
  });

  test('the same words, author and date give the same commit', async () => {
    const [a, b] = [await draft(), await draft()];
    expect(await a.resolve('latest')).toEqual(await b.resolve('latest'));
  });

  test('files that are no part of a draft are left alone', async () => {
    const store = await draft();
    await fs.writeFile(join(store.dir, 'notes.txt'), 'mine\n');
    git(store.dir, 'add', 'notes.txt');
    git(store.dir, 'commit', '-qm', 'Notes');
    await fs.writeFile(join(store.dir, 'notes.txt'), 'mine, changed\n');
    await store.write(new Map([['draft.yaml', 'format: 1\ntitle: x\n']]));
    expect(await store.changedPaths()).toEqual(['draft.yaml']);
    await store.record({ message: 'Title', author, date });
    expect(git(store.dir, 'status', '--porcelain')).toBe(' M notes.txt\n');
    expect(git(store.dir, 'show', 'HEAD:notes.txt')).toBe('mine\n');
  });

  test('line ends of Windows are no change, and are recorded as line feeds', async () => {
    const store = await draft();
    const path = 'texts/code/clauses/0a/one.md';
    await fs.writeFile(join(store.dir, path), 'One.\r\n');
    expect(await store.changedPaths()).toEqual([]);
    await fs.writeFile(join(store.dir, path), 'One.\r\nMore.\r\n');
    expect((await store.readFiles('working')).get(path)).toBe('One.\nMore.\n');
    await store.record({ message: 'More', author, date });
    expect(git(store.dir, 'show', `HEAD:${path}`)).toBe('One.\nMore.\n');
    expect(git(store.dir, 'status', '--porcelain')).toBe('');
  });
});

describe('a draft that real git made', () => {
  test('packed objects and references, another branch name, short ids and steps back are read', async () => {
    const dir = await folder();
    git(dir, 'init', '-q', '-b', 'trunk');
    for (const word of ['one', 'two', 'three']) {
      await fs.mkdir(join(dir, 'texts/code'), { recursive: true });
      await fs.writeFile(join(dir, 'draft.yaml'), 'format: 1\n');
      await fs.writeFile(join(dir, 'texts/code/outline.yaml'), `- ${word}\n`.repeat(200));
      git(dir, 'add', '.');
      git(dir, 'commit', '-qm', word);
    }
    git(dir, 'tag', '-a', '-m', 'title: First', 'version/first', 'HEAD~2');
    git(dir, 'gc', '-q', '--aggressive');
    git(dir, 'pack-refs', '--all');
    const head = git(dir, 'rev-parse', 'HEAD').trim();
    const store = await openStore(dir, { clock });
    for (const ref of ['latest', 'trunk', 'HEAD', head, head.slice(0, 8)])
      expect(await store.resolve(ref)).toEqual({ kind: 'commit', oid: head });
    expect((await store.readFiles('HEAD~1')).get('texts/code/outline.yaml')).toBe('- two\n'.repeat(200));
    expect((await store.readFiles('first')).get('texts/code/outline.yaml')).toBe('- one\n'.repeat(200));
    expect((await store.versions()).map((one) => [one.slug, one.title])).toEqual([['first', 'First']]);
    expect((await store.log({})).map((one) => one.message)).toEqual(['three', 'two', 'one']);
    await store.write(new Map([['texts/code/outline.yaml', '- four\n']]));
    await store.record({ message: 'four', author, date });
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(git(dir, 'log', '--format=%s', 'trunk')).toBe('four\nthree\ntwo\none\n');
  });

  test('a repository with nothing in it opens, and takes its first record', async () => {
    const dir = await folder();
    git(dir, 'init', '-q');
    const store = await openStore(dir, { clock });
    expect(await store.log({})).toEqual([]);
    expect((await failure(store.resolve('latest'))).code).toBe('no-such-version');
    await store.write(first);
    await store.record({ message: 'Begin', author, date });
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });
});

describe('versions', () => {
  const mark = {
    title: 'For consultation',
    stage: 'consultation',
    text: 'code',
    profile: 'code',
    author,
    date,
  };

  test('a version keeps what it was made of, and a missing one is answered with those there are', async () => {
    const store = await draft();
    const version = await store.markVersion({ ...mark, slug: 'v1', at: 'latest' });
    await store.write(new Map([['draft.yaml', 'format: 1\nmore: 1\n']]));
    await store.record({ message: 'More', author, date });
    expect(await (await openStore(store.dir, { clock })).versions()).toEqual([version]);
    expect((await store.readFiles('v1')).get('draft.yaml')).toBe('format: 1\n');
    const missing = await failure(store.readFiles('v2'));
    expect([missing.code, missing.data['versions']]).toEqual(['no-such-version', ['v1']]);
    expect(git(store.dir, 'fsck', '--strict')).not.toMatch(/error/);
  });

  test.each(['working', 'latest', 'Has Space', '../up', 'a..b', 'v1'])('%s is refused', async (slug) => {
    const store = await draft();
    await store.markVersion({ ...mark, slug: 'v1', at: 'latest' });
    expect(['bad-slug', 'version-exists']).toContain(
      (await failure(store.markVersion({ ...mark, slug, at: 'latest' }))).code,
    );
  });
});

describe('what is refused', () => {
  test('a folder with files, and a folder without history', async () => {
    const dir = await folder();
    await fs.writeFile(join(dir, 'x'), '');
    expect((await failure(createStore(dir, { clock }))).code).toBe('folder-not-empty');
    expect((await failure(openStore(dir, { clock }))).code).toBe('not-a-draft');
  });

  test.each([
    '../out.md',
    'texts/../../out.md',
    '.git/config',
    'texts/.git/x',
    'texts/.GIT/x',
    '/etc/x',
    'other.txt',
  ])('writing %s', async (path) => {
    const store = await draft();
    expect((await failure(store.write(new Map([[path, 'x']])))).code).toBe('bad-path');
    expect(await store.changedPaths()).toEqual([]);
  });

  test('writing through a link, and nothing of it is written', async () => {
    const store = await draft();
    const outside = await folder();
    await fs.symlink(outside, join(store.dir, 'reviews'));
    const changes = new Map([
      ['draft.yaml', 'changed\n'],
      ['reviews/a.yaml', 'a\n'],
    ]);
    expect((await failure(store.write(changes))).code).toBe('bad-path');
    expect(existsSync(join(outside, 'a.yaml'))).toBe(false);
    expect(await store.changedPaths()).toEqual([]);
  });

  test('a draft that another program is changing; a dead one is passed over', async () => {
    const store = await draft();
    const change = new Map([['draft.yaml', 'x\n']]);
    await fs.writeFile(join(store.dir, '.git/index.lock'), '');
    expect((await failure(store.write(change))).code).toBe('busy');
    await fs.rm(join(store.dir, '.git/index.lock'));
    const lock = join(store.dir, '.git/clausewright/lock');
    const { hostname } = await import('node:os');
    await fs.writeFile(lock, JSON.stringify({ pid: process.ppid, host: hostname(), at: '' }));
    expect((await failure(store.write(change))).code).toBe('busy');
    await fs.writeFile(lock, JSON.stringify({ pid: 2 ** 30, host: hostname(), at: '' }));
    await store.write(change);
    expect(existsSync(lock)).toBe(false);
  });
});

test('the history of a file is counted in its own records', async () => {
  const store = await draft();
  for (const [path, words] of [
    ['draft.yaml', 'format: 1\na: 1\n'],
    ['texts/code/clauses/0a/one.md', 'One, again.\n'],
    ['draft.yaml', 'format: 1\na: 2\n'],
  ] as const) {
    await store.write(new Map([[path, words]]));
    await store.record({ message: `Change ${path}`, author, date });
  }
  const seen = await store.log({ path: 'texts/code/clauses/0a/one.md', limit: 2 });
  expect(seen.map((entry) => entry.message)).toEqual(['Change texts/code/clauses/0a/one.md', 'Begin']);
  expect((await store.log({ limit: 1 })).map((entry) => entry.paths)).toEqual([['draft.yaml']]);
});

test('what another program staged or changed since is seen, and is clean after a record', async () => {
  const store = await draft();
  const path = join(store.dir, 'texts/code/clauses/0a/one.md');
  await fs.writeFile(path, 'Staged.\n');
  git(store.dir, 'add', '.');
  await fs.writeFile(path, 'One.\n');
  expect(await store.changedPaths()).toEqual([]);
  await store.write(new Map([['draft.yaml', 'format: 1\na: 1\n']]));
  await store.record({ message: 'Other', author, date });
  expect(git(store.dir, 'status', '--porcelain')).toBe('');
  await fs.writeFile(path, 'Two.\n');
  git(store.dir, 'commit', '-qam', 'Theirs');
  expect(await store.changedPaths()).toEqual([]);
  expect((await store.readFiles('latest')).get('texts/code/clauses/0a/one.md')).toBe('Two.\n');
});

test('nothing is recorded in the middle of a merge by another program', async () => {
  const store = await draft();
  await fs.writeFile(join(store.dir, '.git/MERGE_HEAD'), `${'0'.repeat(40)}\n`);
  await store.write(new Map([['draft.yaml', 'x\n']]));
  expect((await failure(store.record({ message: 'x', author, date }))).code).toBe('busy');
});

test('names, trailers and dates that git could not hold do not spoil the history', async () => {
  const store = await draft();
  await store.write(new Map([['draft.yaml', 'x\n']]));
  expect((await failure(store.record({ message: 'x', author, date: 'yesterday' }))).code).toBe('bad-date');
  const odd = { name: 'Dana <x>\nparent 00', email: 'da na@<example>.org' };
  await store.record({ message: 'x', trailers: { Note: 'one\n\ntwo' }, author: odd, date });
  expect((await store.log({ limit: 1 }))[0]?.trailers).toEqual({ Note: 'one two' });
  expect(git(store.dir, 'fsck', '--strict')).toBe('');
});
