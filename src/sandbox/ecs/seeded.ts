/** mulberry32: small, fast, and the same everywhere; [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, 32 bits: believable but fixed facts (ids of networks, what is sold where) depend on names, not on the seed. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  // FNV's low bits are weak for texts that differ only in the last letter, and most callers take a remainder.
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b) >>> 0;
  return (value ^ (value >>> 15)) >>> 0;
}

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

export function letters(length: number, random: () => number): string {
  let text = '';
  while (text.length < length) text += LETTERS[Math.floor(random() * LETTERS.length)];
  return text;
}

export const hashedLetters = (length: number, name: string): string => letters(length, seededRandom(hash(name)));

/** RequestIds in the API's form. */
export function requestId(random: () => number): string {
  const part = (length: number): string => {
    let text = '';
    while (text.length < length) text += Math.floor(random() * 16).toString(16);
    return text.toUpperCase();
  };
  return `${part(8)}-${part(4)}-5${part(3)}-B${part(3)}-${part(12)}`;
}

export function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const mixed = [...all];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
