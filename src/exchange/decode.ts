import { Failure } from '../model/failure.ts';
import type { SourceNote } from './source.ts';

/** Design 7: plain text up to 50 MB. */
const limit = 50 * 1024 * 1024;

/** CP1252 where it differs from Latin-1 (0x80 to 0x9f). Some runtimes decode `windows-1252` as Latin-1. */
const high =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (c) => high[c.charCodeAt(0) - 0x80] ?? c);

/** The text of a file: UTF-8, UTF-16 with its mark, else Windows-1252 with a note. */
export function decode(bytes: Uint8Array, fileName: string): { text: string; notes: SourceNote[] } {
  if (bytes.length === 0)
    throw new Failure('empty-file', `${fileName}: the file is empty; choose the document you mean.`, {
      file: fileName,
    });
  if (bytes.length > limit) {
    throw new Failure(
      'too-large',
      `${fileName}: the file is over 50 MB, the most that is read as text; split it.`,
      { file: fileName },
    );
  }
  const [a, b, c] = bytes;
  const tidy = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (a === 0xff && b === 0xfe) return { text: tidy(new TextDecoder('utf-16le').decode(bytes)), notes: [] };
  if (a === 0xfe && b === 0xff) return { text: tidy(new TextDecoder('utf-16be').decode(bytes)), notes: [] };
  const magic = String.fromCharCode(...bytes.subarray(0, 5));
  const looks = magic.startsWith('%PDF')
    ? 'a PDF'
    : magic.startsWith('PK')
      ? 'an archive or a Word file'
      : a === 0xd0 && b === 0xcf && c === 0x11
        ? 'an old Word file'
        : bytes.subarray(0, 65536).includes(0)
          ? 'no text'
          : null;
  if (looks) {
    throw new Failure(
      'not-text',
      `${fileName}: this looks like ${looks}, not like a text; save it as .docx, .md, .html or .txt and take that.`,
      { file: fileName },
    );
  }
  try {
    return { text: tidy(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), notes: [] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return {
      text: tidy(windows1252(bytes)),
      notes: [
        {
          place: '',
          kind: 'info',
          message:
            'the file is not UTF-8; it was read as Windows-1252, so look at quotation marks and accents',
        },
      ],
    };
  }
}
