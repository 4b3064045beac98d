import { SaxesParser } from 'saxes';
import { Failure } from '../model/failure.ts';

const maxDepth = 256;

/** An element of an XML part: names carry the prefix the reader chose for the namespace, not the file's own. */
export interface XmlElement {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}
export type XmlNode = XmlElement | string;

/**
 * The tree of an XML file. `prefixes` maps namespaces to the prefixes the names shall have; names of other
 * namespaces keep the prefix of the file.
 *
 * @throws Failure `xml-unsafe` for a DOCTYPE or more than 256 levels, `xml-damaged` for what is not well-formed
 */
export function readXml(
  bytes: Uint8Array,
  place: string,
  prefixes: Readonly<Record<string, string>> = {},
): XmlElement {
  const named = (uri: string, prefix: string, local: string): string => {
    const known = uri === '' ? '' : (prefixes[uri] ?? prefix);
    return known ? `${known}:${local}` : local;
  };
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: { name: string; attrs: Record<string, string>; children: XmlNode[] }[] = [];
  let root: XmlElement | null = null;
  parser.on('error', (error) => {
    throw new Failure(
      'xml-damaged',
      `${place} is not well-formed XML (${error.message}): get the file again.`,
      {
        place,
      },
    );
  });
  parser.on('doctype', () => {
    throw new Failure(
      'xml-unsafe',
      `${place} declares a document type, which could pull in other files: remove it, or do not trust this file.`,
      { place },
    );
  });
  parser.on('opentag', (tag) => {
    if (stack.length === maxDepth)
      throw new Failure(
        'xml-unsafe',
        `${place} nests more than ${maxDepth} elements: do not trust this file, or save it again in the program that made it.`,
        { place },
      );
    const attrs: Record<string, string> = {};
    for (const { uri, prefix, local, value } of Object.values(tag.attributes))
      attrs[named(prefix === '' ? '' : uri, prefix, local)] = value;
    const element = { name: named(tag.uri, tag.prefix, tag.local), attrs, children: [] };
    stack.at(-1)?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  parser.on('closetag', () => {
    stack.pop();
  });
  const text = (words: string): void => {
    stack.at(-1)?.children.push(words);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(decode(bytes, place)).close();
  if (!root) throw new Failure('xml-damaged', `${place} is empty: get the file again.`, { place });
  return root;
}

function decode(bytes: Uint8Array, place: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Failure('xml-damaged', `${place} is not ${encoding} text: get the file again.`, {
      place,
      why: String(error),
    });
  }
}

export const isElement = (node: XmlNode): node is XmlElement => typeof node !== 'string';
export const elements = (element: XmlElement): XmlElement[] => element.children.filter(isElement);

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const node of element?.children ?? []) if (isElement(node) && node.name === name) return node;
  return undefined;
}

export const childrenNamed = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element ? elements(element).filter((node) => node.name === name) : [];

/** Every element of that name below, in document order, not looking inside those found. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  return elements(element).flatMap((node) => (node.name === name ? [node] : descendants(node, name)));
}

/** All words below, as they stand. */
export const textOf = (element: XmlElement): string =>
  element.children.map((node) => (isElement(node) ? textOf(node) : node)).join('');
