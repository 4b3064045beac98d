import type { Node } from 'prosemirror-model';
import { schema } from '../../../model/schema.ts';
import { child, childrenNamed, elements, type XmlElement } from '../../xml.ts';
import { note, type Story } from './context.ts';
import { toggle, val, whole } from './styles.ts';

/** Word has no more columns than 63; a little room for others. */
const mostColumns = 256;

interface Cell {
  readonly header: boolean;
  readonly colspan: number;
  rowspan: number;
  readonly blocks: Node[];
}

/** A table of our schema; null where the table has no rows (all of them deleted). */
export function readTable(table: XmlElement, story: Story): Node | null {
  const rows: Cell[][] = [];
  /** By first grid column: the cell that a vertically merged cell below belongs to. */
  let open = new Map<number, Cell>();
  let inHead = true;
  for (const row of childrenNamed(table, 'w:tr')) {
    const props = child(row, 'w:trPr');
    inHead = inHead && (toggle(props, 'w:tblHeader') ?? false);
    const cells: Cell[] = [];
    const stillOpen = new Map<number, Cell>();
    const gap = whole(val(child(props, 'w:gridBefore')), 0, 0, mostColumns);
    if (gap > 0) cells.push({ header: inHead, colspan: gap, rowspan: 1, blocks: [] });
    let column = gap;
    for (const tc of childrenNamed(row, 'w:tc')) {
      const tcPr = child(tc, 'w:tcPr');
      const colspan = whole(val(child(tcPr, 'w:gridSpan')), 1, 1, mostColumns);
      const merge = child(tcPr, 'w:vMerge');
      const above = merge && (val(merge) ?? 'continue') === 'continue' ? open.get(column) : undefined;
      const blocks = story.blocksOf(elements(tc), story);
      if (above) {
        above.rowspan++;
        above.blocks.push(...blocks);
        stillOpen.set(column, above);
      } else {
        const cell: Cell = { header: inHead, colspan, rowspan: 1, blocks };
        cells.push(cell);
        if (merge) stillOpen.set(column, cell);
      }
      column += colspan;
    }
    rows.push(cells);
    // A row of nothing but continued cells is no row of ours.
    if (cells.length === 0) {
      rows.pop();
      for (const cell of new Set(stillOpen.values())) cell.rowspan--;
    }
    open = stillOpen;
  }
  const caption = val(child(child(table, 'w:tblPr'), 'w:tblCaption'));
  if (caption) note(story.context, 'left-out', `The alternative text of a table was left out: "${caption}".`);
  if (rows.length === 0) return null;
  return schema.node(
    'table',
    null,
    rows.map((cells) => schema.node('table_row', null, cells.map(cellNode))),
  );
}

const cellNode = ({ header, colspan, rowspan, blocks }: Cell): Node =>
  schema.node(
    header ? 'table_header' : 'table_cell',
    { colspan, rowspan },
    blocks.length > 0 ? blocks : [schema.node('paragraph')],
  );
