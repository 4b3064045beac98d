import { SaxesParser } from 'saxes';

/** An element of a part we wrote; text is kept where it stands. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** The tree of an XML part; throws where it is not well-formed. */
export function parseXml(xml: string): XmlElement {
  const root = { name: '', attributes: {}, children: [] as (XmlElement | string)[] };
  const open = [root];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const element = {
      name: tag.name,
      attributes: tag.attributes as Record<string, string>,
      children: [] as (XmlElement | string)[],
    };
    open[open.length - 1]?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (text) => open[open.length - 1]?.children.push(text));
  parser.write(xml).close();
  const top = root.children.find((one): one is XmlElement => typeof one !== 'string');
  if (!top) throw new Error('an XML part without an element');
  return top;
}

export const elements = (of: XmlElement | undefined): XmlElement[] =>
  (of?.children ?? []).filter((one): one is XmlElement => typeof one !== 'string');
export const child = (of: XmlElement | undefined, name: string): XmlElement | undefined =>
  elements(of).find((one) => one.name === name);
