export interface RowXml {
  /** Children of `w:trPr`, in the schema's order. */
  readonly properties: string;
  readonly cells: readonly {
    readonly colspan: unknown;
    readonly rowspan: unknown;
    /** Blocks, the last of them a paragraph. */
    readonly content: string;
  }[];
}

/** A table of these rows; what a spanning cell covers below it is filled with continuing cells. */
export function tableXml(rows: readonly RowXml[]): string {
  const spans = new Map<number, { rows: number; cols: number }>();
  let width = 1;
  const body = rows.map(({ properties, cells }) => {
    let column = 0;
    let out = '';
    const covered = (): void => {
      for (let span = spans.get(column); span && span.rows > 0; span = spans.get(column)) {
        out += cell(span.cols, '<w:vMerge/>', '<w:p/>');
        span.rows--;
        column += span.cols;
      }
    };
    for (const { colspan, rowspan, content } of cells) {
      covered();
      const cols = spanOf(colspan);
      const down = spanOf(rowspan);
      if (down > 1) spans.set(column, { rows: down - 1, cols });
      out += cell(cols, down > 1 ? '<w:vMerge w:val="restart"/>' : '', content);
      column += cols;
    }
    covered();
    width = Math.max(width, column);
    return `<w:tr>${properties === '' ? '' : `<w:trPr>${properties}</w:trPr>`}${out}</w:tr>`;
  });
  const column = `<w:gridCol w:w="${Math.floor(9070 / width)}"/>`;
  return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>${column.repeat(width)}</w:tblGrid>${body.join('')}</w:tbl>`;
}

const spanOf = (value: unknown): number => Math.min(60, Math.max(1, Math.floor(Number(value)) || 1));

function cell(cols: number, merge: string, content: string): string {
  const props = (cols > 1 ? `<w:gridSpan w:val="${cols}"/>` : '') + merge;
  return `<w:tc>${props === '' ? '' : `<w:tcPr>${props}</w:tcPr>`}${content}</w:tc>`;
}
