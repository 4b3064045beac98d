import { declaration, namespaces } from './xml.ts';

const paragraph = (
  id: string,
  name: string,
  {
    based = 'Normal',
    next = '',
    pPr = '',
    rPr = '',
  }: { based?: string; next?: string; pPr?: string; rPr?: string },
): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"${id.startsWith('Clause') ? ' w:customStyle="1"' : ''}><w:name w:val="${name}"/>${based && `<w:basedOn w:val="${based}"/>`}${next && `<w:next w:val="${next}"/>`}<w:qFormat/>${pPr && `<w:pPr>${pPr}</w:pPr>`}${rPr && `<w:rPr>${rPr}</w:rPr>`}</w:style>`;

const character = (id: string, name: string, rPr: string): string =>
  `<w:style w:type="character" w:styleId="${id}"><w:name w:val="${name}"/><w:rPr>${rPr}</w:rPr></w:style>`;

const ink = '1B1A18';
const heading = (level: number): string =>
  paragraph(`Heading${level}`, `heading ${level}`, {
    next: 'Normal',
    pPr: `<w:keepNext/><w:keepLines/><w:spacing w:before="${level === 1 ? 420 : level === 2 ? 300 : 220}" w:after="100"/><w:outlineLvl w:val="${level - 1}"/>`,
    rPr: `<w:b/><w:color w:val="${ink}"/><w:sz w:val="${[32, 27, 24, 23, 22, 22, 22, 22, 22][level - 1] ?? 22}"/>`,
  });

/** The styles of every Word file we write. */
export function stylesXml(language: string): string {
  const fonts = '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman" w:eastAsia="Georgia"/>';
  const sans = '<w:rFonts w:ascii="Segoe UI" w:hAnsi="Segoe UI" w:cs="Arial"/>';
  const mono = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>';
  return `${declaration}<w:styles ${namespaces}><w:docDefaults><w:rPrDefault><w:rPr>${fonts}<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="290" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${[
    paragraph('Title', 'Title', {
      next: 'Normal',
      pPr: '<w:keepNext/><w:spacing w:before="0" w:after="320"/>',
      rPr: `<w:b/><w:color w:val="${ink}"/><w:sz w:val="44"/>`,
    }),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(heading),
    paragraph('ClauseProvision', 'Clause Provision', {}),
    paragraph('ClauseActors', 'Clause Actors', {
      pPr: '<w:spacing w:after="100"/>',
      rPr: `${sans}<w:color w:val="47443F"/><w:sz w:val="19"/>`,
    }),
    paragraph('ClauseNote', 'Clause Note', { pPr: '<w:ind w:left="567"/>', rPr: '<w:sz w:val="20"/>' }),
    paragraph('ClauseCode', 'Clause Code', {
      pPr: '<w:shd w:val="clear" w:color="auto" w:fill="F8F7F4"/><w:spacing w:line="260" w:lineRule="auto"/>',
      rPr: `${mono}<w:sz w:val="18"/>`,
    }),
    paragraph('ClauseEnd', 'Clause End', {
      pPr: '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
      rPr: '<w:sz w:val="2"/>',
    }),
    paragraph('Quote', 'Quote', { pPr: '<w:ind w:left="567" w:right="567"/>' }),
    paragraph('Caption', 'caption', { pPr: '<w:keepNext/>', rPr: `${sans}<w:b/><w:sz w:val="19"/>` }),
    paragraph('FootnoteText', 'footnote text', {
      pPr: '<w:spacing w:after="60"/>',
      rPr: '<w:sz w:val="18"/>',
    }),
    paragraph('CommentText', 'annotation text', {
      pPr: '<w:spacing w:after="60"/>',
      rPr: '<w:sz w:val="20"/>',
    }),
    character('FootnoteReference', 'footnote reference', '<w:vertAlign w:val="superscript"/>'),
    character('CommentReference', 'annotation reference', '<w:sz w:val="16"/>'),
    character('Hyperlink', 'Hyperlink', '<w:color w:val="17594A"/><w:u w:val="single"/>'),
  ].join(
    '',
  )}<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>${[
    'top',
    'left',
    'bottom',
    'right',
    'insideH',
    'insideV',
  ]
    .map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="85807A"/>`)
    .join('')}</w:tblBorders></w:tblPr></w:style></w:styles>`;
}
