import { posix, win32 } from 'node:path';

/** What the place of a user's files depends on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `process.platform`. */
  readonly platform: string;
  readonly home: string;
}

function base({ env, platform, home }: Surroundings, purpose: 'data' | 'config'): string {
  if (platform === 'win32') return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Clausewright'); // prettier-ignore
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Clausewright');
  const given = env[purpose === 'data' ? 'XDG_DATA_HOME' : 'XDG_CONFIG_HOME'];
  // The base directory specification: a relative path there is to be ignored.
  const root = given && posix.isAbsolute(given) ? given : posix.join(home, ...(purpose === 'data' ? ['.local', 'share'] : ['.config'])); // prettier-ignore
  return posix.join(root, 'clausewright');
}

const joined = (around: Surroundings, ...parts: string[]): string =>
  (around.platform === 'win32' ? win32 : posix).join(...(parts as [string, ...string[]]));

/** Folder of the vaults: `CLAUSEWRIGHT_VAULTS`, else in the user's data folder. */
const vaultFolder = (around: Surroundings): string =>
  around.env['CLAUSEWRIGHT_VAULTS'] || joined(around, base(around, 'data'), 'vaults');

export const vaultPath = (around: Surroundings, draft: string): string =>
  joined(around, vaultFolder(around), `${draft}.vault`);

/** The random key that seals vaults for which nobody gave a passphrase. */
export const machineKeyPath = (around: Surroundings): string =>
  joined(around, base(around, 'config'), 'vault.key');
