import { escape } from '../printable.ts';
import { drawingNamespaces } from './xml.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a PNG or JPEG, read from its header; null for anything else. */
export function pictureSize(bytes: Uint8Array): (Size & { readonly extension: 'png' | 'jpeg' }) | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47)
    return { extension: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const frame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (frame) return { extension: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker < 0xff00) return null;
  }
  return null;
}

const emuPerPixel = 9525;
const widest = 5_700_000;

/** A run that shows a picture in the line, no wider than the page, described for those who do not see it. */
export function pictureRun(relation: string, n: number, size: Size, alt: string): string {
  const natural = Math.max(1, size.width) * emuPerPixel;
  const width = Math.min(widest, natural);
  const height = Math.max(1, Math.round((Math.max(1, size.height) * emuPerPixel * width) / natural));
  const extent = `cx="${width}" cy="${height}"`;
  return `<w:r><w:drawing><wp:inline ${drawingNamespaces} distT="0" distB="0" distL="0" distR="0"><wp:extent ${extent}/><wp:docPr id="${n}" name="Picture ${n}" descr="${escape(alt)}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="${n}" name="Picture ${n}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
}
