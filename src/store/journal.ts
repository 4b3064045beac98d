import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, type Files } from './files.ts';
import { checkPath } from './paths.ts';

type Changes = ReadonlyMap<string, string | Uint8Array | null>;

const journalSchema = z.object({ files: z.array(z.tuple([z.string(), z.string().nullable()])) });

export const journalPath = (gitdir: string): string => join(gitdir, 'clausewright', 'journal.json');

/**
 * Several files changed as one. What is to be written is written down first and flushed; then it is done. Cut off
 * before the journal stands, nothing has happened; cut off after, the next opening finishes it (law 8).
 */
export async function applyWhole(dir: string, files: Files, changes: Changes): Promise<void> {
  const intent = [...changes].map(([name, content]) => [
    name,
    content === null ? null : Buffer.from(content).toString('base64'),
  ]);
  await files.write(journalPath(files.gitdir), JSON.stringify({ files: intent }));
  await apply(dir, files, changes);
  await files.remove(journalPath(files.gitdir));
}

async function apply(dir: string, files: Files, changes: Changes): Promise<void> {
  // Removals first: a folder may have to make room for a file.
  for (const [name, content] of changes) if (content === null) await files.remove(join(dir, name));
  for (const [name, content] of changes) if (content !== null) await files.write(join(dir, name), content);
}

/** Finishes what a cut left. */
export async function recover(dir: string, files: Files): Promise<void> {
  const bytes = await readIfThere(journalPath(files.gitdir));
  if (!bytes) return;
  const intent = journalSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const changes = intent.files.map(
    ([name, content]) => [checkPath(name), content === null ? null : Buffer.from(content, 'base64')] as const,
  );
  await apply(dir, files, new Map(changes));
  await files.remove(journalPath(files.gitdir));
}
