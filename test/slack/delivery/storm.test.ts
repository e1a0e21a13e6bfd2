import { expect, test } from 'vitest';
import type { Transport } from '../bot.ts';
import { brew } from './storm.ts';

test.each<Transport>(['socket', 'http'])(
  'fifty clicks at once on one request are one decision, told to everybody, over %s',
  { timeout: 60_000 },
  async (transport) => {
    const { round } = await brew(transport);
    for (let n = 0; n < 6; n++) expect(await round(n), `round ${n}`).toBeTruthy();
  },
);
