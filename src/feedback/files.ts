import { z } from 'zod';
import type { Finding } from '../model/failure.ts';
import { readYaml, writeYaml } from '../model/yaml.ts';
import { commentSchema, consultationSchema, intakeSchema, type Comment, type Consultation, type Intake, type StoredComment } from './types.ts'; // prettier-ignore

export const consultationPath = (id: string): string => `consultations/${id}/consultation.yaml`;
export const intakePath = (id: string): string => `consultations/${id}/intake.yaml`;
export const feedbackPath = (consultation: string, response: string): string =>
  `feedback/${consultation}/${response}.yaml`;

const intakeFile = z.object({ responses: z.array(intakeSchema).default([]) });
const responseFile = z.object({ comments: z.array(commentSchema).default([]) });

export const serialiseConsultation = (consultation: Consultation): string => writeYaml(consultation);

/** One line a response, so that two laptops' lists merge line by line. */
export function serialiseIntake(intake: readonly Intake[]): string {
  if (intake.length === 0) return 'responses: []\n';
  const lines = intake.map(
    ({ response, channel, received, hash, state }) =>
      `  - ${JSON.stringify({ response, channel, received, hash, state })}\n`,
  );
  return `responses:\n${lines.join('')}`;
}

/** The file of a response: our work on it, none of its words. */
const serialiseComments = (comments: readonly (StoredComment | Comment)[]): string =>
  writeYaml({ comments: comments.map((comment) => commentSchema.parse(comment)) });

/** All of a draft's feedback, without the words. */
export interface Feedback {
  readonly consultations: readonly Consultation[];
  /** Consultation -> its responses. */
  readonly intake: ReadonlyMap<string, readonly Intake[]>;
  readonly comments: readonly Comment[];
  readonly findings: readonly Finding[];
}

/** Reads consultations, intake and comments out of a draft's files; what cannot be read is a finding. */
export function readFeedback(files: ReadonlyMap<string, string>): Feedback {
  const consultations: Consultation[] = [];
  const intake = new Map<string, readonly Intake[]>();
  const comments: Comment[] = [];
  const findings: Finding[] = [];
  const read = <T>(path: string, content: string, shape: z.ZodType<T>): T | null => {
    const result = readYaml(content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
    const parsed = result.ok ? shape.safeParse(result.value) : null;
    if (parsed?.success) return parsed.data;
    const line = result.ok ? 1 : result.trouble.line;
    const what = result.ok ? `"${parsed?.error?.issues[0]?.path.join('.') ?? ''}" is missing or not of its form` : result.trouble.message; // prettier-ignore
    findings.push({ rule: 'feedback-file', severity: 'error', file: path, line, message: `${path}, line ${line}: ${what}; correct it there, or restore the file from history.` }); // prettier-ignore
    return null;
  };
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path) ?? '';
    const consultation = /^consultations\/([^/]+)\/(consultation|intake)\.yaml$/.exec(path);
    const response = /^feedback\/([^/]+)\/([^/]+)\.yaml$/.exec(path);
    if (consultation?.[2] === 'consultation') {
      const one = read(path, content, consultationSchema);
      if (one) consultations.push(one);
    } else if (consultation) {
      const one = read(path, content, intakeFile);
      if (one) intake.set(consultation[1] ?? '', one.responses);
    } else if (response) {
      const one = read(path, content, responseFile);
      for (const comment of one?.comments ?? [])
        comments.push({ ...comment, consultation: response[1] ?? '', response: response[2] ?? '' });
    }
  }
  const key = (id: string): string => id.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
  comments.sort((a, b) => (key(a.id) < key(b.id) ? -1 : key(a.id) > key(b.id) ? 1 : 0));
  return { consultations, intake, comments, findings };
}

/** The files of these responses' comments, whole: what a change of comments must write. */
export function commentFiles(comments: readonly Comment[]): Map<string, string> {
  const byFile = new Map<string, Comment[]>();
  for (const comment of comments) {
    const path = feedbackPath(comment.consultation, comment.response);
    byFile.set(path, [...(byFile.get(path) ?? []), comment]);
  }
  return new Map([...byFile].map(([path, list]) => [path, serialiseComments(list)]));
}
