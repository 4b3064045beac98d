import { collectClaims } from '../amendments/claims.ts';
import { mappingCsv } from '../exchange/mapping/csv.ts';
import { mappingHtml } from '../exchange/mapping/html.ts';
import { mappingJson } from '../exchange/mapping/json.ts';
import { textFiles, textNames } from '../model/draft-files.ts';
import { Failure } from '../model/failure.ts';
import { makeId, slug } from '../model/ids.ts';
import { writeYaml } from '../model/yaml.ts';
import { readAnswers, type TransitionAnswers } from '../transition/answers.ts';
import { mapping, type MappingRow } from '../transition/mapping.ts';
import { transitionPlan, type TransitionPlan } from '../transition/plan.ts';
import { transition } from '../transition/transition.ts';
import { compareRefs } from './comparing.ts';
import type { Draft } from './draft.ts';
import { readInput, type Environment } from './environment.ts';
import { writeOutput } from './output.ts';

export interface TransitionInput {
  readonly text: string | undefined;
  /** Name of the new text; default: made from its identifier. */
  readonly as: string | undefined;
  /** A file of answers, or null to take every suggestion. */
  readonly answers: string | undefined;
}

export interface Transitioned {
  readonly text: string;
  readonly title: string;
  readonly clauses: number;
  readonly notes: readonly string[];
}

export async function planTransition(draft: Draft, text: string | undefined): Promise<TransitionPlan> {
  return transitionPlan((await draft.at('working', text)).text);
}

/** Makes the standard's text from the Code's, ids kept, in the working files. */
export async function makeTransition(
  env: Environment,
  draft: Draft,
  input: TransitionInput,
  date: string,
): Promise<Transitioned> {
  const source = await draft.at('working', input.text);
  const answers: TransitionAnswers =
    input.answers === undefined
      ? {}
      : readAnswers(new TextDecoder().decode(await readInput(env, input.answers)), input.answers);
  const name = input.as ?? (slug(answers.identifier ?? '') || 'etsi-ts');
  if (slug(name) !== name)
    throw new Failure('usage', `--as: '${name}' cannot name a text; use small letters, digits and hyphens.`);
  if (textNames(await draft.files('working')).includes(name)) {
    throw new Failure(
      'text-exists',
      `${name}: the draft has a text of this name already; name the new one with --as.`,
      { text: name },
    );
  }
  const made = transition(source.text, answers, { name, seed: `${draft.meta.id}\n${name}` });
  const fresh = [...made.text.clauses.keys()].filter((id) => !source.text.clauses.has(id));
  const gone = [...source.text.clauses.keys()].filter((id) => !made.text.clauses.has(id));
  const changes = new Map<string, string>(textFiles(made.text));
  // What the deliverable asks for, and what the answers leave out, is made by the transition and by no amendment.
  const claims = [...new Set([...source.text.clauses.keys(), ...made.text.clauses.keys()])].flatMap((id) =>
    collectClaims(source.text.clauses.get(id) ?? null, made.text.clauses.get(id) ?? null),
  );
  if (claims.length > 0) {
    const id = makeId('transition', `${draft.meta.id}\n${name}\n${fresh.join()}`);
    const lineage = {
      kind: 'external',
      source: `transition to ${made.text.meta.profile}`,
      from: gone,
      to: fresh,
      confirmedBy: null,
      at: date,
      claims,
    };
    changes.set(`lineage/${id}.yaml`, writeYaml(lineage));
  }
  await draft.write(changes);
  return { text: name, title: made.text.meta.title, clauses: made.text.clauses.size, notes: made.notes };
}

export interface MappingInput {
  readonly base: string;
  readonly target: string;
  readonly text: string | undefined;
  readonly format: 'csv' | 'html' | 'json';
  readonly out: string | undefined;
}

export async function makeMapping(
  env: Environment,
  draft: Draft,
  input: MappingInput,
): Promise<{ rows: readonly MappingRow[]; content: string; written: string | null }> {
  const value = await compareRefs(draft, input.base, input.target, input.text);
  const rows = mapping(value);
  const { name: source } = value.base;
  const { name: target } = value.target;
  const { title, language } = value.target.text.meta;
  const content =
    input.format === 'csv'
      ? mappingCsv(rows)
      : input.format === 'html'
        ? mappingHtml(rows, { title, language, source, target })
        : `${JSON.stringify(mappingJson(rows), null, 2)}\n`;
  if (input.out !== undefined) await writeOutput(env, input.out, content);
  return { rows, content, written: input.out ?? null };
}
