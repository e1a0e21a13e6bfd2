import type { RegionData } from './catalogue/regions.ts';
import { notValid, refuse } from './wire/refusal.ts';

/** The private addresses of one vSwitch. */
export interface AddressPool {
  free(): number;
  /** Refuses an address that is outside the vSwitch or taken. */
  mustBeFree(wanted: string): void;
  take(wanted: string | null): string;
  giveBack(address: string): void;
}

/** The cloud reserves the first address and the last three of every vSwitch. */
const RESERVED = 4;

export function makeAddressPool(cidr: string, takenElsewhere: number): AddressPool {
  const [base = '', bits = '24'] = cidr.split('/');
  const first = toNumber(base);
  const usable = 2 ** (32 - Number(bits)) - RESERVED;
  const taken = new Set<number>();
  for (let offset = 1; offset <= takenElsewhere; offset++) taken.add(offset);
  let cursor = 1;
  return {
    free: () => usable - taken.size,
    mustBeFree: (wanted) => void offsetOf(wanted),
    take(wanted) {
      if (wanted !== null) {
        taken.add(offsetOf(wanted));
        return wanted;
      }
      if (taken.size >= usable) {
        refuse(400, 'QuotaExceeded.PrivateIpAddress', "Don't have enough private IPs in this switch.");
      }
      while (taken.has(cursor)) cursor = (cursor % usable) + 1;
      taken.add(cursor);
      return toText(first + cursor);
    },
    giveBack(address) {
      taken.delete(toNumber(address) - first);
    },
  };

  function offsetOf(wanted: string): number {
    const offset = /^(\d{1,3}\.){3}\d{1,3}$/.test(wanted) ? toNumber(wanted) - first : 0;
    if (offset < 1 || offset > usable) notValid('InvalidPrivateIpAddress', 'PrivateIpAddress');
    if (taken.has(offset)) {
      refuse(400, 'InvalidPrivateIpAddress.Duplicated', 'Specified private IP address is duplicated.');
    }
    return offset;
  }
}

/** Hands out a region's public addresses, none twice. */
export function makePublicAddresses(): (region: RegionData) => string {
  const given = new Map<string, number>();
  return (region) => {
    const n = (given.get(region.id) ?? 0) + 1;
    given.set(region.id, n);
    return `${region.publicNet}.${(17 + Math.floor(n / 250)) % 256}.${(n % 250) + 3}`;
  };
}

const toNumber = (address: string): number => address.split('.').reduce((value, part) => value * 256 + Number(part), 0);

const toText = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
