import type { Node } from 'prosemirror-model';
import { schema } from '../../../model/schema.ts';
import type { ListLabel } from './numbering.ts';

/** A paragraph of an ordinary list, with what stands under it. */
export interface Item extends ListLabel {
  readonly level: number;
  readonly blocks: readonly Node[];
}

/**
 * Lists of items that follow one another: a deeper item goes into the item before it; another kind of label, or a
 * number that is not the next, begins a new list.
 */
export function listsOf(items: readonly Item[]): Node[] {
  const out: Node[] = [];
  for (let i = 0; i < items.length;) {
    const first = items[i];
    if (!first) break;
    const entries: { own: Item; deeper: Item[] }[] = [];
    for (; i < items.length; i++) {
      const item = items[i];
      const last = entries.at(-1);
      if (!item || item.level < first.level) break;
      if (last && item.level > first.level) last.deeper.push(item);
      else if (!last || continues(last.own, item)) entries.push({ own: item, deeper: [] });
      else break;
    }
    const content = entries.map(({ own, deeper }) =>
      schema.node('list_item', null, [...own.blocks, ...listsOf(deeper)]),
    );
    const { ordered } = first;
    out.push(
      ordered
        ? schema.node(
            'ordered_list',
            { style: ordered.style, start: ordered.value, delimiter: ordered.delimiter },
            content,
          )
        : schema.node('bullet_list', null, content),
    );
  }
  return out;
}

function continues(before: Item, item: Item): boolean {
  if (!before.ordered || !item.ordered) return !before.ordered && !item.ordered;
  return (
    item.ordered.style === before.ordered.style &&
    item.ordered.delimiter === before.ordered.delimiter &&
    item.ordered.value === before.ordered.value + 1
  );
}
