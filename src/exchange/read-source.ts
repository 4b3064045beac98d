import { decode } from './decode.ts';
import { readDocx } from './docx/read.ts';
import { readHtml } from './html/read-source.ts';
import { readMarkdown } from './markdown/read.ts';
import { readPlain } from './plain/read.ts';
import type { SourceDocument } from './source.ts';

/** Reads a document of any format we know, by its ending and its first bytes. Failures: those of the readers. */
export async function readSource(
  bytes: Uint8Array,
  fileName: string,
  options: { readonly changes: 'accept' | 'reject' },
): Promise<SourceDocument> {
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  if (/\.docx$/i.test(fileName) || zipped) return readDocx(bytes, fileName, options);
  const { text, notes } = decode(bytes, fileName);
  const read = readerFor(fileName, text)(text, fileName);
  return { ...read, notes: [...notes, ...read.notes] };
}

function readerFor(fileName: string, text: string): (text: string, fileName: string) => SourceDocument {
  if (/\.x?html?$/i.test(fileName)) return readHtml;
  if (/\.(md|markdown|mkd)$/i.test(fileName)) return readMarkdown;
  return /^\s*(<!doctype html|<html[\s>])/i.test(text.slice(0, 1000)) ? readHtml : readPlain;
}
