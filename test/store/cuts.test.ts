import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Failure } from '../../src/model/failure.ts';
import { realDisk, type Disk } from '../../src/store/disk.ts';
import { createStore, openStore, type Store } from '../../src/store/store.ts';

const clock = (): Date => new Date('2026-05-04T10:00:00Z');
const act = { author: { name: 'Dana Draft', email: 'dana@example.org' }, date: '2026-05-04T12:00:00Z' };

let root = '';
let folders = 0;
beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'cw-cuts-'));
});
afterAll(() => fs.rm(root, { recursive: true, force: true }));
const folder = (): string => join(root, String(++folders));

/** One change of the disk, to be done again elsewhere; `half` is what a cut in its middle leaves. */
interface Step {
  readonly what: string;
  again(dir: string): Promise<void>;
  half?(dir: string): Promise<void>;
}

/** The real disk, noting every step it takes below `base`. */
function recording(base: string, steps: Step[]): Disk {
  const note = (verb: string, path: string, again: Step['again'], half?: Step['half']): void => {
    steps.push({ what: `${verb} ${relative(base, path)}`, again, ...(half ? { half } : {}) });
  };
  const there = (dir: string, path: string): string => join(dir, relative(base, path));
  return {
    async create(path, content) {
      await realDisk.create(path, content);
      const bytes = Uint8Array.from(content);
      note(
        'create',
        path,
        (dir) => realDisk.create(there(dir, path), bytes),
        (dir) => realDisk.create(there(dir, path), bytes.subarray(0, bytes.length >> 1)),
      );
    },
    async rename(from, to) {
      await realDisk.rename(from, to);
      note('rename', to, (dir) => realDisk.rename(there(dir, from), there(dir, to)));
    },
    async link(from, to) {
      await realDisk.link(from, to);
      note('link', to, (dir) => realDisk.link(there(dir, from), there(dir, to)));
    },
    async remove(path) {
      await realDisk.remove(path);
      note('remove', path, (dir) => realDisk.remove(there(dir, path)));
    },
    async removeFolder(path) {
      await realDisk.removeFolder(path);
      note('remove', path, (dir) => realDisk.removeFolder(there(dir, path)));
    },
    async makeFolder(path) {
      await realDisk.makeFolder(path);
      note('folder', path, (dir) => realDisk.makeFolder(there(dir, path)));
    },
  };
}

/** Every disk that a cut can leave: `base` (null: no folder) after each step, and in the middle of each. */
async function* cuts(base: string | null, steps: readonly Step[]): AsyncGenerator<[string, string]> {
  const replica = folder();
  if (base !== null) await fs.cp(base, replica, { recursive: true });
  else await fs.mkdir(replica);
  for (const step of steps) {
    if (step.half) {
      const dir = folder();
      await fs.cp(replica, dir, { recursive: true });
      await step.half(dir);
      yield [`in the middle of ${step.what}`, dir];
      await fs.rm(dir, { recursive: true });
    }
    await step.again(replica);
    const dir = folder();
    await fs.cp(replica, dir, { recursive: true });
    yield [`after ${step.what}`, dir];
    await fs.rm(dir, { recursive: true });
  }
}

const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Sound for git, which also says of the files what the store says. */
async function isWhole(store: Store, where: string): Promise<void> {
  const changed = await store.changedPaths();
  const status = git(store.dir, 'status', '--porcelain', '-uall', '--no-renames');
  const seen = status.split('\n').filter((line) => line !== '');
  expect(seen.map((line) => line.slice(3)).sort(), where).toEqual(changed);
  git(store.dir, 'fsck', '--strict', '--no-dangling');
}

const before = new Map<string, string>([
  ['draft.yaml', 'format: 1\n'],
  ['texts/code/clauses/0a/one.md', 'One.\n'],
  ['texts/code/clauses/0a/two.md', 'Two.\n'],
  ['texts/code/clauses/ff/three.md', 'Three.\n'],
]);
const changes = new Map<string, string | null>([
  ['texts/code/clauses/0a/one.md', null],
  ['texts/code/clauses/0a/two.md', 'Two, longer than it was.\n'],
  ['texts/code/clauses/7c/four.md', 'Four.\n'],
]);
const after = new Map<string, string>(before);
for (const [path, words] of changes) {
  if (words === null) after.delete(path);
  else after.set(path, words);
}
const sorted = (files: ReadonlyMap<string, string>): [string, string][] =>
  [...files].sort(([a], [b]) => (a < b ? -1 : 1));

test(
  'a cut at any step of writing, recording and marking leaves all of it or none',
  { timeout: 60_000 },
  async () => {
    const base = folder();
    const store = await createStore(base, { clock });
    await store.write(before);
    const begun = await store.record({ message: 'Begin', ...act });
    const full = folder();
    await fs.cp(base, full, { recursive: true });

    const steps: Step[] = [];
    const recorded = await openStore(full, { clock, disk: recording(full, steps) });
    await recorded.write(changes);
    const written = steps.length;
    const done = await recorded.record({ message: 'Change', ...act });
    await recorded.markVersion({
      slug: 'v1',
      title: 'One',
      stage: '',
      text: 'code',
      profile: 'code',
      at: 'latest',
      ...act,
    });
    expect(steps.length).toBeGreaterThan(30);
    expect(written).toBeGreaterThan(8);

    const seen = new Set<string>();
    let cut = 0;
    for await (const [where, dir] of cuts(base, steps)) {
      const opened = await openStore(dir, { clock });
      const words = sorted(await opened.readFiles('working'));
      const isAfter = JSON.stringify(words) === JSON.stringify(sorted(after));
      if (!isAfter) expect(words, where).toEqual(sorted(before));
      const head = await opened.resolve('latest');
      const oid = head.kind === 'commit' ? head.oid : null;
      expect([begun.commit, done.commit], where).toContain(oid);
      if (oid === done.commit) expect(isAfter, where).toBe(true);
      const versions = (await opened.versions()).map((one) => one.slug);
      expect([[], ['v1']], where).toContainEqual(versions);
      await isWhole(opened, where);
      seen.add(`${isAfter} ${oid === done.commit} ${versions.length}`);
      // What was cut off can be done again, and leaves nothing behind; one cut in four is enough to see it.
      if (++cut % 4 !== 0) continue;
      await opened.write(changes);
      await opened.record({ message: 'Change', ...act });
      expect(git(dir, 'status', '--porcelain', '-uall'), where).toBe('');
    }
    expect([...seen].sort()).toEqual(['false false 0', 'true false 0', 'true true 0', 'true true 1']);
  },
);

test(
  'a cut at any step of making a draft leaves one that opens, or a folder to make it in',
  { timeout: 60_000 },
  async () => {
    const steps: Step[] = [];
    const full = folder();
    const disk = recording(full, steps);
    await createStore(full, { clock, disk });
    for await (const [where, dir] of cuts(null, steps)) {
      const store = await openStore(dir, { clock }).catch((error: unknown) => {
        if (error instanceof Failure && error.code === 'not-a-draft') return createStore(dir, { clock });
        throw error;
      });
      await store.write(before);
      await store.record({ message: 'Begin', ...act });
      expect(git(dir, 'status', '--porcelain', '-uall'), where).toBe('');
    }
  },
);

test('a lock left by a cut does not keep the draft closed', async () => {
  const dir = folder();
  const store = await createStore(dir, { clock });
  await fs.mkdir(join(dir, '.git/clausewright'), { recursive: true });
  await fs.writeFile(join(dir, '.git/clausewright/lock'), '{"pid":');
  await store.write(before);
  expect(sorted(await store.readFiles('working'))).toEqual(sorted(before));
});
