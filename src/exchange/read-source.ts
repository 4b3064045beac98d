import { decode } from './decode.ts';
import { readHtml } from './html/read-source.ts';
import { readMarkdown } from './markdown/read.ts';
import { readPlain } from './plain/read.ts';
import type { SourceDocument } from './source.ts';

/** What to do with tracked changes of a Word file. */
export type TrackedChanges = 'accept' | 'reject' | 'amendments';

/** Reads a document of any format we know, by its ending and its first bytes. Failures: those of the readers. */
export async function readSource(
  bytes: Uint8Array,
  fileName: string,
  _options: { readonly changes: TrackedChanges },
): Promise<SourceDocument> {
  const { text, notes } = decode(bytes, fileName);
  const read = readerFor(fileName, text)(text, fileName);
  return { ...read, notes: [...notes, ...read.notes] };
}

function readerFor(fileName: string, text: string): (text: string, fileName: string) => SourceDocument {
  if (/\.x?html?$/i.test(fileName)) return readHtml;
  if (/\.(md|markdown|mkd)$/i.test(fileName)) return readMarkdown;
  return /^\s*(<!doctype html|<html[\s>])/i.test(text.slice(0, 1000)) ? readHtml : readPlain;
}
