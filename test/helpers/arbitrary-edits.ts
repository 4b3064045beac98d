import fc from 'fast-check';
import type { Mark, Node } from 'prosemirror-model';
import { makeId } from '../../src/model/ids.ts';
import { schema } from '../../src/model/schema.ts';
import { makeClause, type Clause, type OutlineNode, type Text } from '../../src/model/text.ts';
import { actorsArb, headingArb, textOfClausesArb } from './arbitrary-text.ts';
import { blocksArb, fragment, marksArb, tidyTextArb, wordArb } from './arbitrary-body.ts';

export const editKinds = [
  'reword',
  'insert-clause',
  'delete-clause',
  'move-clause',
  'move-and-edit',
  'split-clause',
  'merge-clauses',
  'retitle',
  'change-actors',
  'change-kind',
  'insert-paragraph',
  'delete-paragraph',
  'move-paragraph',
  'split-paragraph',
  'join-paragraphs',
  'change-marks',
  'wrap-in-list',
  'add-row',
  'remove-row',
] as const;
type EditKind = (typeof editKinds)[number];

/** What was done to a text, for a test that wants to know; edits that found nothing to work on are absent. */
export interface Edited {
  readonly base: Text;
  readonly target: Text;
  readonly done: readonly EditKind[];
}

interface Roll {
  readonly kind: EditKind;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly words: string;
  readonly heading: string;
  readonly actors: readonly string[];
  readonly blocks: readonly Node[];
  readonly marks: readonly Mark[];
}
const rollArb: fc.Arbitrary<Roll> = fc.record({
  kind: fc.constantFrom(...editKinds),
  a: fc.nat(),
  b: fc.nat(),
  c: fc.nat(),
  words: fc.oneof(tidyTextArb, wordArb),
  heading: headingArb,
  actors: actorsArb,
  blocks: blocksArb(1, 2),
  marks: marksArb,
});

interface MutableNode {
  id: string;
  children: MutableNode[];
}
interface State {
  outline: MutableNode[];
  clauses: Map<string, Clause>;
}
const thaw = (nodes: readonly OutlineNode[]): MutableNode[] =>
  nodes.map((node) => ({ id: node.id, children: thaw(node.children) }));

/** Every list of siblings, with each node's place in it. */
function places(state: State): { siblings: MutableNode[]; index: number; node: MutableNode }[] {
  const out: { siblings: MutableNode[]; index: number; node: MutableNode }[] = [];
  const visit = (siblings: MutableNode[]): void =>
    siblings.forEach((node, index) => {
      out.push({ siblings, index, node });
      visit(node.children);
    });
  visit(state.outline);
  return out;
}
const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
const blocksOf = (clause: Clause): Node[] => [...clause.body.children];
const docOf = (blocks: readonly Node[]): Node => schema.node('doc', null, [...blocks]);
const subtree = (node: MutableNode): string[] => [node.id, ...node.children.flatMap(subtree)];

/** Replaces the `n`th node that `test` accepts, at any depth; null where there is none. */
function replaceNth(
  root: Node,
  n: number,
  test: (node: Node, parent: Node) => boolean,
  change: (node: Node) => readonly Node[],
): Node | null {
  let total = 0;
  root.descendants((node, _pos, parent) => void (parent && test(node, parent) && total++));
  if (total === 0) return null;
  let left = n % total;
  const visit = (node: Node): Node => {
    if (node.isLeaf) return node;
    const content: Node[] = [];
    node.forEach((child) => {
      if (test(child, node) && left-- === 0) content.push(...change(child));
      else content.push(visit(child));
    });
    return node.copy(fragment(content));
  };
  const made = visit(root);
  made.check();
  return made;
}
const isText = (node: Node): boolean => node.isText;
const isParagraph = (node: Node): boolean => node.type.name === 'paragraph';

function rewordText(text: string, roll: Roll): string {
  const words = text.split(/(\s+)/);
  const at = 2 * (roll.b % Math.ceil(words.length / 2));
  const mode = roll.c % 4;
  if (mode === 0) words[at] = roll.words;
  else if (mode === 1) words.splice(at, 0, roll.words, ' ');
  else if (mode === 2 && words.length > 2) words.splice(at, 2);
  else words.push(' ', roll.words);
  return words.join('') || roll.words;
}

/** One edit; null where this clause offers nothing to edit that way. */
function editBody(body: Node, roll: Roll): Node | null {
  const blocks = [...body.children];
  switch (roll.kind) {
    case 'reword':
    case 'move-and-edit':
      return replaceNth(body, roll.a, isText, (node) => [
        schema.text(rewordText(node.text ?? '', roll), node.marks),
      ]);
    case 'change-marks':
      return replaceNth(body, roll.a, (node, parent) => node.isText && !parent.type.spec.code, (node) => {
        const text = node.text ?? '';
        const cut = Math.min(text.length, 1 + (roll.b % text.length));
        const head = schema.text(text.slice(0, cut), roll.marks);
        return cut < text.length ? [head, schema.text(text.slice(cut), node.marks)] : [head];
      }); // prettier-ignore
    case 'insert-paragraph': {
      const at = roll.b % (blocks.length + 1);
      return docOf([...blocks.slice(0, at), ...roll.blocks, ...blocks.slice(at)]);
    }
    case 'delete-paragraph':
      return blocks.length === 0 ? null : docOf(blocks.filter((_, i) => i !== roll.b % blocks.length));
    case 'move-paragraph': {
      if (blocks.length < 2) return null;
      const [moved] = blocks.splice(roll.b % blocks.length, 1);
      if (moved) blocks.splice(roll.c % (blocks.length + 1), 0, moved);
      return docOf(blocks);
    }
    case 'split-paragraph':
      return replaceNth(body, roll.a, (node) => isParagraph(node) && node.content.size > 1, (node) => {
        const inside = node.content.size;
        const cut = 1 + (roll.b % (inside - 1));
        // Not through the middle of a footnote.
        if (node.resolve(cut).parent !== node) return [node];
        return [node.copy(node.content.cut(0, cut)), node.copy(node.content.cut(cut))];
      }); // prettier-ignore
    case 'join-paragraphs': {
      const at = blocks.findIndex((block, i) => isParagraph(block) && blocks[i + 1]?.type === block.type);
      const [first, second] = [blocks[at], blocks[at + 1]];
      if (!first || !second) return null;
      blocks.splice(at, 2, first.copy(first.content.append(second.content)));
      return docOf(blocks);
    }
    case 'wrap-in-list': {
      const at = blocks.length === 0 ? -1 : roll.b % blocks.length;
      const block = blocks[at];
      if (!block) return null;
      blocks[at] = schema.node(roll.c % 2 ? 'bullet_list' : 'ordered_list', null, [schema.node('list_item', null, [block])]); // prettier-ignore
      return docOf(blocks);
    }
    case 'add-row':
    case 'remove-row':
      return replaceNth(
        body,
        roll.a,
        (node) => node.type.name === 'table',
        (node) => {
          const rows = [...node.children];
          const caption = rows[0]?.type.name === 'table_caption' ? 1 : 0;
          const count = rows.length - caption;
          const at = caption + (roll.b % count);
          if (roll.kind === 'remove-row') {
            if (count > 1) rows.splice(at, 1);
          } else {
            const like = rows[at];
            if (like) rows.splice(at, 0, likeRow(like, roll.words));
          }
          return [node.copy(fragment(rows))];
        },
      );
    default:
      return null;
  }
}

const likeRow = (row: Node, words: string): Node =>
  row.copy(
    fragment(
      row.children.map((cell) => cell.copy(fragment([schema.node('paragraph', null, [schema.text(words)])]))),
    ),
  );

function apply(state: State, roll: Roll, serial: number): boolean {
  const all = places(state);
  const place = pick(all, roll.a);
  const clause = place && state.clauses.get(place.node.id);
  const set = (next: Clause): boolean => {
    state.clauses.set(next.id, next);
    return true;
  };
  const fresh = (): string => makeId(roll.heading, `edit/${serial}/${roll.a}`);
  if (roll.kind === 'insert-clause') {
    const siblings = place?.siblings ?? state.outline;
    const id = fresh();
    siblings.splice(roll.b % (siblings.length + 1), 0, { id, children: [] });
    return set(makeClause({ id, kind: clause?.kind ?? 'provision', heading: roll.heading, actors: roll.actors, body: docOf(roll.blocks) })); // prettier-ignore
  }
  if (!place || !clause) return false;
  switch (roll.kind) {
    case 'delete-clause': {
      place.siblings.splice(place.index, 1);
      for (const id of subtree(place.node)) state.clauses.delete(id);
      return true;
    }
    case 'move-clause':
    case 'move-and-edit': {
      if (roll.kind === 'move-and-edit') {
        const body = editBody(clause.body, roll);
        if (!body) return false;
        set({ ...clause, body });
      }
      place.siblings.splice(place.index, 1);
      const goal = pick(places(state), roll.b);
      const siblings = (roll.c % 3 === 0 ? goal?.node.children : goal?.siblings) ?? state.outline;
      siblings.splice(roll.c % (siblings.length + 1), 0, place.node);
      return true;
    }
    case 'split-clause': {
      const blocks = blocksOf(clause);
      if (blocks.length < 2) return false;
      const cut = 1 + (roll.b % (blocks.length - 1));
      const id = fresh();
      set({ ...clause, body: docOf(blocks.slice(0, cut)) });
      place.siblings.splice(place.index + 1, 0, { id, children: [] });
      return set(makeClause({ id, kind: clause.kind, body: docOf(blocks.slice(cut)) }));
    }
    case 'merge-clauses': {
      const next = place.siblings[place.index + 1];
      const other = next && state.clauses.get(next.id);
      if (!next || !other) return false;
      place.siblings.splice(place.index + 1, 1);
      place.node.children.push(...next.children);
      state.clauses.delete(other.id);
      return set({ ...clause, body: docOf([...blocksOf(clause), ...blocksOf(other)]) });
    }
    case 'retitle':
      return set({ ...clause, heading: roll.heading });
    case 'change-actors':
      return set({ ...clause, actors: roll.actors });
    case 'change-kind':
      return set({ ...clause, kind: roll.b % 2 ? 'section' : 'provision', normative: null });
    default: {
      // An edit of the words: of the first clause from here on that offers something to edit that way.
      for (let i = 0; i < all.length; i++) {
        const candidate = state.clauses.get(all[(all.indexOf(place) + i) % all.length]?.node.id ?? '');
        const body = candidate && editBody(candidate.body, roll);
        if (candidate && body && !body.eq(candidate.body)) return set({ ...candidate, body });
      }
      return false;
    }
  }
}

/** A second state of the text after some edits, ids shared, and which edits were made. */
const editedText = (text: Text, most = 6): fc.Arbitrary<Edited> =>
  fc.array(rollArb, { minLength: 1, maxLength: most }).map((rolls) => {
    const state: State = { outline: thaw(text.outline), clauses: new Map(text.clauses) };
    const done: EditKind[] = [];
    rolls.forEach((roll, i) => {
      if (apply(state, roll, i)) done.push(roll.kind);
    });
    return { base: text, target: { ...text, outline: state.outline, clauses: state.clauses }, done };
  });

/** A text and what became of it. */
export const editedPairArb = (most = 6, texts: fc.Arbitrary<Text> = textOfClausesArb): fc.Arbitrary<Edited> =>
  texts.chain((text) => editedText(text, most));
