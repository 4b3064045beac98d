import { extname } from 'node:path';
import type { ChangeDetails, RedlineDetails } from '../exchange/details.ts';
import { exportRedline } from '../exchange/export-redline.ts';
import { redlineJson } from '../exchange/json/redline.ts';
import { Failure } from '../model/failure.ts';
import { align } from '../redline/align.ts';
import { redline } from '../redline/compare.ts';
import type { Redline, Side } from '../redline/types.ts';
import type { Draft } from './draft.ts';
import { fileSide, type Changes } from './drafting.ts';
import { isFile, type Environment } from './environment.ts';
import { writeOutput } from './output.ts';

/** Endings of documents that can be compared without a draft. */
const documentEndings = new Set(['.md', '.markdown', '.docx', '.docm', '.html', '.htm', '.txt']);

/** True where a word of the command line names a document and not a moment of a draft. */
async function isDocument(env: Environment, word: string): Promise<boolean> {
  if (!documentEndings.has(extname(word).toLowerCase())) return false;
  if (await isFile(env, word)) return true;
  throw new Failure('no-such-file', `${word}: there is no such file; check the name and the folder.`, {
    file: word,
  });
}

/** Compares two documents that share no ids. */
async function compareFiles(
  env: Environment,
  base: string,
  target: string,
  changes: Changes,
): Promise<Redline> {
  const [a, b] = [await fileSide(env, base, changes), await fileSide(env, target, changes)];
  const value = redline(a.side, b.side, align(a.side, b.side));
  const notes = [...a.notes, ...b.notes].filter(
    (note) => note.kind === 'left-out' || note.kind === 'kept-opaque',
  );
  return {
    ...value,
    notCompared: [...value.notCompared, ...notes.map((note) => ({ what: note.place, why: note.message }))],
  };
}

/** Compares two moments of a draft; of two versions each brings the text it is a version of. */
export async function compareRefs(
  draft: Draft,
  base: string,
  target: string,
  text?: string,
): Promise<Redline> {
  const [a, b] = [await draft.side(base, text), await draft.side(target, text)];
  const broken = (side: Side): { what: string; why: string }[] =>
    side.text.findings
      .filter((one) => one.severity === 'error')
      .map((one) => ({ what: one.file ?? side.name, why: one.message }));
  const value = redline(a, b);
  return { ...value, notCompared: [...value.notCompared, ...broken(a), ...broken(b)] };
}

/** A document on one side and a moment of a draft on the other cannot be told apart by a reader of the command. */
function mixed(word: string): Failure {
  return new Failure(
    'mixed-sides',
    `${word}: compare two documents, or two moments of a draft; to compare a document with the draft, import it with --replace and compare \`latest\` with \`working\`.`,
  );
}

export interface RedlineInput {
  readonly base: string;
  readonly target: string;
  readonly text: string | undefined;
  readonly format: 'text' | 'html' | 'docx' | 'json';
  readonly out: string | undefined;
  readonly moves: 'native' | 'insertDelete';
  readonly changes: Changes;
}

export interface MadeRedline {
  readonly json: ReturnType<typeof redlineJson>;
  readonly summary: Redline['summary'];
  /** What was made, where no file was asked for. */
  readonly content: string;
  readonly written: string | null;
}

/** Compares, draws and checks; writes the file only once its own bytes, read back, give both sides (law 2). */
export async function makeRedline(
  env: Environment,
  openDraft: () => Promise<Draft>,
  reasons: (draft: Draft, redline: Redline) => Promise<ReadonlyMap<string, ChangeDetails>>,
  input: RedlineInput,
  date: string,
): Promise<MadeRedline> {
  const { base, target } = input;
  const documents = [await isDocument(env, base), await isDocument(env, target)];
  if (documents[0] !== documents[1]) throw mixed(documents[0] ? base : target);
  const draft = documents[0] ? null : await openDraft();
  const value = draft
    ? await compareRefs(draft, base, target, input.text)
    : await compareFiles(env, base, target, input.changes);
  const details: RedlineDetails = {
    author: 'Drafting team',
    date: draft ? ((await draft.recordedAt(target)) ?? date) : epoch,
    byChange: draft ? await reasons(draft, value) : new Map(),
    moves: input.moves,
  };
  const json = redlineJson(value, details);
  const bytes = await exportRedline(value, input.format, details);
  if (input.out !== undefined) await writeOutput(env, input.out, bytes);
  else if (input.format === 'docx') {
    throw new Failure(
      'usage',
      'redline: a Word file cannot be printed here; name the file to write with -o FILE.',
    );
  }
  const content = input.out === undefined ? new TextDecoder().decode(bytes) : '';
  return { json, summary: value.summary, content, written: input.out ?? null };
}

/** Two documents have no history: their redline bears the first moment a zip archive can hold. */
const epoch = '1980-01-01T00:00:00Z';
