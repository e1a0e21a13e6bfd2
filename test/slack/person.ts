import { expect } from 'vitest';
import type { Instance } from '../../src/core/instance/instance.ts';
import { LENA, until } from '../sandbox/slack/serve.ts';
import { type Bot, blockIdOf, blockOf, textOf, type View, valuesFor } from './bot.ts';

/** What people do in the tests, and what they see. */

type Fields = Readonly<Record<string, string>>;

/** Types a command; resolves to the blocks of what the person alone is told. */
export async function hear(bot: Bot, text: string, user = LENA): Promise<string> {
  const before = bot.slack.state().ephemeral.length;
  expect(await bot.type(text, user)).toEqual({ ok: true });
  const answer = await until(() => bot.slack.state().ephemeral[before], 6000);
  expect(answer.user).toBe(user);
  return JSON.stringify(answer.blocks);
}

/** The blocks of the newest private message, once there is one. */
export const lastTold = (bot: Bot): Promise<string> =>
  until(() => {
    const message = bot.slack.state().ephemeral.at(-1);
    return message !== undefined && JSON.stringify(message.blocks);
  });

/** Picks an entry of a list in the create form, with what else was filled in before it. */
export const pick = (bot: Bot, view: View, field: string, value: string, also: Fields = {}) =>
  bot.slack.action({
    ...{ user: LENA, view_id: view.id, action_id: field, block_id: blockIdOf(view, field) },
    selected_option: { value },
    values: valuesFor(view, { ...also, [field]: value }),
  });

/** The create form when the price and the balance, too, have come. */
export async function settled(bot: Bot): Promise<View> {
  await bot.view((view) => textOf(view).includes('Account balance now'));
  await bot.idle();
  return bot.view();
}

export const submitForm = (bot: Bot, view: View, fields: Fields = {}) =>
  bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, fields) });

/** What stands below a field. */
export const hintOf = (view: View, field: string): string => JSON.stringify(blockOf(view, field)?.hint ?? null);

/** The row of an instance. */
export async function rowOf(bot: Bot, id: string): Promise<Instance> {
  const instance = await bot.store.instance(id);
  if (instance === null) throw new Error(`${id} has gone`);
  return instance;
}
