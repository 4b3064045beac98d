import { assertNever, Failure } from '../model/failure.ts';
import type { Redline } from '../redline/types.ts';
import { compareLines, type LineProblem } from './check-redline.ts';
import type { RedlineDetails } from './details.ts';
import { readBackDocx } from './docx/read-back.ts';
import { redlineDocx } from './docx/redline.ts';
import { readBackHtml } from './html/read-back.ts';
import { redlineHtml } from './html/redline.ts';
import { redlineJson } from './json/redline.ts';
import { redlineText } from './text/redline.ts';

const redlineFormats = ['text', 'json', 'html', 'docx'] as const;
export type RedlineFormat = (typeof redlineFormats)[number];

/** Reads a redline file back from its own bytes; the first wrong line of each side, none where all is right. */
async function checkRedlineFile(
  format: 'html' | 'docx',
  bytes: Uint8Array,
  redline: Redline,
): Promise<LineProblem[]> {
  const read = format === 'docx' ? await readBackDocx(bytes) : readBackHtml(new TextDecoder().decode(bytes));
  return compareLines(read, redline.base, redline.target);
}

/**
 * The bytes of a redline in a format. Files that carry both sides are read back and checked before they are handed
 * over (law 2).
 *
 * @throws Failure `redline-check-failed` naming the first differing line
 */
export async function exportRedline(
  redline: Redline,
  format: RedlineFormat,
  details: RedlineDetails,
): Promise<Uint8Array> {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  switch (format) {
    case 'text':
      return utf8(redlineText(redline));
    case 'json':
      return utf8(`${JSON.stringify(redlineJson(redline, details), null, 2)}\n`);
    case 'html':
      return checked(format, utf8(redlineHtml(redline, details)), redline);
    case 'docx':
      return checked(format, redlineDocx(redline, details), redline);
    default:
      return assertNever(format);
  }
}

async function checked(format: 'html' | 'docx', bytes: Uint8Array, redline: Redline): Promise<Uint8Array> {
  const [problem] = await checkRedlineFile(format, bytes, redline);
  if (!problem) return bytes;
  const side = redline[problem.side].name;
  const show = (line: string | null): string => (line === null ? 'nothing' : `"${line.slice(0, 80)}"`);
  throw new Failure(
    'redline-check-failed',
    `The ${format} redline was not handed over: read back, line ${problem.line} of ${side} says ${show(problem.found)} where ${show(problem.expected)} was expected; use another format and report this.`,
    { ...problem, format },
  );
}
