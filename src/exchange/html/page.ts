import { createHash } from 'node:crypto';
import { escape } from '../printable.ts';

export interface Page {
  readonly language: string;
  readonly title: string;
  readonly style: string;
  readonly script?: string;
  readonly body: string;
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A whole page that asks for nothing from outside and lets nothing run but its own script, if it has one. */
export function page({ language, title, style, script, body }: Page): string {
  const policy = [
    `default-src 'none'`,
    `style-src ${hash(style)}`,
    `img-src data:`,
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(language) ? language : 'en-GB')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title).trim() || 'Untitled'}</title>
<style>${style}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}
