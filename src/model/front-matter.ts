import { z } from 'zod';
import type { Finding } from './failure.ts';
import { idMaxLength, idPattern } from './ids.ts';
import { clauseKinds, makeClause, type Clause } from './text.ts';
import { writeYaml } from './yaml.ts';

const words = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const list = z.union([z.array(words), words.transform((one) => [one]), z.null().transform(() => [])]);

/** One schema a field, so that one bad field does not cost the others. */
const fields = {
  id: z.string().regex(idPattern).max(idMaxLength),
  kind: z.enum(clauseKinds),
  heading: z.union([words, z.null().transform(() => '')]),
  numbered: z.boolean(),
  printed: z.union([words, z.null()]),
  normative: z.union([z.boolean(), z.null()]),
  actors: list,
  sources: list,
} as const;
type FieldName = keyof typeof fields;
const names = Object.keys(fields) as FieldName[];
const wanted: Readonly<Record<FieldName, string>> = {
  id: 'lower-case letters, digits and hyphens',
  kind: `one of ${clauseKinds.join(', ')}`,
  heading: 'text',
  numbered: 'true or false',
  printed: 'text',
  normative: 'true or false',
  actors: 'a list of names',
  sources: 'a list of texts',
};

export interface FrontMatter {
  /** null where the file gives none that can be read. */
  readonly id: string | null;
  readonly fields: Partial<Omit<Clause, 'id' | 'body'>>;
  readonly findings: readonly Finding[];
}

/** The fields of a clause out of its front matter; what cannot be read keeps its default and is reported. */
export function readFrontMatter(value: unknown, file: string, lineOf: (key: string) => number): FrontMatter {
  const findings: Finding[] = [];
  const out: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(value as Record<string, unknown>)) {
    if (!(names as readonly string[]).includes(key)) {
      extra[key] = given;
      continue;
    }
    const name = key as FieldName;
    const parsed = fields[name].safeParse(given);
    if (parsed.success) out[name] = parsed.data;
    else
      findings.push({ rule: 'clause-field', severity: 'error', file, line: lineOf(key), message: `${file}, line ${lineOf(key)}: "${key}" should be ${wanted[name]}; correct it there.` }); // prettier-ignore
  }
  const { id, ...rest } = out;
  return {
    id: typeof id === 'string' ? id : null,
    fields: { ...(rest as Partial<Omit<Clause, 'id' | 'body'>>), ...(Object.keys(extra).length > 0 ? { extra } : {}) },
    findings,
  }; // prettier-ignore
}

const defaults = makeClause({ id: '', kind: 'provision' });

/** The front matter of a clause: in fixed order, only what differs from the default. */
export function writeFrontMatter(clause: Clause): string {
  const out: Record<string, unknown> = { id: clause.id, kind: clause.kind };
  for (const name of ['heading', 'numbered', 'printed', 'normative'] as const)
    if (clause[name] !== defaults[name]) out[name] = clause[name];
  for (const name of ['actors', 'sources'] as const) if (clause[name].length > 0) out[name] = clause[name];
  for (const [key, value] of Object.entries(clause.extra))
    if (!(names as readonly string[]).includes(key)) out[key] = value;
  return writeYaml(out);
}
