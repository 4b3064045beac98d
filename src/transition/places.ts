import { Failure } from '../model/failure.ts';
import { placedClauses, type Placed, type Text } from '../model/text.ts';
import { canonicalLabel, labelsOf } from '../numbering/labels.ts';

/** The clauses of a text as answers name them. */
export class Places {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly labels: ReadonlyMap<string, string>;
  readonly #named = new Map<string, string[]>();

  constructor(readonly text: Text) {
    this.placed = new Map(placedClauses(text).map((one) => [one.clause.id, one]));
    this.labels = labelsOf(text);
    for (const { clause } of this.placed.values()) {
      const label = this.labels.get(clause.id) ?? '';
      const names = new Set([label, clause.heading].map(folded).filter((name) => name !== ''));
      if (clause.kind === 'principle' && /^\d+$/.test(label)) names.add(`principle ${label}`);
      for (const name of names) this.#named.set(name, [...(this.#named.get(name) ?? []), clause.id]);
    }
  }

  /** The id of the clause a person names by id, label or heading. Throws where there is none, or more than one. */
  find(name: string): string {
    if (this.placed.has(name)) return name;
    const ids = this.#named.get(folded(name)) ?? [];
    const [id] = ids;
    if (id === undefined)
      throw new Failure(
        'answers-clause',
        `The answers name "${name}", but no clause of ${this.text.name} has that label, heading or id; \`clausewright show --tree\` lists them.`,
        { name },
      );
    if (ids.length > 1)
      throw new Failure(
        'answers-clause',
        `The answers name "${name}", and ${ids.length} clauses of ${this.text.name} are called so; name the one you mean by its id: ${ids.join(', ')}.`,
        { name, ids },
      );
    return id;
  }

  /** The shortest name that finds this clause and no other: its label, else its id. */
  nameOf(id: string): string {
    const label = this.labels.get(id) ?? '';
    return label !== '' && this.#named.get(folded(label))?.length === 1 ? label : id;
  }

  /** How a message calls it. */
  describe(id: string): string {
    const label = this.labels.get(id) ?? '';
    const heading = this.placed.get(id)?.clause.heading ?? '';
    const words = [label, heading].filter((part) => part !== '').join(' ');
    return words === '' ? id : `${words} (${id})`;
  }
}

const folded = (name: string): string => canonicalLabel(name).toLowerCase();
