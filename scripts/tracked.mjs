// Looks through every tracked file for what must not be there. Run by itself: one line for each find, exit 1.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withoutComments } from './imports.mjs';

const root = join(import.meta.dirname, '..');

/** What is looked for in every tracked text file. Written in pieces so that this file does not find itself. */
const everywhere = [
  {
    what: 'a registry host',
    pattern: new RegExp(['registry', '\\.(npmjs|yarnpkg)\\.', '|npm\\.pkg\\.github'].join('')),
  },
  {
    what: 'where a package was fetched from',
    pattern: new RegExp(['"', 'resolved": *"'].join('')),
    only: /package-lock\.json$/,
  },
  {
    what: 'a machine path',
    pattern: new RegExp(['(^|[\\s"\'`(=:])/', '(work|home|root|Users)/[\\w.-]+'].join('')),
  },
  { what: 'a machine path', pattern: new RegExp(['\\b[A-Z]:\\\\{1,2}', 'Users\\\\'].join('')) },
];

/**
 * What the core may not use: each gives another answer on another machine or at another moment. The places where
 * it is right, with the reason.
 */
const inCore = [
  { what: 'Intl', pattern: /\bIntl\b/ },
  { what: 'localeCompare', pattern: /\blocaleCompare\b/ },
  { what: 'toLocale…', pattern: /\btoLocale[A-Z]\w*/ },
  {
    what: 'the clock',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\s*\()|\bperformance\.now\b/,
  },
  { what: 'chance', pattern: /\bMath\.random\b/ },
];

/** @type {readonly { readonly file: RegExp, readonly what: string, readonly reason: string }[]} */
const allowed = [
  {
    file: /^src\/cli\//,
    what: 'the clock',
    reason: 'the command line is where the time of a record comes in',
  },
];

/** The host packages really come from here, whatever it is. */
function registryHere() {
  const given = process.env['npm_config_registry'];
  if (!given || !URL.canParse(given)) return [];
  const host = new URL(given).host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [{ what: 'a registry host', pattern: new RegExp(host) }];
}

/** This machine's own folders, where they are long enough to mean something. */
function foldersHere() {
  return [root, homedir()]
    .filter((path) => path.length > 5)
    .map((path) => ({
      what: 'a machine path',
      pattern: new RegExp(path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    }));
}

/** @returns {string[]} */
export function finds() {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));
  /** @type {string[]} */
  const said = [];
  const rules = [...everywhere, ...registryHere(), ...foldersHere()];
  for (const file of files) {
    const bytes = readFileSync(join(root, file));
    if (bytes.subarray(0, 8000).includes(0)) continue;
    const source = bytes.toString('utf8');
    /** @type {(text: string, list: readonly { what: string, pattern: RegExp, only?: RegExp }[]) => void} */
    const look = (text, list) => {
      text.split('\n').forEach((line, index) => {
        for (const { what, pattern, only } of list) {
          if (only && !only.test(file)) continue;
          if (allowed.some((one) => one.file.test(file) && one.what === what)) continue;
          const found = pattern.exec(line);
          if (found) said.push(`${file}:${index + 1}: ${what}: ${found[0].trim()}`);
        }
      });
    };
    look(source, rules);
    if (/^src\/.*\.ts$/.test(file)) look(withoutComments(source), inCore);
  }
  return said;
}

if (process.argv[1] === import.meta.filename) {
  const said = finds();
  for (const one of said) process.stderr.write(`${one}\n`);
  process.stdout.write(`${said.length} finds\n`);
  process.exit(said.length > 0 ? 1 : 0);
}
