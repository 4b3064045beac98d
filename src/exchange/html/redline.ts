import type { Change, Redline } from '../../redline/types.ts';
import { noDetails, type RedlineDetails } from '../details.ts';
import { markRedline, type Marked, type MarkedClause, type MarkedPara, type MarkedTable } from '../marked.ts';
import { escape } from '../printable.ts';
import { impactText, kindsText, labelsText, sideWords } from '../wording.ts';
import { aside, hidden, paraClasses, piecesHtml } from './inline.ts';
import { page } from './page.ts';
import { redlineStyle } from './style.ts';

/**
 * A redline as one page that needs nothing else: the whole document with deletions struck and insertions
 * underlined, the same in words for those who see no strokes, then a table of all changes. Made to be read back
 * (`readBackHtml`): `data-p` marks the document's paragraphs, `data-x` what is ours.
 */
export function redlineHtml(redline: Redline, details: RedlineDetails): string {
  const writer = new Writer(redline, details);
  const marked = markRedline(redline);
  writer.number(marked.clauses);
  const title = `${redline.target.text.meta.title || redline.base.text.meta.title || 'Untitled'}: changes from ${redline.base.name} to ${redline.target.name}`;
  const body = `<a class="skip" href="#document">Skip to the document</a>
<nav class="tools" aria-label="In this file"><a href="#document">Document</a><a href="#changes">Table of changes</a>${writer.firstLink()}<span id="count" role="status"></span></nav>
<div class="sheet">
<header class="head">
<h1>${escape(title)}</h1>
${writer.summary()}
</header>
<main id="document" tabindex="-1" data-document>
${writer.para(marked.title)}
${marked.clauses.map((clause) => writer.clause(clause)).join('\n')}
</main>
</div>
<section class="sheet wide" id="changes" aria-labelledby="changes-title" tabindex="-1">
<h2 id="changes-title">Table of changes</h2>
${writer.table()}
</section>
${writer.notCompared()}`;
  const language = redline.target.text.meta.language;
  return page({ language, title, style: redlineStyle, script, body });
}

/** Next and previous change by button, or by the keys n and p. */
const script = `(()=>{const c=[...document.querySelectorAll('main .changed')],s=document.getElementById('count'),b=document.querySelector('.tools');if(!c.length)return;let i=-1;
const go=d=>{c[i]?.classList.remove('here');i=(i+d+c.length)%c.length;if(i<0)i=0;const e=c[i];e.classList.add('here');e.tabIndex=-1;e.focus({preventScroll:true});e.scrollIntoView({block:'center'});s.textContent='Change '+(i+1)+' of '+c.length};
for(const[t,d]of[['Previous change',-1],['Next change',1]]){const k=document.createElement('button');k.type='button';k.textContent=t;k.onclick=()=>go(d===-1&&i<0?0:d);b.insertBefore(k,s)}
addEventListener('keydown',e=>{if(e.ctrlKey||e.metaKey||e.altKey||/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName))return;if(e.key==='n')go(1);if(e.key==='p')go(i<0?0:-1)})})();`;

class Writer {
  readonly #redline: Redline;
  readonly #details: RedlineDetails;
  /** Number of each clause shown, for links; by the clause's place in the woven tree. */
  readonly #numbers = new Map<MarkedClause, number>();
  readonly #byTarget = new Map<string, number>();
  readonly #byChange = new Map<Change, number>();
  #anchors = 0;
  #notes = 0;

  constructor(redline: Redline, details: RedlineDetails) {
    this.#redline = redline;
    this.#details = details;
  }

  number(clauses: readonly MarkedClause[]): void {
    for (const clause of clauses) {
      const n = this.#numbers.size + 1;
      this.#numbers.set(clause, n);
      const { change, targetId } = clause.node;
      if (clause.state !== 'movedAway') {
        if (targetId !== null) this.#byTarget.set(targetId, n);
        if (change !== null && !this.#byChange.has(change)) this.#byChange.set(change, n);
      }
      this.number(clause.children);
    }
  }

  firstLink(): string {
    const first = this.#redline.changes[0];
    const n = first && this.#byChange.get(first);
    return n === undefined ? '' : `<a href="#c${n}">First change</a>`;
  }

  summary(): string {
    const names = ['modified', 'inserted', 'deleted', 'moved', 'renumbered', 'split', 'merged'] as const;
    const words = {
      modified: 'edited',
      inserted: 'new',
      deleted: 'removed',
      moved: 'moved',
      renumbered: 'renumbered',
      split: 'split',
      merged: 'merged',
    };
    const { summary } = this.#redline;
    const items = names
      .filter((name) => summary[name] > 0)
      .map((name) => `<li><b>${summary[name]}</b> ${words[name]}</li>`);
    items.push(`<li><b>${summary.unchanged}</b> unchanged</li>`);
    return `<p>Clauses by what happened to them. Deleted words are struck through, inserted words are underlined.</p>
<ul class="sum">${items.join('')}</ul>`;
  }

  clause(clause: MarkedClause): string {
    const n = this.#numbers.get(clause) ?? 0;
    const { change } = clause.node;
    if (clause.state === 'movedAway') return this.#away(clause, n);
    this.#anchors = this.#notes = 0;
    const own = clause.blocks.map((block) => this.#block(block, clause.depth)).join('\n');
    const classes = ['cl', clause.state, ...(change ? ['changed'] : [])].join(' ');
    const head =
      change === null
        ? ''
        : `<span class="sign" ${aside} aria-hidden="true">${sign(clause, change)}</span>${this.#lead(clause)}`;
    return `<section class="${classes}" id="c${n}" data-key="${n}" data-state="${clause.state}">
<div class="own">${head}
${own}</div>
${change === null ? '' : this.#why(change)}
${clause.children.map((child) => this.clause(child)).join('\n')}
</section>`;
  }

  #away(clause: MarkedClause, n: number): string {
    const to = this.#byTarget.get(clause.node.targetId ?? '') ?? 0;
    const at = clause.targetLabel || clause.target?.heading || 'another place';
    const was = clause.baseLabel || clause.base?.heading || 'The clause here';
    return `<section class="cl movedAway" id="c${n}" data-state="movedAway" data-to="${to}"><p class="away" ${aside}>${escape(was)} stands at <a href="#c${to}">${escape(at)}</a> in ${escape(this.#redline.target.name)}.</p></section>`;
  }

  #lead(clause: MarkedClause): string {
    if (clause.state !== 'movedHere') return '';
    const from = clause.baseLabel || 'another place';
    const edited = clause.node.change?.kinds.includes('modified') ? ', and edited' : '';
    return `<p class="meta" ${aside}>Moved here from <b>${escape(from)}</b>${edited}</p>`;
  }

  #why(change: Change): string {
    const { amendments, comments } = this.#details.byChange.get(change.id) ?? noDetails;
    const parts = [
      `<span class="badge${change.impact.needsReview ? ' rev' : ''}">${escape(impactText(change))}</span>`,
      `<span>${escape(kindsText(change))}</span>`,
    ];
    const [a, b] = [labelsText(change.baseLabels), labelsText(change.targetLabels)];
    if (a !== b && a !== '' && b !== '') parts.push(`<span>was ${escape(a)}, now ${escape(b)}</span>`);
    if (change.confidence < 1) parts.push('<span>matched by content, not sure</span>');
    const oneSided = change.baseIds.length === 0 || change.targetIds.length === 0;
    for (const one of oneSided ? [] : change.attributes) {
      parts.push(
        `<span class="r">${escape(one.name)}: ${escape(plain(one.base))} to ${escape(plain(one.target))}</span>`,
      );
    }
    for (const one of amendments) {
      parts.push(
        `<span class="r"><b>${escape(one.number)}</b> ${escape(one.title)}${one.rationale ? `. ${escape(one.rationale)}` : ''}</span>`,
      );
    }
    for (const one of comments)
      parts.push(
        `<span class="r">Comment <b>${escape(one.id)}</b>${one.text === null ? '' : `: ${escape(one.text)}`}</span>`,
      );
    return `<div class="why" ${aside}>${parts.join('')}</div>`;
  }

  #block(block: Marked, depth: number): string {
    return block.kind === 'para' ? this.para(block, depth) : this.#tableBlock(block, depth);
  }

  para(para: MarkedPara, depth = 1): string {
    const inner = piecesHtml(para.pieces, () => ++this.#anchors);
    const props = para.target ?? para.base;
    const noteStart = props?.ctx[0]?.type === 'footnote' && props.ctx[0].start;
    const number = noteStart ? `<sup class="fn" ${aside}>${++this.#notes} </sup>` : '';
    const pilcrow = needsPilcrow(para)
      ? `<span class="pm ${para.mark}" ${aside}>${hidden(para.mark === 'insert' ? '[new paragraph]' : '[paragraphs joined]')}<span aria-hidden="true">¶</span></span>`
      : formatPilcrow(para);
    const inside = number + inner + pilcrow;
    const data = `data-p data-mark="${para.mark}"`;
    if (para.role === 'title') return `<h2 class="title" ${data}>${inside}</h2>`;
    if (para.role === 'heading') {
      const level = depth + 2;
      return level <= 6
        ? `<h${level} ${data}>${inside}</h${level}>`
        : `<div role="heading" aria-level="${level}" ${data}>${inside}</div>`;
    }
    const classes = para.role === 'caption' ? 'cap' : para.role === 'body' ? paraClasses(props) : 'meta';
    return `<p${classes ? ` class="${classes}"` : ''} ${data}>${inside}</p>`;
  }

  #tableBlock(table: MarkedTable, depth: number): string {
    const rows = table.rows.map((row) => {
      const cells = row.cells.map(({ side, blocks }) => {
        const tag = side.header ? 'th' : 'td';
        const span = (name: 'colspan' | 'rowspan'): string => {
          const value = Number(side.attrs[name]);
          return value > 1 ? ` ${name}="${value}"` : '';
        };
        const scope = side.header ? ' scope="col"' : '';
        return `<${tag}${scope}${span('colspan')}${span('rowspan')}>${blocks.map((one) => this.#block(one, depth)).join('\n')}</${tag}>`;
      });
      return `<tr data-row="${row.op}">${cells.join('')}</tr>`;
    });
    return `<div class="scroll" role="group" aria-label="Table" tabindex="0"><table data-table="${table.op}"><tbody>${rows.join('\n')}</tbody></table></div>`;
  }

  table(): string {
    const rows = this.#redline.changes.map((change) => {
      const { amendments, comments } = this.#details.byChange.get(change.id) ?? noDetails;
      const n = this.#byChange.get(change);
      const label = (labels: readonly string[]): string => escape(labelsText(labels)) || '–';
      const link = (text: string): string => (n === undefined ? text : `<a href="#c${n}">${text}</a>`);
      const reason = [
        ...amendments.map((one) => `${one.number} ${one.title}`),
        ...comments.map((one) => `Comment ${one.id}`),
      ].join('; ');
      return `<tr><td>${label(change.baseLabels)}</td><td>${link(label(change.targetLabels))}</td><td class="w">${escape(sideWords(change, 'base'))}</td><td class="w">${escape(sideWords(change, 'target'))}</td><td>${escape(kindsText(change))}</td><td>${escape(impactText(change))}</td><td>${escape(reason)}</td></tr>`;
    });
    if (rows.length === 0) return '<p>There are no changes.</p>';
    const names = ['Label before', 'Label after', 'Before', 'After', 'What changed', 'Impact', 'Reason'];
    return `<div class="scroll" role="group" aria-labelledby="changes-title" tabindex="0"><table class="toc"><thead><tr>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
  }

  notCompared(): string {
    const { notCompared } = this.#redline;
    if (notCompared.length === 0) return '';
    return `<section class="sheet" aria-labelledby="not-title"><h2 id="not-title">Not compared</h2><ul>${notCompared
      .map(({ what, why }) => `<li><b>${escape(what)}</b>: ${escape(why)}</li>`)
      .join('')}</ul></section>`;
  }
}

const plain = (value: unknown): string =>
  typeof value === 'string'
    ? value || 'none'
    : value === undefined || value === null
      ? 'none'
      : JSON.stringify(value);

/** A changed paragraph end is shown where words of the other side run over it. */
const needsPilcrow = (para: MarkedPara): boolean =>
  para.mark !== 'equal' && para.pieces.some((one) => one.op !== para.mark && one.text !== '');

function formatPilcrow(para: MarkedPara): string {
  if (para.mark !== 'equal' || para.base === null || para.target === null) return '';
  const form = (props: NonNullable<MarkedPara['base']>): string =>
    JSON.stringify([props.type, props.ctx.map((step) => step.type)]);
  if (form(para.base) === form(para.target)) return '';
  const into =
    para.target.ctx[para.target.ctx.length - 1]?.type.replace('_', ' ') ?? para.target.type.replace('_', ' ');
  return `<span class="pm" ${aside} title="format: now ${into}">${hidden(`[format: now ${into}]`)}<span aria-hidden="true">¶</span></span>`;
}

function sign(clause: MarkedClause, change: Change): string {
  if (clause.state === 'inserted') return '+';
  if (clause.state === 'deleted') return '−';
  if (clause.state === 'movedHere') return '↪';
  if (change.confidence < 1) return '?';
  if (change.kinds.includes('split')) return '⑂';
  if (change.kinds.includes('merged')) return '⑃';
  if (change.kinds.every((kind) => kind === 'renumbered' || kind === 'referenceFollowed')) return '#';
  if (change.kinds.every((kind) => kind === 'reformatted')) return '¶';
  return '±';
}
