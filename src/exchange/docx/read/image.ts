import type { Node } from 'prosemirror-model';
import { sha256 } from '../../../model/ids.ts';
import { schema } from '../../../model/schema.ts';
import { descendants, type XmlElement } from '../../xml.ts';
import { note, type Story } from './context.ts';

const maxBytes = 25 * 1024 * 1024;

/** The images of a drawing; those we cannot keep stay as an image without source, with a note. */
export function readImages(drawing: XmlElement, story: Story): Node[] {
  const { context, part } = story;
  const about = [...descendants(drawing, 'wp:docPr'), ...descendants(drawing, 'pic:cNvPr')];
  const alt =
    about.map(({ attrs }) => attrs['descr'] || attrs['title'] || '').find((words) => words !== '') ??
    descendants(drawing, 'v:shape').find(({ attrs }) => attrs['alt'])?.attrs['alt'] ??
    '';
  const ids = [
    ...descendants(drawing, 'a:blip').map(({ attrs }) => attrs['r:embed'] ?? attrs['r:link']),
    ...descendants(drawing, 'v:imagedata').map(({ attrs }) => attrs['r:id']),
  ];
  return ids.map((id) => {
    const relation = part.relations.get(id ?? '');
    const bytes = relation && !relation.external ? context.parts.bytes(relation.target) : undefined;
    const type = bytes && typeOf(bytes);
    if (!bytes || !type || bytes.length > maxBytes) {
      const why = relation?.external
        ? `it lies outside the file, at ${relation.target}`
        : bytes && bytes.length > maxBytes
          ? 'it is larger than 25 MB'
          : bytes
            ? 'it is neither PNG nor JPEG'
            : 'the file does not contain it';
      note(context, 'left-out', `An image was left out because ${why}.`);
      return schema.node('image', { src: '', alt });
    }
    const src = `${sha256(bytes).slice(0, 16)}.${type}`;
    context.assets.set(src, bytes);
    return schema.node('image', { src, alt });
  });
}

function typeOf(bytes: Uint8Array): 'png' | 'jpg' | null {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpg';
  return null;
}
