/** One clause that the layout of an ETSI deliverable asks for, in its order (domain: deliverable skeleton). */
export interface Slot {
  /** Key of the answers that fills it; '' where nothing of the source can. */
  readonly key: SlotKey | '';
  readonly heading: string;
  readonly numbered: boolean;
  /** The first clause given becomes the slot's own clause and keeps its id; else all become its children. */
  readonly takesOver: boolean;
  readonly children: readonly Slot[];
}

export const slotKeys = [
  'foreword',
  'introduction',
  'scope',
  'normativeReferences',
  'references',
  'terms',
  'symbols',
  'abbreviations',
  'overview',
  'provisions',
] as const;
export type SlotKey = (typeof slotKeys)[number];

const slot = (
  key: Slot['key'],
  heading: string,
  { numbered = true, takesOver = true, children = [] }: Partial<Slot> = {},
): Slot => ({ key, heading, numbered, takesOver, children });

/** Everything before the annexes; after them comes only the history. */
export const frontSlots: readonly Slot[] = [
  slot('', 'Intellectual Property Rights', { numbered: false }),
  slot('foreword', 'Foreword', { numbered: false }),
  slot('', 'Modal verbs terminology', { numbered: false }),
  slot('introduction', 'Introduction', { numbered: false }),
  slot('scope', 'Scope'),
  slot('', 'References', {
    children: [
      slot('normativeReferences', 'Normative references'),
      slot('references', 'Informative references'),
    ],
  }),
  slot('', 'Definition of terms, symbols and abbreviations', {
    children: [slot('terms', 'Terms'), slot('symbols', 'Symbols'), slot('abbreviations', 'Abbreviations')],
  }),
  slot('overview', 'Overview', { takesOver: false }),
  slot('provisions', 'Provisions', { takesOver: false }),
];
export const historySlot: Slot = slot('', 'History', { numbered: false });
