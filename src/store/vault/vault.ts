import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../model/failure.ts';
import { idPattern } from '../../model/ids.ts';
import { readPrivate, writePrivate } from './private-file.ts';
import { newKeys, openContainer, openKeys, readHeader, sealContainer, type Keys, type Secret, type SecretKind } from './seal.ts'; // prettier-ignore
import { machineKeyPath, vaultPath, type Surroundings } from './where.ts';

/** What a vault holds. The shape of a response is the business of feedback; here it is any JSON value. */
interface VaultContent {
  readonly version: 1;
  /** Hexadecimal; keys every hash and pseudonym that stands in the repository. */
  readonly salt: string;
  readonly responses: readonly unknown[];
}

export interface Vault {
  readonly path: string;
  /** Throws Failure `vault-damaged` where the file was changed by anything but us. */
  read(): Promise<VaultContent>;
  /** Whole or not at all. */
  write(content: VaultContent): Promise<void>;
}

/**
 * The vault of a draft; null where there is none on this computer. Throws Failure `vault-locked` for a missing or wrong
 * passphrase, `vault-damaged` for a file that is no vault of this draft.
 */
export async function openVault(draft: string, around: Surroundings): Promise<Vault | null> {
  const path = pathOf(draft, around);
  const bytes = await readPrivate(path);
  if (!bytes) return null;
  const header = readHeader(bytes);
  if (header?.draft !== draft) throw damaged(path);
  const secret = await secretOf(around, header.secret);
  if (!secret) {
    const remedy =
      header.secret === 'passphrase'
        ? 'needs its passphrase; give it in CLAUSEWRIGHT_PASSPHRASE'
        : `needs the key of the computer it was made on (${machineKeyPath(around)}); restore that file`;
    throw new Failure('vault-locked', `The vault ${path} ${remedy}.`, { path });
  }
  const keys = await openKeys(header, secret.secret);
  if (!keys)
    throw new Failure('vault-locked', `The vault ${path} does not open with this ${header.secret === 'passphrase' ? 'passphrase' : 'computer\'s key'}: it is the wrong one, or the file was changed; give the right one, or restore the vault from a copy.`, { path }); // prettier-ignore
  return vaultOf(path, keys);
}

/** A new, empty vault. Throws Failure `vault-exists` where the draft has one. */
export async function createVault(draft: string, around: Surroundings): Promise<Vault> {
  const path = pathOf(draft, around);
  if (await readPrivate(path))
    throw new Failure('vault-exists', `There is a vault for this draft already (${path}); open that one, or move it away.`, { path }); // prettier-ignore
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const secret = (await secretOf(around, 'passphrase')) ?? {
    kind: 'machine',
    secret: await machineKey(around),
  };
  const vault = vaultOf(path, await newKeys(draft, secret));
  await vault.write({ version: 1, salt: randomBytes(32).toString('hex'), responses: [] });
  return vault;
}

function vaultOf(path: string, keys: Keys): Vault {
  return {
    path,
    async read() {
      const bytes = await readPrivate(path);
      const plain = bytes && openContainer(keys, bytes);
      if (!plain) throw damaged(path);
      return JSON.parse(Buffer.from(plain).toString('utf8')) as VaultContent; // authenticated: what we wrote
    },
    async write(content) {
      await writePrivate(path, sealContainer(keys, Buffer.from(JSON.stringify(content))));
    },
  };
}

function pathOf(draft: string, around: Surroundings): string {
  if (!idPattern.test(draft)) throw new Error(`openVault: "${draft}" is no draft id`);
  return vaultPath(around, draft);
}

const damaged = (path: string): Failure =>
  new Failure('vault-damaged', `The vault ${path} was changed or cut short outside Clausewright, so nothing of it is used; restore it from a copy.`, { path }); // prettier-ignore

/** The secret of that kind, if it is at hand. */
async function secretOf(around: Surroundings, kind: SecretKind): Promise<Secret | null> {
  if (kind === 'machine') {
    const key = await readPrivate(machineKeyPath(around));
    return key && { kind, secret: key };
  }
  const given = around.env['CLAUSEWRIGHT_PASSPHRASE'];
  if (given) return { kind, secret: given.normalize('NFC') };
  const file = around.env['CLAUSEWRIGHT_PASSPHRASE_FILE'];
  if (!file) return null;
  const content = await readPrivate(file);
  const words =
    content &&
    Buffer.from(content)
      .toString('utf8')
      .replace(/\r?\n$/, '')
      .normalize('NFC');
  if (!words)
    throw new Failure('vault-locked', `CLAUSEWRIGHT_PASSPHRASE_FILE names ${file}, which is missing or empty; write the passphrase there.`, { path: file }); // prettier-ignore
  return { kind, secret: words };
}

/**
 * The random key of this computer and user, made when first asked for, readable by the user only. It stands in until
 * the system's own key store is used.
 */
async function machineKey(around: Surroundings): Promise<Uint8Array> {
  const path = machineKeyPath(around);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(32).toString('hex'));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return new Uint8Array(await readFile(path));
}
