import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createStore, openStore } from '../../src/store/store.ts';

const root = mkdtempSync(join(tmpdir(), 'cw-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const clock = (): Date => new Date('2026-03-01T10:00:00Z');
const act = { author: { name: 'Ada Drafter', email: 'ada@example.org' }, date: '2026-03-01T10:00:00+01:00' };
const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'G',
      GIT_AUTHOR_EMAIL: 'g@example.org',
      GIT_COMMITTER_NAME: 'G',
      GIT_COMMITTER_EMAIL: 'g@example.org',
    },
  });

const first = new Map([
  ['draft.yaml', 'format: 1\nid: x\n'],
  ['.gitattributes', '* text=auto eol=lf\n'],
  ['texts/code/outline.yaml', '- a\n- b\n'],
  ['texts/code/clauses/00/a.md', 'One.\n'],
  ['texts/code/clauses/01/b.md', 'Two.\n'],
]);

let made = 0;
async function sample() {
  const dir = join(root, `draft-${++made}`);
  const store = await createStore(dir, { clock });
  await store.write(first);
  const done = await store.record({ message: 'Start', ...act });
  return { dir, store, done };
}

test('what is recorded is what git sees: clean status, sound objects, a true index', async () => {
  const { dir, store, done } = await sample();
  expect(done.recorded).toBe(true);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(git(dir, 'fsck', '--strict', '--no-dangling')).toBe('');
  await store.write(
    new Map([
      ['texts/code/clauses/00/a.md', 'One and a half.\n'],
      ['texts/code/clauses/01/b.md', null],
    ]),
  );
  expect(await store.changedPaths()).toEqual(['texts/code/clauses/00/a.md', 'texts/code/clauses/01/b.md']);
  expect(
    git(dir, 'status', '--porcelain')
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual(['M texts/code/clauses/00/a.md', 'D texts/code/clauses/01/b.md']);
  await store.record({ message: 'Change', trailers: { Amendment: 'A-001' }, ...act });
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(git(dir, 'fsck', '--strict', '--no-dangling')).toBe('');
  expect(git(dir, 'show', 'HEAD:texts/code/clauses/00/a.md')).toBe('One and a half.\n');
  expect((await store.record({ message: 'Nothing', ...act })).recorded).toBe(false);
  const [last, start] = await store.log({});
  expect(last).toMatchObject({
    message: 'Change',
    trailers: { Amendment: 'A-001' },
    date: '2026-03-01T10:00:00+01:00',
    paths: ['texts/code/clauses/00/a.md', 'texts/code/clauses/01/b.md'],
  });
  expect(start?.paths.length).toBe(first.size);
});

test('the same words, author and time give the same record', async () => {
  const [a, b] = [await sample(), await sample()];
  expect(a.done.commit).toBe(b.done.commit);
});

test('a version is found by its name and never changes', async () => {
  const { dir, store } = await sample();
  await store.markVersion({
    slug: 'code-1.0',
    title: 'First',
    stage: 'final',
    text: 'code',
    profile: 'code',
    at: 'latest',
    ...act,
  });
  await store.write(new Map([['texts/code/clauses/00/a.md', 'Later.\n']]));
  await store.record({ message: 'Later', ...act });
  expect((await store.readFiles('code-1.0')).get('texts/code/clauses/00/a.md')).toBe('One.\n');
  expect((await store.readFiles('latest')).get('texts/code/clauses/00/a.md')).toBe('Later.\n');
  expect((await store.readFiles('HEAD~1', 'texts/')).get('texts/code/clauses/00/a.md')).toBe('One.\n');
  expect(await store.versions()).toMatchObject([
    { slug: 'code-1.0', title: 'First', stage: 'final', text: 'code' },
  ]);
  expect(git(dir, 'cat-file', '-t', 'version/code-1.0').trim()).toBe('tag');
  await expect(
    store.markVersion({
      slug: 'code-1.0',
      title: '',
      stage: '',
      text: 'code',
      profile: 'code',
      at: 'latest',
      ...act,
    }),
  ).rejects.toMatchObject({ code: 'version-exists' });
  await expect(
    store.markVersion({
      slug: 'latest',
      title: '',
      stage: '',
      text: 'code',
      profile: 'code',
      at: 'latest',
      ...act,
    }),
  ).rejects.toMatchObject({ code: 'bad-slug' });
  await expect(store.readFiles('code-2.0')).rejects.toMatchObject({
    code: 'no-such-version',
    message: expect.stringContaining('code-1.0'),
  });
});

test('a draft changed with plain git and a text editor stays readable', async () => {
  const { dir } = await sample();
  writeFileSync(join(dir, 'texts/code/clauses/00/a.md'), 'One,\r\nby an editor.\r\n');
  git(dir, 'add', '-A');
  git(dir, 'commit', '-qm', 'By hand');
  git(dir, 'gc', '-q');
  const store = await openStore(dir, { clock });
  expect(await store.changedPaths()).toEqual([]);
  expect((await store.readFiles('latest')).get('texts/code/clauses/00/a.md')).toBe('One,\nby an editor.\n');
  await store.write(new Map([['texts/code/clauses/01/b.md', 'Deux.\n']]));
  await store.record({ message: 'After gc', ...act });
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(git(dir, 'fsck', '--strict', '--no-dangling')).toBe('');
});

test('a file changed within the tick of the index is seen', async () => {
  const { dir, store } = await sample();
  const path = join(dir, 'texts/code/clauses/00/a.md');
  writeFileSync(path, 'Uno.\n');
  const index = join(dir, '.git', 'index');
  const at = new Date(Math.floor(Date.now() / 1000) * 1000);
  utimesSync(path, at, at);
  utimesSync(index, at, at);
  expect(await store.changedPaths()).toEqual(['texts/code/clauses/00/a.md']);
});

test('nothing is written outside the draft, through a link or into git', async () => {
  const { dir, store } = await sample();
  for (const path of [
    '../x',
    'texts/../../x',
    '.git/config',
    'texts/.git/config',
    'notes.txt',
    'texts/con.md',
  ]) {
    await expect(store.write(new Map([[path, 'x']]))).rejects.toMatchObject({ code: 'bad-path' });
  }
  const outside = join(root, 'outside');
  mkdirSync(outside, { recursive: true });
  symlinkSync(outside, join(dir, 'sources'));
  await expect(store.write(new Map([['sources/x.md', 'x']]))).rejects.toMatchObject({ code: 'bad-path' });
  expect(existsSync(join(outside, 'x.md'))).toBe(false);
  writeFileSync(join(outside, 'secret.md'), 'not of this draft');
  await expect(store.readBytes('working', 'sources/secret.md')).rejects.toMatchObject({ code: 'bad-path' });
});

test('two programs do not change a draft at once, and a dead one does not hold it', async () => {
  const { dir, store } = await sample();
  const lock = join(dir, '.git', 'clausewright', 'lock');
  const { hostname } = await import('node:os');
  writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname(), at: '' }));
  await expect(store.write(first)).rejects.toMatchObject({ code: 'busy' });
  const dead = Number(
    execFileSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], { encoding: 'utf8' }),
  );
  writeFileSync(lock, JSON.stringify({ pid: dead, host: hostname(), at: '' }));
  await store.write(first);
  expect(existsSync(lock)).toBe(false);
  writeFileSync(join(dir, '.git', 'index.lock'), '');
  await expect(store.write(first)).rejects.toMatchObject({ code: 'busy' });
});

test('a folder that is no draft is named as such', async () => {
  await expect(openStore(root, { clock })).rejects.toMatchObject({ code: 'not-a-draft' });
  const { dir } = await sample();
  await expect(createStore(dir, { clock })).rejects.toMatchObject({ code: 'folder-not-empty' });
  expect(readFileSync(join(dir, 'draft.yaml'), 'utf8')).toContain('format: 1');
});
