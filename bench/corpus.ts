import { schema } from '../src/model/schema.ts';
import { makeClause, defaultMeta, type Clause, type Text } from '../src/model/text.ts';

/** A made-up document: clauses of 60 to 140 words under principles of twenty, words as frequent as in prose. */
export interface Corpus {
  readonly clauses: readonly CorpusClause[];
}
export interface CorpusClause {
  readonly id: string;
  readonly sentences: readonly (readonly string[])[];
}

/** Numbers from 0 to 1, the same for the same seed on any machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const syllables = 'ba co de fi gu ha je ki lo mu na pe qui ro sa te u vi wo xe ya zo'.split(' ');
const vocabularySize = 6_000;

function word(rank: number): string {
  let rest = rank;
  let made = '';
  do {
    made += syllables[rest % syllables.length] ?? '';
    rest = Math.floor(rest / syllables.length);
  } while (rest > 0);
  return made;
}

/** Draws words by Zipf's law: the rank r with a weight of 1/r. */
function drawer(random: () => number): () => string {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= vocabularySize; rank += 1) sums.push((sum += 1 / rank));
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return word(low);
  };
}

export function makeCorpus(size: number, seed = 1): Corpus {
  const random = seeded(seed);
  const draw = drawer(random);
  const clauses = Array.from({ length: size }, (_, at): CorpusClause => {
    const sentences: string[][] = [];
    for (let left = 60 + Math.floor(random() * 81); left > 0;) {
      const length = Math.min(left, 8 + Math.floor(random() * 18));
      sentences.push(Array.from({ length }, draw));
      left -= length;
    }
    return { id: `c${at}`, sentences };
  });
  return { clauses };
}

/** Each word edited on its own with the chance `rate`: replaced, left out, or followed by a new one. */
export function editWords(corpus: Corpus, rate: number, seed = 2): Corpus {
  const random = seeded(seed);
  const draw = drawer(random);
  const edit = (one: string): string[] => {
    if (random() >= rate) return [one];
    const kind = random();
    return kind < 0.6 ? [draw()] : kind < 0.8 ? [] : [one, draw()];
  };
  return {
    clauses: corpus.clauses.map(({ id, sentences }) => ({
      id,
      sentences: sentences.map((words) => {
        const edited = words.flatMap(edit);
        return edited.length > 0 ? edited : words.slice(0, 1);
      }),
    })),
  };
}

/** Moves the given share of the clauses to another place, and puts a new clause in for each one it takes out. */
export function restructure(corpus: Corpus, moved: number, replaced: number, seed = 3): Corpus {
  const random = seeded(seed);
  const clauses = [...corpus.clauses];
  const fresh = makeCorpus(Math.round(clauses.length * replaced), seed + 1).clauses;
  const anywhere = (): number => Math.floor(random() * clauses.length);
  fresh.forEach((clause, at) => {
    clauses.splice(anywhere(), 1);
    clauses.splice(anywhere(), 0, { ...clause, id: `n${at}` });
  });
  for (let n = Math.round(clauses.length * moved); n > 0; n -= 1) {
    const [taken] = clauses.splice(anywhere(), 1);
    if (taken) clauses.splice(anywhere(), 0, taken);
  }
  return { clauses };
}

const sentence = (words: readonly string[]): string => {
  const joined = words.join(' ');
  return `${joined.slice(0, 1).toUpperCase()}${joined.slice(1)}.`;
};
export const words = (clause: CorpusClause): string => clause.sentences.map(sentence).join(' ');

const perPrinciple = 20;

/** The document as a file that the importer reads: numbered principles and provisions. */
export function toMarkdown(corpus: Corpus): string {
  const lines = ['# Corpus', ''];
  corpus.clauses.forEach((clause, at) => {
    const principle = Math.floor(at / perPrinciple) + 1;
    if (at % perPrinciple === 0) lines.push(`## Principle ${principle}: ${word(principle)}`, '');
    lines.push(`**${principle}.${(at % perPrinciple) + 1}** ${words(clause)}`, '');
  });
  return lines.join('\n');
}

/** The document as a value of the model, without a detour by files. */
export function toText(corpus: Corpus): Text {
  const clauses = new Map<string, Clause>();
  const outline: { id: string; children: { id: string; children: never[] }[] }[] = [];
  corpus.clauses.forEach((clause, at) => {
    if (at % perPrinciple === 0) {
      const id = `p${at / perPrinciple}`;
      clauses.set(id, makeClause({ id, kind: 'principle', heading: word(at / perPrinciple + 1) }));
      outline.push({ id, children: [] });
    }
    const paragraph = schema.node('paragraph', null, schema.text(words(clause)));
    clauses.set(
      clause.id,
      makeClause({ id: clause.id, kind: 'provision', body: schema.node('doc', null, paragraph) }),
    );
    outline.at(-1)?.children.push({ id: clause.id, children: [] });
  });
  return { name: 'code', meta: { ...defaultMeta, title: 'Corpus' }, outline, clauses, findings: [] };
}
