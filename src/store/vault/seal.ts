import { createCipheriv, createDecipheriv, randomBytes, scrypt as scryptCallback } from 'node:crypto';

// A container: a line of JSON (the header), a line feed, the sealed content. The content is sealed with a random data
// key, that key with one made of the secret. Both seals cover the header's public part, so nobody can swap parameters.

export type SecretKind = 'passphrase' | 'machine';
export interface Secret {
  readonly kind: SecretKind;
  readonly secret: string | Uint8Array;
}

const magic = 'clausewright-vault';
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;
const maxmem = 256 * 1024 * 1024;

export interface Header {
  readonly vault: typeof magic;
  readonly format: 1;
  readonly draft: string;
  readonly secret: SecretKind;
  readonly scrypt: { readonly N: number; readonly r: number; readonly p: number; readonly salt: string };
  /** The data key, sealed. */
  readonly key: string;
}

/** Opened once: the wrapped key is kept with the plain one, so that a write needs no second stretching of the secret. */
export interface Keys {
  readonly header: Header;
  readonly dataKey: Uint8Array;
}

const stretch = (secret: Secret['secret'], salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scryptCallback(secret, salt, 32, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

function seal(key: Uint8Array, plain: Uint8Array, covered: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(covered));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** null where key, content or what is covered is not what was sealed. */
function unseal(key: Uint8Array, sealed: Uint8Array, covered: string): Buffer | null {
  if (sealed.length < 28) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(covered));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const start = decipher.update(sealed.subarray(28));
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return null; // The one thing `final` reports is that the tag does not fit.
  }
}

function publicPart(header: Header): string {
  const { key: _, ...rest } = header;
  return JSON.stringify(rest);
}

/** Fresh keys for a new vault. */
export async function newKeys(draft: string, { kind, secret }: Secret): Promise<Keys> {
  const salt = randomBytes(16);
  const bare: Omit<Header, 'key'> = {
    vault: magic,
    format: 1,
    draft,
    secret: kind,
    scrypt: { ...cost, salt: salt.toString('base64') },
  };
  const dataKey = randomBytes(32);
  const key = seal(await stretch(secret, salt), dataKey, JSON.stringify(bare)).toString('base64');
  return { header: { ...bare, key }, dataKey };
}

/** The container's bytes; a fresh nonce each time. */
export function sealContainer({ header, dataKey }: Keys, content: Uint8Array): Buffer {
  const line = JSON.stringify(header);
  return Buffer.concat([Buffer.from(`${line}\n`), seal(dataKey, content, line)]);
}

/** The header of a container; null where these bytes are none that we can read. */
export function readHeader(bytes: Uint8Array): Header | null {
  const end = bytes.indexOf(10);
  if (end < 0 || end > 4096) return null;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return isHeader(value) ? value : null;
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  const { vault, format, draft, secret, scrypt, key } = value as Partial<Record<keyof Header, unknown>>;
  if (typeof scrypt !== 'object' || scrypt === null) return false;
  const { N, r, p, salt } = scrypt as Partial<Record<keyof Header['scrypt'], unknown>>;
  const ours = vault === magic && format === 1 && N === cost.N && r === cost.r && p === cost.p;
  const kinds = secret === 'passphrase' || secret === 'machine';
  return ours && kinds && [draft, key, salt].every((one) => typeof one === 'string');
}

/** The keys, or null where the secret is wrong or the header was changed. */
export async function openKeys(header: Header, secret: Secret['secret']): Promise<Keys | null> {
  const stretched = await stretch(secret, Buffer.from(header.scrypt.salt, 'base64'));
  const dataKey = unseal(stretched, Buffer.from(header.key, 'base64'), publicPart(header));
  return dataKey && { header, dataKey };
}

/** The content of a container, or null where a byte of it was changed. */
export function openContainer(keys: Keys, bytes: Uint8Array): Uint8Array | null {
  const line = JSON.stringify(keys.header);
  const start = Buffer.from(bytes.subarray(0, bytes.indexOf(10))).toString('utf8');
  return start === line ? unseal(keys.dataKey, bytes.subarray(bytes.indexOf(10) + 1), line) : null;
}
