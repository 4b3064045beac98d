import { open, readFile, rm, stat } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from '../model/failure.ts';
import { isMissing } from './files.ts';

const busy = (dir: string, who: string): Failure =>
  new Failure(
    'busy',
    `${dir}: ${who} is changing this draft at this moment; wait until it has finished and try again.`,
    { dir },
  );

/** Runs `work` while no other process may change the draft. A lock whose process is dead is taken over. */
export async function withLock<T>(
  dir: string,
  gitdir: string,
  clock: () => Date,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(gitdir, 'clausewright', 'lock');
  await mkdir(dirname(path), { recursive: true });
  for (let tries = 0; ; tries++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname(), at: clock().toISOString() }));
      await file.close();
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (tries >= 3 || (await held(path))) throw busy(dir, 'another Clausewright');
      await rm(path, { force: true });
    }
  }
  try {
    if (await there(join(gitdir, 'index.lock'))) throw busy(dir, 'another program');
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function there(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** True while the process that took the lock lives, or where that cannot be known (another computer). */
async function held(path: string): Promise<boolean> {
  let owner: { pid?: unknown; host?: unknown };
  try {
    owner = JSON.parse(await readFile(path, 'utf8')) as typeof owner;
  } catch (error) {
    // Cut off while it was written, or gone since: nobody holds it.
    if (error instanceof SyntaxError || isMissing(error)) return false;
    throw error;
  }
  if (owner.host !== hostname()) return true;
  if (typeof owner.pid !== 'number') return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
