import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { KEY_SCOPE } from '../../../src/core/request/event.ts';
import { KEY_FIELDS } from '../../../src/slack/key/ids.ts';
import { ECDSA, ED25519, RSA } from '../../sandbox/ecs/keys.ts';
import { LENA, MARCUS, until } from '../../sandbox/slack/serve.ts';
import { type Bot, blockIdOf, startBot, textOf } from '../bot.ts';

const HOME = 'cn-hangzhou';

const valuesOf = (publicKey: string, name = '') => ({
  [KEY_FIELDS.publicKey]: { [KEY_FIELDS.publicKey]: { type: 'plain_text_input', value: publicKey } },
  [KEY_FIELDS.name]: { [KEY_FIELDS.name]: { type: 'plain_text_input', value: name } },
});

/** Opens the window and sends it; what is wrong with its fields, by block. */
async function add(bot: Bot, publicKey: string, { name = '', user = LENA } = {}) {
  await bot.type('key add', user);
  const view = await bot.view((one) => one.callback_id === 'key_form', user);
  const sent = await bot.slack.submit({ user, view_id: view.id, values: valuesOf(publicKey, name) as never });
  await bot.idle();
  return 'errors' in sent ? (sent.errors as Readonly<Record<string, string>>) : {};
}

test('a key is added, offered first where the form asks how to log in, listed and removed', async () => {
  const bot = await startBot('socket');
  expect(await add(bot, RSA)).toEqual({});
  const said = textOf(await bot.view((view) => textOf(view).includes('was added')));
  expect(said).toContain('“lena-laptop” was added');
  expect(said).toContain(`Imported in ${HOME}`);
  await until(async () => (await bot.store.ownKeys.named('lena-laptop'))?.unseen === null);
  expect(bot.keyPairs.pairs.get(HOME)).toContainEqual(expect.objectContaining({ name: 'lena-laptop', owner: LENA }));

  await bot.type('create');
  const form = await bot.view((view) => view.callback_id === 'create' || textOf(view).includes('login'));
  const block_id = blockIdOf(form, 'login');
  const offered = async (user: string) => {
    const answer = await bot.slack.options({ user, view_id: form.id, action_id: 'login', block_id, value: '' });
    return JSON.stringify(answer).match(/key:[\w-]+/g);
  };
  expect((await offered(LENA))?.[0]).toBe('key:lena-laptop');

  await bot.type('key');
  await bot.idle();
  const list = bot.told().length;
  expect(JSON.stringify(bot.slack.state().ephemeral[list - 1]?.blocks)).toContain('lena-laptop');
  await bot.type('key remove lena-laptop');
  const asked = await bot.view((view) => textOf(view).includes('from every region?'));
  await bot.slack.submit({ user: LENA, view_id: asked.id, values: {} });
  await bot.view((view) => textOf(view).includes('was removed'));
  expect(JSON.stringify(bot.keyPairs.pairs.get(HOME))).not.toContain('lena-laptop');
  expect((await bot.store.eventsOf(KEY_SCOPE)).map(({ kind }) => kind)).toEqual([
    'key.added',
    'key.importing',
    'key.removing',
    'key.removed',
  ]);
  expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('what is wrong is told at its field; a private key is stored, logged, audited and shown nowhere', async () => {
  const bot = await startBot('http');
  const field = async (publicKey: string, more = {}) => Object.entries(await add(bot, publicKey, more));
  expect(await field(ED25519)).toEqual([[KEY_FIELDS.publicKey, expect.stringContaining('Ed25519')]]);
  expect(await field(RSA, { name: 'two words' })).toEqual([[KEY_FIELDS.name, expect.stringContaining('2–128')]]);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secrets = (['pkcs1', 'pkcs8'] as const).map((type) =>
    privateKey.export({ format: 'pem', type }).toString().trim(),
  );
  for (const secret of secrets) {
    const [wrong] = await field(secret);
    expect(wrong?.[0]).toBe(KEY_FIELDS.publicKey);
    await bot.type(`key add ${secret.replaceAll('\n', ' ')}`);
    await bot.idle();
  }
  const left = JSON.stringify([
    bot.lines,
    bot.slack.state().ephemeral,
    await bot.store.eventsOf(KEY_SCOPE),
    await bot.store.ownKeys.of(LENA),
    bot.keyPairs.calls,
  ]);
  for (const secret of secrets) expect(left).not.toContain(secret.split('\n')[3]);
  expect(bot.keyPairs.calls).toEqual([]);
});

test('a name is one person’s, and only one’s own key is removed', async () => {
  const bot = await startBot('socket');
  await add(bot, RSA);
  expect(await add(bot, ECDSA, { user: MARCUS, name: 'lena-laptop' })).toEqual({
    [KEY_FIELDS.name]: expect.stringContaining('has this name'),
  });
  await bot.type('key remove lena-laptop', MARCUS);
  await bot.view((view) => textOf(view).includes('You have no key'), MARCUS);
  expect(bot.keyPairs.pairs.get(HOME)).toContainEqual(expect.objectContaining({ name: 'lena-laptop', owner: LENA }));
});
