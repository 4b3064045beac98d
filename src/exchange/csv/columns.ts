import { z } from 'zod';
import { Failure } from '../../model/failure.ts';
import { readYaml, writeYaml } from '../../model/yaml.ts';
import type { Row, Table } from './read.ts';

const columnFields = ['reference', 'response', 'clause', 'question', 'type', 'proposed', 'organisation', 'name', 'email', 'consent', 'date'] as const; // prettier-ignore
export type ColumnField = (typeof columnFields)[number];

/** Which heading holds what. Several `comment` columns are the free-text questions of a survey. */
export interface Mapping {
  readonly comment: readonly string[];
  readonly fields: Partial<Readonly<Record<ColumnField, string>>>;
  /** Heading -> what its cell must begin with for the row to be taken. */
  readonly filter: Readonly<Record<string, string>>;
}

// In the order in which a heading is given away; each heading goes to one field.
const patterns: readonly (readonly [ColumnField, RegExp])[] = [
  ['email', /e-?mail/i],
  ['consent', /consent|permission to publish|publish/i],
  ['proposed', /propos(ed|al).*(change|text|wording)|suggest(ed|ion)|change requested/i],
  ['type', /^(comment )?type( of comment)?$|^te\/ed|category of comment/i],
  ['response', /^(response|respondent|submission|anon)[ _-]?(id|number|no\.?|ref(erence)?)$/i],
  ['reference', /^(comment |issue )?(ref(erence)?|id|number|no\.?|#)$|^(issue|comment)[ _-]?(number|id|no\.?|ref(erence)?)$/i],
  ['clause', /clause|provision|section|heading|^principle|paragraph/i],
  ['organisation', /^(organi[sz]ation|company|affiliation|member body|mb(\/nc)?|country|on behalf of)( name)?\b(?!.*type)/i],
  ['name', /^(full |your )?(name|respondent|commenter|author)( name)?$/i],
  ['date', /date|received|submitted|timestamp/i],
  ['question', /^question/i],
]; // prettier-ignore
const commentHeading = /\b(comments?|feedback|observations?|remarks?|commit_subject|justification)\b/i;
const freeText = /explain|please use|tell us|describe|why|views|further|other comments|additional/i;

/** A guess of what each column holds, by its heading; long answers decide between questions of a survey. */
export function guessColumns(headers: readonly string[], rows: readonly Row[]): Mapping {
  const fields: Partial<Record<ColumnField, string>> = {};
  const left = new Set(headers);
  const spaced = (header: string): string => header.replaceAll('_', ' ');
  for (const [field, pattern] of patterns)
    for (const header of left) {
      if (fields[field] !== undefined || !(pattern.test(header) || pattern.test(spaced(header)))) continue;
      if (header.length > 60 || (commentHeading.test(header) && field !== 'type' && field !== 'reference'))
        continue;
      fields[field] = header;
      left.delete(header);
    }
  const named = [...left].filter((header) => commentHeading.test(header) && header.length <= 60);
  if (named.length > 0) return { comment: named, fields, filter: {} };
  const words = (header: string): number => {
    const at = headers.indexOf(header);
    const filled = rows.map(({ cells }) => cells[at] ?? '').filter((cell) => cell !== '');
    return filled.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0) / (filled.length || 1);
  };
  const long = [...left].filter((header) => words(header) >= (freeText.test(header) ? 3 : 6));
  return { comment: long, fields, filter: {} };
}

const mapFile = z.strictObject({
  comment: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  ...(Object.fromEntries(columnFields.map((field) => [field, z.string().optional()])) as Record<ColumnField, z.ZodOptional<z.ZodString>>),
  filter: z.record(z.string(), z.string()).default({}),
}); // prettier-ignore

/** A mapping saved as YAML: our field -> heading. Throws Failure `columns-file`. */
export function parseMapping(content: string, file: string): Mapping {
  const read = readYaml(content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  const fail = (line: number, what: string): Failure =>
    new Failure('columns-file', `${file}, line ${line}: ${what}; write "comment:", and as needed ${columnFields.join(', ')} or filter, each with a heading of the table.`, { file, line }); // prettier-ignore
  if (!read.ok) throw fail(read.trouble.line, read.trouble.message);
  const parsed = mapFile.safeParse(read.value);
  if (!parsed.success) throw fail(1, parsed.error.issues[0]?.message ?? 'it cannot be read');
  const { comment, filter, ...rest } = parsed.data;
  const fields = Object.fromEntries(Object.entries(rest).filter(([, heading]) => heading !== undefined));
  return { comment, filter, fields };
}

export const serialiseMapping = ({ comment, fields, filter }: Mapping): string =>
  writeYaml({ comment, ...fields, ...(Object.keys(filter).length > 0 ? { filter } : {}) });

/** Throws Failure `csv-columns` where the table lacks a heading of the mapping, or has no column with comments. */
export function checkMapping(table: Table, mapping: Mapping): void {
  const found = table.headers.map((header) => `"${header.slice(0, 60)}"`).join(', ');
  const wanted = [...mapping.comment, ...Object.values(mapping.fields), ...Object.keys(mapping.filter)];
  const lacking = wanted.filter((heading) => !table.headers.includes(heading));
  const data = { file: table.fileName, columns: table.headers };
  if (mapping.comment.length === 0)
    throw new Failure('csv-columns', `${table.fileName} has no column that looks like comments (columns found: ${found}); say which one holds them with --columns MAP.yaml, a line "comment: <heading>".`, data); // prettier-ignore
  if (lacking.length > 0)
    throw new Failure('csv-columns', `${table.fileName} has no column ${lacking.map((one) => `"${one}"`).join(', ')} (columns found: ${found}); correct the headings in the --columns file.`, data); // prettier-ignore
}
