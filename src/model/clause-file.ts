import { Failure, type Finding } from './failure.ts';
import { readFrontMatter, writeFrontMatter, type FrontMatter } from './front-matter.ts';
import { idMaxLength, idPattern } from './ids.ts';
import { readBody } from './markdown/read-blocks.ts';
import { writeBody } from './markdown/write-blocks.ts';
import { makeClause, type Clause } from './text.ts';
import { readYaml } from './yaml.ts';

/** Largest clause file, in UTF-16 units: 2 MB of plain English. */
const clauseMaxLength = 2_000_000;

/**
 * A clause as its file: YAML front matter with what differs from the default, a blank line, the body (docs/format.md).
 * Throws a Failure (`clause-too-large`, `too-deep`) beyond the limits.
 */
export function serialiseClause(clause: Clause): string {
  const body = writeBody(clause.body);
  const content = `---\n${writeFrontMatter(clause)}---\n${body === '' ? '' : `\n${body}\n`}`;
  if (content.length > clauseMaxLength)
    throw new Failure('clause-too-large', `The clause ${clause.id} is larger than 2 MB; split it into several clauses.`, { clause: clause.id }); // prettier-ignore
  return content;
}

export interface ParsedClause {
  /** null only where the file is beyond the limits or its id cannot be told. */
  readonly clause: Clause | null;
  readonly findings: readonly Finding[];
}

/** The id that a clause file's name promises; '' where it is no such name. */
export function idOfFile(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.md$/, '');
  return idPattern.test(name) && name.length <= idMaxLength ? name : '';
}

/**
 * The clause in a file. Never throws: what cannot be read keeps its default (the id then comes from the file's
 * name) and is a finding with file and line; whatever of the body is not understood is words.
 */
export function parseClause(content: string, file: string): ParsedClause {
  if (content.length > clauseMaxLength) {
    const message = `${file} is larger than 2 MB, the limit for one clause; split it into several clauses.`;
    return { clause: null, findings: [{ rule: 'clause-too-large', severity: 'error', file, message }] };
  }
  const lines = content.replace(/^\ufeff/, '').split('\n');
  if (content.includes('\r')) lines.forEach((line, i) => (lines[i] = line.endsWith('\r') ? line.slice(0, -1) : line)); // prettier-ignore
  const findings: Finding[] = [];
  const { front, bodyFrom } = frontOf(lines, file, findings);
  findings.push(...front.findings);
  const id = front.id ?? idOfFile(file);
  if (id === '') {
    const message = `${file}: no id in the front matter and none in the file's name; add a line "id: …" at the top.`;
    return { clause: null, findings: [...findings, { rule: 'clause-id', severity: 'error', file, line: 1, message }] };
  } // prettier-ignore
  if (front.id === null && !findings.some((finding) => finding.line !== undefined))
    findings.push({ rule: 'clause-id', severity: 'error', file, line: 1, clause: id, message: `${file}: the front matter gives no id; add the line "id: ${id}".` }); // prettier-ignore
  const { body, unused } = readBody(bodyFrom === 0 ? lines : lines.slice(bodyFrom));
  for (const label of unused) {
    const line = lines.findIndex((text) => text.startsWith(`[^${label}]:`)) + 1;
    findings.push({ rule: 'footnote-unused', severity: 'warning', file, line: Math.max(1, line), clause: id, message: `${file}, line ${line}: nothing refers to the footnote ${label}; its words are kept at the end of the clause.` }); // prettier-ignore
  }
  const kind = front.fields.kind ?? 'provision';
  const clause = makeClause({ ...front.fields, id, kind, body });
  return { clause, findings: findings.map((finding) => ({ clause: id, ...finding })) };
}

const noFront: FrontMatter = { id: null, fields: {}, findings: [] };

function frontOf(
  lines: readonly string[],
  file: string,
  findings: Finding[],
): { front: FrontMatter; bodyFrom: number } {
  const broken = (line: number, what: string): void =>
    void findings.push({ rule: 'front-matter', severity: 'error', file, line, message: `${file}, line ${line}: ${what}` }); // prettier-ignore
  if (lines[0]?.trimEnd() !== '---') {
    broken(1, 'the front matter is missing; the first line should be "---".');
    return { front: noFront, bodyFrom: 0 };
  }
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === '---');
  if (end < 0) {
    broken(1, 'the front matter has no end; add a line "---" behind its last key.');
    // Where the keys stop is where the words start: the first blank line.
    const gap = lines.findIndex((line) => line.trim() === '');
    const keys = readYaml(lines.slice(1, gap < 0 ? lines.length : gap).join('\n'));
    if (keys.ok && isRecord(keys.value))
      return { front: readFrontMatter(keys.value, file, () => 1), bodyFrom: gap < 0 ? lines.length : gap };
    return { front: noFront, bodyFrom: 1 };
  }
  const bodyFrom = end + 1;
  const result = readYaml(lines.slice(1, end).join('\n'));
  if (!result.ok) {
    broken(result.trouble.line + 1, `the front matter cannot be read: ${result.trouble.message}; correct it there.`);
    return { front: readLineByLine(lines.slice(1, end), file), bodyFrom };
  } // prettier-ignore
  if (!isRecord(result.value)) {
    broken(2, 'the front matter should be lines of "key: value".');
    return { front: noFront, bodyFrom };
  }
  const lineOf = (key: string): number =>
    Math.max(2, lines.findIndex((line, i) => i > 0 && i < end && line.startsWith(`${key}:`)) + 1);
  return { front: readFrontMatter(result.value, file, lineOf), bodyFrom };
}

/** What can be had from broken front matter: each line `key: value` that is whole by itself. */
function readLineByLine(lines: readonly string[], file: string): FrontMatter {
  const found: Record<string, unknown> = {};
  lines.forEach((line) => {
    if (!/^[a-z]+: \S/.test(line)) return;
    const one = readYaml(line);
    if (one.ok && isRecord(one.value)) Object.assign(found, one.value);
  });
  const front = readFrontMatter(found, file, () => 2);
  return { ...front, findings: [] };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
