import { dispose, feedbackStats, type Stats } from '../feedback/disposing.ts';
import { checkMapping, guessColumns, parseMapping } from '../exchange/csv/columns.ts';
import { planIntake } from '../exchange/csv/intake.ts';
import { readCsv } from '../exchange/csv/read.ts';
import {
  commentFiles,
  consultationPath,
  intakePath,
  readFeedback,
  serialiseConsultation,
  serialiseIntake,
  type Feedback,
} from '../feedback/files.ts';
import {
  commentText,
  consultationKinds,
  consultationSchema,
  currentDisposition,
  dispositions,
  heldByKey,
  heldResponseSchema,
  type Comment,
  type HeldResponse,
} from '../feedback/types.ts';
import { Failure } from '../model/failure.ts';
import { idMaxLength, idPattern } from '../model/ids.ts';
import { placedClauses } from '../model/text.ts';
import { linkAmendment } from '../amendments/amendment.ts';
import { amendmentPath, serialiseAmendment } from '../amendments/file.ts';
import { showAmendment } from './amending.ts';
import type { Draft } from './draft.ts';
import { readInput, type Act, type Environment } from './environment.ts';
import { vaultForWriting, vaultOf } from './vaults.ts';
import { findClause } from './showing.ts';

export interface ShownComment {
  readonly id: string;
  readonly consultation: string;
  readonly response: string;
  readonly question: string;
  readonly text: string | null;
  readonly clauses: readonly string[];
  readonly type: string;
  readonly themes: readonly string[];
  readonly disposition: string;
  readonly state: string;
  readonly reason: string;
  readonly amendments: readonly string[];
}

async function readDraftFeedback(draft: Draft, ref: string): Promise<Feedback> {
  return readFeedback(await draft.files(ref));
}

export function shownComment(comment: Comment, held: readonly HeldResponse[] | null): ShownComment {
  const last = comment.dispositions.at(-1);
  return {
    id: comment.id,
    consultation: comment.consultation,
    response: comment.response,
    question: comment.question,
    text: commentText(comment, held && heldByKey(held)),
    clauses: comment.links.map((link) => link.clause),
    type: comment.type,
    themes: comment.themes,
    disposition: currentDisposition(comment),
    state: last?.state ?? 'open',
    reason: last?.reason ?? '',
    amendments: comment.amendments,
  };
}

export async function listComments(
  draft: Draft,
  held: readonly HeldResponse[] | null,
): Promise<ShownComment[]> {
  const byResponse = held && heldByKey(held);
  const { comments } = await readDraftFeedback(draft, 'working');
  return comments.map((comment) => ({
    ...shownComment(comment, null),
    text: commentText(comment, byResponse),
  }));
}

export async function findComment(draft: Draft, word: string): Promise<Comment> {
  const { comments } = await readDraftFeedback(draft, 'working');
  const found = comments.filter((one) => one.id === word);
  const [first] = found;
  if (first && found.length === 1) return first;
  throw new Failure(
    'no-such-comment',
    found.length > 1
      ? `${word}: ${found.length} comments have this number, in ${found.map((one) => one.consultation).join(', ')}; this version cannot tell them apart.`
      : `${word}: the draft has no comment of this number; \`clausewright feedback list\` shows those it has.`,
    { comment: word },
  );
}

async function save(draft: Draft, changed: Comment): Promise<Comment> {
  const { comments } = await readDraftFeedback(draft, 'working');
  const sameFile = comments.filter(
    (one) => one.consultation === changed.consultation && one.response === changed.response,
  );
  await draft.write(commentFiles(sameFile.map((one) => (one.id === changed.id ? changed : one))));
  return changed;
}

const unique = (list: readonly string[]): string[] => [...new Set(list)];

/** Links a comment to clauses and amendments; an amendment then names the comment as well. */
export async function linkComment(
  draft: Draft,
  word: string,
  input: { clauses: readonly string[]; amendments: readonly string[] },
): Promise<Comment> {
  const comment = await findComment(draft, word);
  const clauses = await Promise.all(input.clauses.map((one) => findClause(draft, one)));
  const amendments = await Promise.all(input.amendments.map((one) => showAmendment(draft, one)));
  const fresh = clauses.filter((id) => !comment.links.some((link) => link.clause === id));
  const changed: Comment = {
    ...comment,
    links: [...comment.links, ...fresh.map((clause) => ({ clause, confidence: 1, confirmed: true }))],
    amendments: unique([...comment.amendments, ...amendments.map((one) => one.id)]),
  };
  await save(draft, changed);
  for (const one of amendments) {
    await draft.write(
      new Map([[amendmentPath(one.id), serialiseAmendment(linkAmendment(one, { comments: [comment.id] }))]]),
    );
  }
  return changed;
}

/** Makes comments name an amendment that answers them; comments that are not there are a Failure. */
export async function tellComments(draft: Draft, words: readonly string[], amendment: string): Promise<void> {
  for (const word of words) {
    const comment = await findComment(draft, word);
    if (!comment.amendments.includes(amendment))
      await save(draft, { ...comment, amendments: [...comment.amendments, amendment] });
  }
}

export interface DisposeInput {
  readonly comment: string;
  readonly as: string;
  readonly reason: string;
  readonly pointer: string;
}

export async function disposeComment(draft: Draft, input: DisposeInput, act: Act): Promise<Comment> {
  const disposition = dispositions.find((one) => one === input.as);
  if (!disposition)
    throw new Failure(
      'usage',
      `--as: '${input.as}' is no disposition; write one of ${dispositions.join(', ')}.`,
    );
  const comment = await findComment(draft, input.comment);
  const { reason, pointer } = input;
  return save(
    draft,
    dispose(comment, { disposition, state: 'drafted', reason, pointer, by: act.author.name, at: act.date }),
  );
}

export async function statsOf(draft: Draft): Promise<Stats> {
  const { comments, intake } = await readDraftFeedback(draft, 'working');
  const responses = [...intake.values()].reduce((sum, list) => sum + list.length, 0);
  return feedbackStats(comments, responses);
}

export interface ImportFeedbackInput {
  readonly file: string;
  readonly consultation: string;
  readonly kind: string | undefined;
  readonly version: string | undefined;
  readonly columns: string | undefined;
  readonly dryRun: boolean;
  readonly text: string | undefined;
}

export interface ImportedFeedback {
  readonly kept: number;
  readonly dropped: number;
  readonly responses: number;
  readonly comments: number;
  readonly notes: readonly { readonly line: number; readonly message: string }[];
}

/** Takes in a table of comments: words and identities into the vault, ranges and links into the draft. */
export async function importFeedback(
  env: Environment,
  draft: Draft,
  input: ImportFeedbackInput,
  passphraseFile: string | undefined,
): Promise<ImportedFeedback> {
  const bytes = await readInput(env, input.file);
  const id = input.consultation;
  if (!idPattern.test(id) || id.length > idMaxLength) {
    throw new Failure(
      'usage',
      `--consultation: '${id}' cannot name a consultation; use small letters, digits and hyphens.`,
    );
  }
  const kind = consultationKinds.find((one) => one === (input.kind ?? 'public'));
  if (!kind)
    throw new Failure(
      'usage',
      `--kind: '${input.kind}' is not known; write ${consultationKinds.join(', ')}.`,
    );
  const table = readCsv(bytes, input.file);
  const mapping =
    input.columns === undefined
      ? guessColumns(table.headers, table.rows)
      : parseMapping(new TextDecoder().decode(await readInput(env, input.columns)), input.columns);
  // Before anything is made: a table that cannot be used must leave no new vault behind.
  checkMapping(table, mapping);
  const there = await readDraftFeedback(draft, 'working');
  const known = there.consultations.find((one) => one.id === id);
  const version = input.version ?? known?.version ?? '';
  const about = await draft.side(version === '' ? 'working' : version, input.text);
  const vault = input.dryRun
    ? await vaultOf(env, draft, passphraseFile)
    : await vaultForWriting(env, draft, passphraseFile);
  const content = vault ? await vault.read() : null;
  const held = (content?.responses ?? []).map((one) => heldResponseSchema.parse(one));
  const plan = planIntake(table, mapping, {
    consultation: known ?? consultationSchema.parse({ id, kind, version }),
    clauses: placedClauses(about.text).map(({ clause }) => ({
      id: clause.id,
      label: about.labels.get(clause.id) ?? '',
      heading: clause.heading,
    })),
    existing: { intake: there.intake.get(id) ?? [], comments: there.comments, held },
    salt: content?.salt ?? '',
  });
  const outcome = {
    kept: plan.kept,
    dropped: plan.dropped,
    responses: plan.intake.length,
    comments: plan.comments.length,
    notes: plan.notes,
  };
  if (input.dryRun || !vault || !content) return outcome;
  // The vault first: a comment without its words is a loss, words without a comment are taken in again.
  const changed = new Set(plan.held.map((one) => `${one.consultation}/${one.response}`));
  const kept = held.filter((one) => !changed.has(`${one.consultation}/${one.response}`));
  await vault.write({ ...content, responses: [...kept, ...plan.held] });
  const touched = new Set(plan.comments.map((one) => one.response));
  const fresh = new Set(plan.comments.map((one) => one.id));
  const sameFiles = there.comments.filter(
    (one) => one.consultation === id && touched.has(one.response) && !fresh.has(one.id),
  );
  await draft.write(
    new Map([
      [consultationPath(id), serialiseConsultation(plan.consultation)],
      [intakePath(id), serialiseIntake([...(there.intake.get(id) ?? []), ...plan.intake])],
      ...commentFiles([...sameFiles, ...plan.comments]),
    ]),
  );
  return outcome;
}
