import { child, elements, textOf, type XmlElement } from '../../xml.ts';

/** A formula in one line: `(a)/(b)`, `x^(2)`, `√(y)`. */
export function linearMath(element: XmlElement | undefined): string {
  if (!element) return '';
  const part = (name: string): string => linearMath(child(element, name));
  const sign = (props: string, name: string, otherwise: string): string =>
    child(child(element, props), name)?.attrs['m:val'] ?? otherwise;
  switch (element.name) {
    case 'm:t':
    case 'w:t':
      return textOf(element);
    case 'm:f':
      return `(${part('m:num')})/(${part('m:den')})`;
    case 'm:sSup':
      return `${part('m:e')}^(${part('m:sup')})`;
    case 'm:sSub':
      return `${part('m:e')}_(${part('m:sub')})`;
    case 'm:sSubSup':
      return `${part('m:e')}_(${part('m:sub')})^(${part('m:sup')})`;
    case 'm:rad':
      return `${part('m:deg')}√(${part('m:e')})`;
    case 'm:nary': {
      const under = part('m:sub');
      const over = part('m:sup');
      return `${sign('m:naryPr', 'm:chr', '∫')}${under && `_(${under})`}${over && `^(${over})`} ${part('m:e')}`;
    }
    case 'm:d':
      return `${sign('m:dPr', 'm:begChr', '(')}${elements(element)
        .filter(({ name }) => name === 'm:e')
        .map(linearMath)
        .join(sign('m:dPr', 'm:sepChr', '|'))}${sign('m:dPr', 'm:endChr', ')')}`;
    default:
      return element.name.endsWith('Pr') ? '' : elements(element).map(linearMath).join('');
  }
}
