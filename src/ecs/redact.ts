const MAX_DETAIL = 300;

/**
 * What may be kept of a sentence the cloud wrote: no URL, no query, no AccessKey id, no signature, no password or user data.
 * At most 300 characters.
 */
export function redact(text: string): string {
  const clean = text
    .replace(/\s+/g, ' ')
    // The server quotes what it signed, and that is the whole request.
    .replace(/(string to sign is).*$/i, '$1 […]')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[URL]')
    .replace(/\?\S*=\S*/g, '?[…]')
    .replace(/\b(?:LTAI|STS\.|TMP\.)[A-Za-z0-9]{6,}/g, '[AccessKey]')
    .replace(
      /\b(Password|UserData|SecurityToken|AccessKeySecret|AccessKeyId|Signature)(["']?\s*(?:=|:|%3D)\s*["']?)[^\s&"',;]+/gi,
      '$1$2[…]',
    )
    .trim();
  return clean.length <= MAX_DETAIL ? clean : `${clean.slice(0, MAX_DETAIL - 1)}…`;
}
