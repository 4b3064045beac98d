import { Failure } from './model/failure.ts';
import { writeOutput } from './workbench/output.ts';
import { Draft } from './workbench/draft.ts';
import { actOf, type Act, type Environment } from './workbench/environment.ts';
import * as amending from './workbench/amending.ts';
import * as comparing from './workbench/comparing.ts';
import * as drafting from './workbench/drafting.ts';
import * as feedback from './workbench/feedback.ts';
import * as handingOver from './workbench/handing-over.ts';
import * as packaging from './workbench/packaging.ts';
import * as recording from './workbench/recording.ts';
import { heldOf } from './workbench/vaults.ts';
import * as showing from './workbench/showing.ts';
import type { Version } from './store/store.ts';

export interface WorkbenchOptions {
  /** The draft's folder. */
  readonly dir: string;
  readonly author?: string | undefined;
  readonly date?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

/** The one door for writing: opens a draft, asks the operations, stores what they give. */
export class Workbench {
  #draft: Draft | null = null;

  constructor(
    readonly env: Environment,
    readonly options: WorkbenchOptions,
  ) {}

  #act(): Act {
    return actOf(this.env, this.options.author, this.options.date);
  }

  async draft(): Promise<Draft> {
    return (this.#draft ??= await Draft.open(this.env, this.options.dir));
  }

  async close(): Promise<void> {
    await this.#draft?.store.close();
    this.#draft = null;
  }

  newDraft(input: drafting.NewDraft) {
    return drafting.newDraft(this.env, input, this.#act());
  }

  async importDocument(input: drafting.ImportInput): Promise<drafting.Imported> {
    return drafting.importDocument(this.env, await this.draft(), input, this.#act());
  }

  async show(input: { at: string; text: string | undefined }) {
    return showing.show(await this.draft(), input);
  }

  async record(input: { message: string; amendment?: string | undefined }) {
    const draft = await this.draft();
    return amending.record(draft, input, this.#act(), await this.#heldIfOpen(draft));
  }

  /** The responses, where the vault is here and opens; recording does not wait for a passphrase. */
  async #heldIfOpen(draft: Draft) {
    try {
      return await heldOf(this.env, draft, this.options.passphraseFile);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'vault-locked') throw error;
      this.env.progress('The vault is locked, so the files were not searched for words of respondents.');
      return null;
    }
  }

  async markVersion(input: recording.MarkInput): Promise<Version> {
    return recording.markVersion(await this.draft(), input, this.#act());
  }

  async versions(): Promise<Version[]> {
    return (await this.draft()).store.versions();
  }

  async log(input: {
    clause?: string | undefined;
    text?: string | undefined;
  }): Promise<recording.LogEntry[]> {
    const draft = await this.draft();
    const clause =
      input.clause === undefined ? undefined : await showing.findClause(draft, input.clause, input.text);
    return recording.history(draft, clause);
  }

  async createAmendment(input: amending.NewAmendmentInput) {
    const draft = await this.draft();
    for (const comment of input.comments) await feedback.findComment(draft, comment);
    const made = await amending.createAmendment(draft, input);
    await feedback.tellComments(draft, input.comments, made.id);
    return made;
  }
  async amendments() {
    return amending.readDraftAmendments(await this.draft(), 'working');
  }
  async showAmendment(name: string) {
    return amending.showAmendment(await this.draft(), name);
  }
  async editAmendment(name: string, input: { title?: string; rationale?: string }) {
    return amending.editOne(await this.draft(), name, input);
  }
  async linkAmendment(name: string, input: { clauses: readonly string[]; comments: readonly string[] }) {
    const draft = await this.draft();
    for (const comment of input.comments) await feedback.findComment(draft, comment);
    const linked = await amending.linkOne(draft, name, input);
    await feedback.tellComments(draft, input.comments, linked.id);
    return linked;
  }
  async claim(
    name: string,
    input: { from: string; to: string; clauses: readonly string[]; text: string | undefined },
  ) {
    return amending.claimBetween(await this.draft(), name, input);
  }
  async setAmendmentStatus(name: string, status: string) {
    return amending.setStatusOf(await this.draft(), name, status);
  }

  async importFeedback(input: feedback.ImportFeedbackInput) {
    return feedback.importFeedback(this.env, await this.draft(), input, this.options.passphraseFile);
  }
  async comments() {
    const draft = await this.draft();
    return feedback.listComments(draft, await heldOf(this.env, draft, this.options.passphraseFile));
  }
  async comment(word: string) {
    const draft = await this.draft();
    return feedback.shownComment(
      await feedback.findComment(draft, word),
      await heldOf(this.env, draft, this.options.passphraseFile),
    );
  }
  async linkComment(word: string, input: { clauses: readonly string[]; amendments: readonly string[] }) {
    return feedback.linkComment(await this.draft(), word, input);
  }
  async disposeComment(input: feedback.DisposeInput) {
    return feedback.disposeComment(await this.draft(), input, this.#act());
  }
  async feedbackStats() {
    return feedback.statsOf(await this.draft());
  }

  async trace(input: packaging.TraceInput) {
    return packaging.makeTrace(await this.draft(), input);
  }
  async package(input: packaging.PackageRequest) {
    const draft = await this.draft();
    return packaging.makePackage(
      this.env,
      draft,
      input,
      await heldOf(this.env, draft, this.options.passphraseFile),
    );
  }
  /** With `againstDraft` the package is held against the records of the draft as well. */
  async verify(path: string, againstDraft: boolean) {
    return packaging.checkPackage(this.env, path, againstDraft ? () => this.draft() : null);
  }

  async planTransition(text: string | undefined) {
    return handingOver.planTransition(await this.draft(), text);
  }
  async transition(input: handingOver.TransitionInput) {
    return handingOver.makeTransition(this.env, await this.draft(), input, this.#act().date);
  }
  async mapping(input: handingOver.MappingInput) {
    return handingOver.makeMapping(this.env, await this.draft(), input);
  }

  redline(input: comparing.RedlineInput) {
    return comparing.makeRedline(
      this.env,
      () => this.draft(),
      async (draft, value) =>
        packaging.detailsOf(value, await packaging.decisionsAt(draft, 'working'), () => null),
      input,
      this.#act().date,
    );
  }

  async exportText(input: showing.ExportInput): Promise<{ file: string }> {
    const bytes = await showing.exportText(await this.draft(), input);
    await writeOutput(this.env, input.out, bytes);
    return { file: input.out };
  }
}

export { Failure };
export { profileNames, type ProfileName } from './model/text.ts';
