import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const built = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user does. The build must be there: `npm test` makes it first. */
export function clausewright(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Ran {
  if (!existsSync(built))
    throw new Error('dist/cli.js is missing: these tests run the built command; build it with `npm test`.');
  const { status, stdout, stderr } = spawnSync(process.execPath, [built, ...args], {
    encoding: 'utf8',
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    maxBuffer: 2 ** 28,
  });
  return { code: status, stdout, stderr };
}

/** The same for a command that must do its work; gives its JSON. `codes` are the exits that count as done. */
export function json(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
  codes: readonly number[] = [0],
): unknown {
  const { code, stdout, stderr } = clausewright([...args, '--json'], options);
  if (code === null || !codes.includes(code))
    throw new Error(`clausewright ${args.join(' ')} ended with ${code}: ${stderr}${stdout.slice(0, 2000)}`);
  return JSON.parse(stdout);
}

/** A program that is not ours; its output, and an error where it fails. */
export function program(name: string, args: readonly string[], codes: readonly number[] = [0]): string {
  const { status, stdout, stderr, error } = spawnSync(name, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
  if (error) throw error;
  if (status === null || !codes.includes(status))
    throw new Error(`${name} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'clausewright-'));

/** Every file below a folder: path -> bytes. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const out = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    out.set(relative(folder, path), readFileSync(path));
  }
  return out;
}
