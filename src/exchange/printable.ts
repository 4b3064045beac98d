/** What neither XML nor HTML can carry, or what a reader of them would change. */
const unprintable =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text as every exported file carries it: what XML cannot hold becomes U+FFFD, all line ends a line feed. */
export const printable = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(unprintable, '\ufffd');

/** Text or attribute value for XML and HTML. */
export const escape = (text: string): string =>
  printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
