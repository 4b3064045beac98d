import {
  feedbackDispose,
  feedbackImport,
  feedbackLink,
  feedbackList,
  feedbackShow,
  feedbackStats,
} from './commands/feedback.ts';
import {
  mappingCommand,
  packageCommand,
  traceCommand,
  transitionCommand,
  verifyCommand,
} from './commands/handing-over.ts';
import type { Command } from './command.ts';
import {
  amendmentClaim,
  amendmentEdit,
  amendmentLink,
  amendmentList,
  amendmentNew,
  amendmentShow,
  amendmentStatus,
} from './commands/amending.ts';
import { exportCommand, redlineCommand } from './commands/comparing.ts';
import {
  importCommand,
  logCommand,
  newCommand,
  recordCommand,
  showCommand,
  versionList,
  versionMark,
} from './commands/drafting.ts';

/** Every command there is, in the order help shows them. */
export const commands: readonly Command[] = [
  newCommand,
  importCommand,
  showCommand,
  recordCommand,
  versionMark,
  versionList,
  logCommand,
  redlineCommand,
  feedbackImport,
  feedbackList,
  feedbackShow,
  feedbackLink,
  feedbackDispose,
  feedbackStats,
  amendmentNew,
  amendmentList,
  amendmentShow,
  amendmentEdit,
  amendmentLink,
  amendmentClaim,
  amendmentStatus,
  traceCommand,
  transitionCommand,
  mappingCommand,
  packageCommand,
  verifyCommand,
  exportCommand,
];
