import { idOfFile, parseClause, serialiseClause } from './clause-file.ts';
import { Failure, type Finding } from './failure.ts';
import { shard } from './ids.ts';
import { readOutline, writeOutline, type OutlineEntry } from './outline-file.ts';
import { readTextMeta, writeTextMeta } from './text-meta.ts';
import { defaultMeta, type Clause, type OutlineNode, type Text, type TextMeta } from './text.ts';
import { writeYaml } from './yaml.ts';

// Paths are relative to the draft's folder, with `/` between parts.

const maxClauses = 20_000;

const textMetaPath = (name: string): string => `texts/${name}/text.yaml`;
const outlinePath = (name: string): string => `texts/${name}/outline.yaml`;
export const clausePath = (name: string, id: string): string => `texts/${name}/clauses/${shard(id)}/${id}.md`;

/** Clauses by the content of their files, kept by the caller between readings; only files without findings. */
export type ClauseCache = Map<string, Clause>;

/** Names of the texts that these files hold, in alphabetical order. */
export function textNames(files: ReadonlyMap<string, string>): string[] {
  const names = new Set<string>();
  for (const path of files.keys()) {
    const match = /^texts\/([^/]+)\/(?:text\.yaml|outline\.yaml|clauses\/.+\.md)$/.exec(path);
    if (match?.[1]) names.add(match[1]);
  }
  return [...names].sort();
}

/**
 * One text out of a draft's files. Whatever is broken is a finding with file and line, and the rest is here all the
 * same. Throws Failure `no-such-text` where there is nothing of that name, `too-many-clauses` beyond 20,000.
 */
export function readText(name: string, files: ReadonlyMap<string, string>, cache?: ClauseCache): Text {
  const prefix = `texts/${name}/`;
  const paths = [...files.keys()].filter((path) => path.startsWith(prefix));
  if (paths.length === 0) {
    const known = textNames(files).join(', ') || 'none';
    throw new Failure('no-such-text', `There is no text "${name}" in this draft (there are: ${known}); give one of these names.`, { text: name }); // prettier-ignore
  }
  const findings: Finding[] = [];
  const meta = metaOf(name, files, findings);
  const byId = clausePaths(name, paths, findings);
  const entries = entriesOf(name, files, byId, findings);
  const clauses = new Map<string, Clause>();
  const outline = new Placing(files, byId, outlinePath(name), clauses, findings, cache).place(entries);
  for (const [id, path] of byId)
    if (!clauses.has(id) && !findings.some((finding) => finding.file === path))
      findings.push({ rule: 'outline-lacks', severity: 'warning', clause: id, file: path, message: `${path} is not in ${outlinePath(name)}; add a line "- ${id}" there, or remove the file.` }); // prettier-ignore
  return { name, meta, outline, clauses, findings };
}

function metaOf(name: string, files: ReadonlyMap<string, string>, findings: Finding[]): TextMeta {
  const file = textMetaPath(name);
  const content = files.get(file);
  if (content === undefined) {
    findings.push({ rule: 'text-meta', severity: 'error', file, message: `${file} is missing; restore it from history, or write one with the text's title.` }); // prettier-ignore
    return defaultMeta;
  }
  const { meta, findings: more } = readTextMeta(content, file);
  findings.push(...more);
  return meta;
}

/** Path of each clause's file by the id in its name. */
function clausePaths(name: string, paths: readonly string[], findings: Finding[]): Map<string, string> {
  const out = new Map<string, string>();
  const folder = `texts/${name}/clauses/`;
  for (const path of paths) {
    if (!path.startsWith(folder) || !path.endsWith('.md')) continue;
    const id = idOfFile(path);
    const at = { severity: 'warning', file: path } as const;
    if (id === '') {
      findings.push({ ...at, rule: 'clause-name', message: `${path} is not named by a clause's id, so it is left out; name it "<id>.md".` }); // prettier-ignore
      continue;
    }
    const right = clausePath(name, id);
    if (path !== right)
      findings.push({ ...at, rule: 'clause-place', clause: id, message: `${path} lies in the wrong folder; move it to ${right}.` }); // prettier-ignore
    if (!out.has(id) || path === right) out.set(id, path);
  }
  return out;
}

function entriesOf(
  name: string,
  files: ReadonlyMap<string, string>,
  byId: ReadonlyMap<string, string>,
  findings: Finding[],
): readonly OutlineEntry[] {
  const file = outlinePath(name);
  const content = files.get(file);
  if (content !== undefined) {
    const { entries, findings: more } = readOutline(content, file);
    findings.push(...more);
    return entries;
  }
  if (byId.size > 0)
    findings.push({ rule: 'outline-missing', severity: 'error', file, message: `${file} is missing, so the clauses stand in the order of their ids; restore it from history.` }); // prettier-ignore
  return [...byId.keys()].sort().map((id) => ({ id, line: 1, children: [] }));
}

/** Reads the clauses that the outline names; children of an entry that cannot stand take its place. */
class Placing {
  readonly #files: ReadonlyMap<string, string>;
  readonly #byId: ReadonlyMap<string, string>;
  readonly #file: string;
  readonly #clauses: Map<string, Clause>;
  readonly #findings: Finding[];
  readonly #cache: ClauseCache | undefined;
  readonly #above: string[] = [];
  readonly #seen = new Set<string>();

  constructor(
    files: ReadonlyMap<string, string>,
    byId: ReadonlyMap<string, string>,
    file: string,
    clauses: Map<string, Clause>,
    findings: Finding[],
    cache: ClauseCache | undefined,
  ) {
    this.#files = files;
    this.#byId = byId;
    this.#file = file;
    this.#clauses = clauses;
    this.#findings = findings;
    this.#cache = cache;
  }

  place(entries: readonly OutlineEntry[]): OutlineNode[] {
    return entries.flatMap(({ id, line, children }) => {
      const stands = this.#stands(id, line);
      if (stands) this.#above.push(id);
      const below = this.place(children);
      if (!stands) return below;
      this.#above.pop();
      return [{ id, children: below }];
    });
  }

  #stands(id: string, line: number): boolean {
    const trouble = (rule: string, what: string): false => {
      this.#findings.push({ rule, severity: 'error', clause: id, file: this.#file, line, message: `${this.#file}, line ${line}: ${what}` }); // prettier-ignore
      return false;
    };
    if (this.#above.includes(id))
      return trouble('outline-cycle', `${id} is nested in itself; remove this line.`);
    if (this.#seen.has(id))
      return trouble('outline-twice', `${id} stands in the outline a second time; remove one of the two lines.`);
    this.#seen.add(id);
    if (this.#seen.size > maxClauses)
      throw new Failure('too-many-clauses', `${this.#file} names more than 20,000 clauses, the limit for one text; divide it into several texts.`, { file: this.#file, line }); // prettier-ignore
    const path = this.#byId.get(id);
    const content = path === undefined ? undefined : this.#files.get(path);
    if (path === undefined || content === undefined)
      return trouble('outline-names-missing', `there is no file for the clause ${id}; restore it from history, or remove this line.`); // prettier-ignore
    const clause = this.#read(id, path, content);
    if (clause) this.#clauses.set(id, clause);
    return clause !== null;
  }

  #read(id: string, path: string, content: string): Clause | null {
    const known = this.#cache?.get(content);
    if (known?.id === id) return known;
    const { clause, findings } = parseClause(content, path);
    this.#findings.push(...findings);
    if (!clause) return null;
    if (clause.id !== id) {
      this.#findings.push({ rule: 'clause-id', severity: 'error', clause: id, file: path, line: 2, message: `${path} says "id: ${clause.id}", but its name says ${id}, which is used; make the two the same.` }); // prettier-ignore
      return { ...clause, id };
    }
    if (findings.length === 0) this.#cache?.set(content, clause);
    return clause;
  }
} // prettier-ignore

/** Every file of a text, path to content. Throws Failure where a clause or the text is beyond the limits. */
export function textFiles(text: Text): Map<string, string> {
  const out = new Map<string, string>();
  for (const [path, content] of changedFiles(null, text)) if (content !== null) out.set(path, content);
  return out;
}

/**
 * What must be written (or, where null, deleted) so that the files of `before` hold `after`. Only what differs in
 * value is written: a clause nobody edited keeps its file as it is, whoever wrote it.
 */
export function changedFiles(before: Text | null, after: Text): Map<string, string | null> {
  if (after.clauses.size > maxClauses)
    throw new Failure('too-many-clauses', `The text "${after.name}" has more than 20,000 clauses, the limit; divide it into several texts.`, { text: after.name }); // prettier-ignore
  const out = new Map<string, string | null>();
  const { name } = after;
  if (before && before.name !== name) throw new Error(`changedFiles: ${before.name} is another text than ${name}`);
  const meta = writeTextMeta(after.meta);
  if (!before || writeTextMeta(before.meta) !== meta) out.set(textMetaPath(name), meta);
  const outline = writeOutline(after.outline);
  if (!before || writeOutline(before.outline) !== outline) out.set(outlinePath(name), outline);
  for (const [id, clause] of after.clauses) {
    const old = before?.clauses.get(id);
    if (!old || !sameClause(old, clause)) out.set(clausePath(name, id), serialiseClause(clause));
  }
  for (const id of before?.clauses.keys() ?? [])
    if (!after.clauses.has(id)) out.set(clausePath(name, id), null);
  return out;
} // prettier-ignore

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** True where both clauses are the same value, body, attributes and all. */
export function sameClause(a: Clause, b: Clause): boolean {
  if (a === b) return true;
  return (
    a.id === b.id &&
    a.kind === b.kind &&
    a.heading === b.heading &&
    a.numbered === b.numbered &&
    a.printed === b.printed &&
    a.normative === b.normative &&
    sameList(a.actors, b.actors) &&
    sameList(a.sources, b.sources) &&
    (a.extra === b.extra || writeYaml(a.extra) === writeYaml(b.extra)) &&
    a.body.eq(b.body)
  );
}
