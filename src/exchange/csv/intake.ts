import { createHmac } from 'node:crypto';
import { tail } from '../../model/ids.ts';
import type { Comment, CommentType, Consultation, HeldResponse, Intake } from '../../feedback/types.ts';
import { clauseFinder, type Named } from './clause-of.ts';
import { checkMapping, type ColumnField, type Mapping } from './columns.ts';
import type { Row, Table } from './read.ts';

export interface IntakeContext {
  readonly consultation: Consultation;
  /** The clauses of the version that people were asked about. */
  readonly clauses: readonly Named[];
  /** What the draft and the vault hold of this consultation already. */
  readonly existing: {
    readonly intake: readonly Intake[];
    readonly comments: readonly Comment[];
    readonly held: readonly HeldResponse[];
  };
  /** The vault's: pseudonyms and hashes are made with it, so that they tell nothing. */
  readonly salt: string;
}

export interface IntakePlan {
  /** For the vault: every response that is new or has more words, whole. */
  readonly held: readonly HeldResponse[];
  /** For the repository: every response that is new. */
  readonly intake: readonly Intake[];
  /** Every comment that is new, and those that got more links. */
  readonly comments: readonly Comment[];
  /** The consultation, with the questions that the table asks and it did not have. */
  readonly consultation: Consultation;
  /** Rows; kept + dropped = rows read. */
  readonly kept: number;
  readonly dropped: number;
  readonly notes: readonly { readonly line: number; readonly message: string }[];
}

/**
 * What taking in a table of comments would do; nothing is written. The same table again adds nothing. Throws Failure
 * `csv-columns` where the mapping does not fit the table.
 */
export function planIntake(table: Table, mapping: Mapping, context: IntakeContext): IntakePlan {
  checkMapping(table, mapping);
  return new Planning(table, mapping, context).plan();
}

class Planning {
  readonly #find: ReturnType<typeof clauseFinder>;
  readonly #held = new Map<string, HeldResponse>();
  readonly #intake: Intake[] = [];
  readonly #known: ReadonlySet<string>;
  readonly #comments = new Map<string, Comment>();
  /** Response, question and words -> id of the comment. */
  readonly #said = new Map<string, string>();
  readonly #ids = new Set<string>();
  readonly #changed = { held: new Set<string>(), comments: new Set<string>() };
  readonly #notes: { line: number; message: string }[] = [];
  #questions: Consultation['questions'];
  #next = 1;

  constructor(
    private readonly table: Table,
    private readonly mapping: Mapping,
    private readonly context: IntakeContext,
  ) {
    const { existing, consultation } = context;
    this.#find = clauseFinder(context.clauses);
    this.#questions = consultation.questions;
    this.#known = new Set(existing.intake.map(({ response }) => response));
    for (const one of existing.held)
      if (one.consultation === consultation.id) this.#held.set(one.response, one);
    for (const comment of existing.comments) {
      this.#ids.add(comment.id.toLowerCase());
      if (comment.consultation !== consultation.id) continue;
      this.#comments.set(comment.id, comment);
      const text = this.#held.get(comment.response)?.answers[comment.question]?.slice(comment.start, comment.end);
      if (text !== undefined) this.#said.set(saying(comment.response, comment.question, text), comment.id);
    }
  }

  plan(): IntakePlan {
    let kept = 0;
    for (const row of this.table.rows) if (this.#take(row)) kept++;
    const pick = <T>(map: ReadonlyMap<string, T>, keys: ReadonlySet<string>): T[] =>
      [...map].flatMap(([key, value]) => (keys.has(key) ? [value] : []));
    return {
      held: pick(this.#held, this.#changed.held),
      intake: this.#intake,
      comments: pick(this.#comments, this.#changed.comments),
      consultation: { ...this.context.consultation, questions: this.#questions },
      kept,
      dropped: this.table.rows.length - kept,
      notes: this.#notes,
    };
  }

  #cell(row: Row, heading: string | undefined): string {
    return heading === undefined ? '' : (row.cells[this.table.headers.indexOf(heading)] ?? '');
  }

  #field(row: Row, field: ColumnField): string {
    return this.#cell(row, this.mapping.fields[field]);
  }

  /** True where the row is kept. */
  #take(row: Row): boolean {
    const drop = (message: string): false => {
      this.#notes.push({ line: row.line, message });
      return false;
    };
    for (const [heading, start] of Object.entries(this.mapping.filter))
      if (!this.#cell(row, heading).startsWith(start)) return drop(`left out: "${heading}" does not begin with "${start}"`); // prettier-ignore
    const said = this.mapping.comment
      .map((heading) => ({ heading, words: this.#cell(row, heading) }))
      .filter(({ words }) => words !== '');
    if (said.length === 0 && this.#field(row, 'proposed') === '') return drop('left out: the row has no comment');
    const response = this.#response(row);
    const links = this.#links(row);
    const proposed = this.#field(row, 'proposed');
    const several = this.mapping.comment.length > 1;
    const answers = said.length > 0 ? said : [{ heading: '', words: '' }];
    let fresh = false;
    answers.forEach(({ heading, words }, i) => {
      const more = i === 0 && proposed !== '' ? `Proposed change: ${proposed}` : '';
      const text = [words, more].filter((part) => part !== '').join('\n\n');
      const question = this.#question(several ? heading : this.#field(row, 'question'));
      const about = this.#questions.find(({ id }) => id === question)?.about ?? [];
      const own = links.length > 0 ? links : about.map((clause) => ({ clause, confidence: 1, confirmed: false }));
      if (this.#add(row, response, question, text, own)) fresh = true;
    });
    if (!fresh) return drop('left out: it has been taken in before');
    return true;
  }

  #links(row: Row): Comment['links'] {
    const { found, unmatched } = this.#find(this.#field(row, 'clause'));
    for (const part of unmatched)
      this.#notes.push({ line: row.line, message: `no clause answers to "${part}": the comment is kept without that link` }); // prettier-ignore
    return found.map(({ clause, confidence }) => ({ clause, confidence, confirmed: false }));
  }

  #seal(what: string): string {
    return createHmac('sha256', this.context.salt).update(`${this.context.consultation.id}\n${what}`).digest('hex');
  }

  /** The response that the row belongs to, made where it is new. */
  #response(row: Row): string {
    const identity = {
      name: this.#field(row, 'name'),
      email: this.#field(row, 'email'),
      organisation: this.#field(row, 'organisation'),
    };
    const who = Object.values(identity).map((one) => one.toLowerCase()).join('\n').trim(); // prettier-ignore
    const reference = this.#field(row, 'reference');
    const given = this.#field(row, 'response');
    const key = given !== '' ? `id ${given}` : who !== '' ? `who ${who}` : reference !== '' ? `reference ${reference}` : `row ${JSON.stringify(row.cells)}`; // prettier-ignore
    const hash = this.#seal(key);
    const response = `r-${tail(hash, 10)}`;
    if (!this.#held.has(response)) {
      const raw = Object.fromEntries(this.table.headers.map((header, i) => [header, row.cells[i] ?? '']));
      const consent = consentOf(this.#field(row, 'consent'), this.context.consultation.kind);
      this.#held.set(response, { consultation: this.context.consultation.id, response, answers: {}, identity: { ...identity, other: {} }, consent, raw }); // prettier-ignore
      this.#changed.held.add(response);
      if (!this.#known.has(response))
        this.#intake.push({ response, channel: 'csv', received: dateOf(this.#field(row, 'date')), hash: hash.slice(0, 32), state: 'held' }); // prettier-ignore
    }
    return response;
  }

  /** Id of the question; a new one where the consultation has none of these words. */
  #question(words: string): string {
    if (words === '') return '';
    const same = (a: string): boolean => a.trim().toLowerCase() === words.toLowerCase();
    const known = this.#questions.find(({ id, text }) => same(id) || same(text));
    if (known) return known.id;
    let n = this.#questions.length + 1;
    while (this.#questions.some(({ id }) => id === `q${n}`)) n++;
    this.#questions = [...this.#questions, { id: `q${n}`, text: words, about: [] }];
    return `q${n}`;
  }

  /** True where the comment, or a link of it, is new. */
  #add(row: Row, response: string, question: string, text: string, links: Comment['links']): boolean {
    const key = saying(response, question, text);
    const known = this.#comments.get(this.#said.get(key) ?? '');
    if (known) {
      const more = links.filter(({ clause }) => !known.links.some((link) => link.clause === clause));
      if (more.length === 0 && !this.#isNew(known.id)) return false;
      this.#comments.set(known.id, { ...known, links: [...known.links, ...more] });
      this.#changed.comments.add(known.id);
      return true;
    }
    const held = this.#held.get(response);
    if (!held) throw new Error(`planIntake: ${response} is not held`);
    const before = held.answers[question];
    const answer = before === undefined ? text : `${before}\n\n${text}`;
    this.#held.set(response, { ...held, answers: { ...held.answers, [question]: answer } });
    this.#changed.held.add(response);
    const id = this.#id(this.#field(row, 'reference'));
    this.#comments.set(id, {
      id,
      consultation: this.context.consultation.id,
      response,
      question,
      start: answer.length - text.length,
      end: answer.length,
      by: '',
      type: typeOf(this.#field(row, 'type')),
      themes: [],
      links,
      dispositions: [],
      amendments: [],
    });
    this.#changed.comments.add(id);
    this.#said.set(key, id);
    return true;
  }

  #isNew(id: string): boolean {
    return !this.context.existing.comments.some((comment) => comment.id === id);
  }

  /** The sender's own number where it can be one, else the consultation's next. */
  #id(reference: string): string {
    let id = '';
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(reference)) {
      id = reference;
      for (let n = 2; this.#ids.has(id.toLowerCase()); n++) id = `${reference}-${n}`;
    } else
      do id = `${this.context.consultation.id}-${String(this.#next++).padStart(3, '0')}`;
      while (this.#ids.has(id.toLowerCase()));
    this.#ids.add(id.toLowerCase());
    return id;
  }
} // prettier-ignore

const saying = (response: string, question: string, text: string): string =>
  `${response}\n${question}\n${text.normalize('NFC').replace(/\s+/g, ' ').trim()}`;

function typeOf(cell: string): CommentType {
  if (/^ed/i.test(cell)) return 'editorial';
  return /^te/i.test(cell) ? 'technical' : 'general';
}

/** Unanswered: nothing may be published of a public response; a committee's members speak on the record. */
function consentOf(cell: string, kind: Consultation['kind']): HeldResponse['consent'] {
  if (cell === '') return kind === 'public' ? 'none' : 'publish';
  if (/anonym/i.test(cell)) return 'anonymous';
  if (/\b(not|don['’]?t|no|none|never|confidential|false|refused?|withheld|private)\b/i.test(cell))
    return 'none';
  return /full|publish|public|yes|true|agree|consent/i.test(cell) ? 'publish' : 'none';
}

/** The day only: a time of arrival may tell who it was. */
const dateOf = (cell: string): string => /^\d{4}-\d{2}-\d{2}/.exec(cell)?.[0] ?? '';
