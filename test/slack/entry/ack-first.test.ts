import type { ReceiverEvent } from '@slack/bolt';
import { expect, test, vi } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { acknowledgeFirst } from '../../../src/slack/entry/ack-first.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { startBot } from '../bot.ts';

/** An app behind the entrance, and what happened in which order. */
function entrance(ack: () => void = () => {}) {
  const order: string[] = [];
  const app = {
    processEvent: async (event: ReceiverEvent) => {
      order.push(`listens to ${event.body.n}`);
      await event.ack({ from: 'listener' });
    },
  };
  acknowledgeFirst(app, silentLog);
  const send = (body: Record<string, unknown>) =>
    app.processEvent({
      body,
      ack: async (answer?: unknown) => {
        ack();
        order.push(answer === undefined ? `ack of ${body.n}` : `answer to ${body.n}`);
      },
    });
  return { order, send };
}

test.each([
  { command: '/ecs', text: 'create' },
  { type: 'block_actions' },
  { type: 'shortcut' },
  { type: 'message_action' },
])('%j: those that come together are all acknowledged before one is listened to', async (body) => {
  const { order, send } = entrance();
  await Promise.all([send({ ...body, n: 1 }), send({ ...body, n: 2 })]);
  expect(order).toEqual(['ack of 1', 'ack of 2', 'listens to 1', 'listens to 2']);
});

test.each(['view_submission', 'block_suggestion'])('%s is answered by its listener alone', async (type) => {
  const { order, send } = entrance();
  await send({ type, n: 1 });
  expect(order).toEqual(['listens to 1', 'answer to 1']);
});

test('nothing is done for a payload that cannot be acknowledged: Slack has shown its sender an error', async () => {
  const { order, send } = entrance(() => {
    throw new Error('not connected');
  });
  await send({ command: '/ecs', n: 1 });
  expect(order).toEqual([]);
});

test.each(TRANSPORTS)('over %s what Slack sends is timed until it is acknowledged, by its kind', async (transport) => {
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
});
