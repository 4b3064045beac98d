import type { Finding } from './failure.ts';
import { idMaxLength, idPattern } from './ids.ts';
import type { OutlineNode } from './text.ts';

/** Levels of clauses that a text may have. */
const deepestOutline = 9;

const entry = /^([ \t]*)-[ \t]+(?:"([^"]*)"|'([^']*)'|([^\s:#"']+))[ \t]*(:?)[ \t]*(?:#.*)?$/;
/** What another YAML reader would take for a number, a date or a truth value. */
const ambiguous = /^(?:\d.*|true|false|null|yes|no|on|off|y|n)$/;

/** The tree as YAML, one id a line, two spaces a level; an id with children ends in a colon. */
export function writeOutline(outline: readonly OutlineNode[]): string {
  const out: string[] = [];
  const visit = (nodes: readonly OutlineNode[], indent: string): void => {
    for (const { id, children } of nodes) {
      out.push(`${indent}- ${ambiguous.test(id) ? `"${id}"` : id}${children.length > 0 ? ':' : ''}`);
      visit(children, `${indent}  `);
    }
  };
  visit(outline, '');
  return out.length === 0 ? '[]\n' : `${out.join('\n')}\n`;
}

export interface OutlineEntry {
  readonly id: string;
  readonly line: number;
  readonly children: readonly OutlineEntry[];
}
interface OpenEntry extends OutlineEntry {
  readonly children: OpenEntry[];
}

/** The tree in `outline.yaml`; lines that are no entry are findings, and what lies too deep moves up a level. */
export function readOutline(
  content: string,
  file: string,
): { entries: readonly OutlineEntry[]; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const trouble = (rule: string, line: number, what: string): void =>
    void findings.push({ rule, severity: 'error', file, line, message: `${file}, line ${line}: ${what}` });
  const root: OpenEntry[] = [];
  let open: { indent: number; into: OpenEntry[] }[] = [];
  content
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((source, i) => {
      const text = source.trimEnd();
      if (text === '' || text === '[]' || text === '---' || text.trimStart().startsWith('#')) return;
      const match = entry.exec(text);
      const id = match?.[2] ?? match?.[3] ?? match?.[4] ?? '';
      if (!match || !idPattern.test(id) || id.length > idMaxLength) {
        trouble('outline-line', i + 1, 'this is not a line of the form "- id"; correct or remove it.');
        return;
      }
      const indent = (match[1] ?? '').replaceAll('\t', '  ').length;
      open = open.filter((level) => level.indent < indent);
      if (open.length >= deepestOutline) {
        trouble('outline-depth', i + 1, `${id} is nested more than ${deepestOutline} deep; move it up.`);
        open = open.slice(0, deepestOutline - 1);
      }
      const node: OpenEntry = { id, line: i + 1, children: [] };
      (open[open.length - 1]?.into ?? root).push(node);
      open.push({ indent, into: node.children });
    });
  return { entries: root, findings };
}
