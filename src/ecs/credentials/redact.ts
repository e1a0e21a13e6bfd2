import { withoutSecrets } from './secrets.ts';

const MAX_DETAIL = 300;
/** What is looked at for patterns: the work of some grows with the square of the length. */
const MAX_READ = 2_000;

/**
 * What may be kept of a sentence the cloud wrote: none of the bot's own secrets by their value, and no URL, no query, no
 * AccessKey id, no signature, no password or user data. At most 300 characters.
 */
export function redact(text: string): string {
  const clean = withoutSecrets(text)
    .slice(0, MAX_READ)
    .replace(/\s+/g, ' ')
    // The server quotes what it signed, and that is the whole request.
    .replace(/(string to sign is).*$/i, '$1 […]')
    .replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/\S+/gi, '[URL]')
    .replace(/\?\S*=\S*/g, '?[…]')
    .replace(/\b(?:LTAI|STS\.|TMP\.)[A-Za-z0-9]{6,}/g, '[AccessKey]')
    .replace(
      /\b(Password|UserData|SecurityToken|AccessKeySecret|AccessKeyId|Signature)(["']?\s*(?:=|:|%3D)\s*["']?)[^\s&"',;]+/gi,
      '$1$2[…]',
    )
    .trim();
  return clean.length <= MAX_DETAIL ? clean : `${clean.slice(0, MAX_DETAIL - 1)}…`;
}
