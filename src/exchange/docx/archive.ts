import { strToU8 } from 'fflate';
import { writeZip } from '../zip.ts';

/** A Word file of these parts, the same bytes for the same parts. */
export const writeArchive = (parts: ReadonlyMap<string, string | Uint8Array>): Uint8Array =>
  writeZip(
    [...parts].map(([path, content]) => ({
      path,
      data: typeof content === 'string' ? strToU8(content) : content,
    })),
  );
