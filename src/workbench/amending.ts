import { randomBytes } from 'node:crypto';
import { addClaims, collectClaims } from '../amendments/claims.ts';
import {
  editAmendment,
  findAmendment,
  linkAmendment,
  newAmendment,
  setStatus,
  type Amendment,
} from '../amendments/amendment.ts';
import { amendmentPath, readAmendments, serialiseAmendment } from '../amendments/file.ts';
import { readText, textNames } from '../model/draft-files.ts';
import { clauseSentences } from '../model/sentences-of.ts';
import type { Text } from '../model/text.ts';
import type { Draft } from './draft.ts';
import type { Act } from './environment.ts';
import { findClause } from './showing.ts';

export async function readDraftAmendments(draft: Draft, ref: string): Promise<readonly Amendment[]> {
  return readAmendments(await draft.files(ref)).amendments;
}

async function save(draft: Draft, amendment: Amendment): Promise<Amendment> {
  await draft.write(new Map([[amendmentPath(amendment.id), serialiseAmendment(amendment)]]));
  return amendment;
}

export interface NewAmendmentInput {
  readonly title: string;
  readonly rationale: string | undefined;
  readonly clauses: readonly string[];
  readonly comments: readonly string[];
}

export async function createAmendment(draft: Draft, input: NewAmendmentInput): Promise<Amendment> {
  const existing = await readDraftAmendments(draft, 'working');
  const clauses = await Promise.all(input.clauses.map((one) => findClause(draft, one)));
  const made = newAmendment(
    { title: input.title, rationale: input.rationale ?? '', clauses, comments: input.comments },
    existing,
    randomBytes(16).toString('hex'),
  );
  return save(draft, made);
}

async function change(
  draft: Draft,
  name: string,
  edit: (amendment: Amendment) => Amendment,
): Promise<Amendment> {
  return save(draft, edit(findAmendment(await readDraftAmendments(draft, 'working'), name)));
}

export const editOne = (
  draft: Draft,
  name: string,
  input: { title?: string; rationale?: string },
): Promise<Amendment> => change(draft, name, (one) => editAmendment(one, input));

export async function linkOne(
  draft: Draft,
  name: string,
  input: { clauses: readonly string[]; comments: readonly string[] },
): Promise<Amendment> {
  const clauses = await Promise.all(input.clauses.map((one) => findClause(draft, one)));
  return change(draft, name, (one) => linkAmendment(one, { clauses, comments: input.comments }));
}

export const setStatusOf = (draft: Draft, name: string, status: string): Promise<Amendment> =>
  change(draft, name, (one) => setStatus(one, status));

export async function showAmendment(draft: Draft, name: string): Promise<Amendment> {
  return findAmendment(await readDraftAmendments(draft, 'working'), name);
}

/** What an amendment gains when the open changes are recorded under it: a claim for each sentence that changed. */
async function claimChanges(draft: Draft, name: string): Promise<Amendment> {
  const amendment = findAmendment(await readDraftAmendments(draft, 'working'), name);
  const working = await draft.files('working');
  const before = await draft.files('latest').catch(() => new Map<string, string>());
  const standing = await sentencesOfVersions(draft);
  let claims = amendment.claims;
  const touched: string[] = [];
  const read = (files: ReadonlyMap<string, string>, text: string): Text | null =>
    textNames(files).includes(text) ? readText(text, files) : null;
  for (const text of new Set([...textNames(working), ...textNames(before)])) {
    const [old, fresh] = [read(before, text), read(working, text)];
    const ids = new Set([...(old?.clauses.keys() ?? []), ...(fresh?.clauses.keys() ?? [])]);
    for (const id of ids) {
      const added = collectClaims(old?.clauses.get(id) ?? null, fresh?.clauses.get(id) ?? null);
      if (added.length === 0) continue;
      touched.push(id);
      claims = addClaims(claims, added, standing);
    }
  }
  if (touched.length === 0) return amendment;
  return save(draft, { ...linkAmendment(amendment, { clauses: touched }), claims });
}

/** Sentences that stand in a marked version: chains of claims keep them as their links. */
async function sentencesOfVersions(draft: Draft): Promise<ReadonlySet<string>> {
  const out = new Set<string>();
  for (const version of await draft.store.versions()) {
    const { text } = await draft.at(version.slug);
    for (const clause of text.clauses.values())
      for (const sentence of clauseSentences(clause)) out.add(sentence.hash);
  }
  return out;
}

export interface Recorded {
  readonly recorded: boolean;
  readonly commit: string | null;
  readonly clauses: readonly string[];
}

const clausePath = /^texts\/[^/]+\/clauses\/[0-9a-f]{2}\/([^/]+)\.md$/;

/** Saves the open changes into history; under an amendment, its claims with them. */
export async function record(
  draft: Draft,
  input: { message: string; amendment?: string | undefined },
  act: Act,
): Promise<Recorded> {
  const amendment = input.amendment === undefined ? null : await claimChanges(draft, input.amendment);
  const done = await draft.store.record({
    message: input.message,
    ...(amendment ? { trailers: { Amendment: amendment.number } } : {}),
    ...act,
  });
  draft.forget();
  const clauses = [...new Set(done.paths.flatMap((path) => clausePath.exec(path)?.[1] ?? []))].sort();
  return { recorded: done.recorded, commit: done.commit, clauses };
}
