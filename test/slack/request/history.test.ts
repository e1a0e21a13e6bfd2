import { expect, test } from 'vitest';
import { EVENT_KINDS } from '../../../src/core/request/event.ts';
import { chained, EMPTY_CHAIN } from '../../../src/core/request/hash-chain.ts';
import type { Charge } from '../../../src/core/spec/charge.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { historyMessage } from '../../../src/slack/request/history-message.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { anEvent, anInstance, aRequest, aSpec, NOW } from '../../store/samples.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { startBot } from '../bot.ts';

const REQUEST = aRequest('r-7k3mz9q2xa', { requester: LENA, amount: 2, spec: aSpec({ name: 'web' }) });
const INSTANCES = [
  anInstance(REQUEST.id, 1, { cloudId: 'i-2ze1', dueAt: null }),
  anInstance(REQUEST.id, 2, { dueAt: null }),
];
const EVENTS = [
  anEvent(REQUEST.id, { actor: LENA, data: { spec: REQUEST.spec, amount: 2 } }),
  anEvent(REQUEST.id, {
    actor: 'bot',
    kind: 'instance.accepted',
    instanceId: INSTANCES[0]?.id ?? '',
    at: NOW + 2000,
    data: { cloudId: 'i-2ze1' },
  }),
  anEvent(REQUEST.id, {
    actor: 'bot',
    kind: 'instance.failed',
    instanceId: INSTANCES[1]?.id ?? '',
    at: NOW + 3000,
    data: { kind: 'noStock', code: 'OperationDenied.NoStock', api: 'CreateInstance' },
  }),
  anEvent(REQUEST.id, { actor: 'bot', kind: 'request.finished', at: NOW + 4000, data: { reached: 1, failed: 1 } }),
];
const MOMENT = '<!date\\^\\d+\\^\\{date_short_pretty\\} \\{time_secs\\}\\|[^>]+>';

/** The lines of the answer to a command, as they were sent to Slack. */
async function answerTo(bot: Awaited<ReturnType<typeof startBot>>, text: string): Promise<readonly string[]> {
  const before = bot.slack.state().ephemeral.length;
  await bot.type(text);
  await bot.idle();
  const answer = bot.slack.state().ephemeral[before];
  const blocks = (answer?.blocks ?? []) as readonly {
    text?: { text: string };
    elements?: readonly { text: string }[];
  }[];
  return blocks
    .flatMap(({ text, elements }) => [...(text ? [text.text] : []), ...(elements ?? []).map((each) => each.text)])
    .flatMap((each) => each.split('\n'));
}

test('/ecs history finds an instance by its name, and asks which one is meant when several are called so', async () => {
  const bot = await startBot('socket');
  const named = (ordinal: number, name: string) =>
    anInstance(REQUEST.id, ordinal, { cloudId: `i-2ze${ordinal}`, dueAt: null, spec: aSpec({ name }) });
  await bot.store.commit({
    requests: [{ next: REQUEST }],
    instances: [named(1, 'Web'), named(2, 'twin'), named(3, 'twin')].map((next) => ({ next })),
    events: EVENTS,
    at: NOW,
  });
  expect((await answerTo(bot, 'history web')).join()).toContain(`${REQUEST.id}-1`);
  const several = (await answerTo(bot, 'history twin')).join();
  for (const id of [2, 3]) expect(several).toContain(`/ecs history ${REQUEST.id}-${id}`);
  expect((await answerTo(bot, 'history nobody')).join()).toContain('knows no request or instance “nobody”');
});

test.each(TRANSPORTS)(
  'over %s /ecs history tells who did what when, of a request and of one instance by either of its ids',
  async (transport) => {
    const bot = await startBot(transport);
    await bot.store.commit({
      requests: [{ next: REQUEST }],
      instances: INSTANCES.map((next) => ({ next })),
      events: EVENTS,
      at: NOW,
    });
    const [title, ...lines] = await answerTo(bot, `history ${REQUEST.id}`);
    expect(title).toBe('History of r-7k3mz9q2xa');
    const expected = [
      `<@${LENA}>: Requested 2 × ecs.g7.large in cn-beijing-h, named web, pay-as-you-go.`,
      'the bot · `web-1`: Alibaba Cloud accepted it as i-2ze1.',
      'the bot · `web-2`: It failed: Sold out (OperationDenied.NoStock, CreateInstance).',
      'the bot: The request was closed: 1 running, 1 failed.',
    ];
    for (const [index, line] of expected.entries()) {
      expect(lines[index]).toMatch(new RegExp(`^${MOMENT} · `));
      expect(lines[index]?.replace(new RegExp(`^${MOMENT} · `), '')).toBe(line);
    }
    expect(lines.slice(4)).toEqual(['For a single instance: /ecs history r-7k3mz9q2xa-1']);
    for (const id of ['r-7k3mz9q2xa-1', 'i-2ze1', 'I-2ZE1', '`i-2ze1`']) {
      const [of, ...own] = await answerTo(bot, `history ${id}`);
      expect(of).toBe('History of r-7k3mz9q2xa-1');
      expect(own.map((line) => line.split(': ').slice(1).join(': '))).toEqual([
        'Requested 2 × ecs.g7.large in cn-beijing-h, named web, pay-as-you-go.',
        'Alibaba Cloud accepted it as i-2ze1.',
        'The request was closed: 1 running, 1 failed.',
      ]);
    }
  },
);

test('an id that is not known, none, and a store that is away are each answered with what to do', async () => {
  let isAway = false;
  const bot = await startBot('socket', {
    wrapStore: (store) => ({
      ...store,
      history: (id, limit) => (isAway ? Promise.reject(new StoreUnavailable('away')) : store.history(id, limit)),
    }),
  });
  expect((await answerTo(bot, 'history <!channel>')).join()).toMatch(/knows no request.*“<!channel>”.*[Cc]opy the ID/);
  expect((await answerTo(bot, 'history')).join()).toMatch(/\/ecs history with an instance’s name/);
  isAway = true;
  expect((await answerTo(bot, 'history r-1')).join()).toMatch(/can’t load its history right now. Try again/);
  expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a history of any length and with any content is a message that Slack takes, and its newest events are in it', () => {
  const nasty = `*~\`<!channel> & ${'중'.repeat(300)}`;
  for (const count of [1, 39, 40]) {
    const events = chained(
      EMPTY_CHAIN,
      Array.from({ length: count }, (_, index) =>
        anEvent(REQUEST.id, {
          actor: 'bot',
          kind: EVENT_KINDS[index % EVENT_KINDS.length] ?? 'instance.held',
          instanceId: `${REQUEST.id}-2`,
          data: {
            reason: nasty,
            code: nasty,
            kind: nasty,
            publicIp: nasty,
            cloudId: nasty,
            message: nasty,
            status: nasty,
          },
        }),
      ).with(-1, anEvent(REQUEST.id, { kind: 'request.finished', data: { reached: 2, failed: 0 } })),
    );
    const request = { ...REQUEST, spec: aSpec({ name: nasty.slice(0, 120) }) };
    const { blocks } = historyMessage(
      { request, instance: null, events, earlier: 7, archived: false, lacksFirst: false },
      en,
    );
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    const shown = JSON.stringify(blocks);
    expect(shown.length).toBeLessThan(16_000);
    expect(shown).toContain('The request was closed: 2 running, 0 failed.');
    expect(shown).not.toContain('<!channel>');
    const lines = shown.match(/<!date/g)?.length ?? 0;
    expect(shown).toContain(`and ${7 + count - lines} earlier events`);
  }
});

test.each<readonly [string, Charge, string]>([
  ['pay-as-you-go', { kind: 'payAsYouGo' }, ', pay-as-you-go.'],
  ['spot', { kind: 'spot', limitMicros: null }, ', spot, at the market price.'],
  [
    'spot up to a limit',
    { kind: 'spot', limitMicros: 350_000 },
    ', spot, at the market price up to 0.35 per hour each.',
  ],
  [
    'prepaid',
    { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: false },
    ', prepaid for 12 months, no auto-renewal.',
  ],
  [
    'prepaid and renewed by another term',
    { kind: 'prepaid', term: { unit: 'Month', period: 24 }, autoRenew: true },
    ', prepaid for 24 months, auto-renews for 1 month at a time.',
  ],
  [
    'prepaid for a year and renewed by the half',
    {
      kind: 'prepaid',
      term: { unit: 'Month', period: 12 },
      autoRenew: true,
      renewsBy: { unit: 'Month', period: 6 },
    },
    ', prepaid for 12 months, auto-renews for 6 months at a time.',
  ],
])('a submission is told with how it is paid for: %s', (_how, charge, end) => {
  const spec = { ...REQUEST.spec, charge };
  expect(en.history.sentence('request.submitted', { spec, amount: 2 })).toBe(
    `Requested 2 × ecs.g7.large in cn-beijing-h, named web${end}`,
  );
});

test.each([
  [{}, 'Period refused'],
  [{ api: 'ResizeDisk' }, 'Size refused'],
])('a repeated call that was refused is explained as what it was for: %j', (mark, title) => {
  expect(en.history.sentence('renewal.refused', { kind: 'badInput', code: 'X', ...mark })).toContain(`(${title})`);
});
