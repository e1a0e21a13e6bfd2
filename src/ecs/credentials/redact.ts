import { withoutSecrets } from './secrets.ts';

const MAX_DETAIL = 300;
/** The most characters searched: some patterns take time quadratic in the length. */
const MAX_READ = 2_000;

/**
 * The part of a cloud's sentence that may be kept: without the bot's own secrets, URLs, queries, AccessKey ids, signatures,
 * passwords and user data. At most 300 characters.
 */
export function redact(text: string): string {
  const clean = withoutSecrets(text)
    .slice(0, MAX_READ)
    .replace(/\s+/g, ' ')
    // The server quotes what it signed, which is the whole request.
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
