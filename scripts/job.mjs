// The whole job on the sample draft, by the command line alone: what `npm start` shows and what anyone can repeat.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './prepare.mjs';

const sample = join(root, 'assets', 'sample');
const cli = join(root, 'dist', 'cli.js');

/** @typedef {{ readonly title: string, readonly rationale: string, readonly file: string, readonly comments: readonly string[] }} SampleAmendment */
/** @typedef {{ readonly comment: string, readonly disposition: string, readonly reason: string }} SampleDisposition */

/**
 * Runs the job in a new folder.
 * @param {string} folder where everything is put: it must be empty or not there
 * @param {(line: string) => void} say one line of progress, in a drafter's words
 * @returns {{ draft: string, redline: string, package: string, ok: boolean }}
 */
export function runSampleJob(folder, say) {
  const draft = join(folder, 'draft');
  const out = join(folder, 'out');
  mkdirSync(out, { recursive: true });
  const passphrase = join(folder, 'passphrase.txt');
  writeFileSync(passphrase, 'the sample has no secrets\n', { mode: 0o600 });
  const command = commandIn(join(folder, 'vaults'), passphrase);
  /** @type {(...args: string[]) => any} */
  const run = (...args) => command(draft, ...args);
  const file = (/** @type {string} */ name) => join(sample, name);
  const redline = join(out, 'redline.html');
  const zip = join(out, 'package.zip');

  say('Taking in the consultation draft of the Code');
  command(null, 'new', draft, '--from', file('code-consultation.md'), '--profile', 'code');
  say('Freezing it as the version “consultation”');
  run('version', 'mark', 'consultation', '--title', 'Consultation draft', '--stage', 'consultation');

  say('Taking in 15 comments');
  run(
    'feedback',
    'import',
    file('comments.csv'),
    ...'--consultation spring --kind public --version consultation'.split(' '),
  );
  const comments = commentIds(run('feedback', 'list').comments, file('comments.csv'));

  const { amendments, dispositions } =
    /** @type {{ amendments: SampleAmendment[], dispositions: SampleDisposition[] }} */ (
      parse(readFileSync(file('amendments.yaml'), 'utf8'))
    );
  for (const one of amendments) {
    say(`Amendment “${one.title}”: ${one.comments.length} comments`);
    const { id } = run('amendment', 'new', '--title', one.title, '--rationale', one.rationale);
    run('amendment', 'link', id, ...one.comments.flatMap((comment) => ['--comment', comments(comment)]));
    run('import', file(one.file), '--replace');
    run('record', '-m', one.title, '--amendment', id);
    run('amendment', 'status', id, 'applied');
    for (const comment of one.comments) {
      run('feedback', 'dispose', comments(comment), '--as', 'accepted', '--reason', one.title);
    }
  }
  for (const one of dispositions) {
    run('feedback', 'dispose', comments(one.comment), '--as', one.disposition, '--reason', one.reason);
  }
  run('record', '-m', 'Say what became of each comment');
  say('Freezing the Code as the version “code-1.0”');
  run('version', 'mark', 'code-1.0', '--title', 'Code, first edition', '--stage', 'published');

  say('Laying the Code out as a technical specification');
  const { text } = run('transition', '--profile', 'etsi-ts', '--answers', file('transition.yaml'));
  run('record', '-m', 'Lay the Code out as a technical specification');
  run('version', 'mark', 'submission', '--text', text, '--title', 'Submission', '--stage', 'submission');

  say('Comparing the consultation draft with the submission');
  run('redline', 'consultation', 'submission', '--format', 'html', '-o', redline);
  say('Packing what is handed over');
  /** @type {{ gaps: { message: string }[], leaks: { path: string, what: string }[] }} */
  const { gaps, leaks } = run('package', 'consultation', 'submission', '-o', zip);
  if (gaps.length + leaks.length > 0) {
    const why = [
      ...gaps.map(({ message }) => message),
      ...leaks.map(({ path, what }) => `${path} holds ${what}`),
    ];
    throw new Error(`clausewright package: nothing was written, because: ${why.join('; ')}`);
  }
  say('Checking the package against a copy of the draft');
  const copy = join(folder, 'copy');
  cpSync(draft, copy, { recursive: true });
  const { ok } = command(null, 'verify', zip, '--draft', copy);
  return { draft, redline, package: zip, ok };
}

/**
 * Gives a function that runs one command and returns its JSON; trouble becomes an error that holds the command's
 * own sentence.
 * @param {string} vaults
 * @param {string} passphrase
 */
function commandIn(vaults, passphrase) {
  const env = { ...process.env, CLAUSEWRIGHT_VAULTS: vaults };
  /** @type {(dir: string | null, ...args: string[]) => any} */
  return (dir, ...args) => {
    const common = [
      '--json',
      '--author',
      'Sample Drafter <drafter@example.org>',
      '--passphrase-file',
      passphrase,
    ];
    const all = [cli, ...args, ...common, ...(dir === null ? [] : ['--dir', dir])];
    const done = spawnSync(process.execPath, all, { encoding: 'utf8', env, maxBuffer: 2 ** 28 });
    if (done.status !== 0 && done.status !== 1) {
      throw new Error(
        `clausewright ${args.slice(0, 2).join(' ')}: ${done.stderr.trim() || `ended with ${done.status}`}`,
      );
    }
    return JSON.parse(done.stdout);
  };
}

/**
 * Finds the comment that a reference of the sample means, by its words.
 * @param {readonly { id: string, text: string | null }[]} listed
 * @param {string} file
 * @returns {(reference: string) => string}
 */
function commentIds(listed, file) {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return (reference) => {
    const row = rows.find((line) => line.startsWith(`${reference},`)) ?? '';
    const found = listed.find(
      ({ text }) => text !== null && row.includes(text.split('\n')[0]?.replaceAll('"', '""') ?? ''),
    );
    if (!found) throw new Error(`Comment ${reference} of the sample did not come in.`);
    return found.id;
  };
}
