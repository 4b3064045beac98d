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
import { findLeaks } from '../feedback/leaks.ts';
import type { HeldResponse } from '../feedback/types.ts';
import { readText, textNames } from '../model/draft-files.ts';
import { Failure } from '../model/failure.ts';
import { clauseSentences } from '../model/sentences-of.ts';
import { bodyText, byId } from '../model/plain.ts';
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

/** Claims for an amendment what changed in clauses between two moments, whoever recorded it: none given, in all. */
export async function claimBetween(
  draft: Draft,
  name: string,
  input: {
    readonly from: string;
    readonly to: string;
    readonly clauses: readonly string[];
    readonly text: string | undefined;
  },
): Promise<Amendment> {
  const amendment = findAmendment(await readDraftAmendments(draft, 'working'), name);
  const [base, target] = [await draft.at(input.from, input.text), await draft.at(input.to, input.text)];
  const wanted = await Promise.all(input.clauses.map((one) => findClause(draft, one, input.text, input.to)));
  const unknown = wanted.find((id) => !base.text.clauses.has(id) && !target.text.clauses.has(id));
  if (unknown !== undefined) {
    throw new Failure(
      'no-such-clause',
      `${unknown}: neither ${input.from} nor ${input.to} has this clause; give its number or id as \`clausewright show\` prints it.`,
      { clause: unknown },
    );
  }
  const ids =
    wanted.length > 0 ? wanted : [...new Set([...base.text.clauses.keys(), ...target.text.clauses.keys()])];
  const standing = await sentencesOfVersions(draft);
  let claims = amendment.claims;
  const touched: string[] = [];
  for (const id of ids) {
    const known = new Set(claims.map((claim) => JSON.stringify(claim)));
    const added = collectClaims(
      base.text.clauses.get(id) ?? null,
      target.text.clauses.get(id) ?? null,
    ).filter((claim) => !known.has(JSON.stringify(claim)));
    if (added.length === 0) continue;
    touched.push(id);
    claims = addClaims(claims, added, standing);
  }
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
  held: readonly HeldResponse[] | null,
): Promise<Recorded> {
  const amendment = input.amendment === undefined ? null : await claimChanges(draft, input.amendment);
  if (held) await refuseLeaks(draft, held);
  const done = await draft.store.record({
    message: input.message,
    ...(amendment ? { trailers: { Amendment: amendment.number } } : {}),
    ...act,
  });
  draft.forget();
  const clauses = [...new Set(done.paths.flatMap((path) => clausePath.exec(path)?.[1] ?? []))].sort();
  return { recorded: done.recorded, commit: done.commit, clauses };
}

/** Folders of our own notes, where no word of a respondent has any business; the text may take up what they proposed. */
const notes = /^(feedback|consultations|amendments|judgements|waivers)\//;

/** Law 6: what was recorded cannot be forgotten, so nothing that only the vault may hold is recorded. */
async function refuseLeaks(draft: Draft, held: readonly HeldResponse[]): Promise<void> {
  const files = await draft.files('working');
  const changed = new Map(
    (await draft.store.changedPaths()).flatMap((path) =>
      files.has(path) ? [[path, files.get(path) ?? '']] : [],
    ),
  );
  const people = held.map((one) => ({ ...one, answers: {} }));
  const published: string[] = [];
  for (const name of textNames(files)) {
    for (const clause of readText(name, files).clauses.values()) published.push(bodyText(clause.body, byId));
  }
  const ours = new Map([...changed].filter(([path]) => notes.test(path)));
  const [leak] = [...findLeaks(changed, people), ...findLeaks(ours, held, published)];
  if (!leak) return;
  throw new Failure(
    'leak',
    `${leak.path}: this file holds ${leak.what}, and what is recorded can never be taken back; say it in your own words, then record again.`,
    { ...leak },
  );
}
