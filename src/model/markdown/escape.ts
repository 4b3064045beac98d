/** Characters that do not survive in a line of a text file, or are lost on the way through git or UTF-8. */
const unprintable =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u001f\u007f\u0085\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const reference = (char: string): string => `&#${char.charCodeAt(0)};`;

/** Unprintable characters as character references. */
export const escapeUnprintable = (text: string): string => text.replace(unprintable, reference);

/** The value of an attribute, safe between double quotes, in a table cell and on one line. */
const escapeAttribute = (value: string): string =>
  escapeUnprintable(value.replace(/[&<>"|\\`[\]]/g, reference));

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

/** What a reference (without `&` and `;`) stands for; null where it is none that we know. */
export function decodeReference(body: string): string | null {
  if (!body.startsWith('#')) return named[body] ?? null;
  const hex = /^#[xX]([0-9a-fA-F]{1,6})$/.exec(body)?.[1];
  const decimal = /^#([0-9]{1,7})$/.exec(body)?.[1];
  const code = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : -1;
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

export const decodeReferences = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(#?[0-9A-Za-z]{1,8});/g, (all, body: string) => decodeReference(body) ?? all)
    : text;

/** The attributes of a tag: ` src="a" alt="b"` as a record. */
export function readAttributes(source: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const match of source.matchAll(/([a-z]+)="([^"]*)"/g))
    out[match[1] ?? ''] = decodeReferences(match[2] ?? '');
  return out;
}

export function writeAttributes(attributes: readonly (readonly [string, string])[]): string {
  return attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
}
