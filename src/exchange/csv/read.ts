import Papa from 'papaparse';
import { Failure } from '../../model/failure.ts';
import { decode } from '../decode.ts';

export interface Row {
  /** Cells in the order of the headers, trimmed; short rows are filled up. */
  readonly cells: readonly string[];
  /** 1-based line of the file at which the row begins. */
  readonly line: number;
}
export interface Table {
  readonly fileName: string;
  /** Unique: a heading that comes again is `Comment (2)`. */
  readonly headers: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * A table of comma-, semicolon- or tab-separated values, in UTF-8, UTF-16 or Windows-1252, its first row with any text
 * the headings. Throws Failure `csv-empty` or `csv-quotes`, and as `decode` does.
 */
export function readCsv(bytes: Uint8Array, fileName: string): Table {
  const { text } = decode(bytes, fileName);
  const raw: Row[] = [];
  let cursor = 0;
  let line = 1;
  let quotes: number | null = null;
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step: ({ data, errors, meta }) => {
      if (errors.some(({ type }) => type === 'Quotes')) quotes ??= line;
      if (data.some((cell) => cell.trim() !== '')) raw.push({ cells: data.map((cell) => cell.trim()), line });
      for (; cursor < meta.cursor; cursor++) {
        const char = text.charAt(cursor);
        if (char === '\n' || (char === '\r' && text.charAt(cursor + 1) !== '\n')) line++;
      }
    },
  });
  if (quotes !== null)
    throw new Failure('csv-quotes', `${fileName}, line ${String(quotes)}: a cell opens a quotation mark that is not closed as it should be; correct that line, or save the table again as CSV.`, { file: fileName, line: quotes }); // prettier-ignore
  const [head, ...rows] = raw;
  if (!head || rows.length === 0)
    throw new Failure('csv-empty', `${fileName} has no rows under its headings; save the table again as CSV with its heading row.`, { file: fileName }); // prettier-ignore
  const width = Math.max(head.cells.length, ...rows.map(({ cells }) => cells.length));
  const headers: string[] = [];
  for (let i = 0; i < width; i++) headers.push(unique(head.cells[i] || `Column ${i + 1}`, headers));
  return {
    fileName,
    headers,
    rows: rows.map(({ cells, line: at }) => ({ cells: headers.map((_, i) => cells[i] ?? ''), line: at })),
  };
}

/** Of comma, semicolon and tab the one that stands most often outside quotes in the first row. */
function delimiterOf(text: string): string {
  const counts = new Map([[',', 0], [';', 0], ['\t', 0]]); // prettier-ignore
  let quoted = false;
  for (const char of text.slice(0, 100_000).trimStart()) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) break;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

function unique(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let n = 2;
  while (taken.includes(`${name} (${n})`)) n++;
  return `${name} (${n})`;
}
