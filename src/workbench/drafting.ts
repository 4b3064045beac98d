import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { buildText } from '../exchange/build/build.ts';
import { readSource } from '../exchange/read-source.ts';
import type { SourceNote } from '../exchange/source.ts';
import { writeDraftMeta, type DraftMeta } from '../model/draft-meta.ts';
import { changedFiles, textFiles } from '../model/draft-files.ts';
import { Failure, type Finding } from '../model/failure.ts';
import { makeId } from '../model/ids.ts';
import { bodyText } from '../model/plain.ts';
import {
  defaultMeta,
  placedClauses,
  type Clause,
  type OutlineNode,
  type ProfileName,
  type Text,
} from '../model/text.ts';
import { labelsOf } from '../numbering/labels.ts';
import { resolver } from '../numbering/references.ts';
import { align } from '../redline/align.ts';
import type { Side } from '../redline/types.ts';
import { createStore } from '../store/store.ts';
import { Draft } from './draft.ts';
import { absolute, readInput, type Act, type Environment } from './environment.ts';

export type Changes = 'accept' | 'reject';

export interface NewDraft {
  readonly dir: string;
  readonly from?: string | undefined;
  readonly title?: string | undefined;
  readonly profile?: ProfileName | undefined;
  readonly changes: Changes;
}

export interface Imported {
  readonly text: string;
  readonly clauses: number;
  readonly matched: number;
  readonly inserted: number;
  readonly deleted: number;
  /** Clauses matched by likeness alone, below certainty: for a person to look at. */
  readonly unsure: readonly { readonly id: string; readonly label: string; readonly confidence: number }[];
  readonly notes: readonly SourceNote[];
  readonly findings: readonly Finding[];
}

/** The name of a draft's first text where nobody says otherwise. */
const firstText = 'code';

/** Makes a draft, optionally from a document, and records its first state. */
export async function newDraft(env: Environment, input: NewDraft, act: Act) {
  const dir = absolute(env, input.dir);
  await mustBeFree(dir, input.dir);
  // Everything is read and understood before anything is written.
  const source = input.from === undefined ? null : await readDocument(env, input.from, input.changes);
  const name = firstText;
  const built = source && buildText(source.document, { name, seed: name, ...titleAnd(input) });
  const title = input.title ?? (built?.title || slugTitle(input.from ?? input.dir));
  const text: Text = built
    ? { ...built.text, meta: { ...built.text.meta, title } }
    : {
        name,
        meta: { ...defaultMeta, title, profile: input.profile ?? 'code' },
        outline: [],
        clauses: new Map(),
        findings: [],
      };
  const meta: DraftMeta = {
    format: 1,
    id: makeId(title, `${title}\n${act.date}\n${act.author.email}\n${[...text.clauses.keys()].join()}`),
    title,
    text: name,
    marking: '',
    extra: {},
  };
  const files = new Map<string, string | Uint8Array>([
    ['.gitattributes', '* text=auto eol=lf\nassets/** -text\n'],
    ['draft.yaml', writeDraftMeta(meta)],
    ...textFiles(text),
  ]);
  for (const [path, bytes] of source?.document.assets ?? []) files.set(`assets/${path}`, bytes);
  const store = await createStore(dir, { clock: env.clock });
  await store.write(files);
  const message =
    input.from === undefined ? 'Start the draft' : `Start the draft from ${basename(input.from)}`;
  const recorded = await store.record({ message, ...act });
  await store.close();
  return {
    dir: input.dir,
    id: meta.id,
    title,
    text: name,
    profile: text.meta.profile,
    clauses: text.clauses.size,
    commit: recorded.commit,
    notes: [...(source?.document.notes ?? []), ...(built?.notes ?? [])],
  };
}

const titleAnd = (input: NewDraft) => ({
  ...(input.title === undefined ? {} : { title: input.title }),
  ...(input.profile === undefined ? {} : { profile: input.profile }),
});

const slugTitle = (path: string): string => {
  const words = basename(path)
    .replace(/\.[a-z0-9]+$/i, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words === '' ? 'Untitled Code' : words.charAt(0).toUpperCase() + words.slice(1);
};

async function mustBeFree(dir: string, shown: string): Promise<void> {
  const info = await stat(dir).catch(() => null);
  if (!info) return;
  if (!info.isDirectory())
    throw new Failure('folder-not-empty', `${shown}: this is a file; name a folder that is not there yet.`, {
      dir: shown,
    });
  if ((await readdir(dir)).length > 0) {
    throw new Failure(
      'folder-not-empty',
      `${shown}: this folder is not empty; name a new folder for the draft.`,
      { dir: shown },
    );
  }
}

async function readDocument(env: Environment, path: string, changes: Changes) {
  const bytes = await readInput(env, path);
  return { document: await readSource(bytes, path, { changes }) };
}

/** A document outside any draft, as a side of a comparison. */
export async function fileSide(
  env: Environment,
  path: string,
  changes: Changes,
): Promise<{ side: Side; notes: readonly SourceNote[] }> {
  const { document } = await readDocument(env, path, changes);
  const { text, notes } = buildText(document, { name: 'file', seed: 'file' });
  const labels = labelsOf(text);
  return {
    side: { name: basename(path), text, labels, resolve: resolver(labels, text.name) },
    notes: [...document.notes, ...notes],
  };
}

export interface ImportInput {
  readonly file: string;
  readonly replace: boolean;
  readonly source?: string | undefined;
  readonly text?: string | undefined;
  readonly changes: Changes;
}

/** Brings a document into the working files: adds its clauses, or takes it as a later edition of the text. */
export async function importDocument(
  env: Environment,
  draft: Draft,
  input: ImportInput,
  act: Act,
): Promise<Imported> {
  const { document } = await readDocument(env, input.file, input.changes);
  const before = await draft.at('working', input.text);
  const built = buildText(document, {
    name: before.text.name,
    seed: before.text.name,
    profile: before.text.meta.profile,
  });
  const fresh = input.source === undefined ? built.text : withSource(built.text, input.source);
  const outcome = input.replace ? laterEdition(before.text, fresh) : added(before.text, fresh);
  const changes = new Map<string, string | Uint8Array | null>();
  for (const [path, content] of changedFiles(before.text, outcome.text)) changes.set(path, content);
  for (const [path, bytes] of document.assets) changes.set(`assets/${path}`, bytes);
  for (const [path, content] of outcome.lineage(act)) changes.set(path, content);
  await draft.write(changes);
  const labels = labelsOf(outcome.text);
  return {
    text: outcome.text.name,
    clauses: outcome.text.clauses.size,
    matched: outcome.matched,
    inserted: outcome.inserted,
    deleted: outcome.deleted,
    unsure: [...outcome.unsure].map(([id, confidence]) => ({ id, label: labels.get(id) ?? '', confidence })),
    notes: [...document.notes, ...built.notes],
    findings: outcome.text.findings,
  };
}

const withSource = (text: Text, source: string): Text => ({
  ...text,
  clauses: new Map(
    [...text.clauses].map(([id, clause]) => [id, { ...clause, sources: [...clause.sources, source] }]),
  ),
});

interface Outcome {
  readonly text: Text;
  readonly matched: number;
  readonly inserted: number;
  readonly deleted: number;
  readonly unsure: ReadonlyMap<string, number>;
  readonly lineage: (act: Act) => Map<string, string>;
}

function added(before: Text, fresh: Text): Outcome {
  const rename = new Map<string, string>();
  for (const id of fresh.clauses.keys()) {
    let free = id;
    for (let n = 2; before.clauses.has(free) || rename.has(free); n++)
      free = makeId(id.replace(/-[0-9a-z]{6}$/, ''), `${id} again ${n}`);
    rename.set(id, free);
  }
  const renamed = renameClauses(fresh, rename);
  return {
    text: {
      ...before,
      outline: [...before.outline, ...renamed.outline],
      clauses: new Map([...before.clauses, ...renamed.clauses]),
    },
    matched: 0,
    inserted: fresh.clauses.size,
    deleted: 0,
    unsure: new Map(),
    lineage: () => new Map(),
  };
}

/** A pair below this is shown to the person who imports as one to look at. */
const certain = 0.6;

function laterEdition(before: Text, fresh: Text): Outcome {
  const side = (text: Text): Side => {
    const labels = labelsOf(text);
    return { name: '', text, labels, resolve: resolver(labels, text.name) };
  };
  const [old, young] = [side(before), side(fresh)];
  const pairing = align(old, young);
  const rename = new Map<string, string>(pairing.pairs);
  const taken = new Set(rename.values());
  for (const id of fresh.clauses.keys()) {
    if (rename.has(id)) continue;
    // An id is never reused for another clause: a new one that happens to hash alike gets a fresh tail.
    let free = id;
    for (let n = 2; before.clauses.has(free) || taken.has(free); n++)
      free = makeId(id.replace(/-[0-9a-z]{6}$/, ''), `${id} again ${n}`);
    rename.set(id, free);
    taken.add(free);
  }
  const renamed = renameClauses(fresh, rename);
  const clauses = new Map<string, Clause>();
  for (const [id, clause] of renamed.clauses) {
    const was = before.clauses.get(id);
    clauses.set(id, was ? later(was, clause, old, young) : clause);
  }
  const splits = pairing.splits.map((one) => ({
    kind: 'split',
    from: [one.base],
    to: one.targets.map((id) => rename.get(id) ?? id),
  }));
  const merges = pairing.merges.map((one) => ({
    kind: 'merge',
    from: one.bases,
    to: [rename.get(one.target) ?? one.target],
  }));
  return {
    text: { ...before, outline: renamed.outline, clauses, findings: fresh.findings },
    matched: pairing.pairs.size,
    inserted: fresh.clauses.size - pairing.pairs.size,
    deleted: before.clauses.size - pairing.pairs.size,
    unsure: new Map(
      [...pairing.confidence].filter(([, n]) => n < certain).map(([id, n]) => [rename.get(id) ?? id, n]),
    ),
    lineage: (act) =>
      new Map(
        [...splits, ...merges].map((one) => [
          `lineage/${makeId(one.kind, JSON.stringify(one))}.yaml`,
          `kind: ${one.kind}\nfrom: [${one.from.join(', ')}]\nto: [${one.to.join(', ')}]\nconfirmedBy: null\nat: ${act.date}\n`,
        ]),
      ),
  };
}

/** The clause of the later edition; its body stays the object it was where it prints the same words and form. */
function later(was: Clause, is: Clause, old: Side, young: Side): Clause {
  const body =
    was.body.eq(is.body) ||
    (hasReference(was) && bodyText(was.body, old.resolve) === bodyText(is.body, young.resolve))
      ? was.body
      : is.body;
  const actors = sameNames(was.actors, is.actors) ? was.actors : is.actors;
  const next: Clause = { ...is, body, actors, extra: { ...was.extra, ...is.extra } };
  const same = (Object.keys(next) as (keyof Clause)[]).every(
    (key) => JSON.stringify(next[key]) === JSON.stringify(was[key]),
  );
  return same ? was : next;
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

function hasReference(clause: Clause): boolean {
  let found = false;
  clause.body.descendants((node) => {
    if (node.type.name === 'xref') found = true;
    return !found;
  });
  return found;
}

function renameClauses(text: Text, rename: ReadonlyMap<string, string>): Text {
  const to = (id: string): string => rename.get(id) ?? id;
  const outline = (nodes: readonly OutlineNode[]): OutlineNode[] =>
    nodes.map((node) => ({ id: to(node.id), children: outline(node.children) }));
  return {
    ...text,
    outline: outline(text.outline),
    clauses: new Map(
      placedClauses(text).map(({ clause }) => [to(clause.id), { ...clause, id: to(clause.id) }]),
    ),
  };
}
