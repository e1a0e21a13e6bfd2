import { expect, test } from 'vitest';
import { NEXT_STEPS } from '../../src/core/instance/next-steps.ts';
import {
  APPROVE,
  APPROVE_WITH_NOTE,
  ASK_AGAIN,
  clickTargetValue,
  DENY,
  WITHDRAW,
} from '../../src/slack/approval/ids.ts';
import { AUTO_RENEW_ON } from '../../src/slack/auto-renewal/ids.ts';
import { RETRY } from '../../src/slack/create-form/form.ts';
import { ADD_KEY } from '../../src/slack/create-form/ids.ts';
import { DETAILS, MORE, PRESET } from '../../src/slack/create-form/layout.ts';
import { CHECK_AGAIN } from '../../src/slack/doctor/message.ts';
import { HOME_CREATE } from '../../src/slack/home/home.ts';
import { RENEW_ASK, RENEW_TERM } from '../../src/slack/renewal/ids.ts';
import { stepAction, TAKE_ALTERNATIVE } from '../../src/slack/request/next-step-ids.ts';
import { ACTIONS } from '../../src/slack/routes.ts';
import { SELECTION_ACTIONS } from '../../src/slack/selection/ids.ts';
import { until } from '../sandbox/slack/serve.ts';
import { seen } from '../support/instances.ts';
import { askIn, makeCrowd, PLATFORM, policyWith, TOM } from '../usecases/approval/approval-stage.ts';
import { type Bot, startBot } from './bot.ts';
import { asked, inRegion } from './instance/list-stage.ts';

const ID = 'r-7k3mz9q2xa-1';
const UNTIL = Date.UTC(2027, 0, 10, 16);
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
const WAITING = clickTargetValue({ requestId: 'r-0123456789', round: 1 });

/** Every button that opens a window to act on what belongs to somebody, or waits for somebody. */
const OF_OTHERS: readonly (readonly [action: string, value: string])[] = [
  [DENY, WAITING],
  [APPROVE_WITH_NOTE, WAITING],
  [ASK_AGAIN, WAITING],
  [RENEW_ASK, `${ID}/1m`],
  [AUTO_RENEW_ON, ID],
  ['power_stop', ID],
  ['power_restart', ID],
  ['power_release', ID],
  ['run_beside:set', `set ${ID}`],
  ['run_beside:renew', `renew ${ID} 1m`],
  ['run_beside:auto-renew', `auto-renew ${ID} on`],
  ['run_beside:stop', `stop ${ID}`],
  ['run_beside:release', `release ${ID}`],
  ['run_beside:several', 'stop r-7k3mz9q2xa'],
  ['run_here:release', `release ${ID}`],
];

/** The others open no window, or one for the presser's own request, key or form. */
const OWN_OR_NONE: readonly string[] = [
  ...['region', 'zone', 'type', 'image', 'vswitch', 'disk', 'size', 'disks', 'bandwidth', 'amount', 'charge'],
  ...['period', 'lease', RETRY, ADD_KEY, PRESET, DETAILS, MORE, HOME_CREATE, CHECK_AGAIN],
  ...[APPROVE, WITHDRAW, 'power_start', RENEW_TERM, ...TAKE_ALTERNATIVE, ...NEXT_STEPS.map(stepAction)],
  // Their window names only instances on which the presser may act, like that of several typed names.
  ...SELECTION_ACTIONS.keys(),
];

/** Lena's prepaid instance, and her request that waits for Marcus or Priya. */
async function office(): Promise<Bot> {
  const crowd = makeCrowd();
  const bot = await startBot('socket', { directory: crowd.directory });
  const policy = policyWith();
  bot.ruleBy(policy);
  await askIn({ store: bot.store, policy, crowd, at: Date.now() });
  const row = { cloudId: 'i-cnhangzhou0001', outcome: 'reached' } as const;
  await asked(bot, 'r-7k3mz9q2xa', (one) => ({ ...row, spec: { ...one.spec, charge: PREPAID } }), { name: 'web-1' });
  const state = { chargeKind: 'prepaid', expiresAt: UNTIL } as const;
  bot.account.instances = [inRegion('cn-hangzhou', 1, state)];
  bot.cloud.instances.set(row.cloudId, seen('Running', { cloudId: row.cloudId, ...state }));
  return bot;
}

test('no button opens a window for a person who may not act: they alone are told at once why', async () => {
  const bot = await office();
  const before = await bot.store.request('r-0123456789');
  const text = { type: 'plain_text' as const, text: 'Press' };
  const elements = OF_OTHERS.map(([action_id, value]) => ({
    ...{ type: 'button' as const, action_id, text, value },
  }));
  const { ts = '' } = await bot.web.chat.postMessage({
    ...{ channel: PLATFORM, text: 'a card', blocks: [{ type: 'actions', block_id: 'all', elements }] },
  });
  for (const [n, { action_id }] of elements.entries()) {
    const place = { channel: PLATFORM, message_ts: ts, block_id: 'all' };
    expect(await bot.slack.action({ user: TOM, action_id, ...place })).toEqual({ ok: true });
    const told = await until(() => bot.slack.state().ephemeral[n]);
    expect([action_id, told.user]).toEqual([action_id, TOM]);
    expect([action_id, bot.slack.state().views[TOM] ?? []]).toEqual([action_id, []]);
  }
  expect(await bot.store.request('r-0123456789')).toEqual(before);
});

test('of every button it is known whether it opens a window about something of others', () => {
  const kinds = new Set([...OF_OTHERS.map(([action]) => action.split(':')[0]), ...OWN_OR_NONE]);
  expect([...ACTIONS.keys()].filter((action) => !kinds.has(action))).toEqual([]);
});
