import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { LENA, PLATFORM } from '../../sandbox/slack/serve.ts';
import { aSpec, NOW } from '../../store/samples.ts';
import { type Bot, priceOf } from '../bot.ts';

/** The `n`th instance of a region, as somebody made it in the console. */
export const inRegion = (region: string, n: number, over: Partial<CloudInstance> = {}): CloudInstance =>
  sampleCloud({
    region,
    zone: `${region}-h`,
    cloudId: `i-${region.replaceAll('-', '')}${String(n).padStart(4, '0')}`,
    name: `web-${n}`,
    ...over,
  });

/** A request of somebody in the store; each instance as it is changed here. */
export async function asked(
  bot: Bot,
  requestId: string,
  change: (instance: Instance) => Partial<Instance>,
  { requester = LENA, amount = 1, region = 'cn-hangzhou', name = 'mine' } = {},
): Promise<void> {
  const spec = aSpec({ region, zone: `${region}-h`, name });
  const { request, instances, events, messages } = newRequest({
    spec,
    amount,
    quote: priceOf({ ...spec, amount }),
    requestId,
    clientTokens: Array.from({ length: amount }, (_, n) => `t-${requestId}-${n}`),
    origin: requestId,
    approval: null,
    requester,
    team: 'T1',
    channel: PLATFORM,
    at: NOW,
  });
  const rows = instances.map((one) => ({ next: { ...one, dueAt: null, ...change(one) } }));
  const written = await bot.store.commit({ requests: [{ next: request }], instances: rows, events, messages, at: NOW });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
}

type Block = Readonly<Record<string, unknown>>;

/** The newest private message, its text as it was sent, and its rows, of which the first is the head. */
export function newest(bot: Bot) {
  const message = bot.slack.state().ephemeral.at(-1);
  const blocks = (message?.blocks ?? []) as readonly Block[];
  const table = blocks.find(({ type }) => type === 'table') as { rows: readonly (readonly unknown[])[] } | undefined;
  return {
    ts: message?.ts ?? '',
    text: JSON.stringify(blocks),
    rows: (table?.rows ?? []).map((cells) => cells.map(cellText)),
    blocks,
  };
}

function cellText(cell: unknown): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      const one = value as Block;
      if (one.type === 'text') texts.push(String(one.text));
      else if (one.type === 'user') texts.push(`@${one.user_id}`);
      else if (one.type === 'date') texts.push(String(one.fallback));
      else for (const inner of Object.values(one)) walk(inner);
    }
  };
  walk(cell);
  return texts.join('');
}

export interface Element {
  readonly action_id: string;
  readonly value?: string;
  readonly text?: { readonly text: string };
  readonly url?: string;
  readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[];
}

/** Buttons and lists of a message. */
export const elementsOf = (blocks: readonly Block[]): readonly Element[] =>
  blocks.flatMap((block) => [
    ...((block.type === 'actions' ? block.elements : []) as Element[]),
    ...((block.accessory === undefined ? [] : [block.accessory]) as Element[]),
  ]);

/** Presses the button of that name in the newest private message. */
export async function press(bot: Bot, name: string, user = LENA): Promise<void> {
  const { ts, blocks } = newest(bot);
  const button = elementsOf(blocks).find(({ text }) => text?.text === name);
  if (button === undefined) throw new Error(`there is no button ${name}: ${JSON.stringify(elementsOf(blocks))}`);
  const seen = await bot.slack.action({
    user,
    channel: PLATFORM,
    message_ts: ts,
    action_id: button.action_id,
    ...(button.value === undefined ? {} : { value: button.value }),
  });
  if (!seen.ok) throw new Error(seen.error);
  await bot.idle();
}

/** Types a command and waits until it has been answered. */
export async function say(bot: Bot, text: string, user = LENA): Promise<ReturnType<typeof newest>> {
  await bot.type(text, user);
  await bot.idle();
  return newest(bot);
}
