import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../model/failure.ts';
import { absolute, type Environment } from './environment.ts';

/** Writes a file whole or not at all: a temporary file beside it, flushed, then renamed. */
export async function writeOutput(
  env: Environment,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const full = absolute(env, path);
  const folder = await stat(dirname(full)).catch(() => null);
  if (!folder?.isDirectory())
    throw new Failure(
      'no-such-folder',
      `${path}: the folder it should go to is not there; make it, or name another with -o.`,
      { file: path },
    );
  const there = await stat(full).catch(() => null);
  if (there?.isDirectory())
    throw new Failure('is-folder', `${path}: this is a folder; name a file with -o.`, { file: path });
  const temporary = `${full}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, full);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
