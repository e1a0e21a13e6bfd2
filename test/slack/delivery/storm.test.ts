import { expect } from 'vitest';
import { TRANSPORTS, thoroughTest, upTo } from '../../support/thorough.ts';
import { brew } from './storm.ts';

thoroughTest.each(TRANSPORTS)(
  'fifty clicks at once on one request are one decision, told to everybody, over %s',
  { timeout: 60_000 },
  async (transport) => {
    const { round } = await brew(transport);
    for (let n = 0; n < upTo(2, 6); n++) expect(await round(n), `round ${n}`).toBeTruthy();
  },
);
