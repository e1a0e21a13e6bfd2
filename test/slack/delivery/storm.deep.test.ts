import { expect, test } from 'vitest';
import type { Transport } from '../bot.ts';
import { brew } from './storm.ts';

const ROUNDS = 200;

test.each<Transport>(['socket', 'http'])(
  'fifty clicks at once on each of two hundred requests are one decision each, over %s',
  { timeout: 600_000 },
  async (transport) => {
    const { round } = await brew(transport);
    const ends = { approved: 0, denied: 0, withdrawn: 0 };
    for (let n = 0; n < ROUNDS; n++) {
      const end = await round(n).catch((error: Error) => {
        throw new Error(`Round ${n}: ${error.message}`, { cause: error });
      });
      ends[end] += 1;
    }
    // Each end comes about, so that none of them is proved by its absence.
    for (const [end, times] of Object.entries(ends)) expect(times, end).toBeGreaterThan(10);
    console.log(`${ROUNDS} storms over ${transport}:`, ends);
  },
);
