import { expect, test } from 'vitest';
import { en } from '../../../src/text/en.ts';
import { type Bot, blockIdOf, makeFailure, PICKED, startBot, type View, valuesFor } from '../bot.ts';

const LENA = 'U07LENAHOF1';

async function offered(bot: Bot, { id: view_id }: View, block_id: string) {
  const action_id = block_id.split('|')[0] ?? '';
  const { options = [] } = await bot.slack.options({ user: LENA, view_id, action_id, block_id, value: '' });
  return (options as readonly { readonly text: { readonly text: string }; readonly value: string }[]).map(
    ({ text, value }) => ({ said: text.text, value }),
  );
}

test('a list that is not there says why, in time, and what needs no list can be picked', async () => {
  const bot = await startBot('socket', { haste: 10 });
  await bot.type('create zone=h');
  const view = await bot.view();
  const fields = ['type', 'image', 'login', 'vswitch', 'group'].map((field) => blockIdOf(view, field));
  const firsts = async () => {
    const said: (string | undefined)[] = [];
    for (const field of fields) said.push((await offered(bot, view, field))[0]?.said);
    return said;
  };
  bot.cloud.failure = makeFailure('throttled');
  expect(await firsts()).toEqual(fields.map(() => en.modal.listNote.failed));
  expect((await offered(bot, view, fields[2] ?? '')).map(({ value }) => value).slice(1)).toEqual(['session']);
  bot.cloud.failure = null;
  bot.cloud.slow = true;
  expect(await firsts()).toEqual(fields.map(() => en.modal.listNote.loading));
  expect(await offered(bot, view, 'image|cn-hangzhou')).toHaveLength(1);
});

test('what is no choice is refused at its field in the same words, and nothing is requested', async () => {
  const bot = await startBot('socket', { haste: 10 });
  await bot.type('create zone=h');
  const view = await bot.view();
  bot.cloud.failure = makeFailure('throttled');
  const [note] = await offered(bot, view, blockIdOf(view, 'image'));
  bot.cloud.failure = null;
  const values = valuesFor(view, { ...PICKED, image: note?.value ?? '' });
  const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values });
  expect(sees).toMatchObject({ errors: { [blockIdOf(view, 'image')]: en.modal.listNote.failed } });
  expect(await bot.requestOf(view)).toBeNull();
});
