/** What a redline file says about its changes beside the words; looked up by the id of the change. */
export interface RedlineDetails {
  /** In whose name changes are tracked: a team, never a person. */
  readonly author: string;
  /** ISO 8601; stands in the file as the time of every change. */
  readonly date: string;
  readonly byChange: ReadonlyMap<string, ChangeDetails>;
  /** How Word files show moved clauses; `native` where absent. */
  readonly moves?: 'native' | 'insertDelete';
}
export interface ChangeDetails {
  readonly amendments: readonly AmendmentNote[];
  readonly comments: readonly CommentNote[];
}
interface AmendmentNote {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly rationale: string;
}
/** A comment that led to a change; `text` only where it may leave the house. */
interface CommentNote {
  readonly id: string;
  readonly text: string | null;
}

export const noDetails: ChangeDetails = { amendments: [], comments: [] };
