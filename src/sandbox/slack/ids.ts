/** Makes every id of Slack's. The same seed and order of calls give the same ids. */
export interface Ids {
  /** `1700000000.000100`: unique in the workspace and growing. */
  ts(): string;
  /** The prefix and ten capitals or digits, like `V0A1B2C3D4E`. */
  id(prefix: string): string;
  /** Five letters or digits: Slack's name for a block without an id. */
  short(): string;
  hex(length: number): string;
  uuid(): string;
  /** In [0, 1). */
  next(): number;
}

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LETTERS = `${CAPITALS}abcdefghijklmnopqrstuvwxyz`;
const HEX = '0123456789abcdef';

export function makeIds(seed: number, now: () => number): Ids {
  const next = makeRandom(seed);
  let lastMicros = 0;
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
  const hex = (length: number): string => draw(HEX, length);
  return {
    ts: () => {
      lastMicros = Math.max(Math.floor(now()) * 1000, lastMicros + 100);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
    },
    id: (prefix) => prefix + draw(CAPITALS, 10),
    short: () => draw(LETTERS, 5),
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    next,
  };
}

/** mulberry32: small, and good enough for ids that only have to differ. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
