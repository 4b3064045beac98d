import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { z } from 'zod';
import { Failure } from '../model/failure.ts';
import { isMissing, isThere, readIfThere, type Files } from './files.ts';

const ownerSchema = z.object({
  pid: z.number(),
  thread: z.number().default(0),
  host: z.string(),
  at: z.string(),
});

/** The locks this thread holds: one of ours that is not among them is left over from a cut. */
const ours = new Set<string>();

const busy = (dir: string, who: string): Failure =>
  new Failure(
    'busy',
    `${dir}: ${who} is changing this draft at this moment; wait until it has finished and try again.`,
    { dir },
  );

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Runs `work` while no other process may change the draft. A lock whose process is dead is taken over. */
export async function withLock<T>(
  dir: string,
  files: Files,
  clock: () => Date,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(files.gitdir, 'clausewright', 'lock');
  await take(path, dir, files, clock);
  ours.add(path);
  try {
    if (await isThere(join(files.gitdir, 'index.lock'))) throw busy(dir, 'another program');
    return await work();
  } finally {
    await files.remove(path);
    ours.delete(path);
  }
}

async function take(path: string, dir: string, files: Files, clock: () => Date): Promise<void> {
  const owner = { pid: process.pid, thread: threadId, host: hostname(), at: clock().toISOString() };
  const mine = await files.prepare(JSON.stringify(owner));
  try {
    for (let tries = 0; tries < 3; tries++) {
      try {
        await files.disk.link(mine, path);
        return;
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
      const there = await readIfThere(path);
      if (there === null) continue;
      if (isHeld(path, there)) break;
      await setAside(path, there, files);
    }
    throw busy(dir, 'another Clausewright');
  } finally {
    await files.disk.remove(mine);
  }
}

/** Moves a dead lock away; puts it back where, in between, somebody else had taken over. */
async function setAside(path: string, dead: Uint8Array, files: Files): Promise<void> {
  const aside = `${path}.${process.pid}-${threadId}`;
  try {
    await files.disk.rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const moved = await readIfThere(aside);
  if (moved && Buffer.compare(moved, dead) !== 0) await files.disk.link(aside, path);
  await files.disk.remove(aside);
}

/** True while the process that took the lock lives, or where that cannot be known (another computer). */
function isHeld(path: string, bytes: Uint8Array): boolean {
  const read = ownerSchema.safeParse(parsed(bytes));
  if (!read.success) return false;
  const { pid, thread, host } = read.data;
  if (host !== hostname()) return true;
  if (pid === process.pid) return thread !== threadId || ours.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
