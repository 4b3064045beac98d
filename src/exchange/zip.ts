import { crc32 } from 'node:zlib';
import { zipSync, type ZipOptions } from 'fflate';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { Failure } from '../model/failure.ts';

/** Design 7. */
const limits = {
  archiveBytes: 200 * 1024 * 1024,
  expandedBytes: 1024 * 1024 * 1024,
  ratio: 100,
  entries: 10_000,
};
/** Below this much, the ratio says nothing: a page of repeated markup shrinks beyond 100:1 and harms nobody. */
const harmlessBytes = 1024 * 1024;

export interface ZipEntry {
  readonly path: string;
  readonly data: Uint8Array;
  /** Not compressed: for what is already compressed, and where a format demands it (`mimetype` of ODT). */
  readonly store?: boolean;
}

/**
 * Every file of an archive, by path, in the archive's order. Whatever could harm is refused before anything of it
 * is expanded; every file's checksum is checked.
 *
 * @throws Failure `too-large`, `zip-damaged`, `zip-encrypted` (also for the OLE container a password makes of a
 * Word file), `zip-bomb`, `zip-unsafe-path`
 */
export async function readZip(bytes: Uint8Array, fileName: string): Promise<ReadonlyMap<string, Uint8Array>> {
  if (bytes.length > limits.archiveBytes)
    throw new Failure(
      'too-large',
      `${fileName} is larger than the 200 MB an archive may have: split it, or shrink its images.`,
      { file: fileName, bytes: bytes.length },
    );
  if (isCompoundFile(bytes))
    throw new Failure(
      'zip-encrypted',
      `${fileName} is protected with a password, or is in the old .doc format: open it in a word processor and save it without password as .docx.`,
      { file: fileName },
    );
  const archive = await open(bytes, fileName);
  const entries = await list(archive, fileName);
  checkSizes(entries, bytes.length, fileName);
  const out = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.fileName.endsWith('/')) out.set(entry.fileName, await expand(archive, entry, fileName));
  }
  return out;
}

/**
 * An archive of these files in this order. The same entries give the same bytes at any time and in any time zone.
 */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  // fflate writes a date's local parts, so a date made of local parts is the same in every zone.
  const mtime = new Date(1980, 0, 1, 12);
  const files: Record<string, [Uint8Array, ZipOptions]> = {};
  for (const { path, data, store } of entries) {
    if (path in files) throw new Error(`Two entries of an archive have the path ${path}`);
    files[path] = [data, { level: store ? 0 : 6, mtime, os: 0 }];
  }
  return zipSync(files);
}

const damaged = (fileName: string, why: string): Failure =>
  new Failure(
    'zip-damaged',
    `${fileName} cannot be opened because its archive is damaged or is not an archive (${why}): get the file again, or save it again in the program that made it.`,
    { file: fileName, why },
  );

const unsafePath = (fileName: string, path: string): Failure =>
  new Failure(
    'zip-unsafe-path',
    `${fileName} contains a file with the unsafe or repeated path "${path}": do not trust this archive; ask for it again from who made it.`,
    { file: fileName, path },
  );

function isCompoundFile(bytes: Uint8Array): boolean {
  const magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  return magic.every((byte, i) => bytes[i] === byte);
}

/** yauzl tells paths that leave the folder apart from damage only by its message. */
function translate(error: Error, fileName: string): Failure {
  const path = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/s.exec(
    error.message,
  );
  return path ? unsafePath(fileName, path[1] ?? '') : damaged(fileName, error.message);
}

function open(bytes: Uint8Array, fileName: string): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, strictFileNames: true }, (error, archive) => {
      if (error) reject(damaged(fileName, error.message));
      else resolve(archive);
    });
  });
}

function list(archive: ZipFile, fileName: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  return new Promise((resolve, reject) => {
    archive.on('error', (error: Error) => {
      reject(translate(error, fileName));
    });
    archive.on('end', () => {
      resolve(entries);
    });
    archive.on('entry', (entry: Entry) => {
      const path = entry.fileName;
      const key = path.normalize('NFC').toLowerCase();
      if (entry.isEncrypted()) {
        reject(
          new Failure(
            'zip-encrypted',
            `${fileName} is protected with a password (its file ${path}): save it again without one.`,
            { file: fileName, path },
          ),
        );
      } else if (path === '' || seen.has(key) || path.split('/').includes('.')) {
        reject(unsafePath(fileName, path));
      } else if (entries.length === limits.entries) {
        reject(
          new Failure('zip-bomb', `${fileName} contains more than the 10,000 files an archive may have.`, {
            file: fileName,
          }),
        );
      } else {
        seen.add(key);
        entries.push(entry);
        archive.readEntry();
      }
    });
    archive.readEntry();
  });
}

function checkSizes(entries: readonly Entry[], archiveBytes: number, fileName: string): void {
  const expanded = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const tooDense = expanded > harmlessBytes && expanded > archiveBytes * limits.ratio;
  if (expanded > limits.expandedBytes || tooDense)
    throw new Failure(
      'zip-bomb',
      `${fileName} would expand to ${expanded} bytes, more than 1 GB or more than a hundred times its size: do not trust this archive, or save it again in the program that made it.`,
      { file: fileName, expanded },
    );
}

/** yauzl stops a file that expands to more than it declares, so the sizes checked above hold. */
function expand(archive: ZipFile, entry: Entry, fileName: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(damaged(fileName, error.message));
        return;
      }
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => {
        chunks.push(chunk);
      });
      stream.on('error', (trouble: Error) => {
        reject(damaged(fileName, trouble.message));
      });
      stream.on('end', () => {
        const data = new Uint8Array(Buffer.concat(chunks));
        if (crc32(data) === entry.crc32) resolve(data);
        else reject(damaged(fileName, `the checksum of ${entry.fileName} is wrong`));
      });
    });
  });
}
