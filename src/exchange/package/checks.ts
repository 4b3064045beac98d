import { parseDocument } from 'htmlparser2';
import Papa from 'papaparse';
import { z } from 'zod';
import { bodyText } from '../../model/plain.ts';
import { placedClauses } from '../../model/text.ts';
import type { Redline, Side } from '../../redline/types.ts';
import { compareLines, type LineProblem } from '../check-redline.ts';
import { readBackDocx } from '../docx/read-back.ts';
import { readBackHtml } from '../html/read-back.ts';
import { kindWords } from '../wording.ts';
import { manifestPath } from './files.ts';
import type { Facts } from './render.ts';

/** What a check reads: text or bytes of a file; both throw where it is missing. */
export interface Read {
  text(path: string): string;
  bytes(path: string): Uint8Array;
}
/** One check of what a file says; it returns what is wrong, or null, and throws where it cannot read. */
export interface ContentCheck {
  readonly name: string;
  readonly file: string;
  readonly run: (read: Read, facts: Facts) => Promise<string | null> | string | null;
}

const problem = ([first]: readonly LineProblem[]): string | null => {
  if (!first) return null;
  const show = (line: string | null): string => (line === null ? 'nothing' : `"${line.slice(0, 80)}"`);
  return `line ${first.line} of the ${first.side} says ${show(first.found)} where the data say ${show(first.expected)}`;
};
const html = (name: string, file: string, sides: (redline: Redline) => [Side, Side]): ContentCheck => ({
  name,
  file,
  run: (read, { redline }) => problem(compareLines(readBackHtml(read.text(file)), ...sides(redline))),
});
const docx = (name: string, file: string, sides: (redline: Redline) => [Side, Side]): ContentCheck => ({
  name,
  file,
  run: async (read, { redline }) =>
    problem(compareLines(await readBackDocx(read.bytes(file)), ...sides(redline))),
});

const op = z.object({ op: z.enum(['equal', 'insert', 'delete']), text: z.string() });
const redlineFile = z.object({
  changes: z.array(
    z.object({
      id: z.string(),
      kinds: z.array(z.string()),
      baseIds: z.array(z.string()),
      targetIds: z.array(z.string()),
      heading: z.object({ ops: z.array(op) }),
      ops: z.array(op),
    }),
  ),
});
type RedlineFile = z.infer<typeof redlineFile>;
const readRedline = (read: Read): RedlineFile =>
  redlineFile.parse(JSON.parse(read.text('redline/redline.json')));

const without = (ops: readonly z.infer<typeof op>[], gone: string): string =>
  ops
    .filter((one) => one.op !== gone)
    .map((one) => one.text)
    .join('');

/** The operations of each change give both texts, and what is no change says the same on both sides. */
function opsRebuild(file: RedlineFile, { redline }: Facts): string | null {
  const rest = { base: plainBodies(redline.base), target: plainBodies(redline.target) };
  for (const change of file.changes) {
    for (const side of ['base', 'target'] as const) {
      const ids = side === 'base' ? change.baseIds : change.targetIds;
      const bodies = ids.map((id) => rest[side].get(id));
      ids.forEach((id) => rest[side].delete(id));
      if (bodies.includes(undefined)) return `the change ${change.id} names a clause that the ${side} does not have, or names it twice`; // prettier-ignore
      if (without(change.ops, side === 'base' ? 'insert' : 'delete') !== bodies.join('\n'))
        return `the operations of ${change.id} do not give the words of the ${side}`;
    }
  }
  for (const [id, words] of rest.target) {
    const from = redline.pairs.get(id) ?? id;
    if (rest.base.get(from) !== words) return `${id} differs from the base, and no change says so`;
    rest.base.delete(from);
  }
  const [lost] = rest.base.keys();
  return lost === undefined ? null : `${lost} is gone from the base, and no change says so`;
}

const plainBodies = (side: Side): Map<string, string> =>
  new Map(placedClauses(side.text).map(({ clause }) => [clause.id, bodyText(clause.body, side.resolve)]));

const readCsv = (source: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(source, { header: true, skipEmptyLines: true }).data;

function changesTable(read: Read): string | null {
  const rows = readCsv(read.text('redline/changes.csv'));
  const { changes } = readRedline(read);
  if (rows.length !== changes.length) return `${rows.length} rows for ${changes.length} changes`;
  const words: Readonly<Record<string, string>> = kindWords;
  const at = changes.findIndex(({ id, kinds }, i) => {
    const row = rows[i];
    return row?.['id'] !== id || row['kinds'] !== (kinds.map((kind) => words[kind]).join(', ') || 'changed');
  });
  return at < 0 ? null : `row ${at + 1} is not the change ${changes[at]?.id} of redline/redline.json`;
}

const mappingFile = z.object({
  rows: z.array(z.object({ sourceId: z.string().nullable(), targetId: z.string().nullable(), reason: z.string() })), // prettier-ignore
});

function mappingCovers(read: Read, { redline }: Facts): string | null {
  const { rows } = mappingFile.parse(JSON.parse(read.text('mapping/mapping.json')));
  const table = readCsv(read.text('mapping/mapping.csv'));
  if (table.length !== rows.length) return `the table has ${table.length} rows, mapping/mapping.json ${rows.length}`; // prettier-ignore
  const wrong = rows.findIndex(({ sourceId, targetId }, i) => (sourceId ?? '') !== table[i]?.['sourceId'] || (targetId ?? '') !== table[i]?.['targetId']); // prettier-ignore
  if (wrong >= 0) return `row ${wrong + 1} of the table is not that of mapping/mapping.json`;
  for (const side of ['base', 'target'] as const) {
    const known = new Set(rows.map((row) => (side === 'base' ? row.sourceId : row.targetId)));
    for (const { clause } of placedClauses(redline[side].text))
      if (!known.has(clause.id)) return `${clause.id} of the ${side} stands in no row`;
  }
  return null;
}

interface El {
  readonly name?: string;
  readonly data?: string;
  readonly children?: readonly El[];
}
const textOf = (el: El): string => el.data ?? (el.children ?? []).map(textOf).join('');
const all = (el: El, name: string): El[] => [
  ...(el.name === name ? [el] : []),
  ...(el.children ?? []).flatMap((child) => all(child, name)),
];

function commentsAgree(read: Read): string | null {
  const page = parseDocument(read.text('comments/comments.html')) as unknown as El;
  const cells = all(page, 'tr').map((row) => [...all(row, 'th'), ...all(row, 'td')].map(textOf));
  const table = Papa.parse<string[]>(read.text('comments/comments.csv'), { skipEmptyLines: true }).data;
  // A spreadsheet's formula stands behind an apostrophe, and what a page cannot hold is replaced there.
  const plain = (cell: string): string =>
    cell.replace(/^'(?=[=+\-@\t\r])/, '').replace(/[^\p{L}\p{N}]+/gu, ' ');
  if (cells.length !== table.length) return `${cells.length} rows on the page, ${table.length} in the table`;
  const at = table.findIndex((row, i) => row.some((cell, j) => plain(cell) !== plain(cells[i]?.[j] ?? '')));
  return at < 0 ? null : `row ${at + 1} is not that of comments/comments.html`;
}

const words = z.object({
  inserted: z.number(),
  deleted: z.number(),
  explained: z.number(),
  outside: z.number(),
  unexplained: z.number(),
});
const withBalance = z.object({ balance: words });

function balanceAgrees(read: Read, { balance }: Facts): string | null {
  const counted = words.parse(balance);
  for (const path of [manifestPath, 'trace/trace.json']) {
    const said = withBalance.parse(JSON.parse(read.text(path))).balance;
    for (const key of Object.keys(counted) as (keyof typeof counted)[])
      if (said[key] !== counted[key]) return `${path} says ${said[key]} words ${key}, counted are ${counted[key]}`; // prettier-ignore
  }
  const sum = counted.explained + counted.outside + counted.unexplained;
  return sum === counted.inserted + counted.deleted ? null : `${counted.inserted + counted.deleted} words changed, ${sum} are accounted for`; // prettier-ignore
}

/** Each file against the data, by reading it as anyone could who did not make it. */
export const contentChecks: readonly ContentCheck[] = [
  html('clean copy says the target', 'clean/target.html', ({ target }) => [target, target]),
  docx('clean copy says the target', 'clean/target.docx', ({ target }) => [target, target]),
  html('clean copy says the base', 'clean/base.html', ({ base }) => [base, base]),
  html('redline reads as both sides', 'redline/redline.html', ({ base, target }) => [base, target]),
  docx('redline reads as both sides', 'redline/redline.docx', ({ base, target }) => [base, target]),
  { name: 'operations rebuild both texts', file: 'redline/redline.json', run: (read, facts) => opsRebuild(readRedline(read), facts) }, // prettier-ignore
  { name: 'table of changes is the redline', file: 'redline/changes.csv', run: changesTable },
  { name: 'mapping covers both sides', file: 'mapping/mapping.csv', run: mappingCovers },
  { name: 'comments agree', file: 'comments/comments.csv', run: commentsAgree },
  { name: 'word balance adds up', file: 'trace/trace.json', run: balanceAgrees },
];
