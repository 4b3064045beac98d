import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file whole or not at all: a temporary file beside it, flushed, renamed over it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.tmp-${randomBytes(6).toString('hex')}`);
  const file = await fs.open(temporary, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await fs.rename(temporary, path);
}

/** True for the error of a file or folder that is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** The file's bytes, or null where there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await fs.readFile(path));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * The file system isomorphic-git is given: as Node's, but every file it writes (objects, references, tags) is
 * written whole or not at all; by itself the library writes in place.
 */
export const atomicFs = {
  promises: {
    readFile: (path: string, options?: { encoding?: BufferEncoding } | BufferEncoding) =>
      fs.readFile(path, options),
    writeFile: (path: string, content: string | Uint8Array) => writeWhole(path, content),
    unlink: (path: string) => fs.unlink(path),
    readdir: (path: string) => fs.readdir(path),
    mkdir: (path: string) => fs.mkdir(path),
    rmdir: (path: string) => fs.rmdir(path),
    stat: (path: string) => fs.stat(path),
    lstat: (path: string) => fs.lstat(path),
    readlink: (path: string) => fs.readlink(path),
    symlink: (target: string, path: string) => fs.symlink(target, path),
    chmod: (path: string, mode: number) => fs.chmod(path, mode),
  },
};
