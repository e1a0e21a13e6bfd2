/** The IPv4 or IPv6 addresses whose first `bits` bits are those of `value`: a single one if that is all of them. */
export interface AddressRange {
  readonly value: bigint;
  /** How many bits an address has. */
  readonly length: 32 | 128;
  readonly bits: number;
}

/** A single address; null for everything else, a name or a range too. */
export const parseAddress = (text: string): AddressRange | null => parseIpv4(text) ?? parseIpv6(text);

/** A range such as `172.16.0.0/24`, or a single address. */
export function parseRange(text: string): AddressRange | null {
  const [, place = '', given] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(text) ?? [];
  const address = parseAddress(place);
  if (address === null) return null;
  const bits = Number(given ?? address.length);
  return bits > address.length ? null : { ...address, bits };
}

export function liesIn(narrow: AddressRange, wide: AddressRange): boolean {
  if (narrow.length !== wide.length || narrow.bits < wide.bits) return false;
  const rest = BigInt(wide.length - wide.bits);
  return narrow.value >> rest === wide.value >> rest;
}

function parseIpv4(text: string): AddressRange | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) <= 255))
    return null;
  return { value: joined(parts.map(BigInt), 8n), length: 32, bits: 32 };
}

/** A URL writes each address in one way: without leading zeros, and with `::` for the longest zeros. */
function parseIpv6(text: string): AddressRange | null {
  const url = `http://[${text}]/`;
  if (!/^[\da-f:.]+$/iu.test(text) || !URL.canParse(url)) return null;
  const [before = [], after = []] = new URL(url).hostname.slice(1, -1).split('::').map(groupsOf);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return { value: joined([...before, ...zeros, ...after], 16n), length: 128, bits: 128 };
}

const groupsOf = (part: string): readonly bigint[] =>
  part === '' ? [] : part.split(':').map((group) => BigInt(`0x${group}`));

const joined = (parts: readonly bigint[], bits: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bits) | part, 0n);
