import { createHash } from 'node:crypto';

/** Crockford-like base 32 without letters that are easily misread (no i, l, o, u). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const tailLength = 6;
const slugLength = 32;

export const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Longest id we read: long enough for any slug and tail, short enough for every file system. */
export const idMaxLength = 80;

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Lower-case ASCII words joined by hyphens, cut at a word; '' where nothing of the kind is left. */
export function slug(words: string, max = slugLength): string {
  const parts = words
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  let out = '';
  for (const part of parts) {
    const next = out ? `${out}-${part}` : part;
    if (next.length > max) break;
    out = next;
  }
  return out || (parts[0] ?? '').slice(0, max);
}

/** `length` base-32 characters from the head of a SHA-256 of `seed`. */
export function tail(seed: string, length = tailLength): string {
  const hash = createHash('sha256').update(seed).digest();
  let out = '';
  for (let i = 0; i < length; i++) out += alphabet[(hash[i] ?? 0) & 31];
  return out;
}

/** A readable id, the same for the same words and seed: `raise-awareness-k3f9qz`. */
export function makeId(words: string, seed: string): string {
  const head = slug(words);
  return head ? `${head}-${tail(seed)}` : `c-${tail(seed)}`;
}

/** The two hex digits of the folder a clause's file lies in: 256 folders keep git's trees small. */
export const shard = (id: string): string => sha256(id).slice(0, 2);
