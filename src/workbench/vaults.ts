import { homedir } from 'node:os';
import { heldResponseSchema, type HeldResponse } from '../feedback/types.ts';
import { createVault, openVault, type Vault } from '../store/vault/vault.ts';
import type { Surroundings } from '../store/vault/where.ts';
import type { Draft } from './draft.ts';
import { readInput, type Environment } from './environment.ts';

/** Where vaults lie for this user; a passphrase file stands in for the variable. */
async function surroundings(env: Environment, passphraseFile: string | undefined): Promise<Surroundings> {
  const passphrase =
    passphraseFile === undefined
      ? undefined
      : new TextDecoder().decode(await readInput(env, passphraseFile)).replace(/\r?\n$/, '');
  return {
    env: passphrase === undefined ? env.variables : { ...env.variables, CLAUSEWRIGHT_PASSPHRASE: passphrase },
    platform: process.platform,
    home: homedir(),
  };
}

/** The draft's vault, or null where it is not on this computer. */
export async function vaultOf(
  env: Environment,
  draft: Draft,
  passphraseFile: string | undefined,
): Promise<Vault | null> {
  return openVault(draft.meta.id, await surroundings(env, passphraseFile));
}

export async function vaultForWriting(
  env: Environment,
  draft: Draft,
  passphraseFile: string | undefined,
): Promise<Vault> {
  const around = await surroundings(env, passphraseFile);
  return (await openVault(draft.meta.id, around)) ?? createVault(draft.meta.id, around);
}

/** Responses as received; none where the vault is not here. */
export async function heldOf(
  env: Environment,
  draft: Draft,
  passphraseFile: string | undefined,
): Promise<HeldResponse[] | null> {
  const vault = await vaultOf(env, draft, passphraseFile);
  return vault ? (await vault.read()).responses.map((one) => heldResponseSchema.parse(one)) : null;
}
