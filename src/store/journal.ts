import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeWhole } from './files.ts';

/**
 * Several files changed as one. What is to be written is written down first and flushed; then it is done. Cut off
 * before the journal stands, nothing has happened; cut off after, the next opening finishes it (law 8).
 */
export async function applyWhole(
  dir: string,
  gitdir: string,
  changes: ReadonlyMap<string, string | Uint8Array | null>,
): Promise<void> {
  const path = journalPath(gitdir);
  const files = [...changes].map(([name, content]) => [
    name,
    content === null ? null : Buffer.from(content).toString('base64'),
  ]);
  await writeWhole(path, JSON.stringify({ files }));
  await apply(dir, changes);
  await rm(path, { force: true });
}

const journalPath = (gitdir: string): string => join(gitdir, 'clausewright', 'journal.json');

async function apply(dir: string, changes: ReadonlyMap<string, string | Uint8Array | null>): Promise<void> {
  for (const [name, content] of changes) {
    if (content === null) await rm(join(dir, name), { force: true });
    else await writeWhole(join(dir, name), content);
  }
}

/** Finishes what a cut left; true where there was something. */
export async function recover(dir: string, gitdir: string): Promise<boolean> {
  const bytes = await readIfThere(journalPath(gitdir));
  if (!bytes) return false;
  const { files } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { files: [string, string | null][] };
  await apply(
    dir,
    new Map(files.map(([name, content]) => [name, content === null ? null : Buffer.from(content, 'base64')])),
  );
  await rm(journalPath(gitdir), { force: true });
  return true;
}
