import { expect, test } from 'vitest';
import { stepAction, TAKE_ALTERNATIVE } from '../../../src/slack/request/next-step-ids.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { type Bot, held, makeFailure, startBot, textOf, type View, valuesFor } from '../bot.ts';
import { answered, answers, ended, press } from '../request/ended-stage.ts';

const FIELDS = ['region', 'zone', 'type', 'image', 'vswitch', 'group', 'disk', 'size', 'amount', 'charge', 'name'];

/** One runs and one has failed: with a limit of one a day there is nothing left. */
async function atTheLimit() {
  const bot = await startBot('socket', { policy: 'limits:\n  maxInstancesPerPersonPerDay: 1\n' });
  const stage = await ended(bot, [makeFailure('noStock'), null], { createdAt: Date.now() });
  return { bot, ...stage };
}

/** Submits the form as it was opened, which is refused by the limit, and nothing is written down. */
async function refusedWhenSubmitted(bot: Bot, view: View): Promise<void> {
  const fields = FIELDS.flatMap((field) => {
    const value = held(view, field);
    return value === null ? [] : [[field, value] as const];
  });
  await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, Object.fromEntries(fields)) });
  await bot.view((one) => /the limit is 1|You can request 1 instance in 24 hours/.test(textOf(one)));
  expect(await bot.requestOf(view)).toBeNull();
}

const priced = (view: View): boolean => textOf(view).includes('Account balance now');

test('Try again obeys what one person may ask for in a day', async () => {
  const { bot, ts } = await atTheLimit();
  await press(bot, ts, stepAction('tryAgain'));
  await refusedWhenSubmitted(bot, await bot.view(priced));
});

test('an alternative obeys what one person may ask for in a day', async () => {
  const { bot, ts } = await atTheLimit();
  await press(bot, ts, stepAction('alternatives'));
  await answered(bot, 'zone g');
  await press(bot, answers(bot).at(-1)?.ts ?? '', TAKE_ALTERNATIVE[0]);
  await refusedWhenSubmitted(bot, await bot.view(priced));
});

test('the last request once more obeys what one person may ask for in a day', async () => {
  const { bot, request } = await atTheLimit();
  const event = { kind: 'request.submitted', actor: LENA, requestId: request.id, instanceId: null, data: {} } as const;
  await bot.store.commit({ events: [{ ...event, at: Date.now() }], at: Date.now() });
  await bot.type('create last');
  await refusedWhenSubmitted(bot, await bot.view(priced));
});
