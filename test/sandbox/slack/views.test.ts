import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Envelope, GENERAL, LENA, option, plain, rawLink, refusal, type Served, serveSlack } from './serve.ts';

let served: Served;
let now: number;
let answer: (envelope: Envelope) => object | undefined;
let envelopes: Envelope[];

beforeEach(async () => {
  now = 1_700_000_000_000;
  answer = () => ({});
  served = await serveSlack({ now: () => now, limits: null });
  ({ envelopes } = await rawLink(served, (envelope) => answer(envelope)));
});
afterEach(() => served.stop());

const field = (block_id: string, more: object = {}): KnownBlock => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { type: 'plain_text_input', action_id: 'a', ...more },
});
const modal = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Go'),
  blocks: [field('name')],
  ...more,
});

/** A trigger as the app gets it with a command. */
async function commandTrigger(): Promise<string> {
  await served.slack.slash({ user: LENA, channel: GENERAL, command: '/ecs', text: '' });
  return String(envelopes.at(-1)?.payload.trigger_id);
}
const open = async (view = modal()) => {
  const opened = await served.web.views.open({ trigger_id: await commandTrigger(), view });
  return { id: String(opened.view?.id), hash: String(opened.view?.hash) };
};
const stack = () => served.slack.state().views[LENA] ?? [];
const submit = (view_id: string, values: Record<string, string> = {}) =>
  served.slack.submit({
    user: LENA,
    view_id,
    values: Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { a: { value } }])),
  });

describe('a trigger', () => {
  test('opens one modal, once, within three seconds', async () => {
    const trigger_id = await commandTrigger();
    now += 3000;
    await served.web.views.open({ trigger_id, view: modal() });
    expect(await refusal(served.web.views.open({ trigger_id, view: modal() }))).toBe('exchanged_trigger_id');
    const late = await commandTrigger();
    now += 3001;
    expect(await refusal(served.web.views.open({ trigger_id: late, view: modal() }))).toBe('expired_trigger_id');
    expect(await refusal(served.web.views.open({ trigger_id: 'x', view: modal() }))).toBe('invalid_trigger_id');
  });

  test('is not used up by a view that Slack refuses', async () => {
    const trigger_id = await commandTrigger();
    const view = modal({ title: plain('A title that is far too long') });
    await expect(served.web.views.open({ trigger_id, view })).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
      },
    });
    const huge = modal({ blocks: Array.from({ length: 100 }, (_, n) => field(`${n}${'x'.repeat(2900)}`)) });
    expect(await refusal(served.web.views.open({ trigger_id, view: huge }))).toBe('view_too_large');
    await served.web.views.open({ trigger_id, view: modal() });
    expect(stack()).toHaveLength(1);
  });

  test('does not come with a look for options or with a closed view', async () => {
    const element = { type: 'external_select' as const, action_id: 'a', min_query_length: 0 };
    const { id } = await open(
      modal({ notify_on_close: true, blocks: [{ type: 'input', block_id: 'os', label: plain('OS'), element }] }),
    );
    await served.slack.options({ user: LENA, view_id: id, action_id: 'a', block_id: 'os', value: 'u' });
    await served.slack.closeView({ user: LENA, view_id: id });
    const [suggestion, closed] = envelopes.slice(-2);
    expect([suggestion?.payload.type, closed?.payload.type]).toEqual(['block_suggestion', 'view_closed']);
    for (const each of [suggestion, closed]) expect(each?.payload).not.toHaveProperty('trigger_id');
  });
});

describe('an update', () => {
  test('needs the hash of the view as it is now, when it brings one', async () => {
    const { id, hash } = await open();
    const update = (with_hash?: string) =>
      served.web.views.update({ view_id: id, view: modal(), ...(with_hash ? { hash: with_hash } : {}) });
    const second = await update(hash);
    expect(second.view?.hash).not.toBe(hash);
    expect(await refusal(update(hash))).toBe('hash_conflict');
    await update(String(second.view?.hash));
    await update();
    expect(await refusal(served.web.views.update({ view_id: 'V0', view: modal() }))).toBe('not_found');
  });

  test('keeps what was typed where block_id, action_id and kind are the same, and starts empty elsewhere', async () => {
    const select = (block_id: string, initial: string): KnownBlock => ({
      type: 'input',
      block_id,
      label: plain(block_id),
      element: {
        type: 'static_select',
        action_id: 'a',
        options: [option('x'), option('y')],
        initial_option: option(initial),
      },
    });
    const dispatching = (block: KnownBlock): KnownBlock => ({ ...block, dispatch_action: true }) as KnownBlock;
    const { id } = await open(modal({ blocks: [dispatching(field('name')), field('note'), select('zone|1', 'x')] }));
    await served.slack.action({
      user: LENA,
      view_id: id,
      action_id: 'a',
      block_id: 'name',
      value: 'web-1',
      values: { note: { a: { value: 'typed' } }, 'zone|1': { a: { selected_option: { value: 'y' } } } },
    });
    const kind = { type: 'input', block_id: 'note', label: plain('note') } as const;
    await served.web.views.update({
      view_id: id,
      view: modal({
        blocks: [
          field('name', { initial_value: 'ignored' }),
          { ...kind, element: { type: 'number_input', action_id: 'a', is_decimal_allowed: false } },
          select('zone|2', 'x'),
        ],
      }),
    });
    expect(stack()[0]?.state.values).toEqual({
      name: { a: { type: 'plain_text_input', value: 'web-1' } },
      note: { a: { type: 'number_input', value: null } },
      'zone|2': { a: { type: 'static_select', selected_option: { text: { ...plain('x'), emoji: true }, value: 'x' } } },
    });
  });

  test('finds a view by its external_id, which is unique in the team', async () => {
    await open(modal({ external_id: 'form-1' }));
    await served.web.views.update({ external_id: 'form-1', view: modal({ external_id: 'form-1', title: plain('B') }) });
    expect(stack()[0]?.title?.text).toBe('B');
    const home = { type: 'home' as const, external_id: 'form-1', blocks: [] };
    expect(await refusal(served.web.views.publish({ user_id: LENA, view: home }))).toBe('duplicate_external_id');
  });
});

describe('the stack of modals', () => {
  const pressIn = async (view_id: string): Promise<string> => {
    await served.slack.action({ user: LENA, view_id, action_id: 'more' });
    return String(envelopes.at(-1)?.payload.trigger_id);
  };
  const withButton = (more: Partial<ModalView> = {}) =>
    modal({
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] }],
      ...more,
    });
  const push = async (more: Partial<ModalView> = {}) => {
    const view = withButton(more);
    const pushed = await served.web.views.push({ trigger_id: await pressIn(String(stack().at(-1)?.id)), view });
    return String(pushed.view?.id);
  };

  test('is three deep at most, and closing shows the one below', async () => {
    const { id: root } = await open(withButton());
    const second = await push();
    const third = await push();
    expect(stack().map(({ id, root_view_id, previous_view_id }) => [id, root_view_id, previous_view_id])).toEqual([
      [root, root, null],
      [second, root, root],
      [third, root, second],
    ]);
    expect(await refusal(push())).toBe('push_limit_reached');
    expect(await served.slack.closeView({ user: LENA, view_id: second })).toEqual({
      ok: false,
      error: 'view_not_on_top',
    });
    await served.slack.closeView({ user: LENA, view_id: third });
    expect(stack().map(({ id }) => id)).toEqual([root, second]);
  });

  test('goes as a whole when the top one clears on close, telling the app of those that asked', async () => {
    await open(withButton({ notify_on_close: true }));
    await push();
    const top = await push({ clear_on_close: true, notify_on_close: true });
    const before = envelopes.length;
    await served.slack.closeView({ user: LENA, view_id: top });
    expect(stack()).toEqual([]);
    expect(envelopes.slice(before).map(({ payload }) => [payload.type, payload.is_cleared])).toEqual([
      ['view_closed', true],
      ['view_closed', true],
    ]);
  });

  test('says nothing of a view that did not ask to be told', async () => {
    const { id } = await open();
    const before = envelopes.length;
    await served.slack.closeView({ user: LENA, view_id: id });
    expect(envelopes).toHaveLength(before);
    expect(await refusal(served.web.views.push({ trigger_id: await commandTrigger(), view: modal() }))).toBe(
      'not_found',
    );
  });
});

describe('submitting', () => {
  test('never reaches the app with fields that the client would not send', async () => {
    const number = { type: 'number_input' as const, action_id: 'a', is_decimal_allowed: false };
    const label = plain('label');
    const { id } = await open(
      modal({
        blocks: [
          field('name', { min_length: 2, max_length: 4 }),
          {
            type: 'input',
            block_id: 'amount',
            label,
            element: { ...number, min_value: '1', max_value: '20' },
          },
          {
            type: 'input',
            block_id: 'mail',
            label,
            optional: true,
            element: { type: 'email_text_input', action_id: 'a' },
          },
          {
            type: 'input',
            block_id: 'link',
            label,
            optional: true,
            element: { type: 'url_text_input', action_id: 'a' },
          },
        ],
      }),
    );
    const before = envelopes.length;
    const required = 'Please complete this required field.';
    expect(await submit(id)).toEqual({ ok: false, errors: { name: required, amount: required } });
    const rounds: [Record<string, string>, string[]][] = [
      [{ name: 'x', amount: '0', mail: 'nobody', link: 'nowhere' }, ['name', 'amount', 'mail', 'link']],
      [{ name: 'toolong', amount: '21', mail: '', link: '' }, ['name', 'amount']],
      [{ name: 'okay', amount: '1.5' }, ['amount']],
      [{ amount: 'abc' }, ['amount']],
    ];
    for (const [values, wrong] of rounds) {
      expect(Object.keys((await submit(id, values)).errors ?? {}), JSON.stringify(values)).toEqual(wrong);
    }
    expect(envelopes).toHaveLength(before);
    expect(await submit(id, { amount: '20' })).toEqual({ ok: true });
    const sent = envelopes.at(-1)?.payload as { view: { state: { values: object } } };
    expect(sent.view.state.values).toMatchObject({
      name: { a: { type: 'plain_text_input', value: 'okay' } },
      amount: { a: { type: 'number_input', value: '20' } },
      mail: { a: { value: null } },
    });
  });

  test('shows the errors of the app under input blocks, and trouble for any other key', async () => {
    const note: KnownBlock = { type: 'section', block_id: 'note', text: plain('x') };
    const { id } = await open(modal({ blocks: [field('name'), note] }));
    answer = () => ({ response_action: 'errors', errors: { name: 'No.' } });
    const shown = { ok: false, response_action: 'errors', errors: { name: 'No.' } };
    expect(await submit(id, { name: 'x' })).toEqual(shown);
    answer = () => ({ response_action: 'errors', errors: { note: 'No.' } });
    expect(await submit(id)).toMatchObject({ ok: false, error: expect.stringContaining('note') });
    expect(stack()).toHaveLength(1);
  });

  test('updates, pushes and clears as the app answers, and refuses a view that Slack refuses', async () => {
    const { id } = await open();
    const respond = (given: object) => {
      answer = () => given;
      return submit(String(stack().at(-1)?.id), { name: 'x' });
    };
    await respond({ response_action: 'update', view: modal({ title: plain('Two') }) });
    expect(stack().map(({ title }) => title?.text)).toEqual(['Two']);
    await respond({ response_action: 'push', view: modal({ title: plain('Three') }) });
    expect(stack()).toMatchObject([{ id }, { title: { text: 'Three' }, previous_view_id: id }]);
    const bad = await respond({ response_action: 'update', view: { type: 'modal', blocks: [] } });
    expect(bad).toMatchObject({ ok: false, error: expect.stringContaining('missing required field: title') });
    expect(await respond({ response_action: 'dance' })).toMatchObject({ ok: false });
    expect(await respond({ response_action: 'clear' })).toEqual({ ok: true, response_action: 'clear' });
    expect(stack()).toEqual([]);
    expect(await submit(id)).toEqual({ ok: false, error: 'view_not_open' });
  });

  test('waits for the answer before it can be pressed again, and says so when none comes', async () => {
    await served.stop();
    served = await serveSlack({ limits: null, ackLimitMs: 60 });
    ({ envelopes } = await rawLink(served, ({ payload }) => (payload.type === 'view_submission' ? undefined : {})));
    const { id } = await open();
    const first = submit(id, { name: 'x' });
    expect(await submit(id, { name: 'x' })).toEqual({ ok: false, error: 'already_submitting' });
    expect(await first).toEqual({ ok: false, error: 'operation_timeout' });
    expect(stack(), 'the modal stays, with what was typed').toMatchObject([
      { id, state: { values: { name: { a: { value: 'x' } } } } },
    ]);
  });

  test('takes only what the form offers', async () => {
    const element = { type: 'static_select' as const, action_id: 'a', options: [option('x')] };
    const { id } = await open(modal({ blocks: [{ type: 'input', block_id: 'os', label: plain('OS'), element }] }));
    const values = (value: string) => ({ os: { a: { selected_option: { value } } } });
    const go = (value: string) => served.slack.submit({ user: LENA, view_id: id, values: values(value) });
    expect(await go('z')).toMatchObject({ ok: false, error: expect.stringContaining('invalid_option') });
    const stranger = served.slack.submit({ user: LENA, view_id: id, values: { other: { a: {} } } });
    expect(await stranger).toMatchObject({ ok: false, error: expect.stringContaining('unknown_field') });
    expect(await go('x')).toEqual({ ok: true });
  });
});

describe('fields that do not wait for the submit', () => {
  test('speak up in actions blocks always, in input blocks only when they dispatch', async () => {
    const pick = { type: 'static_select' as const, action_id: 'pick', options: [option('x')] };
    const { id } = await open(
      modal({
        blocks: [
          { type: 'actions', block_id: 'bar', elements: [pick] },
          { type: 'input', block_id: 'quiet', label: plain('Q'), element: { ...pick, action_id: 'quiet' } },
        ],
      }),
    );
    const before = envelopes.length;
    const use = (action_id: string) =>
      served.slack.action({ user: LENA, view_id: id, action_id, selected_option: { value: 'x' } });
    expect(await use('quiet')).toEqual({ ok: true });
    expect(envelopes).toHaveLength(before);
    expect(stack()[0]?.state.values.quiet?.quiet?.selected_option).toMatchObject({ value: 'x' });
    expect(await use('pick')).toEqual({ ok: true });
    const { payload } = envelopes.at(-1) ?? {};
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      actions: [{ type: 'static_select', block_id: 'bar', selected_option: { value: 'x' } }],
      view: { state: { values: { quiet: { quiet: { selected_option: { value: 'x' } } } } } },
    });
    for (const key of ['channel', 'message', 'response_url']) expect(payload).not.toHaveProperty(key);
  });

  test('ask for options only once enough is typed, and show no more than Slack shows', async () => {
    const element = { type: 'external_select' as const, action_id: 'a', min_query_length: 2 };
    const { id } = await open(modal({ blocks: [{ type: 'input', block_id: 'os', label: plain('OS'), element }] }));
    const before = envelopes.length;
    const look = (value: string) =>
      served.slack.options({ user: LENA, view_id: id, action_id: 'a', block_id: 'os', value });
    expect(await look('u')).toEqual({ ok: true, options: [] });
    expect(envelopes).toHaveLength(before);
    answer = () => ({ options: Array.from({ length: 101 }, (_, n) => option(`o${n}`)) });
    expect(await look('ub')).toMatchObject({ ok: false, error: expect.stringContaining('no more than 100 items') });
    answer = () => ({ option_groups: [{ label: plain('Linux'), options: [option('ubuntu')] }] });
    expect(await look('ub')).toMatchObject({ ok: true, option_groups: [{ options: [{ value: 'ubuntu' }] }] });
    answer = () => ({});
    const picked = { os: { a: { selected_option: { value: 'ubuntu' } } } };
    expect(await served.slack.submit({ user: LENA, view_id: id, values: picked })).toEqual({ ok: true });
    expect(envelopes.at(-1)?.payload.view).toMatchObject({
      state: { values: { os: { a: { selected_option: { text: { text: 'ubuntu' }, value: 'ubuntu' } } } } },
    });
  });
});
