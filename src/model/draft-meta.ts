import { z } from 'zod';
import { Failure } from './failure.ts';
import { idMaxLength, idPattern } from './ids.ts';
import { readYaml, writeYaml } from './yaml.ts';

/** The format number this program writes. */
const formatNumber = 1;
const draftFile = 'draft.yaml';

/** What `draft.yaml` says of a draft. */
export interface DraftMeta {
  /** Above `formatNumber` the draft was written by a newer program: open it for reading only. */
  readonly format: number;
  readonly id: string;
  readonly title: string;
  /** Name of the draft's first text. */
  readonly text: string;
  /** What every export must carry (a classification, an embargo); empty where there is none. */
  readonly marking: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

const name = z.string().regex(idPattern).max(idMaxLength);
const draftSchema = z.looseObject({
  format: z.int().min(1),
  id: name,
  title: z.union([z.string(), z.number().transform(String)]).default(''),
  text: name.default('code'),
  marking: z.string().nullable().default(''),
});

/**
 * What the draft says of itself. `files` holds at least `draft.yaml` under its name. Throws Failure `not-a-draft`
 * where that is missing or cannot be read.
 */
export function readDraftMeta(files: ReadonlyMap<string, string>): DraftMeta {
  const content = files.get(draftFile);
  if (content === undefined)
    throw notADraft(
      'This folder has no draft.yaml, so it is not a draft; choose the folder of a draft, or create one with "clausewright new".',
    );
  const result = readYaml(content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  if (!result.ok) {
    const { line, message } = result.trouble;
    throw notADraft(`draft.yaml, line ${line}, cannot be read: ${message}; correct that line or restore the file from history.`, line); // prettier-ignore
  }
  const parsed = draftSchema.safeParse(result.value);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    const at = content.split('\n').findIndex((line) => line.startsWith(`${path}:`)) + 1;
    const what =
      path === '' ? 'it should be lines of "key: value"' : `"${path}" is missing or not of its form`;
    throw notADraft(`draft.yaml${at > 0 ? `, line ${at}` : ''}: ${what}; correct it or restore the file from history.`, at || 1); // prettier-ignore
  }
  const { format, id, title, text, marking, ...extra } = parsed.data;
  return { format, id, title, text, marking: marking ?? '', extra };
}

const notADraft = (message: string, line?: number): Failure =>
  new Failure('not-a-draft', message, { file: draftFile, ...(line === undefined ? {} : { line }) });

export const isNewerFormat = (meta: DraftMeta): boolean => meta.format > formatNumber;

/** The content of `draft.yaml`. */
export function writeDraftMeta(meta: DraftMeta): string {
  const { format, id, title, text, marking, extra } = meta;
  return writeYaml({ format, id, title, text, ...(marking === '' ? {} : { marking }), ...extra });
}
