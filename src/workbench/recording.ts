import { Failure } from '../model/failure.ts';
import type { Version } from '../store/store.ts';
import type { Draft } from './draft.ts';
import type { Act } from './environment.ts';

const clausePath = /^texts\/[^/]+\/clauses\/[0-9a-f]{2}\/([^/]+)\.md$/;

/** The clause a file of the draft holds, or null. */
const clauseOf = (path: string): string | null => clausePath.exec(path)?.[1] ?? null;

export const clausesOf = (paths: readonly string[]): string[] =>
  [...new Set(paths.flatMap((path) => clauseOf(path) ?? []))].sort();

export interface MarkInput {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly stage?: string | undefined;
  readonly at?: string | undefined;
  readonly text?: string | undefined;
}

/** Names a recorded state of a text, for good. */
export async function markVersion(draft: Draft, input: MarkInput, act: Act): Promise<Version> {
  if (input.at === undefined || input.at === 'working') {
    const open = await draft.store.changedPaths();
    if (open.length > 0) {
      throw new Failure(
        'unrecorded-changes',
        `${open[0]}${open.length > 1 ? ` and ${open.length - 1} more files` : ''}: there are changes that are not recorded, and a version holds recorded words only; record them first, or name a recorded state with --at.`,
        { paths: open },
      );
    }
  }
  const ref = input.at === undefined || input.at === 'working' ? 'latest' : input.at;
  const at = await draft.at(ref, input.text);
  return draft.store.markVersion({
    slug: input.slug,
    title: input.title ?? titleOf(input.slug),
    stage: input.stage ?? '',
    text: at.text.name,
    profile: at.text.meta.profile,
    at: ref,
    ...act,
  });
}

const titleOf = (slug: string): string => {
  const words = slug.replace(/-/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export interface LogEntry {
  readonly commit: string;
  readonly author: string;
  readonly date: string;
  readonly message: string;
  readonly amendment: string | null;
  readonly clauses: readonly string[];
  readonly versions: readonly string[];
}

/** What was recorded, newest first: of the whole draft, or of one clause in whichever text it stands. */
export async function history(draft: Draft, clause?: string): Promise<LogEntry[]> {
  const names = new Map<string, string[]>();
  for (const version of await draft.store.versions()) {
    names.set(version.commit, [...(names.get(version.commit) ?? []), version.slug]);
  }
  const files = await draft.files('working');
  if (
    clause !== undefined &&
    ![...files.keys()].some((path) => clauseOf(path) === clause) &&
    !(await everHeld(draft, clause))
  ) {
    throw new Failure(
      'no-such-clause',
      `${clause}: no clause of this draft has or had that id; \`clausewright show --json\` lists ids and labels.`,
      { clause },
    );
  }
  const entries = await draft.store.log({});
  return entries
    .filter((entry) => clause === undefined || entry.paths.some((path) => clauseOf(path) === clause))
    .map((entry) => ({
      commit: entry.commit,
      author: entry.author.name,
      date: entry.date,
      message: entry.message,
      amendment: entry.trailers['Amendment'] ?? null,
      clauses: clausesOf(entry.paths),
      versions: names.get(entry.commit) ?? [],
    }));
}

async function everHeld(draft: Draft, clause: string): Promise<boolean> {
  return (await draft.store.log({})).some((entry) => entry.paths.some((path) => clauseOf(path) === clause));
}
