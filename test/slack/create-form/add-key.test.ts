import { expect, test } from 'vitest';
import { KEY_FIELDS } from '../../../src/slack/key/ids.ts';
import { ED25519, RSA } from '../../sandbox/ecs/keys.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { type Bot, startBot, textOf, valuesFor } from '../bot.ts';

const HANDED = 'create_form_key';
const TYPED = 'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=web-7 size=77 host=box-1';

/** The form with something typed into it, and the window of a key over it. */
async function overForm(bot: Bot, typed = TYPED) {
  await bot.type(typed);
  const form = await bot.view(({ blocks }) => blocks.some(({ block_id }) => String(block_id).startsWith('login|')));
  await bot.idle();
  const values = valuesFor(form, { name: 'web-8' });
  await bot.slack.action({ user: LENA, view_id: form.id, action_id: 'form_add_key', values: values as never });
  const window = await bot.view(({ callback_id }) => callback_id === HANDED);
  return { form, window };
}

const handIn = (bot: Bot, view_id: string, publicKey: string) =>
  bot.slack.submit({
    ...{ user: LENA, view_id },
    values: {
      [KEY_FIELDS.publicKey]: { [KEY_FIELDS.publicKey]: { type: 'plain_text_input', value: publicKey } },
      [KEY_FIELDS.name]: { [KEY_FIELDS.name]: { type: 'plain_text_input', value: '' } },
    } as never,
  });

interface Shown {
  readonly block_id?: unknown;
  readonly element?: { readonly initial_value?: string; readonly initial_option?: { readonly value: string } };
}

/** What the field of a form begins with. */
function initial({ blocks }: { readonly blocks: readonly object[] }, field: string): string | undefined {
  const block = (blocks as readonly Shown[]).find(({ block_id }) => String(block_id).split('|')[0] === field);
  return block?.element?.initial_value ?? block?.element?.initial_option?.value;
}

test('a key is added over the form, which then logs in with it and has lost nothing', async () => {
  const bot = await startBot('socket');
  const { form, window } = await overForm(bot);
  expect(await handIn(bot, window.id, ED25519)).toMatchObject({ errors: { [KEY_FIELDS.publicKey]: /Ed25519/ } });
  expect(await handIn(bot, window.id, RSA)).toMatchObject({ ok: true });
  await bot.idle();
  const back = await bot.view(({ id }) => id === form.id);
  expect(['login', 'name', 'size', 'disk'].map((field) => initial(back, field))).toEqual([
    'key:lena-laptop',
    'web-8',
    '77',
    'cloud_essd',
  ]);
  expect(textOf(back)).toContain('box-1');
  await bot.slack.submit({
    user: LENA,
    view_id: back.id,
    values: valuesFor(back, { login: 'key:lena-laptop' }) as never,
  });
  await expect
    .poll(() => bot.requestOf(back))
    .toMatchObject({
      spec: { name: 'web-8', hostName: 'box-1', login: { kind: 'keyPair', name: 'lena-laptop' } },
    });
});

test('who closes the window finds the form as it was; no key is offered where the policy lets none in', async () => {
  const bot = await startBot('socket');
  bot.rule('login: { allowed: [session, image] }');
  await bot.type(TYPED);
  const form = await bot.view(({ blocks }) => blocks.some(({ block_id }) => String(block_id).startsWith('login|')));
  expect(JSON.stringify(form.blocks)).not.toContain('form_add_key');
});
