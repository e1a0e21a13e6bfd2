import { afterEach, expect, test } from 'vitest';
import { SHORTCUT } from '../../../src/slack/create-form/ids.ts';
import { LENA, rawLink, type Served, serveSlack } from './serve.ts';

let served: Served;
afterEach(() => served.stop());

test('a global shortcut reaches the app as Slack sends it, and its trigger opens a modal', async () => {
  served = await serveSlack();
  const { slack, web } = served;
  const link = await rawLink(served, () => ({}));
  expect(slack.state().shortcuts).toEqual([{ callback_id: SHORTCUT, name: 'Create ECS instances' }]);
  expect(await slack.shortcut({ user: LENA, callback_id: SHORTCUT })).toEqual({ ok: true });
  const [envelope] = link.envelopes;
  expect(envelope).toMatchObject({ type: 'interactive', accepts_response_payload: false });
  expect(envelope?.payload).toMatchObject({
    type: 'shortcut',
    callback_id: SHORTCUT,
    user: { id: LENA, username: 'lena', team_id: 'T07SANDBOX1' },
    team: { id: 'T07SANDBOX1', domain: 'sandbox-team' },
    action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
    trigger_id: expect.any(String),
  });
  for (const absent of ['channel', 'message', 'response_url']) expect(envelope?.payload).not.toHaveProperty(absent);
  const view = {
    type: 'modal' as const,
    title: { type: 'plain_text' as const, text: 'Create' },
    blocks: [{ type: 'divider' }],
  };
  await web.views.open({ trigger_id: String(envelope?.payload.trigger_id), view });
  expect(slack.state().views[LENA]).toHaveLength(1);
});

test('who is not there, what is not in the manifest and an app without commands are reported', async () => {
  served = await serveSlack({ scopes: ['chat:write'] });
  expect(await served.slack.shortcut({ user: 'U0', callback_id: SHORTCUT })).toMatchObject({ error: 'user_not_found' });
  expect(await served.slack.shortcut({ user: LENA, callback_id: SHORTCUT })).toMatchObject({
    error: 'shortcut_not_found',
  });
  await served.stop();
  served = await serveSlack();
  expect(await served.slack.shortcut({ user: LENA, callback_id: 'other' })).toMatchObject({
    error: 'shortcut_not_found',
  });
  expect(await served.slack.shortcut({ user: LENA, callback_id: SHORTCUT })).toMatchObject({
    error: 'dispatch_failed',
  });
});

test('a shortcut that nobody acknowledges fails as Slack says it', async () => {
  served = await serveSlack({ ackLimitMs: 50 });
  await rawLink(served, () => undefined);
  expect(await served.slack.shortcut({ user: LENA, callback_id: SHORTCUT })).toEqual({
    ok: false,
    error: 'operation_timeout',
  });
});
