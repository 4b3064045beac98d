import { extname } from 'node:path';
import { Failure } from '../model/failure.ts';
import { align } from '../redline/align.ts';
import { redline } from '../redline/compare.ts';
import type { Redline, Side } from '../redline/types.ts';
import type { Draft } from './draft.ts';
import { fileSide, type Changes } from './drafting.ts';
import { isFile, type Environment } from './environment.ts';

/** Endings of documents that can be compared without a draft. */
const documentEndings = new Set(['.md', '.markdown', '.docx', '.docm', '.html', '.htm', '.txt']);

/** True where a word of the command line names a document and not a moment of a draft. */
export async function isDocument(env: Environment, word: string): Promise<boolean> {
  return documentEndings.has(extname(word).toLowerCase()) && (await isFile(env, word));
}

/** Compares two documents that share no ids. */
export async function compareFiles(
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
export function mixed(word: string): Failure {
  return new Failure(
    'mixed-sides',
    `${word}: compare two documents, or two moments of a draft; to compare a document with the draft, import it with --replace and compare \`latest\` with \`working\`.`,
  );
}
