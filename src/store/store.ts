import git from 'isomorphic-git';
import { lstatSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { Failure } from '../model/failure.ts';
import { realDisk, type Disk } from './disk.ts';
import { Files, isMissing, isThere, readIfThere } from './files.ts';
import { entryOf, readIndex, writeIndex, type IndexEntry } from './index-file.ts';
import { applyWhole, journalPath, recover } from './journal.ts';
import { withLock } from './lock.ts';
import {
  blobOid,
  changedBetween,
  editTree,
  leavesOf,
  readBlob,
  type Leaf,
  type Repository,
} from './objects.ts';
import { checkPath, isDraftPath, topLevel } from './paths.ts';

interface Person {
  readonly name: string;
  readonly email: string;
}

export interface Version {
  readonly slug: string;
  readonly title: string;
  readonly stage: string;
  readonly text: string;
  readonly profile: string;
  readonly commit: string;
  readonly author: Person;
  readonly date: string;
}

export interface Entry {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly author: Person;
  /** ISO 8601 with the author's offset. */
  readonly date: string;
  readonly message: string;
  readonly trailers: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

export interface RecordInput {
  readonly message: string;
  readonly trailers?: Readonly<Record<string, string>> | undefined;
  readonly author: Person;
  readonly date: string;
}

export interface MarkInput extends Omit<Version, 'commit'> {
  readonly at: string;
}

export interface StoreOptions {
  readonly clock: () => Date;
  /** How the disk is changed; a test puts its own here. */
  readonly disk?: Disk;
}

/** The repository while it is being made; what a cut left of one is begun anew. */
const beginning = '.clausewright-new';

/** Makes the folder and its repository, with nothing recorded yet. */
export async function createStore(dir: string, options: StoreOptions): Promise<Store> {
  const disk = options.disk ?? realDisk;
  await disk.makeFolder(dir);
  if ((await fs.readdir(dir)).some((name) => name !== beginning)) {
    throw new Failure(
      'folder-not-empty',
      `${dir}: this folder is not empty; name a new folder for the draft.`,
      { dir },
    );
  }
  const gitdir = join(dir, beginning);
  await disk.removeFolder(gitdir);
  const { forGit } = new Files(disk, gitdir);
  await git.init({ fs: forGit, dir, gitdir, defaultBranch: 'main' });
  await disk.rename(gitdir, join(dir, '.git'));
  return openStore(dir, options);
}

/** Opens a draft's folder; finishes what an earlier run was cut off in. */
export async function openStore(dir: string, options: StoreOptions): Promise<Store> {
  const gitdir = join(dir, '.git');
  const info = await fs.stat(gitdir).catch(() => null);
  if (!info?.isDirectory()) {
    throw new Failure(
      'not-a-draft',
      `${dir}: this folder has no history (no repository), so it is no draft; name the draft's folder with --dir, or make one with \`clausewright new DIR\`.`,
      { dir },
    );
  }
  const store = new Store(dir, gitdir, options.clock, new Files(options.disk ?? realDisk, gitdir));
  await store.finish();
  return store;
}

const markSchema = z.looseObject({
  title: z.string().default(''),
  stage: z.string().default(''),
  text: z.string().default('code'),
  profile: z.string().default('code'),
});
const slugPattern = /^[a-z0-9]+([._-][a-z0-9]+)*$/;
const moments = new Set(['working', 'latest']);
const tagPrefix = 'version/';

/** Git and files: reads a draft at a moment, writes its working files, records them. Knows paths, not clauses. */
export class Store {
  readonly #repo: Repository;
  #indexRead: { readonly stamp: string; readonly entries: Map<string, IndexEntry> } | null = null;

  constructor(
    readonly dir: string,
    readonly gitdir: string,
    readonly clock: () => Date,
    readonly files: Files,
  ) {
    this.#repo = { fs: files.forGit, dir, cache: {}, trees: new Map() };
  }

  /** Finishes what an earlier run was cut off in. */
  async finish(): Promise<void> {
    if (await this.#isUnfinished()) await this.#locked(async () => {});
  }

  async close(): Promise<void> {}

  async #isUnfinished(): Promise<boolean> {
    return (await isThere(journalPath(this.gitdir))) || (await isThere(this.#owedPath()));
  }

  #locked<T>(work: () => Promise<T>): Promise<T> {
    return withLock(this.dir, this.files, this.clock, async () => {
      if (await this.#isUnfinished()) {
        await this.files.tidy();
        await recover(this.dir, this.files);
        if (await isThere(this.#owedPath())) await this.#rebuildIndex();
      }
      return work();
    });
  }

  async #head(): Promise<string | null> {
    try {
      return await git.resolveRef({ ...this.#repo, ref: 'HEAD' });
    } catch (error) {
      if (error instanceof git.Errors.NotFoundError) return null;
      throw error;
    }
  }

  async #treeOf(commit: string): Promise<string> {
    const { commit: read } = await git.readCommit({ ...this.#repo, oid: commit });
    return read.tree;
  }

  /** What a ref means: the working files, or a commit. */
  async resolve(ref: string): Promise<{ kind: 'working' } | { kind: 'commit'; oid: string }> {
    if (ref === 'working') return { kind: 'working' };
    const oid = ref === 'latest' ? await this.#head() : await this.#commitOf(ref);
    if (oid !== null) return { kind: 'commit', oid };
    const slugs = (await this.versions()).map((one) => one.slug);
    throw new Failure(
      'no-such-version',
      ref === 'latest'
        ? `latest: nothing has been recorded in this draft yet; record the working files first.`
        : `${ref}: this draft has no such version; ${slugs.length > 0 ? `it has ${slugs.join(', ')}` : 'none has been marked yet'}, and \`working\` and \`latest\` always mean something.`,
      { ref, versions: slugs },
    );
  }

  async #commitOf(ref: string): Promise<string | null> {
    const [, name = ref, back = ''] = /^(.+?)((?:[~^]\d*)*)$/.exec(ref) ?? [];
    let oid: string | null = null;
    for (const candidate of [`refs/tags/${tagPrefix}${name}`, name]) {
      if (!/^[\w][\w./@-]*$/.test(candidate)) continue;
      oid = await this.#attempt(() => git.resolveRef({ ...this.#repo, ref: candidate }));
      if (oid !== null) break;
    }
    if (oid === null && /^[0-9a-f]{4,40}$/i.test(name)) {
      oid = await this.#attempt(() => git.expandOid({ ...this.#repo, oid: name.toLowerCase() }));
    }
    if (oid === null) return null;
    const start = oid;
    oid = (await this.#attempt(() => git.readCommit({ ...this.#repo, oid: start })))?.oid ?? null;
    for (const [, sign, digits] of back.matchAll(/([~^])(\d*)/g)) {
      const steps = digits === '' ? 1 : Number(digits);
      for (let n = sign === '~' ? steps : 1; n > 0 && oid !== null; n--) {
        const { commit }: { commit: { parent: string[] } } = await git.readCommit({ ...this.#repo, oid });
        oid = commit.parent[sign === '^' ? steps - 1 : 0] ?? null;
      }
    }
    return oid;
  }

  /** The answer, or null where git says that there is no such object or reference. */
  async #attempt<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      const { NotFoundError, ObjectTypeError, AmbiguousError, InvalidOidError } = git.Errors;
      if (
        [NotFoundError, ObjectTypeError, AmbiguousError, InvalidOidError].some(
          (kind) => error instanceof kind,
        )
      )
        return null;
      throw error;
    }
  }

  /** The draft's files of words at a moment, as text with plain line feeds; `assets/` is left out. */
  async readFiles(ref: string, prefix = ''): Promise<Map<string, string>> {
    const out = new Map<string, string>();
    const where = await this.resolve(ref);
    if (where.kind === 'working') {
      for (const path of this.#walk(prefix)) {
        if (path.startsWith('assets/')) continue;
        out.set(path, decode(readFileSync(join(this.dir, path))));
      }
      return out;
    }
    const leaves = await leavesOf(this.#repo, await this.#treeOf(where.oid), '', prefix);
    for (const [path, { oid }] of leaves) {
      if (!isDraftPath(path) || path.startsWith('assets/')) continue;
      out.set(path, decode(await readBlob(this.#repo, oid)));
    }
    return out;
  }

  async readBytes(ref: string, path: string): Promise<Uint8Array | null> {
    const where = await this.resolve(ref);
    if (where.kind === 'working') {
      await this.#noLinks(checkPath(path));
      return readIfThere(join(this.dir, path));
    }
    const leaf = (await leavesOf(this.#repo, await this.#treeOf(where.oid), '', path)).get(path);
    return leaf ? readBlob(this.#repo, leaf.oid) : null;
  }

  /** The id of each file's content, so that a caller need not read what it has. */
  async oids(ref: string, prefix = ''): Promise<Map<string, string>> {
    const where = await this.resolve(ref);
    const leaves =
      where.kind === 'working'
        ? await this.#workingLeaves(prefix)
        : await leavesOf(this.#repo, await this.#treeOf(where.oid), '', prefix);
    return new Map([...leaves].filter(([path]) => isDraftPath(path)).map(([path, { oid }]) => [path, oid]));
  }

  /** The draft's files in the folder. Links are not followed. Synchronous: of ten thousand files that is five times as fast. */
  #walk(prefix = ''): string[] {
    const out: string[] = [];
    const visit = (folder: string): void => {
      for (const entry of this.#entries(folder)) {
        const path = folder + entry.name;
        if (folder === '' && !topLevel.includes(path)) continue;
        const inside = `${path}/`;
        if (entry.isFile() && path.startsWith(prefix)) out.push(path);
        else if (entry.isDirectory() && (inside.startsWith(prefix) || prefix.startsWith(inside)))
          visit(inside);
      }
    };
    visit('');
    return out.filter(isDraftPath).sort();
  }

  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(join(this.dir, folder), { withFileTypes: true });
    } catch (error) {
      if (isMissing(error)) return []; // gone since its parent was read
      throw error;
    }
  }

  /** Git's index; parsed anew only where its file is another one. */
  async #index(): Promise<Map<string, IndexEntry>> {
    const path = join(this.gitdir, 'index');
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    const stamp = stat ? `${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.size}` : '';
    if (this.#indexRead?.stamp !== stamp) {
      const bytes = await readIfThere(path);
      this.#indexRead = { stamp, entries: (bytes && readIndex(bytes)) ?? new Map() };
    }
    return this.#indexRead.entries;
  }

  /** The working files by content; one whose size and time are as the index says is not read again. */
  async #workingLeaves(prefix = ''): Promise<Map<string, Leaf>> {
    const index = await this.#index();
    const indexAt = await fs.stat(join(this.gitdir, 'index'), { bigint: true }).catch(() => null);
    const out = new Map<string, Leaf>();
    for (const path of this.#walk(prefix)) {
      const stat = lstatSync(join(this.dir, path), { bigint: true });
      const entry = index.get(path);
      // A file as young as the index may have changed within the same tick of the clock ("racily clean").
      const known =
        entry &&
        indexAt &&
        entry.mtime === stat.mtimeNs &&
        BigInt(entry.size) === stat.size &&
        stat.mtimeNs < indexAt.mtimeNs;
      out.set(path, {
        oid: known ? entry.oid : blobOid(normal(path, readFileSync(join(this.dir, path)))),
        mode: '100644',
      });
    }
    return out;
  }

  /** Changes working files, all of them or none. */
  async write(changes: ReadonlyMap<string, string | Uint8Array | null>): Promise<void> {
    for (const path of changes.keys()) {
      checkPath(path);
      await this.#noLinks(path);
    }
    await this.#locked(() => applyWhole(this.dir, this.files, changes));
  }

  /** Refuses to go through a link: it could lead out of the draft. */
  async #noLinks(path: string): Promise<void> {
    const parts = path.split('/');
    for (let n = 1; n <= parts.length; n++) {
      const part = join(this.dir, ...parts.slice(0, n));
      const info = await fs.lstat(part).catch(() => null);
      if (info?.isSymbolicLink()) {
        throw new Failure(
          'bad-path',
          `${part.slice(dirname(this.dir).length + sep.length)}: this is a link to somewhere else, and nothing is read or written through it; replace it by a folder.`,
          { path },
        );
      }
    }
  }

  /** Paths whose working files differ from the last record. */
  async changedPaths(): Promise<string[]> {
    return this.#changed(await this.#recorded());
  }

  /** Every file of the last record. */
  async #recorded(): Promise<Map<string, Leaf>> {
    const head = await this.#head();
    return head === null ? new Map() : leavesOf(this.#repo, await this.#treeOf(head));
  }

  async #changed(recorded: ReadonlyMap<string, Leaf>): Promise<string[]> {
    const working = await this.#workingLeaves();
    const out: string[] = [];
    for (const [path, { oid }] of working) if (recorded.get(path)?.oid !== oid) out.push(path);
    for (const path of recorded.keys()) if (isDraftPath(path) && !working.has(path)) out.push(path);
    return out.sort();
  }

  /** Records every change of the draft's working files. */
  async record(input: RecordInput): Promise<{ recorded: boolean; commit: string | null; paths: string[] }> {
    return this.#locked(async () => {
      await this.#noMerge();
      const recorded = await this.#recorded();
      const paths = await this.#changed(recorded);
      const parent = await this.#head();
      if (paths.length === 0 && parent !== null) return { recorded: false, commit: null, paths };
      const changes = new Map<string, string | null>();
      for (const path of paths) {
        const bytes = await readIfThere(join(this.dir, checkPath(path)));
        changes.set(
          path,
          bytes === null ? null : await git.writeBlob({ ...this.#repo, blob: normal(path, bytes) }),
        );
      }
      const tree = await editTree(this.#repo, parent === null ? null : await this.#treeOf(parent), changes);
      const person = { ...cleaned(input.author), ...timeOf(input.date) };
      const trailers = Object.entries(input.trailers ?? {}).map(
        ([name, value]) => `${name}: ${value.replace(/\s*[\r\n]+\s*/g, ' ')}`,
      );
      const message = `${input.message.trim()}\n${trailers.length > 0 ? `\n${trailers.join('\n')}\n` : ''}`;
      const commit = await git.writeCommit({
        ...this.#repo,
        commit: { message, tree, parent: parent === null ? [] : [parent], author: person, committer: person },
      });
      // From here a cut leaves the index behind; the note makes the next opening put it right.
      await this.files.write(this.#owedPath(), commit);
      const branch = await git.currentBranch({ ...this.#repo, fullname: true });
      await git.writeRef({ ...this.#repo, ref: branch || 'HEAD', value: commit, force: true });
      for (const [path, oid] of changes) {
        if (oid === null) recorded.delete(path);
        else recorded.set(path, { oid, mode: '100644' });
      }
      await this.#updateIndex(recorded);
      await this.files.remove(this.#owedPath());
      return { recorded: true, commit, paths };
    });
  }

  /** A record in the middle of a merge by another program would lose one side of it. */
  async #noMerge(): Promise<void> {
    for (const name of ['MERGE_HEAD', 'rebase-merge', 'rebase-apply', 'CHERRY_PICK_HEAD']) {
      if (await isThere(join(this.gitdir, name))) {
        throw new Failure(
          'busy',
          `${this.dir}: another program is in the middle of a merge in this draft; finish or abandon it there and try again.`,
          { dir: this.dir },
        );
      }
    }
  }

  #owedPath(): string {
    return join(this.gitdir, 'clausewright', 'index-owed');
  }

  async #rebuildIndex(): Promise<void> {
    await this.#updateIndex(await this.#recorded());
    await this.files.remove(this.#owedPath());
  }

  /** Makes the index say of the draft's files what was recorded; what it says of other files stays. */
  async #updateIndex(recorded: ReadonlyMap<string, Leaf>): Promise<void> {
    const index = await this.#index();
    const leaves = new Map([...recorded].filter(([path]) => index.size === 0 || isDraftPath(path)));
    for (const [path, { oid, mode }] of index)
      if (!isDraftPath(path)) leaves.set(path, { oid, mode: mode.toString(8) });
    await this.#writeIndex(index, leaves);
  }

  /** Writes the index to say what `leaves` says, with the stat data of files that hold just that. */
  async #writeIndex(
    known: ReadonlyMap<string, IndexEntry>,
    leaves: ReadonlyMap<string, Leaf>,
  ): Promise<void> {
    const entries: IndexEntry[] = [];
    for (const [path, { oid, mode }] of leaves) {
      const old = known.get(path);
      if (old?.oid === oid) {
        entries.push(old);
        continue;
      }
      const stat = isDraftPath(path)
        ? await fs.lstat(join(this.dir, path), { bigint: true }).catch(() => null)
        : null;
      const bytes = stat?.isFile() ? await readIfThere(join(this.dir, path)) : null;
      const same = bytes !== null && blobOid(normal(path, bytes)) === oid;
      entries.push(entryOf(path, oid, Number.parseInt(mode, 8), same ? stat : null));
    }
    await this.files.write(join(this.gitdir, 'index'), writeIndex(entries));
  }

  /** The versions, oldest first. */
  async versions(): Promise<Version[]> {
    const out: Version[] = [];
    for (const tag of await git.listTags(this.#repo)) {
      if (!tag.startsWith(tagPrefix)) continue;
      const oid = await git.resolveRef({ ...this.#repo, ref: `refs/tags/${tag}` });
      const read = await this.#attempt(() => git.readTag({ ...this.#repo, oid }));
      if (!read) continue; // a lightweight tag of someone else's
      const { object, message, tagger } = read.tag;
      const mark = markSchema.safeParse(safeYaml(message));
      const fields = mark.success ? mark.data : markSchema.parse({});
      out.push({
        slug: tag.slice(tagPrefix.length),
        title: fields.title,
        stage: fields.stage,
        text: fields.text,
        profile: fields.profile,
        commit: object,
        author: { name: tagger?.name ?? '', email: tagger?.email ?? '' },
        date: tagger ? isoOf(tagger.timestamp, tagger.timezoneOffset) : '',
      });
    }
    return out.sort(
      (a, b) => (Date.parse(a.date) || 0) - (Date.parse(b.date) || 0) || (a.slug < b.slug ? -1 : 1),
    );
  }

  async markVersion(input: MarkInput): Promise<Version> {
    const { slug } = input;
    if (moments.has(slug))
      throw new Failure(
        'bad-slug',
        `${slug}: this word always means a moment of the draft and cannot name a version; choose another.`,
        { slug },
      );
    if (!slugPattern.test(slug) || slug.length > 100 || slug.endsWith('.lock') || slug.includes('..')) {
      throw new Failure(
        'bad-slug',
        `${slug}: a version's short name has small letters, digits, hyphens and points only, for example consultation or code-1.0.`,
        { slug },
      );
    }
    return this.#locked(async () => {
      const there = (await this.versions()).find((one) => one.slug === slug);
      if (there)
        throw new Failure(
          'version-exists',
          `${slug}: there is a version of this name already, of ${there.date.slice(0, 10)}, and a version never changes; choose another name.`,
          { slug },
        );
      const where = await this.resolve(input.at);
      if (where.kind !== 'commit') throw new Error('a version is made of a recorded state');
      const { title, stage, text, profile, author, date } = input;
      await git.annotatedTag({
        ...this.#repo,
        ref: `${tagPrefix}${slug}`,
        object: where.oid,
        message: stringify({ title, stage, text, profile }),
        tagger: { ...cleaned(author), ...timeOf(date) },
      });
      return { slug, title, stage, text, profile, commit: where.oid, author, date };
    });
  }

  /** What was recorded, newest first; `paths` are those each record changed. */
  async log(input: { readonly limit?: number; readonly path?: string }): Promise<Entry[]> {
    if ((await this.#head()) === null) return [];
    const depth = input.path === undefined ? input.limit : undefined;
    const commits = await git.log({ ...this.#repo, ref: 'HEAD', ...(depth === undefined ? {} : { depth }) });
    const out: Entry[] = [];
    for (const { oid, commit } of commits) {
      if (out.length === input.limit) break;
      const [parent] = commit.parent;
      const paths = await changedBetween(
        this.#repo,
        parent === undefined ? null : await this.#treeOf(parent),
        commit.tree,
      );
      if (input.path !== undefined && !paths.includes(input.path)) continue;
      const { body, trailers } = splitTrailers(commit.message);
      out.push({
        commit: oid,
        parents: commit.parent,
        author: { name: commit.author.name, email: commit.author.email },
        date: isoOf(commit.author.timestamp, commit.author.timezoneOffset),
        message: body,
        trailers,
        paths: paths.sort(),
      });
    }
    return out;
  }
}

const decoder = new TextDecoder('utf-8');
const decode = (bytes: Uint8Array): string => decoder.decode(bytes).replace(/\r\n/g, '\n');

/** What git keeps of a file: line ends as line feeds (`text=auto eol=lf`), binary files as they are. */
function normal(path: string, bytes: Uint8Array): Uint8Array {
  if (path.startsWith('assets/') || bytes.includes(0) || !bytes.includes(13)) return bytes;
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r\n/g, '\n'), 'latin1'));
}

function safeYaml(source: string): unknown {
  try {
    return parse(source, { maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('YAML')) return {};
    if (error instanceof ReferenceError) return {}; // an alias, which we do not follow
    throw error;
  }
}

/** A name and address without the signs that end them in git's objects. */
const cleaned = ({ name, email }: Person): Person => ({
  name: name.replace(/[<>\p{Cc}]+/gu, ' ').trim() || 'unknown',
  email: email.replace(/[<>\s\p{Cc}]+/gu, ''),
});

/** Git's two fields of a moment: seconds, and minutes that UTC is ahead of it. */
function timeOf(date: string): { timestamp: number; timezoneOffset: number } {
  if (Number.isNaN(Date.parse(date)))
    throw new Failure('bad-date', `${date}: this is no date; write it as 2026-05-04T12:00:00Z.`, { date });
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})$/.exec(date) ?? [];
  const offset = sign === undefined ? 0 : (sign === '+' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return { timestamp: Math.floor(Date.parse(date) / 1000), timezoneOffset: offset === 0 ? 0 : offset };
}

function isoOf(timestamp: number, timezoneOffset: number): string {
  const local = new Date((timestamp - timezoneOffset * 60) * 1000).toISOString().slice(0, 19);
  if (timezoneOffset === 0) return `${local}Z`;
  const ahead = Math.abs(timezoneOffset);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${local}${timezoneOffset < 0 ? '+' : '-'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
}

function splitTrailers(message: string): { body: string; trailers: Record<string, string> } {
  const parts = message.trimEnd().split(/\n\n/);
  const last = parts.length > 1 ? (parts[parts.length - 1] ?? '') : '';
  const lines = last.split('\n').map((line) => /^([A-Z][A-Za-z-]*): (.*)$/.exec(line));
  if (last === '' || lines.some((line) => line === null)) return { body: message.trimEnd(), trailers: {} };
  return {
    body: parts.slice(0, -1).join('\n\n'),
    trailers: Object.fromEntries(lines.flatMap((line) => (line ? [[line[1] ?? '', line[2] ?? '']] : []))),
  };
}
