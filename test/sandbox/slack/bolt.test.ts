import type { App } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import { afterEach, describe, expect, test } from 'vitest';
import { LENA, MARCUS, option, PLATFORM, plain, type Served, startBolt, until } from './serve.ts';

const form = (region: string | null, note: string): ModalView => ({
  type: 'modal',
  callback_id: 'create',
  title: plain('Create'),
  submit: plain('Ask'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'region',
      label: plain('Region'),
      dispatch_action: true,
      element: {
        type: 'static_select',
        action_id: 'region',
        options: [option('cn-beijing'), option('cn-shanghai')],
      },
    },
    {
      type: 'input',
      block_id: `image|${region}`,
      label: plain('Image'),
      element: { type: 'external_select', action_id: 'image', min_query_length: 0 },
    },
    { type: 'input', block_id: 'name', label: plain('Name'), element: { type: 'plain_text_input', action_id: 'name' } },
    { type: 'section', block_id: 'note', text: { type: 'mrkdwn', text: note } },
  ],
});

const homeView: HomeView = { type: 'home', blocks: [{ type: 'header', text: plain('Your instances') }] };

/** A small bot with one listener of each kind. */
function smallBot(heard: unknown[]) {
  return (app: App): void => {
    app.command('/ecs', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form(null, 'choose') });
    });
    app.options('image', async ({ ack, payload }) => {
      heard.push({ state: payload.view?.state, trigger: payload.trigger_id });
      await ack({ options: [option(`ubuntu-${payload.value}`)] });
    });
    app.action('region', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions' || body.view === undefined) return;
      const chosen = body.view.state.values.region?.region?.selected_option?.value ?? null;
      await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: form(chosen, String(chosen)) });
    });
    app.view({ callback_id: 'create', type: 'view_submission' }, async ({ ack, view, client, body }) => {
      const name = view.state.values.name?.name?.value ?? '';
      if (name === 'bad') return ack({ response_action: 'errors', errors: { name: 'Not this one.' } });
      if (name === 'check') return ack({ response_action: 'update', view: form('cn-beijing', 'checking') });
      await ack();
      heard.push(view.state.values);
      await client.chat.postMessage({
        channel: PLATFORM,
        text: `Asked by <@${body.user.id}>`,
        blocks: [
          {
            type: 'actions',
            block_id: 'decide',
            elements: [{ type: 'button', action_id: 'approve', text: plain('Approve'), value: 'r1' }],
          },
        ],
      });
    });
    app.view({ callback_id: 'create', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      heard.push({ closed: body.view.id, cleared: 'is_cleared' in body && body.is_cleared });
    });
    let decided = false;
    app.action('approve', async ({ ack, body, client, respond }) => {
      await ack();
      if (body.user.id !== MARCUS) {
        await respond({ response_type: 'ephemeral', replace_original: false, text: 'Not yours to approve.' });
        return;
      }
      if (decided || body.type !== 'block_actions' || body.message === undefined) {
        await respond({ response_type: 'ephemeral', replace_original: false, text: 'Already approved.' });
        return;
      }
      decided = true;
      const { ts } = body.message;
      await client.chat.update({ channel: PLATFORM, ts, text: 'Approved', blocks: [] });
      await client.chat.postMessage({ channel: PLATFORM, thread_ts: ts, text: 'Pending' });
    });
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: homeView });
    });
  };
}

describe.each(['socket', 'http'] as const)('the real Bolt app over %s', (transport) => {
  let served: Served | undefined;
  afterEach(() => served?.stop());

  const modalOf = async (user: string) => until(() => served?.slack.state().views[user]?.at(-1));

  test('goes from the command to the approved request and its thread', async () => {
    const heard: unknown[] = [];
    served = await startBolt(transport, smallBot(heard));
    const { slack } = served;

    expect(await slack.slash({ user: LENA, channel: PLATFORM, command: '/ecs', text: 'create' })).toEqual({ ok: true });
    const opened = await modalOf(LENA);
    const pick = { user: LENA, view_id: opened.id };
    const region = await slack.action({
      ...pick,
      action_id: 'region',
      selected_option: { value: 'cn-beijing' },
      values: { name: { name: { value: 'web-1' } } },
    });
    expect(region).toEqual({ ok: true });
    await until(() => slack.state().views[LENA]?.[0]?.blocks[1]?.block_id === 'image|cn-beijing');

    const asked = { ...pick, block_id: 'image|cn-beijing', action_id: 'image', value: '22' };
    expect(await slack.options(asked)).toMatchObject({ ok: true, options: [{ value: 'ubuntu-22' }] });
    expect(heard.at(-1), 'the state of other fields is not sent along').toEqual({ state: { values: {} } });

    const image = { 'image|cn-beijing': { image: { selected_option: { value: 'ubuntu-22' } } } };
    expect(await slack.submit({ ...pick, values: { ...image, name: { name: { value: 'bad' } } } })).toEqual({
      ok: false,
      response_action: 'errors',
      errors: { name: 'Not this one.' },
    });
    expect(await slack.submit({ ...pick, values: { name: { name: { value: 'check' } } } })).toMatchObject({
      response_action: 'update',
    });
    expect(slack.state().views[LENA]?.[0]?.blocks[3]).toMatchObject({ text: { text: 'checking' } });
    expect(await slack.submit({ ...pick, values: { name: { name: { value: 'web-2' } } } })).toEqual({ ok: true });
    expect(slack.state().views[LENA]).toBeUndefined();
    expect(heard.at(-1)).toEqual({
      region: {
        region: {
          type: 'static_select',
          selected_option: { text: { ...plain('cn-beijing'), emoji: true }, value: 'cn-beijing' },
        },
      },
      'image|cn-beijing': {
        image: {
          type: 'external_select',
          selected_option: { text: { ...plain('ubuntu-22'), emoji: true }, value: 'ubuntu-22' },
        },
      },
      name: { name: { type: 'plain_text_input', value: 'web-2' } },
    });

    const messages = () => slack.state().channels.find(({ id }) => id === PLATFORM)?.messages ?? [];
    const card = await until(() => messages()[0]);
    const press = { channel: PLATFORM, message_ts: card.ts, action_id: 'approve' };
    await slack.action({ ...press, user: LENA });
    const told = await until(() => slack.state().ephemeral[0]);
    expect(told).toMatchObject({ user: LENA, channel: PLATFORM, text: 'Not yours to approve.' });
    expect(messages()[0]?.text, 'the card is left alone').toBe(card.text);

    await Promise.all([slack.action({ ...press, user: MARCUS }), slack.action({ ...press, user: MARCUS })]);
    await until(() => messages()[0]?.replies[0]?.text === 'Pending');
    await until(() => slack.state().ephemeral[1]?.text === 'Already approved.');
    expect(messages()[0]).toMatchObject({ text: 'Approved' });
    expect(messages()[0]?.blocks).toBeUndefined();
    expect(slack.state().calls['chat.update']).toBe(1);
  });

  test('hears of a closed modal and of an opened home tab', async () => {
    const heard: unknown[] = [];
    served = await startBolt(transport, smallBot(heard));
    const { slack } = served;
    await slack.slash({ user: LENA, channel: PLATFORM, command: '/ecs', text: 'create' });
    const { id } = await modalOf(LENA);
    expect(await slack.closeView({ user: LENA, view_id: id })).toEqual({ ok: true });
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ closed: id, cleared: false }]);

    expect(await slack.openHome({ user: LENA })).toEqual({ ok: true });
    const home = await until(() => slack.state().home[LENA]);
    expect(home.blocks[0]).toMatchObject({ type: 'header' });
  });
});
