// `npm start`: installs and builds what is missing, then does the whole job on a new sample draft in the terminal.
// `npm start -- FOLDER` puts it there instead of the user's data folder.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, install, stop } from './prepare.mjs';

install();
build();

const folder = process.argv[2] ? resolve(process.argv[2]) : freshFolder(dataFolder());
if (process.argv[2] && existsSync(folder)) {
  stop(`${folder} is already there: name a folder that is not, so that nothing of yours is touched.`);
}
process.stdout.write(`\nThe sample draft is made in ${folder}\n\n`);
let step = 0;
/** @param {string} line */
const say = (line) => {
  step += 1;
  process.stdout.write(`${String(step).padStart(3)}. ${line}\n`);
};
try {
  const { runSampleJob } = await import('./job.mjs');
  const made = runSampleJob(folder, say);
  if (!made.ok) stop('\nThe package did not pass its check; `verify` on it says where.');
  process.stdout.write(
    [
      '',
      'Done: every file of the package agrees with the draft.',
      `  Redline, to open in a browser   ${made.redline}`,
      `  Package                         ${made.package}`,
      `  Draft                           ${made.draft}`,
      '',
      `Look around with  node dist/cli.js --help  and  node dist/cli.js log --dir "${made.draft}"`,
      '',
    ].join('\n'),
  );
} catch (error) {
  stop(`\n${error instanceof Error ? error.message : String(error)}`);
}

/** Where this user's programs keep their data, or a temporary folder where that cannot be written. */
function dataFolder() {
  const home = homedir();
  const base =
    process.platform === 'win32'
      ? (process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
      : process.platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : (process.env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'));
  const own = join(base, 'clausewright');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch (error) {
    process.stderr.write(`${own} cannot be written (${/** @type {Error} */ (error).message}).\n`);
    return join(tmpdir(), 'clausewright');
  }
}

/** @param {string} base */
function freshFolder(base) {
  for (let n = 1; ; n += 1) {
    const folder = join(base, `sample-${n}`);
    if (!existsSync(folder)) return folder;
  }
}
