// Reads which file imports which; the table of rooms is judged on it (rooms.mjs).
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

/**
 * @typedef {object} Import
 * @property {string} from file, from the project's root, with `/`
 * @property {number} line
 * @property {string} specifier as written
 * @property {string | null} to the file meant, null for a package or a part of Node
 * @property {boolean} typeOnly nothing of it is left when the program runs
 */

const statement =
  /^[ \t]*(import|export)\s+(type\s+)?(?:([^'";]*?)\s*from\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/**
 * Every import of one file.
 * @param {string} file from the root, with `/`
 * @param {string} source
 * @returns {Import[]}
 */
export function importsOf(file, source) {
  /** @type {Import[]} */
  const found = [];
  for (const match of withoutComments(source).matchAll(statement)) {
    const specifier = match[4] ?? match[5] ?? '';
    const names = match[3] ?? '';
    found.push({
      from: file,
      line: source.slice(0, match.index).split('\n').length,
      specifier,
      to: specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null,
      typeOnly: match[2] !== undefined || onlyTypesInBraces(names),
    });
  }
  return found;
}

/** @param {string} names */
function onlyTypesInBraces(names) {
  const inside = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (inside === undefined) return false;
  const parts = inside.split(',').filter((part) => part.trim() !== '');
  return parts.length > 0 && parts.every((part) => /^\s*type\s/.test(part));
}

/**
 * The source with its comments blanked out, every line kept in its place.
 * Strings are left alone; a pattern that holds a quote or `//` is read as code, which is harmless here.
 * @param {string} source
 */
export function withoutComments(source) {
  return source.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (match) => (match.startsWith('//') || match.startsWith('/*') ? match.replace(/[^\n]/g, ' ') : match),
  );
}

/**
 * Source files below a folder, sorted, from the root, with `/`.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
export function sourcesIn(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}

/**
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {Import[]}
 */
export function allImports(root, folders) {
  return folders
    .flatMap((folder) => sourcesIn(root, folder))
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}

/**
 * Circles of files that import each other, each said once from its first file on. Imports of types alone do not
 * run, so they close no circle.
 * @param {readonly Import[]} imports
 * @returns {string[][]}
 */
export function circles(imports) {
  /** @type {Map<string, string[]>} */
  const edges = new Map();
  for (const one of imports) {
    if (one.to === null || one.typeOnly) continue;
    edges.set(one.from, [...(edges.get(one.from) ?? []), one.to]);
  }
  /** @type {Map<string, string[]>} */
  const found = new Map();
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {(file: string, path: string[]) => void} */
  const visit = (file, path) => {
    const at = path.indexOf(file);
    if (at >= 0) {
      const circle = path.slice(at);
      found.set([...circle].sort().join(), circle);
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of [...edges.keys()].sort()) visit(file, []);
  return [...found.values()];
}
