import * as fs from 'node:fs/promises';

/** The few ways in which the store changes a disk; a test records them, and cuts them off after each. */
export interface Disk {
  /** A new file with this content, flushed. */
  create(path: string, content: Uint8Array): Promise<void>;
  /** Puts a file or folder in place of whatever file stood there. */
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; fails where the name is taken. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file, if it is there. */
  remove(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** Makes a folder and those above it. */
  makeFolder(path: string): Promise<void>;
}

export const realDisk: Disk = {
  async create(path, content) {
    const file = await fs.open(path, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename: (from, to) => fs.rename(from, to),
  link: (from, to) => fs.link(from, to),
  remove: (path) => fs.rm(path, { force: true }),
  removeFolder: (path) => fs.rm(path, { recursive: true, force: true }),
  async makeFolder(path) {
    await fs.mkdir(path, { recursive: true });
  },
};
