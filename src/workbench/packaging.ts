import { z } from 'zod';
import type { Amendment } from '../amendments/amendment.ts';
import { readAmendments } from '../amendments/file.ts';
import type { ChangeDetails, RedlineDetails } from '../exchange/details.ts';
import { buildPackage } from '../exchange/package/build.ts';
import type { PackageComment } from '../exchange/package/record.ts';
import { verifyPackage, type Verification } from '../exchange/package/verify.ts';
import { readZip } from '../exchange/zip.ts';
import { readFeedback } from '../feedback/files.ts';
import { findLeaks } from '../feedback/leaks.ts';
import {
  commentText,
  currentDisposition,
  heldByKey,
  type Comment,
  type HeldResponse,
} from '../feedback/types.ts';
import { Failure } from '../model/failure.ts';
import type { Text } from '../model/text.ts';
import { readYaml } from '../model/yaml.ts';
import type { Redline } from '../redline/types.ts';
import { account, type Outside } from '../trace/balance.ts';
import { traceCsv } from '../trace/csv.ts';
import { reasonsFor, trace, type Trace } from '../trace/trace.ts';
import { mapping } from '../transition/mapping.ts';
import { compareRefs } from './comparing.ts';
import type { Draft } from './draft.ts';
import { absolute, readInput, type Environment } from './environment.ts';
import { writeOutput } from './output.ts';
import { clausesOf } from './recording.ts';

const externalSchema = z.looseObject({
  kind: z.string(),
  from: z.array(z.string()).default([]),
  to: z.array(z.string()).default([]),
  source: z.string().default(''),
  claims: z
    .array(z.object({ clause: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
    .optional(),
});

/** Changes made elsewhere and taken in: lineage files of kind `external`. */
function outsideOf(files: ReadonlyMap<string, string>): Outside[] {
  const out: Outside[] = [];
  for (const [path, content] of files) {
    const id = /^lineage\/([^/]+)\.yaml$/.exec(path)?.[1];
    if (id === undefined) continue;
    const yaml = readYaml(content);
    const read = externalSchema.safeParse(yaml.ok ? yaml.value : null);
    if (!read.success || read.data.kind !== 'external') continue;
    const { source, from, to, claims } = read.data;
    out.push({ id, source, from, to, ...(claims ? { claims } : {}) });
  }
  return out;
}

/** What one moment of the draft decided about comments and amendments. */
interface Decisions {
  readonly amendments: readonly Amendment[];
  readonly comments: readonly Comment[];
  readonly outside: readonly Outside[];
}

export async function decisionsAt(draft: Draft, ref: string): Promise<Decisions> {
  const files = await draft.files(ref);
  return {
    amendments: readAmendments(files).amendments,
    comments: readFeedback(files).comments,
    outside: outsideOf(files),
  };
}

/** Which amendments and comments explain each change; words of comments only where `text` gives them. */
export function detailsOf(
  redline: Redline,
  decisions: Decisions,
  text: (comment: Comment) => string | null,
): ReadonlyMap<string, ChangeDetails> {
  const { amendments, comments, outside } = decisions;
  const reasons = reasonsFor(account(redline, amendments, outside), amendments, comments);
  const byAmendment = new Map(amendments.map((one) => [one.id, one]));
  const byComment = new Map(comments.map((one) => [one.id, one]));
  const out = new Map<string, ChangeDetails>();
  for (const change of redline.changes) {
    const found = reasons(change.id);
    if (found.amendments.length + found.comments.length === 0) continue;
    out.set(change.id, {
      amendments: found.amendments.flatMap((id) => {
        const one = byAmendment.get(id);
        return one ? [{ id, number: one.number, title: one.title, rationale: one.rationale }] : [];
      }),
      comments: found.comments.map((id) => {
        const comment = byComment.get(id);
        return { id, text: comment ? text(comment) : null };
      }),
    });
  }
  return out;
}

export interface TraceInput {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly text: string | undefined;
  readonly asOf: string;
}

async function traceOf(
  draft: Draft,
  redline: Redline,
  base: string,
  target: string,
  decisions: Decisions,
): Promise<Trace> {
  const [from, to] = [await draft.store.resolve(base), await draft.store.resolve(target)];
  const log = await draft.store.log({});
  const start = to.kind === 'working' ? 0 : log.findIndex((one) => one.commit === to.oid);
  const end = from.kind === 'working' ? 0 : log.findIndex((one) => one.commit === from.oid);
  const records = log.slice(Math.max(0, start), end < 0 ? log.length : end).map((one) => ({
    commit: one.commit,
    message: one.message,
    author: one.author.name,
    date: one.date,
    clauses: clausesOf(one.paths),
  }));
  return trace({ redline, ...decisions, records });
}

/** Comments, amendments, clauses and records joined, with the word balance. Default: first version to working files. */
export async function makeTrace(draft: Draft, input: TraceInput): Promise<{ trace: Trace; csv: string }> {
  const versions = await draft.store.versions();
  const base = input.from ?? versions[0]?.slug;
  if (base === undefined) {
    throw new Failure(
      'no-such-version',
      'trace: no version has been marked yet, so there is nothing to trace from; mark one, or name a moment with --from.',
    );
  }
  const target = input.to ?? 'working';
  const redline = await compareRefs(draft, base, target, input.text);
  const value = await traceOf(draft, redline, base, target, await decisionsAt(draft, input.asOf));
  return { trace: value, csv: traceCsv(value) };
}

export interface PackageRequest {
  readonly base: string;
  readonly target: string;
  readonly out: string;
  readonly asOf: string | undefined;
  readonly allowGaps: string | undefined;
  readonly text: string | undefined;
}

export interface Packed {
  readonly written: string | null;
  readonly gaps: Trace['gaps'];
  readonly balance: Trace['balance'];
  readonly leaks: readonly { readonly path: string; readonly what: string }[];
}

/** Makes the package; where gaps or leaks close the gate nothing is written, and they are given back. */
export async function makePackage(
  env: Environment,
  draft: Draft,
  input: PackageRequest,
  held: readonly HeldResponse[] | null,
): Promise<Packed> {
  const asOf = input.asOf ?? 'latest';
  for (const ref of [input.base, input.target, asOf]) {
    if (ref === 'working') {
      throw new Failure(
        'unrecorded-changes',
        'package: a package holds recorded states only, and `working` is none; record the changes and name a version, or `latest`.',
      );
    }
  }
  env.progress('Comparing the two versions');
  const redline = await compareRefs(draft, input.base, input.target, input.text);
  const decisions = await decisionsAt(draft, asOf);
  const traced = await traceOf(draft, redline, input.base, input.target, decisions);
  if (traced.gaps.length > 0 && input.allowGaps === undefined) {
    return { written: null, gaps: traced.gaps, balance: traced.balance, leaks: [] };
  }
  const byKey = held && heldByKey(held);
  const open = (comment: Comment): string | null => {
    const consent = byKey?.get(`${comment.consultation}/${comment.response}`)?.consent ?? 'none';
    return consent === 'none' ? null : commentText(comment, byKey);
  };
  const [base, target, decided] = await Promise.all(
    [input.base, input.target, asOf].map((ref) => draft.store.resolve(ref)),
  );
  if (base?.kind !== 'commit' || target?.kind !== 'commit' || decided?.kind !== 'commit')
    throw new Error('a package of unrecorded states');
  const details: RedlineDetails = {
    author: 'Drafting team',
    date: (await draft.recordedAt(input.target)) ?? epoch,
    byChange: detailsOf(redline, decisions, open),
  };
  env.progress('Writing and checking the files');
  const bytes = await buildPackage({
    draft: draft.meta.id,
    title: redline.target.text.meta.title,
    ...(draft.meta.marking ? { marking: draft.meta.marking } : {}),
    toolVersion: env.toolVersion,
    base: { version: input.base, commit: base.oid },
    target: { version: input.target, commit: target.oid },
    asOf: decided.oid,
    ...(input.allowGaps === undefined ? {} : { gapsAllowed: input.allowGaps }),
    redline,
    details,
    comments: decisions.comments.map((comment) => packed(comment, open(comment))),
    amendments: decisions.amendments,
    outside: decisions.outside,
    mapping: mapping(redline),
    trace: { ...traced },
    assets: await assetsOf(draft, input.target, redline.target.text),
  });
  const leaks = await leaksIn(bytes, held ?? []);
  if (leaks.length > 0) return { written: null, gaps: traced.gaps, balance: traced.balance, leaks };
  await writeOutput(env, input.out, bytes);
  return { written: input.out, gaps: traced.gaps, balance: traced.balance, leaks };
}

const epoch = '1980-01-01T00:00:00Z';

function packed(comment: Comment, text: string | null): PackageComment {
  return {
    id: comment.id,
    respondent: comment.response,
    question: comment.question,
    clauses: comment.links.map((link) => link.clause),
    text,
    disposition: currentDisposition(comment),
    reason: comment.dispositions.at(-1)?.reason ?? '',
    amendments: comment.amendments,
  };
}

/**
 * Names and e-mail addresses nowhere; the words of those who said no in no list of comments (law 6). Word files are
 * looked into part by part: a name in a property or a comment is as public as one in the text.
 */
async function leaksIn(
  bytes: Uint8Array,
  held: readonly HeldResponse[],
): Promise<{ path: string; what: string }[]> {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of await readZip(bytes, 'The package')) {
    files.set(path, content);
    if (!path.endsWith('.docx')) continue;
    for (const [part, inside] of await readZip(content, path)) files.set(`${path}/${part}`, inside);
  }
  const people = held.map((one) => ({ ...one, answers: {} }));
  const closed = held.filter((one) => one.consent === 'none');
  const lists = new Map([...files].filter(([path]) => path.includes('comments')));
  return [...findLeaks(files, people), ...findLeaks(lists, closed)];
}

async function assetsOf(draft: Draft, ref: string, text: Text): Promise<Map<string, Uint8Array>> {
  const out = new Map<string, Uint8Array>();
  const wanted = new Set<string>();
  for (const clause of text.clauses.values()) {
    clause.body.descendants((node) => {
      const src: unknown = node.attrs['src'];
      if (typeof src === 'string' && /^[\w][\w.-]*$/.test(src)) wanted.add(src);
    });
  }
  for (const src of [...wanted].sort()) {
    const bytes = await draft.store.readBytes(ref, `assets/${src}`);
    if (bytes) out.set(src, bytes);
  }
  return out;
}

const sidesSchema = z.looseObject({
  base: z.looseObject({ commit: z.string() }),
  target: z.looseObject({ commit: z.string() }),
});
const textSchema = z.looseObject({ text: z.string() });

/** Checks a package by itself, and against a draft where one is at hand. */
export async function checkPackage(
  env: Environment,
  path: string,
  openDraft: (() => Promise<Draft>) | null,
): Promise<Verification> {
  const bytes = await readInput(env, path);
  if (!openDraft) return verifyPackage(bytes);
  const alone = await verifyPackage(bytes);
  const draft = await openDraft();
  if (!alone.checks.every((check) => check.ok || check.file !== '')) return alone;
  const texts = await textsNamed(draft, bytes, path);
  if (!texts) {
    const check = {
      name: 'draft',
      ok: false,
      file: 'data/record.json',
      message: `the draft ${absolute(env, draft.dir)} does not hold the records that the package names`,
    };
    return { ok: false, checks: [...alone.checks, check] };
  }
  return verifyPackage(bytes, texts);
}

async function textsNamed(
  draft: Draft,
  bytes: Uint8Array,
  path: string,
): Promise<{ base: Text; target: Text } | null> {
  try {
    const files = await readZip(bytes, path);
    const json = (name: string): unknown =>
      JSON.parse(new TextDecoder().decode(files.get(name) ?? new Uint8Array()));
    const sides = sidesSchema.parse(json('data/record.json'));
    const name = (side: string): string => textSchema.parse(json(`data/${side}.json`)).text;
    const [base, target] = [
      await draft.at(sides.base.commit, name('base')),
      await draft.at(sides.target.commit, name('target')),
    ];
    return { base: base.text, target: target.text };
  } catch (error) {
    if (error instanceof Failure || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
