import { expect } from 'vitest';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { sampleInstance, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { en, type Text } from '../../../src/text/en.ts';
import { LENA, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { GOOD } from '../../support/choices.ts';
import type { Bot } from '../bot.ts';

export const SPEC: Request['spec'] = {
  ...sampleRequest(1).spec,
  region: 'cn-hangzhou',
  zone: 'cn-hangzhou-h',
  instanceType: 'ecs.g7.large',
  imageId: GOOD.image ?? '',
  vSwitchId: 'vsw-h1',
  securityGroupId: 'sg-web',
};

/** A request of which each instance ended with its failure, or runs; its card is in the channel. */
export async function ended(
  bot: Bot,
  failures: readonly (Failure | null)[],
  over: Partial<Request> = {},
  words: Text = en,
) {
  const request: Request = {
    ...sampleRequest(failures.length),
    spec: SPEC,
    channel: PLATFORM,
    state: 'finished',
    finishedAt: Date.now(),
    ...over,
  };
  const instances = failures.map((failure, index): Instance => {
    const one = sampleInstance(request, index + 1, failure === null ? 'running' : 'failed', failure ?? undefined);
    return { ...one, version: 1 };
  });
  const written = await bot.store.commit({
    requests: [{ next: request }],
    instances: instances.map((next) => ({ next })),
    at: Date.now(),
  });
  expect(written.ok).toBe(true);
  const { text, blocks } = renderCard(request, instances, words);
  const { ts = '' } = await bot.web.chat.postMessage({ channel: PLATFORM, text, blocks: [...blocks] });
  return { request, instances, blocks, ts };
}

export const press = (bot: Bot, ts: string, action_id: string, user = LENA) =>
  bot.slack.action({ user, channel: PLATFORM, message_ts: ts, action_id });

export const answers = (bot: Bot) => bot.slack.state().ephemeral;
export const said = (bot: Bot): string =>
  answers(bot)
    .map(({ blocks }) => JSON.stringify(blocks))
    .join('\n');
export const answered = (bot: Bot, words: string): Promise<string> =>
  until(() => said(bot).includes(words) && said(bot));
