import git from 'isomorphic-git';
import { createHash } from 'node:crypto';
import type { Files } from './files.ts';

/** What every call on the repository shares: the file system, the folder, one cache of objects. */
export interface Repository {
  readonly fs: Files['forGit'];
  readonly dir: string;
  readonly cache: object;
}

export interface Leaf {
  readonly oid: string;
  readonly mode: string;
}

/** The id git gives to content. */
export function blobOid(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
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
    const { tree: entries } = await git.readTree({ ...repo, oid });
    for (const entry of entries) {
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
    (tree === null ? [] : (await git.readTree({ ...repo, oid: tree })).tree).map((entry) => [
      entry.path,
      entry,
    ]),
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
  return entries.size === 0 ? null : git.writeTree({ ...repo, tree: [...entries.values()] });
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
    new Map(
      oid === null ? [] : (await git.readTree({ ...repo, oid })).tree.map((entry) => [entry.path, entry]),
    );
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
