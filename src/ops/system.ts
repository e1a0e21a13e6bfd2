import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../core/base/clock.ts';

export const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** From the system's cryptographic source: ids are also ClientTokens, which nobody may guess. */
export const systemRandom: Random = {
  id: (length) => Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join(''),
  next: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};
