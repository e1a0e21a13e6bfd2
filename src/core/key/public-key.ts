import { createHash } from 'node:crypto';
import { secretIn } from '../base/entered-secrets.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** A public key in OpenSSH's format, of a kind that the cloud imports. */
export interface PublicKey {
  /** `ssh-rsa AAAA…` without the comment, which may contain anything. */
  readonly line: string;
  readonly kind: 'RSA' | 'ECDSA';
  readonly bits: number;
  /** MD5 in hexadecimal, without colons, as the cloud shows it for a key pair. */
  readonly fingerprint: string;
}

/** The fault in a pasted text. None contains a part of the text. */
export type PublicKeyFault =
  | { readonly fault: 'empty' }
  /** A private key, which must stay on its owner's computer. */
  | { readonly fault: 'privateKey' }
  /** A public key in another format: PEM, or PuTTY's (RFC 4716). */
  | { readonly fault: 'otherFormat' }
  /** The options before the key in an `authorized_keys` file would be lost. */
  | { readonly fault: 'options' }
  | { readonly fault: 'several' }
  /** A kind that the cloud does not import, or that servers do not accept. */
  | { readonly fault: 'kind'; readonly kind: 'Ed25519' | 'DSA' | 'FIDO' | 'certificate' }
  | { readonly fault: 'short' | 'long'; readonly bits: number }
  /** Begins like a key, but is incomplete or has extra parts. */
  | { readonly fault: 'damaged' }
  | { readonly fault: 'noKey' };

const MIN_RSA_BITS = 2_048;
/** OpenSSH does not accept longer keys. */
const MAX_RSA_BITS = 16_384;

type RefusedKind = Extract<PublicKeyFault, { fault: 'kind' }>['kind'];

const REFUSED: readonly (readonly [RegExp, RefusedKind])[] = [
  [/^(?:ssh|ecdsa)-[\w@.-]*-cert-v\d\d@openssh\.com$/u, 'certificate'],
  [/^sk-/u, 'FIDO'],
  [/^ssh-(?:ed25519|ed448)$/u, 'Ed25519'],
  [/^ssh-dss$/u, 'DSA'],
];
const CURVES: Readonly<Record<string, number>> = { nistp256: 256, nistp384: 384, nistp521: 521 };
const KIND =
  /^(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-nistp(?:256|384|521)|sk-[\w@.-]+|(?:ssh|ecdsa)-[\w.-]+@openssh\.com)$/u;

/** Whether a word can begin an OpenSSH public key. */
export const isKeyKind = (word: string): boolean => KIND.test(word);

/** Reads one key of a `.pub` file. Removes line breaks that a terminal has inserted; everything else must be correct. */
export function readPublicKey(text: string): Result<PublicKey & { readonly comment: string }, PublicKeyFault> {
  const given = text.trim();
  if (given === '') return fail({ fault: 'empty' });
  if (secretIn(given) === 'privateKey') return fail({ fault: 'privateKey' });
  if (/^-{4,5} ?BEGIN /u.test(given) || /^PuTTY-/iu.test(given)) return fail({ fault: 'otherFormat' });
  const words = given.split(/\s+/u);
  const at = words.findIndex(isKeyKind);
  if (at < 0) return fail({ fault: 'noKey' });
  if (at > 0) return fail({ fault: 'options' });
  const [kind = '', ...rest] = words;
  if (rest.some((word, n) => isKeyKind(word) && rest[n + 1]?.startsWith('AAAA') === true))
    return fail({ fault: 'several' });
  const refused = REFUSED.find(([form]) => form.test(kind));
  if (refused !== undefined) return fail({ fault: 'kind', kind: refused[1] });
  const body = bodyIn(kind, rest);
  if (body === null) return fail({ fault: 'damaged' });
  const { blob, fields, words: taken } = body;
  const comment = rest.slice(taken).join(' ');
  const line = `${kind} ${blob.toString('base64')}`;
  const fingerprint = createHash('md5').update(blob).digest('hex');
  if (kind !== 'ssh-rsa') {
    const curve = kind.replace('ecdsa-sha2-', '');
    const bits = CURVES[curve];
    return bits === undefined || fields[1] !== curve
      ? fail({ fault: 'damaged' })
      : ok({ line, kind: 'ECDSA', bits, fingerprint, comment });
  }
  const bits = bitsOf(Buffer.from(fields[2] ?? '', 'latin1'));
  if (bits < MIN_RSA_BITS) return fail({ fault: 'short', bits });
  if (bits > MAX_RSA_BITS) return fail({ fault: 'long', bits });
  return ok({ line, kind: 'RSA', bits, fingerprint, comment });
}

interface Body {
  readonly blob: Buffer;
  readonly fields: readonly string[];
  /** How many words it consists of. */
  readonly words: number;
}

const FIELDS = 3;

/** The shortest run of words that is a complete key: a line break may be anywhere in it. */
function bodyIn(kind: string, words: readonly string[]): Body | null {
  let text = '';
  for (const [index, word] of words.entries()) {
    text += word;
    const blob = Buffer.from(text, 'base64');
    const fields = fieldsOf(blob);
    if (fields?.length === FIELDS && fields[0] === kind && blob.toString('base64') === padded(text))
      return { blob, fields, words: index + 1 };
  }
  return null;
}

const padded = (text: string): string => text.padEnd(Math.ceil(text.length / 4) * 4, '=');

/** A key is a sequence of fields, each after its length. Null where something is cut off or left over. */
function fieldsOf(blob: Buffer): readonly string[] | null {
  const fields: string[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return null;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return null;
    fields.push(blob.toString('latin1', at + 4, end));
    at = end;
  }
  return fields;
}

const bitsOf = (number: Buffer): number => BigInt(`0x0${number.toString('hex')}`).toString(2).length;
