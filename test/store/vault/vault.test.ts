import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVault, openVault } from '../../../src/store/vault/vault.ts';
import { machineKeyPath, vaultPath, type Surroundings } from '../../../src/store/vault/where.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'vault-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));
const around = (env: Record<string, string> = {}): Surroundings => ({ env, platform: 'linux', home });
const words = 'the answer of one respondent';

describe('the vault', { timeout: 60_000 }, () => {
  test('keeps what it is given, sealed, for one draft and passphrase', async () => {
    const env = around({ CLAUSEWRIGHT_PASSPHRASE: 'pass é', CLAUSEWRIGHT_VAULTS: join(home, 'v') });
    expect(await openVault('my-draft', env)).toBeNull();
    const vault = await createVault('my-draft', env);
    const empty = await vault.read();
    expect(empty).toMatchObject({ version: 1, responses: [] });
    await vault.write({ ...empty, responses: [{ words }] });
    const first = await readFile(vault.path);
    await vault.write({ ...empty, responses: [{ words }] });
    const second = await readFile(vault.path);
    expect(first.equals(second)).toBe(false); // a fresh nonce
    expect(second.includes(words)).toBe(false);
    expect(second.includes(empty.salt)).toBe(false);
    expect(await readdir(join(home, 'v'))).toEqual(['my-draft.vault']);
    expect((await stat(vault.path)).mode & 0o777).toBe(0o600);
    const again = await openVault('my-draft', around({ ...env.env, CLAUSEWRIGHT_PASSPHRASE: 'pass e\u0301' } as Record<string, string>)); // prettier-ignore
    expect(await again?.read()).toEqual({ ...empty, responses: [{ words }] });
    await expect(createVault('my-draft', env)).rejects.toThrow('vault for this draft already');
    const wrong = around({ CLAUSEWRIGHT_PASSPHRASE: 'no', CLAUSEWRIGHT_VAULTS: join(home, 'v') });
    await expect(openVault('my-draft', wrong)).rejects.toThrow('does not open with this passphrase');
    await expect(openVault('my-draft', around({ CLAUSEWRIGHT_VAULTS: join(home, 'v') }))).rejects.toThrow('needs its passphrase'); // prettier-ignore

    // Every part is covered: the header, the wrapped key, the nonce, the tag, the content, the length.
    const spots = [3, second.indexOf('"draft"') + 10, second.indexOf('"key"') + 10, second.indexOf(10) + 1, second.indexOf(10) + 20, second.length - 1]; // prettier-ignore
    for (const spot of spots) {
      const bad = Buffer.from(second);
      bad[spot] = (bad[spot] ?? 0) ^ 1;
      await writeFile(vault.path, bad);
      await expect(openVault('my-draft', env).then((one) => one?.read()), `byte ${spot}`).rejects.toThrow(/was changed/); // prettier-ignore
    }
    await writeFile(vault.path, second.subarray(0, second.length - 5));
    await expect(vault.read()).rejects.toThrow('restore it from a copy');
  });

  test('without a passphrase is sealed with a key of this computer that only its user can read', async () => {
    const vault = await createVault('other', around());
    expect(vault.path).toBe(join(home, '.local/share/clausewright/vaults/other.vault'));
    expect((await stat(machineKeyPath(around()))).mode & 0o777).toBe(0o600);
    expect(await (await openVault('other', around()))?.read()).toEqual(await vault.read());
    await rm(machineKeyPath(around()));
    await expect(openVault('other', around())).rejects.toThrow('needs the key of the computer');
  });

  test('lies where each system keeps such files', () => {
    const at = (platform: string, env = {}): string => vaultPath({ env, platform, home: '/h' }, 'd');
    expect(at('linux', { XDG_DATA_HOME: '/x' })).toBe('/x/clausewright/vaults/d.vault');
    expect(at('linux', { XDG_DATA_HOME: 'x' })).toBe('/h/.local/share/clausewright/vaults/d.vault');
    expect(at('darwin')).toBe('/h/Library/Application Support/Clausewright/vaults/d.vault');
    expect(at('win32', { LOCALAPPDATA: 'C:\\L' })).toBe('C:\\L\\Clausewright\\vaults\\d.vault');
  });
});
