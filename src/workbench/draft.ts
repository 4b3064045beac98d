import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNewerFormat, readDraftMeta, type DraftMeta } from '../model/draft-meta.ts';
import { changedFiles, readText, textNames } from '../model/draft-files.ts';
import { Failure } from '../model/failure.ts';
import type { Clause, Text } from '../model/text.ts';
import { labelsOf } from '../numbering/labels.ts';
import { resolver } from '../numbering/references.ts';
import type { Side } from '../redline/types.ts';
import { openStore, type Store, type Version } from '../store/store.ts';
import { absolute, type Environment } from './environment.ts';

/** A text at one moment, and how that moment is named. */
export interface At {
  readonly ref: string;
  /** What a person calls it: a version's title, "the files as they are". */
  readonly title: string;
  readonly commit: string | null;
  readonly version: Version | null;
  readonly text: Text;
}

/** A draft that is open: its store, its first file, and reading of its texts at any moment. */
export class Draft {
  readonly #clauses = new Map<string, Clause>();
  readonly #read = new Map<string, Promise<ReadonlyMap<string, string>>>();

  private constructor(
    readonly store: Store,
    readonly meta: DraftMeta,
    readonly dir: string,
  ) {}

  static async open(env: Environment, dir: string): Promise<Draft> {
    const full = absolute(env, dir);
    const info = await stat(full).catch(() => null);
    if (!info?.isDirectory()) {
      throw new Failure(
        'not-a-draft',
        `${dir}: there is no such folder; make a draft with \`clausewright new ${dir}\`.`,
        { dir },
      );
    }
    const meta = await stat(join(full, 'draft.yaml')).catch(() => null);
    if (!meta?.isFile()) {
      throw new Failure(
        'not-a-draft',
        `${dir}: this folder is no draft (it has no draft.yaml); name the draft's folder with --dir, or make one with \`clausewright new DIR\`.`,
        { dir },
      );
    }
    const store = await openStore(full, { clock: env.clock });
    const files = await store.readFiles('working', 'draft.yaml');
    return new Draft(store, readDraftMeta(files), full);
  }

  /** Forgets what was read of the working files; call after writing them. */
  forget(): void {
    this.#read.delete('working');
    this.#read.delete('latest');
  }

  /** All text files of the draft at a moment: path -> content. */
  async files(ref: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#read.get(ref);
    if (known) return known;
    const reading = this.store.readFiles(ref);
    this.#read.set(ref, reading);
    return reading;
  }

  /** When the record at a moment was made; null for the working files. */
  async recordedAt(ref: string): Promise<string | null> {
    const where = await this.store.resolve(ref);
    if (where.kind === 'working') return null;
    return (await this.store.log({})).find((one) => one.commit === where.oid)?.date ?? null;
  }

  /** The version a ref names, if it is one. */
  async version(ref: string): Promise<Version | null> {
    return (await this.store.versions()).find((one) => one.slug === ref) ?? null;
  }

  /** A text at a moment. Without `name`: the text the version is of, else the draft's first text. */
  async at(ref: string, name?: string): Promise<At> {
    const version = ref === 'working' || ref === 'latest' ? null : await this.version(ref);
    const wanted = name ?? version?.text ?? this.meta.text;
    const files = await this.files(ref);
    const names = textNames(files);
    if (!names.includes(wanted)) {
      throw new Failure(
        'no-such-text',
        `${ref}: the draft has no text '${wanted}' there; it has ${names.join(', ') || 'none'}; name one with --text.`,
        {
          text: wanted,
        },
      );
    }
    const where = await this.store.resolve(ref);
    return {
      ref,
      title: version?.title || (ref === 'working' ? 'the files as they are' : ref),
      commit: where.kind === 'commit' ? where.oid : null,
      version,
      text: readText(wanted, files, this.#clauses),
    };
  }

  /** A text ready to be compared; references into other texts of the draft print those texts' labels. */
  async side(ref: string, name?: string): Promise<Side & At> {
    const at = await this.at(ref, name);
    const labels = labelsOf(at.text);
    const files = await this.files(ref);
    const others = new Map<string, ReadonlyMap<string, string>>();
    for (const other of textNames(files)) {
      if (other !== at.text.name) others.set(other, labelsOf(readText(other, files, this.#clauses)));
    }
    return { ...at, name: at.title, labels, resolve: resolver(labels, at.text.name, others) };
  }

  /** Writes what differs between two states of a text into the working files. */
  async writeText(before: Text | null, after: Text): Promise<void> {
    await this.write(changedFiles(before, after));
  }

  async write(changes: ReadonlyMap<string, string | Uint8Array | null>): Promise<void> {
    if (isNewerFormat(this.meta)) {
      throw new Failure(
        'newer-format',
        'draft.yaml: this draft was written by a newer version of the program and is open for reading only; update the program to change it.',
      );
    }
    if (changes.size > 0) await this.store.write(changes);
    this.forget();
  }
}
