import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import { FREEZE_SCOPE } from '../../../src/core/request/event.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { AUTO_RENEW_FORM, AUTO_RENEW_ON } from '../../../src/slack/auto-renewal/ids.ts';
import { RUN_BESIDE } from '../../../src/slack/kit/run-buttons.ts';
import { POWER_FORM, powerAction } from '../../../src/slack/power/ids.ts';
import { RENEW_ASK, RENEW_FORM } from '../../../src/slack/renewal/ids.ts';
import { LENA, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { type Bot, startBot } from '../bot.ts';
import { CLOUD_ID, commandStage, ID, INES, POLICY, PREPAID, REQUEST } from '../commands/command-stage.ts';

// What is done to an instance by a button is done once, however often the signed request arrives: at the same process again, at
// two replicas in the same moment, and after a restart, also when by then it could be done once more.

const UNTIL = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 20 * 86_400_000;

interface Act {
  readonly name: string;
  readonly by?: string;
  /** How the instance is beforehand. */
  readonly is: 'Running' | 'Stopped' | 'prepaid';
  readonly button: { readonly action_id: string; readonly value: string };
  /** The window that it opens, once it can be sent, and what is filled in. */
  readonly window?: { readonly callback: string; readonly values?: object };
}

const power = (what: 'start' | 'stop' | 'restart' | 'release') => ({ action_id: powerAction(what), value: ID });
const run = (value: string) => ({ action_id: `${RUN_BESIDE}:${value.split(' ')[0]}`, value });
const keep = { text: { type: 'plain_text', text: 'keep' }, value: 'KeepCharging' };

const ACTS: readonly Act[] = [
  { name: 'start', is: 'Stopped', button: power('start') },
  {
    ...{ name: 'stop', is: 'Running', button: power('stop') },
    window: {
      callback: POWER_FORM,
      values: { mode: { mode: { type: 'radio_buttons', selected_option: keep } } },
    },
  },
  { name: 'restart', is: 'Running', button: power('restart'), window: { callback: POWER_FORM } },
  {
    ...{ name: 'release', is: 'Running', button: power('release') },
    window: { callback: POWER_FORM, values: { name: { name: { type: 'plain_text_input', value: 'web-1' } } } },
  },
  { name: 'extend', is: 'Running', button: run(`extend ${ID}`) },
  {
    ...{ name: 'renew', is: 'prepaid', button: { action_id: RENEW_ASK, value: `${ID}/1m` } },
    window: { callback: RENEW_FORM },
  },
  {
    ...{ name: 'auto-renew on', by: INES, is: 'prepaid', button: { action_id: AUTO_RENEW_ON, value: ID } },
    window: { callback: AUTO_RENEW_FORM },
  },
  { name: 'auto-renew off', by: INES, is: 'prepaid', button: run(`auto-renew ${ID} off`) },
  { name: 'freeze', by: INES, is: 'Running', button: run('freeze moving house') },
  { name: 'unfreeze', by: INES, is: 'Running', button: run('unfreeze') },
];

/** What is written down of each when it is done once, and how many calls are sent to the cloud at once. */
const ONCE: Readonly<Record<string, readonly (string | number)[]>> = {
  start: ['instance.wanted', 0],
  stop: ['instance.wanted', 0],
  restart: ['instance.wanted', 0],
  release: ['instance.wanted', 0],
  extend: ['instance.leased', 0],
  renew: ['instance.renewalAsked', 0],
  'auto-renew on': ['instance.autoRenewWanted', 'instance.autoRenewSet', 1],
  'auto-renew off': ['instance.autoRenewWanted', 'instance.autoRenewSet', 1],
  freeze: ['freeze.set', 0],
  unfreeze: ['freeze.lifted', 0],
};

thoroughTest(
  'what a button does to an instance is done once: at two replicas at once, again, and after a restart',
  {
    timeout: 60_000,
  },
  async () => {
    const one = await commandStage('http');
    const two = await startBot('http', { ...REPLICA, beside: one });
    one.slack.listenAt(one.base, await toAll([one, two]));
    const message = await post(one);
    for (const act of ACTS) {
      await place([one, two], act);
      const before = await doneBy([one, two]);
      await perform([one, two], message, act);
      const after = await doneBy([one, two]);
      const sent = after.sent - before.sent;
      expect([...after.kinds.slice(before.kinds.length), sent], act.name).toEqual(ONCE[act.name]);
      // As if somebody had undone it since: it could be done again.
      await place([one, two], act);
      await one.slack.retryAll();
      await idle([one, two]);
      expect(await doneBy([one, two]), `${act.name}, retried`).toEqual(after);
    }
    await Promise.all([one.app.stop(), two.app.stop()]);
    const three = await startBot('http', { ...REPLICA, beside: one });
    one.slack.listenAt(one.base, urlOf(three));
    for (const act of ACTS) {
      await place([three], act);
      const before = await doneBy([three]);
      await one.slack.retryAll();
      await idle([three]);
      expect(await doneBy([three]), `${act.name}, after a restart`).toEqual(before);
    }
    expect([one, two, three].flatMap(({ lines }) => lines).filter(({ level }) => level === 'error')).toEqual([]);
  },
);

const REPLICA = { admins: [INES], policy: POLICY };

const urlOf = ({ app }: Bot): string => `http://127.0.0.1:${app.port()}/slack/events`;

const idle = (bots: readonly Bot[]) => Promise.all(bots.map((bot) => bot.idle()));

/** Sends each signed request to all of them at once, as it is; who sent it gets the answer of one. */
async function toAll(bots: readonly Bot[]): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const signed = Object.entries(request.headers).filter(([name]) => /^(x-slack-|content-type)/.test(name));
    const sent = {
      method: 'POST',
      headers: Object.fromEntries(signed.map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks),
    };
    const [answer] = await Promise.all(bots.map((bot) => fetch(urlOf(bot), sent)));
    const headers = { 'content-type': answer?.headers.get('content-type') ?? 'text/plain' };
    response.writeHead(answer?.status ?? 500, headers).end(await answer?.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Puts the instance, its cloud and the freeze as they are before the act, without a trace. */
async function place(bots: readonly Bot[], { name, is }: Act): Promise<void> {
  const [bot] = bots as [Bot];
  const { store } = bot;
  const row = await store.instance(ID);
  const freeze = await store.freeze();
  if (row === null) throw new Error('it has gone');
  const status = is === 'Stopped' ? 'Stopped' : 'Running';
  const at = Date.now();
  const endsAt = Math.ceil((at + 100 * 3_600_000) / 60_000) * 60_000;
  const lease = { ...withEnd(leaseFor(168 * 3_600_000), endsAt, at), inCloud: endsAt, tryAt: null };
  const next: Instance = {
    ...row,
    ...{ version: row.version + 1, wanted: 'running', order: null, outcome: 'reached', dueAt: null, heldBy: null },
    ...{ observed: { status, at }, told: [], lease: is === 'prepaid' ? null : lease },
    spec: { ...row.spec, charge: is === 'prepaid' ? PREPAID : PAY_AS_YOU_GO },
  };
  expect((await store.commit({ instances: [{ next }], at })).ok).toBe(true);
  const frozen = name === 'unfreeze' ? { reason: 'moving house', by: INES, at, until: null } : null;
  if (frozen !== null || freeze !== null)
    expect((await store.commit({ freeze: { was: freeze, next: frozen }, at })).ok).toBe(true);
  const paid = is === 'prepaid' ? ({ chargeKind: 'prepaid', expiresAt: UNTIL } as const) : {};
  for (const { cloud, account, renewals } of bots) {
    cloud.instances.set(CLOUD_ID, seen(status, { cloudId: CLOUD_ID, ...paid }));
    account.instances = [sampleCloud({ region: row.spec.region, cloudId: CLOUD_ID, name: 'web-1', status, ...paid })];
    renewals.settings.set(CLOUD_ID, name === 'auto-renew off' ? { on: true, term: PREPAID.term } : OFF);
  }
}

const OFF = { on: false, term: null };

/** One message with all the buttons. */
async function post({ web }: Bot): Promise<string> {
  const text = { type: 'plain_text' as const, text: 'press' };
  const elements = ACTS.map(({ button }) => ({ type: 'button' as const, ...button, text }));
  const blocks = [{ type: 'actions' as const, elements }];
  return String((await web.chat.postMessage({ channel: PLATFORM, text: 'press', blocks })).ts);
}

async function perform(
  bots: readonly Bot[],
  message_ts: string,
  { button, window, by: user = LENA }: Act,
): Promise<void> {
  const [{ slack }] = bots as [Bot];
  expect(await slack.action({ user, channel: PLATFORM, message_ts, action_id: button.action_id })).toEqual({
    ok: true,
  });
  await idle(bots);
  if (window === undefined) return;
  const view = await until(() => {
    const top = slack.state().views[user]?.at(-1);
    return top?.callback_id === window.callback && top.submit != null && top;
  }, 5_000);
  await slack.submit({ user, view_id: view.id, values: (window.values ?? {}) as never });
  await idle(bots);
  for (const { id } of slack.state().views[user] ?? []) await slack.closeView({ user, view_id: id });
}

/** All that was written down of the instance and of freezes, and what the cloud was told. */
async function doneBy(bots: readonly Bot[]): Promise<{ readonly kinds: readonly string[]; readonly sent: number }> {
  const [{ store }] = bots as [Bot];
  const events = [...(await store.eventsOf(REQUEST)), ...(await store.eventsOf(FREEZE_SCOPE))];
  return {
    kinds: events.toSorted((a, b) => a.seq - b.seq).map(({ kind }) => kind),
    sent: bots.flatMap(({ renewals }) => renewals.sent).length,
  };
}
