import type { Change, ChangeKind, Flow, ImpactName } from '../redline/types.ts';
import { plainOps } from '../redline/plain-ops.ts';

/** The words people read for kinds of change and impacts, the same in every file. */
export const kindWords: Readonly<Record<ChangeKind, string>> = {
  inserted: 'new',
  deleted: 'removed',
  modified: 'edited',
  moved: 'moved',
  renumbered: 'renumbered',
  retitled: 'retitled',
  split: 'split',
  merged: 'merged',
  attributes: 'details changed',
  reformatted: 'format changed',
  referenceFollowed: 'reference followed',
};

export const impactWords: Readonly<Record<ImpactName, string>> = {
  identical: 'Identical',
  renumbered: 'Number only',
  moved: 'Moved',
  editorial: 'Editorial',
  clarifying: 'Clarified',
  strengthened: 'Strengthened',
  weakened: 'Weakened',
  scopeWidened: 'Wider scope',
  scopeNarrowed: 'Narrower scope',
  reversed: 'Reversed',
  newObligation: 'New duty',
  newRecommendation: 'New recommendation',
  newPermission: 'New permission',
  newText: 'New text',
  removedObligation: 'Duty removed',
  removedRecommendation: 'Recommendation removed',
  removedPermission: 'Permission removed',
  removedText: 'Text removed',
  split: 'Split',
  merged: 'Merged',
  mixed: 'Mixed',
  unclassified: 'Not classified',
};

export const kindsText = (change: Change): string =>
  change.kinds.map((kind) => kindWords[kind]).join(', ') || 'changed';

export const impactText = (change: Change): string =>
  impactWords[change.impact.primary] + (change.impact.needsReview ? ' (to be reviewed)' : '');

/** Words of one side of a change's bodies. */
function wordsOf(flow: Flow, side: 'base' | 'target'): string {
  const gone = side === 'base' ? 'insert' : 'delete';
  return plainOps(flow)
    .filter((op) => op.op !== gone)
    .map((op) => op.text)
    .join('');
}

/** What a change says on one side, heading included, for tables of changes. */
export function sideWords(change: Change, side: 'base' | 'target'): string {
  const gone = side === 'base' ? 'insert' : 'delete';
  const heading = change.heading.filter((op) => op.op !== gone).map((op) => op.text);
  return [heading.join(''), wordsOf(change.flow, side)].filter((part) => part !== '').join('\n');
}

export const labelsText = (labels: readonly string[]): string =>
  labels.filter((label) => label !== '').join(', ');
