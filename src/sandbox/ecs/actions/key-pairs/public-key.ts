/** OpenSSH keys that the cloud takes: RSA, DSA and ECDSA, but not Ed25519. */
const PUBLIC_KEY = /^(ssh-rsa|ssh-dss|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]{20,}={0,2})(?: [^\n\r]*)?$/;

const MIN_RSA_BITS = 2048;

/** The body of an OpenSSH public key; null if it is none, or of a kind that the cloud does not take. */
export function publicKeyBody(text: string): Buffer | null {
  const [, kind = '', base64 = ''] = PUBLIC_KEY.exec(text.trim()) ?? [];
  const body = Buffer.from(base64, 'base64');
  const fields = fieldsOf(body);
  if (kind === '' || fields[0]?.toString('latin1') !== kind) return null;
  const modulus = fields[2];
  return kind === 'ssh-rsa' && modulus && bitsOf(modulus) < MIN_RSA_BITS ? null : body;
}

/** A key is a sequence of fields, each after its length: the kind, then numbers. Drops a truncated one. */
function fieldsOf(body: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= body.length) {
    const end = at + 4 + body.readUInt32BE(at);
    if (end > body.length) break;
    fields.push(body.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

const bitsOf = (number: Buffer): number => {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first - 1) * 8 + (32 - Math.clz32(number[first] ?? 0));
};
