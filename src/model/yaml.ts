import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  LineCounter,
  visit,
  type Node as YamlNode,
} from 'yaml';

/** The front matter or file could not be read; `line` counts from the start of the content, 1-based. */
interface YamlTrouble {
  readonly message: string;
  readonly line: number;
}

export type YamlResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly trouble: YamlTrouble };

/** Largest YAML source we read: outlines of 20,000 clauses stay far below. */
const yamlMaxLength = 8_000_000;
const deepest = 50;

const plain = /^[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ0-9 _()/.,;’'-]*$/;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

// What JSON leaves bare in a string but YAML, git or a text editor may not keep.
const fragile = /[\u007f-\u009f\u2028\u2029\ufeff]/g;
const escapeControls = (json: string): string =>
  json.replace(fragile, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Scalars as they stand in our files: bare where no YAML reader could take them for anything else. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : Object.is(value, -0) ? '-0.0' : Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'; // prettier-ignore
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (plain.test(text) && !text.endsWith(' ') && !reserved.test(text)) return text;
  return escapeControls(JSON.stringify(text));
}

function lines(value: unknown, indent: string, out: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) entry(`${indent}-`, item, indent, out);
  } else {
    for (const [key, item] of Object.entries(value as Record<string, unknown>))
      if (item !== undefined) entry(`${indent}${scalar(key)}:`, item, indent, out);
  }
}

function entry(head: string, item: unknown, indent: string, out: string[]): void {
  if (Array.isArray(item) && item.length === 0) out.push(`${head} []`);
  else if (typeof item === 'object' && item !== null && Object.keys(item).length === 0)
    out.push(`${head} {}`);
  else if (typeof item === 'object' && item !== null) {
    out.push(head);
    lines(item, `${indent}  `, out);
  } else out.push(`${head} ${scalar(item)}`);
}

/**
 * A record as YAML in block style: keys in the order given, one scalar a line, text quoted wherever a reader could
 * take it for anything but text. The same value gives the same bytes; `{}` gives an empty string.
 */
export function writeYaml(value: Readonly<Record<string, unknown>>): string {
  const out: string[] = [];
  lines(value, '', out);
  return out.length === 0 ? '' : `${out.join('\n')}\n`;
}

const fastKey = /^([A-Za-z][A-Za-z0-9_-]*):(?: (.*))?$/;
const fastInteger = /^(?:0|-?[1-9]\d{0,14})$/;
const fastQuoted = /^"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"$/;

/** The value of a line in the form we write ourselves; undefined where the full reader must look. */
function fastScalar(source: string): unknown {
  if (fastQuoted.test(source)) return JSON.parse(source.replaceAll('\t', '\\t')) as unknown;
  if (source === 'true') return true;
  if (source === 'false') return false;
  if (source === 'null') return null;
  if (fastInteger.test(source)) return Number(source);
  if (plain.test(source) && !source.endsWith(' ') && !reserved.test(source)) return source;
  return source === '[]' ? [] : source === '{}' ? {} : undefined;
}

/** Reads what we write ourselves, a flat record with lists of scalars; undefined for anything else. */
function fastRecord(source: string): Record<string, unknown> | undefined {
  const out: Record<string, unknown> = {};
  let list: unknown[] | null = null;
  for (const line of source.split('\n')) {
    if (line === '') continue;
    if (list && line.startsWith('  - ')) {
      const value = fastScalar(line.slice(4));
      if (value === undefined || typeof value === 'object') return undefined;
      list.push(value);
      continue;
    }
    if (list?.length === 0) return undefined;
    list = null;
    const match = fastKey.exec(line);
    const key = match?.[1];
    if (!match || key === undefined || Object.hasOwn(out, key) || reserved.test(key)) return undefined;
    if (match[2] === undefined) out[key] = list = [];
    else {
      const value = fastScalar(match[2]);
      if (value === undefined) return undefined;
      out[key] = value;
    }
  }
  return list?.length === 0 ? undefined : out;
}

/**
 * Plain values of one YAML document; a number that is not in its plain form (`1.10`, `007`) is the text written there.
 * Aliases, anchors, tags and keys given twice are trouble, with the line.
 */
export function readYaml(source: string): YamlResult {
  if (source.length > yamlMaxLength) return trouble('it is larger than 8 MB', 1);
  const fast = fastRecord(source);
  if (fast) return { ok: true, value: fast };
  try {
    return slowRecord(source);
  } catch (error) {
    // The library goes down a level a frame.
    if (error instanceof RangeError) return trouble('it is nested too deep', 1);
    throw error;
  }
}

function slowRecord(source: string): YamlResult {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, schema: 'core', uniqueKeys: true, logLevel: 'silent' }); // prettier-ignore
  const lineOf = (offset: number | undefined): number => Math.max(1, counter.linePos(offset ?? 0).line);
  const error = document.errors[0];
  if (error) return trouble(sentence(error.message), lineOf(error.pos[0]));
  let bad: YamlTrouble | null = null;
  visit(document, (_key, node, path) => {
    if (path.length > 2 * deepest) return void (bad ??= { message: 'it is nested too deep', line: 1 });
    if (!isAlias(node) && !isScalar(node) && !isMap(node) && !isSeq(node)) return undefined;
    const at = lineOf((node as YamlNode).range?.[0]);
    if (isAlias(node)) bad ??= { message: 'it has an alias (*), which is not allowed here', line: at };
    else if (node.anchor) bad ??= { message: 'it has an anchor (&), which is not allowed here', line: at };
    else if (node.tag && !node.tag.startsWith('tag:yaml.org,2002:'))
      bad ??= { message: 'it has a tag (!), which is not allowed here', line: at };
    // `printed: 1.10` is a number to YAML and a label to people: the digits stay as they were written.
    if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined && String(node.value) !== node.source)
      node.value = node.source; // prettier-ignore
    return undefined;
  });
  if (bad) return { ok: false, trouble: bad };
  return { ok: true, value: document.toJS({ maxAliasCount: 0 }) as unknown };
}

const trouble = (message: string, line: number): YamlResult => ({ ok: false, trouble: { message, line } });
const sentence = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
