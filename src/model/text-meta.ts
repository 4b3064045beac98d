import { z } from 'zod';
import type { Finding } from './failure.ts';
import { defaultMeta, profileNames, type TextMeta } from './text.ts';
import { readYaml, writeYaml } from './yaml.ts';

const words = z.union([z.string(), z.number().transform(String), z.null().transform(() => '')]);
const fields = {
  title: words,
  identifier: words,
  language: z.string(),
  profile: z.enum(profileNames),
  numbering: z.object({
    mode: z.enum(['free', 'frozen']).default('free'),
    from: z.string().nullable().default(null),
  }),
  derivedFrom: z.string().nullable(),
  actors: z.union([z.array(words), z.null().transform(() => [])]),
  abbreviations: z.union([z.record(z.string(), words), z.null().transform(() => ({}))]),
} as const;
type FieldName = keyof typeof fields;
const names = Object.keys(fields) as FieldName[];

/** `text.yaml` as a value; a field that cannot be read keeps its default and is a finding. */
export function readTextMeta(
  content: string,
  file: string,
): { meta: TextMeta; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const broken = (line: number, what: string): void =>
    void findings.push({ rule: 'text-meta', severity: 'error', file, line, message: `${file}, line ${line}: ${what}` }); // prettier-ignore
  const source = content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const result = readYaml(source);
  if (!result.ok) {
    broken(result.trouble.line, `it cannot be read: ${result.trouble.message}; correct that line.`);
    return { meta: defaultMeta, findings };
  }
  const record = z.record(z.string(), z.unknown()).safeParse(result.value ?? {});
  if (!record.success) {
    broken(1, 'it should be lines of "key: value".');
    return { meta: defaultMeta, findings };
  }
  const lines = source.split('\n');
  const out: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(record.data)) {
    if (!(names as readonly string[]).includes(key)) {
      extra[key] = given;
      continue;
    }
    const parsed = fields[key as FieldName].safeParse(given);
    if (parsed.success) out[key] = parsed.data;
    else {
      const line = Math.max(1, lines.findIndex((text) => text.startsWith(`${key}:`)) + 1);
      const wanted = key === 'profile' ? ` (one of ${profileNames.join(', ')})` : '';
      broken(line, `"${key}" is not of its form${wanted}; correct it there.`);
    }
  }
  return { meta: { ...defaultMeta, ...(out as Partial<TextMeta>), extra }, findings };
}

/** The content of `text.yaml`: title and profile always, the rest where it differs from the default. */
export function writeTextMeta(meta: TextMeta): string {
  const out: Record<string, unknown> = { title: meta.title, profile: meta.profile };
  for (const key of ['identifier', 'language', 'derivedFrom'] as const)
    if (meta[key] !== defaultMeta[key]) out[key] = meta[key];
  const { mode, from } = meta.numbering;
  if (mode !== 'free' || from !== null) out['numbering'] = from === null ? { mode } : { mode, from };
  if (meta.actors.length > 0) out['actors'] = meta.actors;
  if (Object.keys(meta.abbreviations).length > 0) out['abbreviations'] = meta.abbreviations;
  for (const [key, value] of Object.entries(meta.extra))
    if (!(names as readonly string[]).includes(key)) out[key] = value;
  return writeYaml(out);
}
