import { child, elements, isElement, type XmlElement, type XmlNode } from '../../xml.ts';

export type Changes = 'accept' | 'reject';

const inserting = new Set(['w:ins', 'w:moveTo']);
const deleting = new Set(['w:del', 'w:moveFrom']);
const properties = new Set([
  'w:rPr',
  'w:pPr',
  'w:trPr',
  'w:tcPr',
  'w:tblPr',
  'w:sectPr',
  'w:tblPrEx',
  'w:tblGrid',
]);
/** Elements around content that say nothing a clause keeps. */
const wrappers = new Set(['w:customXml', 'w:smartTag', 'w:sdtContent', 'w:dir', 'w:bdo']);
/** Namespaces a drawing may require that we can read. */
const understood = new Set(['wps', 'wpg', 'wpc', 'wp14', 'w14', 'w15', 'a14', 'pic']);

/**
 * The tree without tracked changes, all accepted or all rejected (domain 6.4), content controls and other wrappers
 * opened, and one branch of each alternative chosen.
 */
export function settle(root: XmlElement, changes: Changes): XmlElement {
  const gone = changes === 'accept' ? deleting : inserting;
  const marker = (props: XmlElement | undefined, names: ReadonlySet<string>): boolean =>
    props !== undefined && elements(props).some(({ name }) => names.has(name));

  const settleProps = (props: XmlElement): XmlElement => {
    const change = elements(props).find(
      ({ name }) => name.endsWith('Change') && name !== 'w:numberingChange',
    );
    const old = change && changes === 'reject' ? elements(change)[0] : undefined;
    const kept = old
      ? [
          ...old.children,
          // The old set does not repeat what is not formatting: the mark, the section, the row's and cell's fate.
          ...elements(props).filter(({ name }) => /^w:(rPr|sectPr|ins|del|move.*|cell.*)$/.test(name)),
        ]
      : props.children;
    const children = kept.flatMap((node): readonly XmlNode[] => {
      if (!isElement(node) || node === change) return [];
      if (node.name === 'w:rPr') return [settleProps(node)];
      if (node.name === 'w:cellMerge') {
        const how = node.attrs[changes === 'accept' ? 'w:vMerge' : 'w:vMergeOrig'];
        if (how === undefined) return [];
        return [
          { name: 'w:vMerge', attrs: { 'w:val': how === 'rest' ? 'restart' : 'continue' }, children: [] },
        ];
      }
      return [node];
    });
    return { ...props, children };
  };

  const settleNode = (node: XmlNode): readonly XmlNode[] => {
    if (!isElement(node)) return [node];
    const { name } = node;
    if (properties.has(name)) return [settleProps(node)];
    if (gone.has(name)) return [];
    if (inserting.has(name) || deleting.has(name) || wrappers.has(name)) return settleAll(node.children);
    if (name === 'w:sdt') return settleAll(child(node, 'w:sdtContent')?.children ?? []);
    if (name === 'mc:AlternateContent') return settleAll(branch(node)?.children ?? []);
    if (name === 'w:delText') return [{ ...node, name: 'w:t' }];
    if (name === 'w:delInstrText') return [{ ...node, name: 'w:instrText' }];
    if (name === 'w:tr') return marker(child(node, 'w:trPr'), gone) ? [] : settleRow(node);
    return [{ ...node, children: settleAll(node.children) }];
  };

  /** A row without the cells that are gone; a cell beside takes their width, as in a word processor. */
  const settleRow = (row: XmlElement): readonly XmlNode[] => {
    const lost = new Set([changes === 'accept' ? 'w:cellDel' : 'w:cellIns']);
    const isGone = (node: XmlNode): boolean =>
      isElement(node) && node.name === 'w:tc' && marker(child(node, 'w:tcPr'), lost);
    if (!row.children.some(isGone)) return [{ ...row, children: settleAll(row.children) }];
    const out: XmlNode[] = [];
    let width = 0;
    for (const node of row.children) {
      if (isElement(node) && isGone(node)) {
        const before = out.findLastIndex((it) => isElement(it) && it.name === 'w:tc');
        const cell = out[before];
        if (cell !== undefined && isElement(cell)) out[before] = widened(cell, spanOf(node));
        else width += spanOf(node);
        continue;
      }
      for (const settled of settleNode(node)) {
        const takes = width > 0 && isElement(settled) && settled.name === 'w:tc';
        out.push(takes ? widened(settled, width) : settled);
        if (takes) width = 0;
      }
    }
    return out.some((it) => isElement(it) && it.name === 'w:tc') ? [{ ...row, children: out }] : [];
  };

  /** Settles siblings, and joins each paragraph whose mark is gone to the one that follows it. */
  const settleAll = (nodes: readonly XmlNode[]): readonly XmlNode[] => {
    const out: XmlNode[] = [];
    let head: XmlElement | null = null;
    let before: readonly XmlNode[] = [];
    const keepCarried = (): void => {
      if (head && before.some(isElement))
        out.push({ ...head, children: [...head.children.filter(isProps), ...before] });
      head = null;
      before = [];
    };
    for (const node of nodes.flatMap(settleNode)) {
      if (!isElement(node) || node.name !== 'w:p') {
        if (isElement(node) && (node.name === 'w:tbl' || node.name === 'w:sectPr')) keepCarried();
        out.push(node);
        continue;
      }
      const words: readonly XmlNode[] = [...before, ...node.children.filter((inner) => !isProps(inner))];
      if (marker(child(child(node, 'w:pPr'), 'w:rPr'), gone)) {
        head ??= node;
        before = words;
      } else {
        out.push({ ...node, children: [...node.children.filter(isProps), ...words] });
        head = null;
        before = [];
      }
    }
    keepCarried();
    return out;
  };

  return { ...root, children: settleAll(root.children) };
}

const isProps = (node: XmlNode): boolean => isElement(node) && node.name === 'w:pPr';

const spanOf = (cell: XmlElement): number =>
  Number(child(child(cell, 'w:tcPr'), 'w:gridSpan')?.attrs['w:val'] ?? 1);

function widened(cell: XmlElement, by: number): XmlElement {
  const span: XmlElement = {
    name: 'w:gridSpan',
    attrs: { 'w:val': String(spanOf(cell) + by) },
    children: [],
  };
  const props = child(cell, 'w:tcPr');
  const kept = props?.children.filter((it) => !isElement(it) || it.name !== 'w:gridSpan') ?? [];
  const tcPr: XmlElement = { name: 'w:tcPr', attrs: props?.attrs ?? {}, children: [...kept, span] };
  return { ...cell, children: [tcPr, ...cell.children.filter((it) => it !== props)] };
}

function branch(alternatives: XmlElement): XmlElement | undefined {
  const all = elements(alternatives);
  const choice = all.find(
    ({ name, attrs }) =>
      name === 'mc:Choice' && (attrs['Requires'] ?? '').split(/\s+/).every((need) => understood.has(need)),
  );
  return choice ?? all.find(({ name }) => name === 'mc:Fallback') ?? all[0];
}
