/** The cloud reserves the first address of a vSwitch and the last three. */
const KEPT_AT_THE_END = 3;

/** The address as a number; null for no IPv4 address. */
export function parseAddress(given: string): number | null {
  const parts = given.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((sofar, part) => sofar * 256 + Number(part), 0);
}

/** Where an address lies in a vSwitch's range such as `172.16.0.0/24`; `inside` if the range cannot be read. */
export function placeIn(cidr: string, address: number): 'inside' | 'outside' | 'reserved' {
  const [, base = '', bits = ''] = /^([\d.]+)\/(\d{1,2})$/u.exec(cidr) ?? [];
  const start = parseAddress(base);
  if (start === null || Number(bits) > 32) return 'inside';
  const size = 2 ** (32 - Number(bits));
  const first = start - (start % size);
  const place = address - first;
  if (place < 0 || place >= size) return 'outside';
  return place === 0 || place >= size - KEPT_AT_THE_END ? 'reserved' : 'inside';
}
