import { expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { startBot } from '../bot.ts';
import { inRegion, say } from '../instance/list-stage.ts';

/** A store whose reading breaks as no store should, once told to. */
function breaking() {
  const state = { isBroken: false };
  const broken = () => Promise.reject(new TypeError('a bug'));
  const queriesOf = ({ queries }: Store) =>
    new Proxy(queries, { get: (known, key) => (state.isBroken ? broken : Reflect.get(known, key)) });
  return { state, wrapStore: (store: Store): Store => ({ ...store, outbox: store.outbox, queries: queriesOf(store) }) };
}

test.each([
  ['show web-1', /so there is no answer\. Nothing was changed\. Try again/],
  ['list mine', /so there is no answer\. Nothing was changed\. Try again/],
  ['stop web-1', /unconfirmed whether anything was done\. Check before you try again/],
  ['stop web-1 web-2', /unconfirmed whether anything was done\. Check before you try again/],
  ['lease web-1 2h', /unconfirmed whether anything was done\. Check before you try again/],
])('where the bot itself fails at /ecs %s, it says only what it knows', async (typed, says) => {
  const { state, wrapStore } = breaking();
  const bot = await startBot('socket', { wrapStore });
  bot.account.instances = [inRegion('cn-hangzhou', 1), inRegion('cn-hangzhou', 2)];
  state.isBroken = true;
  const { text } = await say(bot, typed);
  expect(text).toMatch(says);
  expect(text).not.toContain('Nothing was created');
  const [, reference] = /reference ([a-z0-9]{8})\./.exec(text) ?? [];
  expect(bot.lines.find((each) => each.reference === reference)).toMatchObject({ level: 'error' });
});
