import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';

/** One line of git's index. Times in nanoseconds; all zero where the file was not looked at: git then reads it. */
export interface IndexEntry {
  readonly path: string;
  readonly oid: string;
  readonly mode: number;
  readonly ctime: bigint;
  readonly mtime: bigint;
  readonly dev: number;
  readonly ino: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
}

const billion = 1_000_000_000n;
const low32 = (n: bigint): number => Number(n & 0xffffffffn);

export function entryOf(path: string, oid: string, mode: number, stat: BigIntStats | null): IndexEntry {
  const zero = { ctime: 0n, mtime: 0n, dev: 0, ino: 0, uid: 0, gid: 0, size: 0 };
  if (!stat) return { path, oid, mode, ...zero };
  return {
    path,
    oid,
    mode,
    ctime: stat.ctimeNs,
    mtime: stat.mtimeNs,
    dev: low32(stat.dev),
    ino: low32(stat.ino),
    uid: low32(stat.uid),
    gid: low32(stat.gid),
    size: low32(stat.size),
  };
}

/** The index as git reads it: version 2, sorted by path as bytes, SHA-1 at the end (git: index-format). */
export function writeIndex(entries: readonly IndexEntry[]): Uint8Array {
  const named = entries.map((entry) => ({ entry, name: Buffer.from(entry.path) }));
  named.sort((a, b) => Buffer.compare(a.name, b.name));
  const lengthOf = (name: Buffer): number => Math.ceil((62 + name.length + 1) / 8) * 8;
  const size = named.reduce((sum, { name }) => sum + lengthOf(name), 12);
  const body = Buffer.alloc(size);
  body.write('DIRC', 0, 'latin1');
  body.writeUInt32BE(2, 4);
  body.writeUInt32BE(entries.length, 8);
  let start = 12;
  for (const { entry, name } of named) {
    const put = (value: number, at: number): void => void body.writeUInt32BE(value >>> 0, start + at);
    put(Number(entry.ctime / billion), 0);
    put(Number(entry.ctime % billion), 4);
    put(Number(entry.mtime / billion), 8);
    put(Number(entry.mtime % billion), 12);
    put(entry.dev, 16);
    put(entry.ino, 20);
    put(entry.mode, 24);
    put(entry.uid, 28);
    put(entry.gid, 32);
    put(entry.size, 36);
    body.write(entry.oid, start + 40, 'hex');
    body.writeUInt16BE(Math.min(name.length, 0xfff), start + 60);
    name.copy(body, start + 62);
    start += lengthOf(name);
  }
  return new Uint8Array(Buffer.concat([body, createHash('sha1').update(body).digest()]));
}

/** The entries of an index, or null where it is of a form that only git reads (it is then made anew). */
export function readIndex(bytes: Uint8Array): Map<string, IndexEntry> | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 32 || data.toString('latin1', 0, 4) !== 'DIRC' || data.readUInt32BE(4) !== 2) return null;
  if (!createHash('sha1').update(data.subarray(0, -20)).digest().equals(data.subarray(-20))) return null;
  const out = new Map<string, IndexEntry>();
  let at = 12;
  for (let n = data.readUInt32BE(8); n > 0; n--) {
    const word = (offset: number): number => data.readUInt32BE(at + offset);
    const flags = data.readUInt16BE(at + 60);
    if ((flags & 0x3000) !== 0) return null; // a merge in progress
    const end = data.indexOf(0, at + 62);
    const path = data.toString('utf8', at + 62, end);
    out.set(path, {
      path,
      ctime: BigInt(word(0)) * billion + BigInt(word(4)),
      mtime: BigInt(word(8)) * billion + BigInt(word(12)),
      dev: word(16),
      ino: word(20),
      mode: word(24),
      uid: word(28),
      gid: word(32),
      size: word(36),
      oid: data.toString('hex', at + 40, at + 60),
    });
    at += Math.ceil((62 + (end - at - 62) + 1) / 8) * 8;
  }
  return out;
}
