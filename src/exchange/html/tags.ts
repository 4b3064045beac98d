const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Tags that begin a block of their own. */
export const blockTags = set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu meta nav noscript ol optgroup option p pre ' +
    'search section select summary table tbody td tfoot th thead title tr ul cw-footnotes ' +
    'script style template svg math iframe object video audio canvas embed',
);
/** No part of the text. */
export const droppedTags = set('script style template');
/** Kept as they came. */
export const opaqueTags = set('svg math iframe object video audio canvas embed');
/** Tags that only dress their words. */
export const inlineTags = set(
  'abbr acronym base bdi bdo big button cite col colgroup data del dfn font input ins kbd label map area mark meter ' +
    'nobr output progress rp rt ruby s samp small source span strike textarea time track tt u var wbr picture thead',
);
export const markTags: ReadonlyMap<string, string> = new Map([
  ['strong', 'strong'],
  ['b', 'strong'],
  ['em', 'em'],
  ['i', 'em'],
  ['sup', 'superscript'],
  ['sub', 'subscript'],
  ['code', 'code'],
]);
