import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';

/** A Word file of these parts, the same bytes for the same parts. */
export function writeArchive(parts: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const zippable: Zippable = {};
  // Zip times have no zone: local fields of a local date come out the same everywhere.
  const mtime = new Date(1980, 0, 1);
  for (const [name, content] of parts) {
    zippable[name] = [
      typeof content === 'string' ? strToU8(content) : content,
      { mtime, level: 6, os: 0, attrs: 0 },
    ];
  }
  return zipSync(zippable);
}

/** A part of a Word file we wrote, as text; null where there is none. */
export function readPart(bytes: Uint8Array, name: string): string | null {
  const found = unzipSync(bytes, { filter: (file) => file.name === name })[name];
  return found ? strFromU8(found) : null;
}
