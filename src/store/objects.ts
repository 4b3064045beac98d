import git, { type TreeEntry } from 'isomorphic-git';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { isMissing, type Files } from './files.ts';

/** What every call on the repository shares: the file system, the folder, one cache of objects. */
export interface Repository {
  readonly fs: Files['forGit'];
  readonly dir: string;
  readonly cache: object;
  /** Trees read so far; an id never changes its meaning. */
  readonly trees: Map<string, readonly TreeLine[]>;
}

interface TreeLine {
  readonly mode: string;
  readonly path: string;
  readonly oid: string;
  readonly type: string;
}

export interface Leaf {
  readonly oid: string;
  readonly mode: string;
}

/** The id git gives to content. */
export function blobOid(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/**
 * The content of an object that lies in a file of its own, or null. The library reads these one by one over several
 * turns of the event loop; of ten thousand that is most of the time.
 */
function readLoose(repo: Repository, oid: string): Buffer | null {
  let packed: Buffer;
  try {
    packed = readFileSync(join(repo.dir, '.git', 'objects', oid.slice(0, 2), oid.slice(2)));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const whole = inflateSync(packed);
  return whole.subarray(whole.indexOf(0) + 1);
}

export async function readBlob(repo: Repository, oid: string): Promise<Uint8Array> {
  return readLoose(repo, oid) ?? (await git.readBlob({ ...repo, oid })).blob;
}

async function readTree(repo: Repository, oid: string): Promise<readonly TreeLine[]> {
  const known = repo.trees.get(oid);
  if (known) return known;
  const loose = readLoose(repo, oid);
  const lines = loose ? treeLines(loose) : (await git.readTree({ ...repo, oid })).tree;
  repo.trees.set(oid, lines);
  return lines;
}

/** A tree as git keeps it: mode, space, name, zero, twenty bytes of id; again and again. */
function treeLines(bytes: Buffer): TreeLine[] {
  const lines: TreeLine[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString('latin1', at, space).padStart(6, '0');
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    const path = bytes.toString('utf8', space + 1, end);
    lines.push({ mode, type, path, oid: bytes.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return lines;
}

/** Every file under a tree: path -> object and mode. Links and submodules are passed over: they are not ours. */
export async function leavesOf(
  repo: Repository,
  tree: string,
  prefix = '',
  wanted = '',
): Promise<Map<string, Leaf>> {
  const out = new Map<string, Leaf>();
  const visit = async (oid: string, under: string): Promise<void> => {
    for (const entry of await readTree(repo, oid)) {
      const path = under + entry.path;
      if (wanted !== '' && !path.startsWith(wanted) && !wanted.startsWith(`${path}/`)) continue;
      if (entry.type === 'tree') await visit(entry.oid, `${path}/`);
      else if (entry.type === 'blob' && entry.mode !== '120000')
        out.set(path, { oid: entry.oid, mode: entry.mode });
    }
  };
  await visit(tree, prefix);
  return out;
}

interface Branch {
  readonly leaves: Map<string, string | null>;
  readonly branches: Map<string, Branch>;
}

/** A tree with some files changed (null: gone); only the folders on their way are written anew. */
export async function editTree(
  repo: Repository,
  tree: string | null,
  changes: ReadonlyMap<string, string | null>,
): Promise<string> {
  const root: Branch = { leaves: new Map(), branches: new Map() };
  for (const [path, oid] of changes) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let at = root;
    for (const part of parts) {
      let next = at.branches.get(part);
      if (!next) at.branches.set(part, (next = { leaves: new Map(), branches: new Map() }));
      at = next;
    }
    at.leaves.set(name, oid);
  }
  return (await writeBranch(repo, tree, root)) ?? git.writeTree({ ...repo, tree: [] });
}

async function writeBranch(repo: Repository, tree: string | null, branch: Branch): Promise<string | null> {
  const entries = new Map(
    (tree === null ? [] : await readTree(repo, tree)).map((entry) => [entry.path, entry]),
  );
  for (const [name, below] of branch.branches) {
    const old = entries.get(name);
    const oid = await writeBranch(repo, old?.type === 'tree' ? old.oid : null, below);
    if (oid === null) entries.delete(name);
    else entries.set(name, { mode: '040000', path: name, oid, type: 'tree' });
  }
  for (const [name, oid] of branch.leaves) {
    if (oid === null) entries.delete(name);
    else entries.set(name, { mode: '100644', path: name, oid, type: 'blob' });
  }
  return entries.size === 0 ? null : git.writeTree({ ...repo, tree: [...entries.values()].map(treeEntry) });
}

/** Paths whose files differ between two trees; whole folders that are the same are not looked into. */
export async function changedBetween(
  repo: Repository,
  a: string | null,
  b: string | null,
  prefix = '',
): Promise<string[]> {
  if (a === b) return [];
  const list = async (oid: string | null) =>
    new Map(oid === null ? [] : (await readTree(repo, oid)).map((entry) => [entry.path, entry]));
  const [before, after] = [await list(a), await list(b)];
  const out: string[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [x, y] = [before.get(name), after.get(name)];
    if (x?.oid === y?.oid) continue;
    const tree = (entry: typeof x): string | null => (entry?.type === 'tree' ? entry.oid : null);
    if (tree(x) !== null || tree(y) !== null)
      out.push(...(await changedBetween(repo, tree(x), tree(y), `${prefix}${name}/`)));
    if ((x && x.type !== 'tree') || (y && y.type !== 'tree')) out.push(prefix + name);
  }
  return out;
}

const treeEntry = ({ mode, path, oid, type }: TreeLine): TreeEntry => ({
  mode,
  path,
  oid,
  type: type === 'tree' ? 'tree' : type === 'commit' ? 'commit' : 'blob',
});
