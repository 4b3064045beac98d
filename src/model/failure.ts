/**
 * An operation that could not happen, for a reason the user can act on. It carries a fixed `code` and the
 * facts (`data`); `message` is one sentence that names the file, the place and the remedy. Callers switch on
 * `code`, never on the sentence. A bug is a plain Error, never a Failure.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(
    readonly code: string,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Something in a document that a person should look at; collected, never thrown. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly clause?: string;
  /** Path within the draft, with `/` between parts. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

/** Makes a forgotten state of a tagged union a compile error, and a loud bug should one come from outside. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
