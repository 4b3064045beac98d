import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Disk } from './disk.ts';

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

export async function isThere(path: string): Promise<boolean> {
  try {
    await fs.lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Files of one repository, each written whole or not at all. */
export class Files {
  readonly #made = new Set<string>();

  constructor(
    readonly disk: Disk,
    readonly gitdir: string,
  ) {}

  /** Where files lie until they are complete; what a cut leaves here is nobody's. */
  get waiting(): string {
    return join(this.gitdir, 'clausewright', 'waiting');
  }

  async #folder(path: string): Promise<void> {
    if (this.#made.has(path)) return;
    await this.disk.makeFolder(path);
    if (path.startsWith(this.gitdir)) this.#made.add(path);
  }

  /** A complete file that nobody sees yet. */
  async prepare(content: string | Uint8Array): Promise<string> {
    await this.#folder(this.waiting);
    const path = join(this.waiting, randomBytes(8).toString('hex'));
    await this.disk.create(path, typeof content === 'string' ? Buffer.from(content) : content);
    return path;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const prepared = await this.prepare(content);
    await this.#folder(dirname(path));
    await this.disk.rename(prepared, path);
  }

  async remove(path: string): Promise<void> {
    if (await isThere(path)) await this.disk.remove(path);
  }

  /** Removes what a cut left waiting. */
  async tidy(): Promise<void> {
    if (!(await isThere(this.waiting))) return;
    for (const name of await fs.readdir(this.waiting)) await this.disk.remove(join(this.waiting, name));
  }

  /**
   * The file system isomorphic-git is given: as Node's, but every file it writes (objects, references, tags) is
   * written whole or not at all; by itself the library writes in place.
   */
  get forGit() {
    return {
      promises: {
        readFile: (path: string, options?: { encoding?: BufferEncoding } | BufferEncoding) =>
          fs.readFile(path, options),
        writeFile: (path: string, content: string | Uint8Array) => this.write(path, content),
        unlink: (path: string) => this.disk.remove(path),
        readdir: (path: string) => fs.readdir(path),
        mkdir: (path: string) => this.disk.makeFolder(path),
        rmdir: (path: string) => fs.rmdir(path),
        stat: (path: string) => fs.stat(path),
        lstat: (path: string) => fs.lstat(path),
        readlink: (path: string) => fs.readlink(path),
        symlink: (target: string, path: string) => fs.symlink(target, path),
        chmod: (path: string, mode: number) => fs.chmod(path, mode),
      },
    };
  }
}
