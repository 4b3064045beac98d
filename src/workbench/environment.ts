import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Failure } from '../model/failure.ts';

/** What the core may not know by itself: the clock, who acts, the variables it runs under, where progress goes. */
export interface Environment {
  /** Relative paths start here. */
  readonly cwd: string;
  readonly clock: () => Date;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly progress: (message: string) => void;
  readonly toolVersion: string;
}

interface Person {
  readonly name: string;
  readonly email: string;
}

/** Who does a thing, and when (ISO 8601, offset kept). */
export interface Act {
  readonly author: Person;
  readonly date: string;
}

export const absolute = (env: Environment, path: string): string =>
  isAbsolute(path) ? path : join(env.cwd, path);

const neutral: Person = { name: 'Clausewright', email: 'clausewright@localhost' };

/** Author and date from options, else from GIT_AUTHOR_*, else a neutral author and the clock. */
export function actOf(env: Environment, author: string | undefined, date: string | undefined): Act {
  return { author: authorOf(env, author), date: dateOf(env, date) };
}

function authorOf(env: Environment, given: string | undefined): Person {
  if (given !== undefined) {
    const match = /^([^<>\n]+?)\s*<([^<>\s]+)>$/.exec(given.trim());
    const [, name, email] = match ?? [];
    if (!name || !email) {
      throw new Failure(
        'bad-author',
        `--author: '${given}' is not of the form "Name <e-mail>"; write both, for example "Drafting team <team@example.org>".`,
      );
    }
    return { name, email };
  }
  const { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email } = env.variables;
  return { name: name?.trim() || neutral.name, email: email?.trim() || neutral.email };
}

function dateOf(env: Environment, given: string | undefined): string {
  const text = given ?? env.variables['GIT_AUTHOR_DATE'];
  if (text === undefined || text === '') return `${env.clock().toISOString().slice(0, 19)}Z`;
  const seconds = /^@?(\d{9,11})(?: [+-]\d{4})?$/.exec(text)?.[1];
  const at = seconds === undefined ? Date.parse(text) : Number(seconds) * 1000;
  if (Number.isNaN(at)) {
    throw new Failure('bad-date', `--date: '${text}' is not a date; write it as 2026-03-14T09:30:00Z.`);
  }
  const offset = /[+-]\d{2}:?\d{2}$/.test(text) && seconds === undefined;
  return offset ? text : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A file the user named, whole; one sentence where it cannot be read. */
export async function readInput(env: Environment, path: string): Promise<Uint8Array> {
  const full = absolute(env, path);
  const info = await stat(full).catch(() => null);
  if (!info)
    throw new Failure('no-such-file', `${path}: there is no such file; check the name and the folder.`, {
      file: path,
    });
  if (!info.isFile())
    throw new Failure('not-a-file', `${path}: this is not a file; name a document.`, { file: path });
  if (info.size > archiveLimit) {
    throw new Failure(
      'too-large',
      `${path}: the file is over 200 MB, the most that is read; split it or take out pictures.`,
      { file: path },
    );
  }
  return new Uint8Array(await readFile(full));
}

/** Design 7: archives up to 200 MB; plain text has a lower limit of its own, checked where it is decoded. */
const archiveLimit = 200 * 1024 * 1024;

export async function isFile(env: Environment, path: string): Promise<boolean> {
  const info = await stat(absolute(env, path)).catch(() => null);
  return info?.isFile() ?? false;
}
