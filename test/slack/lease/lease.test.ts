import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import type { Note } from '../../../src/core/request/message.ts';
import { MAX_NAMES_LISTED } from '../../../src/core/request/name-ranges.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { fitting } from '../../../src/slack/kit/post.ts';
import { leaseParagraphs, renderLeaseWarning } from '../../../src/slack/lease/words.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, MARCUS, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { aSpec } from '../../store/samples.ts';
import { seen } from '../../support/instances.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { type Bot, startBot, type Transport } from '../bot.ts';
import { storeOwn } from '../own-instance.ts';
import { hear, rowOf } from '../person.ts';

const INES = 'U07INESCAR5';
const REQUEST = 'r-7k3mz9q2xa';
const ID = `${REQUEST}-1`;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POLICY = 'lease: 7d\nmaxLease: 30d\n';
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

/** A running instance of Lena's called web-1 whose lease ends in a while. */
async function startWith(transport: Transport, fields: Partial<Instance> = {}, endsInMs = 100 * HOUR): Promise<Bot> {
  const bot = await startBot(transport, { admins: [INES], policy: POLICY });
  const at = Date.now() - 10 * HOUR;
  const endsAt = Math.ceil((Date.now() + endsInMs) / 60_000) * 60_000;
  const lease = { ...withEnd(leaseFor(7 * DAY), endsAt, Date.now()), inCloud: endsAt, tryAt: null };
  await storeOwn(bot, { cloudId: 'i-2ze4f8h1k5', at, row: { lease, ...fields } });
  bot.cloud.instances.set('i-2ze4f8h1k5', seen('Running', { cloudId: 'i-2ze4f8h1k5' }));
  return bot;
}

const row = (bot: Bot) => rowOf(bot, ID);

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('/ecs extend adds what the policy gives or what is said, and writes down who did', async () => {
    const bot = await startWith(transport);
    const before = (await row(bot)).lease?.endsAt ?? 0;
    expect(await hear(bot, `extend ${ID}`)).toContain('New auto-release of web-1');
    expect((await row(bot)).lease).toMatchObject({ endsAt: before + 7 * DAY, inCloud: before });
    await hear(bot, `extend ${ID} 12h`);
    expect((await row(bot)).lease?.endsAt).toBe(before + 7 * DAY + 12 * HOUR);
    const events = await bot.store.eventsOf(REQUEST);
    expect(events.at(-1)).toMatchObject({ kind: 'instance.leased', actor: LENA });
  });

  test('a lease is set from now on by its owner, and taken away by admins alone', async () => {
    const bot = await startWith(transport);
    await hear(bot, `lease ${ID} 1d`);
    const endsAt = (await row(bot)).lease?.endsAt ?? 0;
    expect(endsAt - Date.now()).toBeGreaterThan(DAY - HOUR);
    expect(endsAt - Date.now()).toBeLessThan(DAY + HOUR);
    expect(await hear(bot, `lease ${ID} none`)).toContain('only admins can remove it');
    expect((await row(bot)).lease?.endsAt).toBe(endsAt);
    expect(await hear(bot, `lease ${ID} none`, INES)).toContain('You turned auto-release of');
    expect((await row(bot)).lease?.endsAt).toBeNull();
    expect(await hear(bot, `extend ${ID}`)).toContain('has no auto-release: it stays until somebody releases it');
  });

  test('somebody else changes nothing and is told whose it is', async () => {
    const bot = await startWith(transport);
    const before = await row(bot);
    for (const text of [`extend ${ID}`, `lease ${ID} 2d`, `lease ${ID} none`])
      expect(await hear(bot, text, MARCUS)).toContain(LENA);
    expect(await row(bot)).toEqual(before);
  });

  test('a warning offers to extend, stop and release it, and its button extends it', async () => {
    const bot = await startWith(transport);
    const request = await bot.store.request(REQUEST);
    if (request === null) throw new Error('it has gone');
    const post = renderLeaseWarning(request, await row(bot), Date.now() + 99 * HOUR, en);
    expect(checkBlocks(post?.blocks, 'message')).toEqual([]);
    const shown = JSON.stringify(post);
    for (const part of [`extend ${ID}`, 'power_stop', 'power_release']) expect(shown).toContain(part);
    const posted = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'x', blocks: [...(post?.blocks ?? [])] });
    const before = (await row(bot)).lease?.endsAt ?? 0;
    const press = { user: LENA, channel: PLATFORM, message_ts: String(posted.ts), block_id: 'lease_warning' };
    await bot.slack.action({ ...press, action_id: `run_beside:extend:${ID}`, value: `extend ${ID}` });
    await until(async () => ((await row(bot)).lease?.endsAt === before + 7 * DAY ? true : null), 6000);
  });
});

test.each([
  ['extend', 'type its name: /ecs extend <id or name …>'],
  [`extend ${ID} 2d now`, 'is one argument too many'],
  [`extend ${ID} 40d`, 'can be set for 30 days from now at the latest'],
  ['extend web-9', 'web-9'],
  ['lease', '/ecs lease needs <id or name …>'],
  [`lease ${ID}`, '/ecs lease needs <7d|none>'],
  [`lease ${ID} never`, 'is neither a duration nor none'],
  [`lease ${ID} 10m`, '1 hour from now at the earliest'],
  [`lease ${ID} 31d`, 'can be set for 30 days from now at the latest'],
])('“/ecs %s” changes nothing and says what to do', async (text, sentence) => {
  const bot = await startWith('socket');
  const before = await row(bot);
  expect(await hear(bot, text)).toContain(sentence);
  expect(await row(bot)).toEqual(before);
});

test.each<[string, Partial<Instance>, string]>([
  ['prepaid', { spec: aSpec({ name: 'web-1', charge: PREPAID }), lease: null }, 'ends with its prepaid period'],
  ['released', { wanted: 'released' }, 'is already gone'],
])('one that is %s is refused by its id', async (_name, fields, sentence) => {
  const bot = await startWith('socket', fields);
  for (const text of [`extend ${ID}`, `lease ${ID} 3d`]) expect(await hear(bot, text)).toContain(sentence);
});

test('a request takes the lease of the policy at its submission, and what is prepaid takes none', () => {
  const order = {
    ...{ requestId: REQUEST, clientTokens: ['token'], amount: 1, approval: null, leaseMs: 7 * DAY },
    ...{ origin: 'view:1', requester: LENA, team: 'T1', channel: PLATFORM, at: 0 },
  };
  const { request, instances, events } = newRequest({ ...order, spec: aSpec({}) });
  expect([request.leaseMs, events[0]?.data.leaseMs]).toEqual([7 * DAY, 7 * DAY]);
  expect(instances[0]?.lease).toEqual(leaseFor(7 * DAY));
  const prepaid = newRequest({ ...order, spec: aSpec({ charge: PREPAID }) });
  expect([prepaid.request.leaseMs, prepaid.instances[0]?.lease]).toEqual([undefined, undefined]);
});

test('many that are warned of the ends with which they were bought each have their own', () => {
  const noteOf = (ordinal: number, inCloud: number): Note => ({
    ...{ milestone: 'leaseEnding' as const, at: 0, ordinal, name: `web-${ordinal}`, cloudId: `i-${ordinal}` },
    ...{ publicIp: null, privateIp: null, failure: null, lease: { id: `r-1-${ordinal}`, endsAt: null, inCloud } },
  });
  const notes = Array.from({ length: 2 * MAX_NAMES_LISTED }, (_, index) =>
    noteOf(index + 1, index < MAX_NAMES_LISTED ? HOUR : 3 * HOUR),
  );
  const said = JSON.stringify(fitting((detail) => leaseParagraphs(notes, en, detail) ?? []));
  expect([...said.matchAll(/<!date\^(\d+)/gu)].map(([, seconds]) => Number(seconds) * 1000)).toEqual([HOUR, 3 * HOUR]);
});
