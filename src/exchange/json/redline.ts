import type { Change, Redline } from '../../redline/types.ts';
import { plainOps } from '../../redline/plain-ops.ts';
import { noDetails, type RedlineDetails } from '../details.ts';

/** The redline as `redline --json` prints it (design 5), without what any screen adds. */
export function redlineJson(redline: Redline, details?: RedlineDetails): unknown {
  return {
    base: redline.base.name,
    target: redline.target.name,
    summary: redline.summary,
    notCompared: redline.notCompared,
    changes: redline.changes.map((change) => changeJson(change, details)),
  };
}

function changeJson(change: Change, details: RedlineDetails | undefined): unknown {
  const { amendments, comments } = details?.byChange.get(change.id) ?? noDetails;
  return {
    id: change.id,
    kinds: change.kinds,
    baseIds: change.baseIds,
    targetIds: change.targetIds,
    baseLabel: change.baseLabels[0] ?? null,
    targetLabel: change.targetLabels[0] ?? null,
    baseLabels: change.baseLabels,
    targetLabels: change.targetLabels,
    impact: change.impact,
    heading: { ops: change.heading },
    actors: change.actors,
    sources: change.sources,
    attributes: change.attributes,
    position: { from: change.from, to: change.to },
    confidence: change.confidence,
    ops: plainOps(change.flow),
    amendments,
    comments,
  };
}
