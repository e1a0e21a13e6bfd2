import { expect, test, vi } from 'vitest';
import { TRANSPORTS } from '../../support/thorough.ts';
import { startBot } from '../bot.ts';

test.each(TRANSPORTS)(
  'over %s what Slack delivers is timed until it is acknowledged, by its kind',
  async (transport) => {
    const acks: (readonly [string, number])[] = [];
    const meter = { acknowledged: (kind: string, ms: number) => void acks.push([kind, ms]), tried() {} };
    const bot = await startBot(transport, { meter });
    await bot.type('list');
    await bot.type('create');
    await bot.view();
    await vi.waitUntil(() => acks.length >= 2);
    expect(acks.filter(([kind]) => kind === 'command')).toHaveLength(2);
    for (const [, ms] of acks) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(3_000);
    }
  },
);
