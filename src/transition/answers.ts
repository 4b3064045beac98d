import { z } from 'zod';
import { Failure } from '../model/failure.ts';
import { readYaml } from '../model/yaml.ts';

/** A clause as a person names it: by label (`3`, `2.4`, `Annex A`), by heading, or by id. */
const place = z.union([z.string().min(1), z.number().transform(String)]);
const places = z.array(place);

/**
 * What a transition to `etsi-ts` must be told (docs/transition.md). Every key may be left out: what the plan
 * suggests then stands. The keys that hold places say where clauses of the source go.
 */
const answersSchema = z.strictObject({
  profile: z.literal('etsi-ts').optional(),
  title: z.string().optional(),
  identifier: z.string().optional(),
  foreword: places.optional(),
  introduction: places.optional(),
  scope: places.optional(),
  normativeReferences: places.optional(),
  references: places.optional(),
  terms: places.optional(),
  symbols: places.optional(),
  abbreviations: places.optional(),
  overview: places.optional(),
  overviewTitle: z.string().min(1).optional(),
  provisionsTitle: z.string().min(1).optional(),
  phases: z.array(z.strictObject({ title: z.string().min(1), principles: places })).optional(),
  provisions: places.optional(),
  annexes: places.optional(),
  dropped: z.array(z.strictObject({ clause: place, reason: z.string().trim().min(1) })).optional(),
});
export type TransitionAnswers = z.infer<typeof answersSchema>;

/** The answers of a file. Throws `answers` where it cannot be read or says what no answer can say. */
export function readAnswers(source: string, file: string): TransitionAnswers {
  const yaml = readYaml(source.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  if (!yaml.ok)
    throw new Failure(
      'answers',
      `${file}, line ${yaml.trouble.line}: the answers cannot be read: ${yaml.trouble.message}; correct that line.`,
      { file, line: yaml.trouble.line },
    );
  const parsed = answersSchema.safeParse(yaml.value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') ?? '';
  const what =
    issue?.code === 'unrecognized_keys'
      ? `"${issue.keys.join('", "')}" is not one of the answers`
      : `"${key === '' ? 'the answers' : key}" is not of its form`;
  throw new Failure('answers', `${file}: ${what}; docs/transition.md says what may stand there.`, {
    file,
    key,
  });
}
