import { z } from 'zod';
import type { Finding } from '../model/failure.ts';
import { idMaxLength, idPattern } from '../model/ids.ts';
import { readYaml, writeYaml } from '../model/yaml.ts';
import { amendmentStatuses, type Amendment } from './amendment.ts';

const names = z.array(z.string()).default([]);
const hash = z.string().nullable().default(null);
const shape = z.looseObject({
  id: z.string().regex(idPattern).max(idMaxLength),
  number: z.string().default(''),
  aliases: names,
  status: z.enum(amendmentStatuses).default('proposed'),
  title: z.string().default(''),
  rationale: z.string().default(''),
  clauses: names,
  comments: names,
  claims: z.array(z.object({ clause: z.string(), from: hash, to: hash })).default([]),
});

export const amendmentPath = (id: string): string => `amendments/${id}.yaml`;

/** The file of an amendment; the same amendment gives the same bytes. */
export function serialiseAmendment(amendment: Amendment): string {
  const { extra, claims, ...rest } = amendment;
  return writeYaml({
    ...rest,
    claims: claims.map(({ clause, from, to }) => ({ clause, from, to })),
    ...extra,
  });
}

/** Reads the file of an amendment; null, with a finding, where it cannot be read. */
export function parseAmendment(
  content: string,
  path: string,
): { amendment: Amendment | null; findings: Finding[] } {
  const bad = (line: number, what: string): { amendment: null; findings: Finding[] } => ({
    amendment: null,
    findings: [{ rule: 'amendment-file', severity: 'error', file: path, line, message: `${path}, line ${line}: ${what}; correct it there, or restore the file from history.` }], // prettier-ignore
  });
  const read = readYaml(content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  if (!read.ok) return bad(read.trouble.line, read.trouble.message);
  const parsed = shape.safeParse(read.value);
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.path.join('.') ?? '';
    const at = content.split('\n').findIndex((line) => line.startsWith(`${key.split('.')[0] ?? ''}:`)) + 1;
    return bad(
      at || 1,
      key === '' ? 'it should be lines of "key: value"' : `"${key}" is missing or not of its form`,
    );
  }
  const { id, number, aliases, status, title, rationale, clauses, comments, claims, ...extra } = parsed.data;
  return {
    amendment: { id, number, aliases, status, title, rationale, clauses, comments, claims, extra },
    findings: [],
  };
}

/** Every amendment among a draft's files, by number, then id. */
export function readAmendments(files: ReadonlyMap<string, string>): {
  amendments: Amendment[];
  findings: Finding[];
} {
  const amendments: Amendment[] = [];
  const findings: Finding[] = [];
  for (const [path, content] of files) {
    if (!/^amendments\/[^/]+\.yaml$/.test(path)) continue;
    const result = parseAmendment(content, path);
    findings.push(...result.findings);
    if (result.amendment) amendments.push(result.amendment);
  }
  const key = (a: Amendment): string =>
    `${a.number.replace(/\d+/, (digits) => digits.padStart(9, '0'))} ${a.id}`;
  amendments.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return { amendments, findings };
}
