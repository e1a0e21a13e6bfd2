import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import { CHECK_AGAIN } from '../../src/slack/doctor/message.ts';
import { stepAction, TAKE_ALTERNATIVE } from '../../src/slack/request/next-step-ids.ts';
import { en } from '../../src/text/en.ts';
import { cardsIn, openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { ask, fact, toEnd } from './asked.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

const ephemerals = () => sandbox.slack.state().ephemeral;
const changing = () => sandbox.ecs.state().log.filter(({ action }) => !/^(Describe|Query)/.test(action));

test('a type that is sold out is had elsewhere by two presses and a submission, and the form knows it for sold out', async () => {
  expect(sandbox.ecs.addFault({ name: 'no-stock', action: 'CreateInstance' })).toBeNull();
  const request = await toEnd(sandbox, await ask(sandbox));
  await fact(
    sandbox,
    request,
    () => JSON.stringify(request.card()?.blocks).includes('Show alternatives'),
    'its button',
  );
  const { requester: user, channel, slack } = sandbox;
  const again = await makePlayer(slack, user, channel).openForm('type=ecs.g7.large');
  expect(JSON.stringify(again.blocks)).toContain('“ecs.g7.large” is sold out in this zone right now');
  await slack.closeView({ user, view_id: again.id });
  const message_ts = request.card()?.ts ?? '';
  expect(await slack.action({ user, channel, message_ts, action_id: stepAction('alternatives') })).toEqual({
    ok: true,
  });
  const offered = await until(
    slack,
    () => ephemerals().find(({ blocks }) => JSON.stringify(blocks).includes(TAKE_ALTERNATIVE[0])) ?? null,
    'the alternatives',
  );
  const shown = JSON.stringify(offered.blocks);
  expect(shown).toMatch(/ecs\.\S+ in zone \w, CNY [\d.]+ per hour/);
  // The very place that was refused is not offered again.
  expect(shown).not.toContain(`ecs.g7.large in zone ${String(request.card()?.text).match(/cn-\w+-(\w)/)?.[1]},`);

  await slack.action({ user, channel, message_ts: offered.ts, action_id: TAKE_ALTERNATIVE[0] });
  const form = await until(
    slack,
    () =>
      slack.state().views[user]?.find((view) => Object.keys(view.state.values).some((id) => id.startsWith('type|'))) ??
      null,
    'the form',
  );
  expect(await slack.submit({ user, view_id: form.id, values: form.state.values })).toEqual({ ok: true });
  await until(
    slack,
    () => cardsIn(sandbox).find(({ text }) => text.endsWith(': Running')) ?? null,
    'the alternative to run',
    30_000,
  );
  expect(sandbox.ecs.state().instances).toHaveLength(1);
});

test('the doctor of the real bot finds every right it can ask for, and changes nothing', async () => {
  const around = () => {
    const { instances, keyPairs } = sandbox.ecs.state();
    const what = instances.map(({ InstanceId, InstanceName, Status, Tags, DeletionProtection }) => ({
      ...{ InstanceId, InstanceName, Status, Tags, DeletionProtection },
    }));
    return [what, keyPairs];
  };
  const before = around();
  const seen = changing().length;
  const admin = sandbox.slack.users.find(({ role }) => role === 'admin')?.id ?? '';
  await sandbox.slack.slash({ user: admin, channel: sandbox.channel, command: '/ecs', text: 'doctor' });
  const report = await until(
    sandbox.slack,
    () => ephemerals().find(({ blocks }) => JSON.stringify(blocks).includes(CHECK_AGAIN)) ?? null,
    'the findings',
    30_000,
  );
  const text = JSON.stringify(report.blocks);
  for (const check of [
    'connection',
    'slackToken',
    'scopes',
    'channel',
    'clock',
    'rights',
    'limiter',
    'store',
    'outbox',
  ] as const)
    expect(text).toContain(`✅ *${en.doctor.check[check]}*`);
  // The cloud passes over the name of a key pair and a tag that are not there, and over a change of nothing.
  const without = ['DeleteKeyPairs', 'UntagResources', 'ModifyInstanceAttribute'];
  const taken = changing().slice(seen);
  expect(taken.filter(({ code, action }) => code === null && !without.includes(action))).toEqual([]);
  expect(around()).toEqual(before);
});
