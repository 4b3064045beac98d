// What `npm start` and `npm test` need before they can do their work. Plain Node, nothing installed yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const lockfile = join(root, 'package-lock.json');
const stamp = join(modules, '.clausewright-installed');

/**
 * Runs a program and gives its exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {number}
 */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

/** @param {string} message @returns {never} */
export function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** @param {[string, string[]]} command */
const quietly = ([program, args]) => run(program, args, { stdio: 'ignore' });

/** Installs the packages of the lockfile where they are missing or of an older lockfile. */
export function install() {
  const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  if (existsSync(stamp) ? readFileSync(stamp, 'utf8') === wanted : installedByHand()) {
    if (!existsSync(stamp)) writeFileSync(stamp, wanted);
    return;
  }
  process.stdout.write('Installing the packages this project needs …\n');
  if (quietly(npm(['ci', ...options])) !== 0) {
    // `npm ci` refuses a lockfile that lacks an optional package of another platform, and a registry's copy may
    // lack exactly those. `npm install` takes the same locked versions and checks the same hashes.
    const [program, args] = npm(['install', '--no-save', ...options]);
    if (run(program, args) !== 0) {
      stop(
        'The packages could not be installed: connect this machine to the npm registry once, then start again.',
      );
    }
  }
  writeFileSync(stamp, wanted);
}

/** npm writes its own copy of the lockfile when it has installed one. */
function installedByHand() {
  const written = join(modules, '.package-lock.json');
  return existsSync(written) && statSync(written).mtimeMs >= statSync(lockfile).mtimeMs;
}

/**
 * npm as it was started, or as it lies on the path.
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function npm(args) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return [process.execPath, [script, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args]];
}

/**
 * The script of an installed package's command, so that no shell is between.
 * @param {string} name
 * @param {string} [command]
 */
export function tool(name, command = name) {
  const folder = join(modules, name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Builds `dist/cli.js` where the sources are newer than it. */
export function build() {
  const built = join(root, 'dist', 'cli.js');
  const inputs = [join(root, 'src'), join(root, 'vite.config.ts'), lockfile];
  if (existsSync(built) && Math.max(...inputs.map(newest)) < statSync(built).mtimeMs) return;
  process.stdout.write('Building …\n');
  if (run(process.execPath, [tool('vite'), 'build', '--logLevel', 'warn']) !== 0) {
    stop('The program could not be built; what is wrong is said above.');
  }
}

/** @param {string} path @returns {number} */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
