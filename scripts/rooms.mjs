// The import table: which room of the house may use which. Run by itself it prints the table and what breaks it.
import { join } from 'node:path';
import { allImports, circles } from './imports.mjs';

const operations = [
  'model',
  'numbering',
  'history',
  'feedback',
  'amendments',
  'redline',
  'trace',
  'lint',
  'transition',
];

/** Room -> rooms it may import besides itself. @type {Readonly<Record<string, readonly string[]>>} */
export const table = {
  model: [],
  numbering: ['model'],
  history: ['model'],
  feedback: ['model'],
  amendments: ['model', 'feedback'],
  redline: ['model', 'numbering'],
  trace: ['model', 'redline', 'feedback', 'amendments', 'history'],
  lint: ['model', 'numbering', 'feedback', 'amendments'],
  transition: ['model', 'numbering', 'redline', 'lint'],
  exchange: operations,
  store: ['model'],
  api: [...operations, 'exchange', 'store'],
  workbench: [...operations, 'exchange', 'store', 'api'],
  cli: ['api', 'workbench'],
  main: ['api', 'workbench'],
  renderer: ['api', 'model', 'numbering', 'redline'],
};

/** Rooms that may name the others' types, but run nothing of theirs. */
const typesOnly = new Set(['api']);

/** The core runs in plain Node, in a worker and in a browser's window: none of these. */
const notInCore = /^(electron|react|react-dom|prosemirror-view|playwright-core|@playwright)(\/|$)/;

/** @param {string} file @returns {string} */
export function roomOf(file) {
  const [top, second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : (top ?? '');
}

/**
 * What breaks the table among these imports, one sentence each.
 * @param {readonly import('./imports.mjs').Import[]} imports
 * @returns {string[]}
 */
export function broken(imports) {
  const said = [];
  for (const one of imports) {
    const room = roomOf(one.from);
    const where = `${one.from}:${one.line}`;
    const allowed = table[room];
    if (!allowed) {
      said.push(`${where}: the room '${room}' is not in the table.`);
      continue;
    }
    if (one.to === null) {
      if (one.from.startsWith('src/') && notInCore.test(one.specifier)) {
        said.push(`${where}: the core may not use '${one.specifier}'.`);
      }
      continue;
    }
    const target = roomOf(one.to);
    if (target === room) continue;
    if (!allowed.includes(target))
      said.push(`${where}: ${room} may not import ${target} ('${one.specifier}').`);
    else if (typesOnly.has(room) && !one.typeOnly) {
      said.push(`${where}: ${room} may import types of ${target} only: write 'import type'.`);
    }
  }
  for (const circle of circles(imports)) {
    said.push(`${circle.join(' -> ')} -> ${circle[0]}: these import each other in a circle.`);
  }
  return said;
}

export const folders = ['src', 'main', 'renderer'];

if (process.argv[1] === import.meta.filename) {
  const imports = allImports(join(import.meta.dirname, '..'), folders);
  const said = broken(imports);
  for (const [room, allowed] of Object.entries(table)) {
    process.stdout.write(`${room.padEnd(11)} may import ${allowed.join(', ') || 'nothing of ours'}\n`);
  }
  process.stdout.write(`${imports.length} imports read, ${said.length} against the table\n`);
  for (const one of said) process.stderr.write(`${one}\n`);
  process.exit(said.length > 0 ? 1 : 0);
}
