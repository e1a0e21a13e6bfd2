import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GENERAL, LENA, type Served, serveSlack } from './serve.ts';

let served: Served;
beforeAll(async () => {
  served = await serveSlack({ limits: null });
});
afterAll(() => served.stop());

type Answer = Readonly<Record<string, unknown>>;

async function call(
  method: string,
  sent: {
    readonly type?: string;
    readonly body?: string | FormData;
    readonly token?: string | null;
    readonly query?: string;
  },
): Promise<Answer> {
  const token = sent.token === undefined ? served.slack.botToken : sent.token;
  const response = await fetch(`${served.base}/api/${method}${sent.query ?? ''}`, {
    method: 'POST',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(sent.type === undefined ? {} : { 'content-type': sent.type }),
    },
    ...(sent.body === undefined ? {} : { body: typeof sent.body === 'string' ? Buffer.from(sent.body) : sent.body }),
  });
  return (await response.json()) as Answer;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_UTF8 = 'application/json;charset=utf-8';
const hello = JSON.stringify({ channel: GENERAL, text: 'hello' });
const parts = (...pairs: readonly (readonly [string, string])[]): FormData => {
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value);
  return form;
};

describe('how arguments may be written', () => {
  test.each(['auth.test', 'users.list', 'usergroups.list', 'bots.info', 'api.test'])(
    '%s, which needs no argument, takes an empty body of every type',
    async (method) => {
      for (const type of [JSON_UTF8, FORM, 'text/plain', undefined]) {
        expect(await call(method, { ...(type ? { type } : {}), body: '' }), String(type)).toMatchObject({ ok: true });
      }
    },
  );

  test('the ticket of a Socket Mode link is handed out for an empty JSON body, as the Python SDK sends it', async () => {
    const asked = { type: JSON_UTF8, body: '', token: served.slack.appToken };
    expect(await call('apps.connections.open', asked)).toMatchObject({ ok: true, url: expect.stringContaining('ws:') });
  });

  test.each<readonly [string, Parameters<typeof call>[1]]>([
    ['JSON with its charset', { type: 'application/json; charset="UTF-8"', body: hello }],
    ['JSON in Latin 1', { type: 'application/json; charset=iso-8859-1', body: hello }],
    ['a form', { type: FORM, body: `channel=${GENERAL}&text=hello` }],
    ['a multipart form', { body: parts(['channel', GENERAL], ['text', 'hello']) }],
    ['the query string alone', { query: `?channel=${GENERAL}&text=hello` }],
    ['half in the query, half in JSON', { query: `?channel=${GENERAL}`, type: JSON_UTF8, body: '{"text":"hello"}' }],
  ])('%s posts a message without a grumble', async (_, sent) => {
    const answer = await call('chat.postMessage', sent);
    expect(answer).toMatchObject({ ok: true, message: { text: 'hello' } });
    expect(answer).not.toHaveProperty('warning');
  });

  test('objects stand in a multipart form as JSON strings', async () => {
    const blocks = JSON.stringify([{ type: 'divider' }]);
    const sent = { body: parts(['channel', GENERAL], ['blocks', blocks]) };
    expect(await call('chat.postMessage', sent)).toMatchObject({
      ok: true,
      message: { blocks: [{ type: 'divider' }] },
    });
  });

  test.each<readonly [string, string, Parameters<typeof call>[1]]>([
    ['invalid_json', 'broken JSON', { type: JSON_UTF8, body: '{' }],
    ['json_not_object', 'a JSON list', { type: JSON_UTF8, body: '[]' }],
    ['json_not_object', 'the JSON null', { type: JSON_UTF8, body: 'null' }],
    [
      'invalid_form_data',
      'a multipart form without its boundary',
      { type: 'multipart/form-data; boundary=x', body: 'y' },
    ],
    ['invalid_post_type', 'XML', { type: 'application/xml', body: '<a/>' }],
    ['missing_post_type', 'a body of no type', { body: 'channel=C' }],
    ['invalid_charset', 'another charset', { type: 'application/json; charset=utf-16', body: hello }],
    ['invalid_array_arg', 'a list in the style of PHP', { type: FORM, body: 'users[0]=U1' }],
    ['invalid_arg_name', 'a name with a space', { type: FORM, body: 'a+b=1' }],
  ])('%s for %s', async (error, _, sent) => {
    expect(await call('chat.postMessage', sent)).toMatchObject({ ok: false, error });
  });

  test.each<readonly [string, string, string]>([
    ['missing_charset', 'application/json', hello],
    ['superfluous_charset', `${FORM};charset=utf-8`, `channel=${GENERAL}&text=hello`],
  ])('%s is grumbled about and done', async (warning, type, body) => {
    const answer = await call('chat.postMessage', { type, body });
    expect(answer).toMatchObject({ ok: true, warning, response_metadata: { warnings: [warning] } });
  });
});

describe('where the token may stand', () => {
  const bare = { token: null };
  test('in the header or in the body of a form of either kind', async () => {
    const { botToken } = served.slack;
    expect(await call('auth.test', { ...bare, type: FORM, body: `token=${botToken}` })).toMatchObject({ ok: true });
    expect(await call('auth.test', { ...bare, body: parts(['token', botToken]) })).toMatchObject({ ok: true });
  });

  test('but not in JSON nor in the query string', async () => {
    const { botToken } = served.slack;
    const json = JSON.stringify({ token: botToken });
    expect(await call('auth.test', { ...bare, type: JSON_UTF8, body: json })).toMatchObject({ error: 'not_authed' });
    expect(await call('auth.test', { ...bare, query: `?token=${botToken}` })).toMatchObject({ error: 'not_authed' });
  });
});

describe('a text that is too long', () => {
  const text = 'x'.repeat(40_001);
  const warned = {
    ok: true,
    warning: 'message_truncated',
    response_metadata: { messages: [expect.stringContaining('truncated')], warnings: ['message_truncated'] },
  };

  test('is cut with a warning, posted as for one person alone', async () => {
    const post = { type: JSON_UTF8, body: JSON.stringify({ channel: GENERAL, user: LENA, text }) };
    const posted = await call('chat.postMessage', post);
    expect(posted).toMatchObject(warned);
    expect((posted.message as { text: string }).text).toHaveLength(40_000);
    expect(await call('chat.postEphemeral', post)).toMatchObject(warned);
  });

  test('of 40,000 characters is whole, and said to be', async () => {
    const whole = { type: JSON_UTF8, body: JSON.stringify({ channel: GENERAL, text: text.slice(1) }) };
    expect(await call('chat.postMessage', whole)).not.toHaveProperty('warning');
  });

  test('keeps the other warnings beside it', async () => {
    const answer = await call('chat.postMessage', {
      type: 'application/json',
      body: JSON.stringify({ channel: GENERAL, text }),
    });
    expect(answer.warning).toBe('message_truncated,missing_charset');
  });
});

describe('conversations.open', () => {
  const open = (args: object): Promise<Answer> =>
    call('conversations.open', { type: JSON_UTF8, body: JSON.stringify(args) });

  test.each<readonly [string, object]>([
    ['users_list_not_supplied', {}],
    ['users_list_not_supplied', { users: '' }],
    ['users_list_not_supplied', { users: ',' }],
    ['user_not_found', { users: 'U0' }],
    ['user_disabled', { users: 'U07OLEGNOV8' }],
    ['cannot_dm_bot', { users: 'U07ECSBOT01' }],
    ['missing_scope', { users: `${LENA},U07MARCOKA3` }],
    ['too_many_users', { users: Array.from({ length: 9 }, (_, n) => `U${n}`).join() }],
    ['channel_not_found', { channel: 'D0' }],
    ['method_not_supported_for_channel_type', { channel: GENERAL }],
  ])('%s for %o', async (error, args) => {
    expect(await open(args)).toMatchObject({ ok: false, error });
  });

  test('opens once, then says that it was open, and resumes by the id', async () => {
    expect(await open({ users: LENA, prevent_creation: true })).toMatchObject({ error: 'channel_not_found' });
    const first = await open({ users: LENA });
    expect(first).not.toHaveProperty('already_open');
    const { id } = first.channel as { id: string };
    const again = { ok: true, no_op: true, already_open: true, channel: { id } };
    expect(await open({ users: LENA })).toEqual(again);
    expect(await open({ channel: id })).toEqual(again);
    expect(await open({ users: LENA, return_im: true })).toMatchObject({ channel: { id, is_im: true, user: LENA } });
  });
});
