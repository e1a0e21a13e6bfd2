import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure, FailureKind } from '../../src/core/failure.ts';
import { FAILURE_KINDS } from '../../src/core/failure.ts';
import type { Instance } from '../../src/core/instance.ts';
import { stepsAfter } from '../../src/core/next-steps.ts';
import type { Request } from '../../src/core/request.ts';
import { fail, ok } from '../../src/core/result.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { sampleFailure, sampleInstance, sampleRequest } from '../../src/sandbox/gallery-samples.ts';
import type { Fault } from '../../src/sandbox/ports.ts';
import { renderCard } from '../../src/slack/card.ts';
import { stepAction, TAKE_ALTERNATIVE } from '../../src/slack/next-step-ids.ts';
import { en } from '../../src/text/en.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../ecs/simulated-cloud.ts';
import { LENA, PLATFORM, until } from '../sandbox/slack/serve.ts';
import { GOOD } from '../support/choices.ts';
import { seen } from '../support/instances.ts';
import { type Bot, held, makeFailure, startBot, type Transport } from './bot.ts';

const SPEC: Request['spec'] = {
  ...sampleRequest(1).spec,
  region: 'cn-hangzhou',
  zone: 'cn-hangzhou-h',
  instanceType: 'ecs.g7.large',
  imageId: GOOD.image ?? '',
  vSwitchId: 'vsw-h1',
  securityGroupId: 'sg-web',
};

/** A request of which each instance ended with its failure, or runs; its card stands in the channel. */
async function ended(bot: Bot, failures: readonly (Failure | null)[], over: Partial<Request> = {}) {
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
  const { text, blocks } = renderCard(request, instances, en);
  const { ts = '' } = await bot.web.chat.postMessage({ channel: PLATFORM, text, blocks: [...blocks] });
  return { request, instances, blocks, ts };
}

const press = (bot: Bot, ts: string, action_id: string, user = LENA) =>
  bot.slack.action({ user, channel: PLATFORM, message_ts: ts, action_id });

const answers = (bot: Bot) => bot.slack.state().ephemeral;
const said = (bot: Bot): string =>
  answers(bot)
    .map(({ blocks }) => JSON.stringify(blocks))
    .join('\n');
const answered = (bot: Bot, words: string): Promise<string> => until(() => said(bot).includes(words) && said(bot));

describe('every kind of failure', () => {
  let world: SimulatedCloud;
  let unreachable: { readonly port: EcsPort; stop(): Promise<void> };
  beforeAll(async () => {
    world = await startSimulatedCloud();
    // Nobody listens there.
    unreachable = await world.another({ ecsEndpoint: 'http://127.0.0.1:1' });
  });
  afterAll(async () => {
    await unreachable.stop();
    await world.close();
  });

  const refused = (code: string): Fault => ({ name: 'refuse-with', code });
  /** The fault of the simulated cloud with which a create fails so; null where the bot itself finds it out. */
  const FAULTS: Readonly<Record<FailureKind, Fault | 'nobody listens' | null>> = {
    throttled: { name: 'throttle', action: 'CreateInstance' },
    transient: { name: 'unavailable-before' },
    ambiguous: { name: 'reset-before' },
    notSent: 'nobody listens',
    inFlight: { name: 'in-flight' },
    tokenMismatch: refused('IdempotentParameterMismatch'),
    wrongState: refused('IncorrectInstanceStatus'),
    busy: refused('OperationConflict'),
    alreadyDone: refused('AllocatedAlready'),
    gone: refused('InvalidInstanceId.NotFound'),
    noStock: { name: 'no-stock', action: 'CreateInstance' },
    underMarket: refused('InvalidSpotPriceLimit.LowerThanPublicPrice'),
    vSwitchFull: refused('InvalidVSwitchId.IpNotEnough'),
    money: { name: 'not-enough-balance' },
    quota: { name: 'quota' },
    permission: { name: 'permission', action: 'CreateInstance' },
    account: refused('RealNameAuthenticationError'),
    locked: refused('InstanceLockedForSecurity'),
    credentials: { name: 'bad-credentials', action: 'CreateInstance' },
    badInput: { name: 'image-refused' },
    unknown: refused('OperationDenied.Mystery'),
    vanished: null,
    deadline: null,
    doubtful: null,
    priceChanged: null,
    lapsed: null,
  };

  async function produced(kind: FailureKind): Promise<Failure> {
    const fault = FAULTS[kind];
    if (fault === null) return sampleFailure(kind);
    const input = await world.createInput();
    if (fault !== 'nobody listens') expect(world.cloud.addFault(fault)).toBeNull();
    const { port } = fault === 'nobody listens' ? unreachable : world;
    const answer = await port.createInstance(input);
    if (answer.ok) throw new Error(`${kind}: it was created`);
    expect(answer.error.kind).toBe(kind);
    return answer.error;
  }

  test.each(FAILURE_KINDS)(
    '%s is told on the card with its cause and what to do, and its buttons work',
    async (kind) => {
      const failure = await produced(kind);
      const bot = await startBot('socket');
      const { blocks, ts } = await ended(bot, [failure]);
      const card = JSON.stringify(blocks);
      const { title, cause, next } = en.failures.kinds[kind];
      for (const words of [title, cause, next]) expect(card).toContain(JSON.stringify(words).slice(1, -1));
      for (const step of stepsAfter(kind)) {
        expect(card).toContain(en.nextSteps.button[step]);
        const before = answers(bot).length;
        expect(await press(bot, ts, stepAction(step))).toEqual({ ok: true });
        if (step === 'tryAgain')
          expect(held(await bot.view((view) => held(view, 'name') === 'web'), 'amount')).toBe('1');
        else await until(() => answers(bot).length > before);
      }
      expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});

const noStock = makeFailure('noStock');

describe.each<Transport>(['socket', 'http'])('over %s', (transport) => {
  test('what was sold out has alternatives with their price, each of which opens the form filled in', async () => {
    const bot = await startBot(transport);
    const { ts } = await ended(bot, [noStock, noStock, null]);
    await press(bot, ts, stepAction('alternatives'));
    const shown = await answered(bot, 'ecs.g7.large in zone g');
    // 0.5 for the instance and 0.04 for its disk, by the fake cloud's prices.
    expect(shown).toContain('ecs.g7.large in zone g, CNY 0.54 per hour');
    expect(bot.cloud.priced.map(({ amount, zone }) => [amount, zone])).toContainEqual([1, 'cn-hangzhou-g']);
    const { ts: at } = answers(bot).at(-1) ?? {};
    expect(await press(bot, at ?? '', TAKE_ALTERNATIVE[0])).toEqual({ ok: true });
    const view = await bot.view((one) => held(one, 'zone') === 'cn-hangzhou-g');
    expect(held(view, 'type')).toBe('ecs.g7.large');
    expect(held(view, 'vswitch')).toBe('vsw-g1');
    expect(held(view, 'group')).toBe('sg-web');
    // The two that failed, and not the one that runs.
    expect(held(view, 'amount')).toBe('2');
    expect((await bot.store.request('r-7k3mz9q2xa'))?.state).toBe('finished');
  });
});

describe('Show alternatives', () => {
  test('offers nothing that the policy does not allow, and says that there is nothing', async () => {
    const bot = await startBot('socket', { policy: 'types: [ecs.c7.*]\n' });
    const { ts } = await ended(bot, [noStock]);
    await press(bot, ts, stepAction('alternatives'));
    await answered(bot, 'Nothing with the vCPUs and memory of ecs.g7.large is in stock in cn-hangzhou');
  });

  test('says why it cannot tell when the lists cannot be read', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [noStock]);
    bot.cloud.failure = makeFailure('credentials');
    await press(bot, ts, stepAction('alternatives'));
    await answered(bot, "cannot read what is in stock: The bot's credentials are refused");
  });

  test('names them without a price when the cloud names none', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [noStock]);
    bot.cloud.price = ok('unknown');
    await press(bot, ts, stepAction('alternatives'));
    expect(await answered(bot, 'ecs.g7.large in zone g"')).not.toContain('per hour');
  });

  test('while it takes long says that it is being asked for', async () => {
    const bot = await startBot('socket', { haste: 20 });
    const { ts } = await ended(bot, [noStock]);
    bot.cloud.slow = true;
    await press(bot, ts, stepAction('alternatives'));
    await answered(bot, en.nextSteps.looking);
    bot.cloud.answer();
    await answered(bot, 'zone g');
  });
});

test.each([
  ['tryAgain', 'quota'],
  ['alternatives', 'noStock'],
  ['balance', 'money'],
] as const)('who may not create here is told so instead (%s)', async (step, kind) => {
  const bot = await startBot('socket', { policy: 'create:\n  - who: [U07MARCOKA3]\n    channels: any\n' });
  const { ts } = await ended(bot, [makeFailure(kind)]);
  await press(bot, ts, stepAction(step));
  await answered(bot, 'You may not create instances here');
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  expect(said(bot)).not.toContain('CNY');
});

describe('Check the balance again', () => {
  const term = (minor: number) =>
    ({
      kind: 'term',
      price: { minor, currency: 'CNY' },
      listPrice: { minor, currency: 'CNY' },
      amount: 2,
      at: 0,
    }) as const;

  test('asks anew, and tells how much is missing of what is debited at once for those that failed', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [makeFailure('money'), null], { quote: term(300_001) });
    bot.cloud.balance = ok({ minor: 10_000, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    const first = await answered(bot, 'CNY 100.00 now');
    expect(first).toContain('CNY 1,400.01 are missing of the CNY 1,500.01');
    bot.cloud.balance = ok({ minor: 150_001, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'That covers the CNY 1,500.01');
  });

  test('of an account that owes money tells how much; else that pay-as-you-go has no fixed amount', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [makeFailure('money')]);
    bot.cloud.balance = ok({ minor: -1_230, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'It owes money: CNY 12.30 are missing');
    bot.cloud.balance = ok({ minor: 5, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'Pay-as-you-go is billed afterwards');
  });

  test('names the RAM action when it may not read it', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [makeFailure('money')]);
    bot.cloud.balance = fail({
      ...makeFailure('permission'),
      missing: { action: 'bss:DescribeAcccount', principal: 'bot' },
    });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'lacks bss:DescribeAcccount');
  });
});

describe('Look again', () => {
  const failures = [makeFailure('doubtful'), makeFailure('doubtful')];
  const stands = seen('Running', { cloudId: 'i-found', privateIp: null });

  test('tells by tag what stands in the cloud and what does not', async () => {
    const bot = await startBot('socket');
    const { ts, instances } = await ended(bot, failures);
    bot.cloud.tagged.set(instances[1]?.id ?? '', [stands]);
    await press(bot, ts, stepAction('lookAgain'));
    const shown = await answered(bot, 'i-found');
    expect(shown).toContain('`web-2` `i-found` found, Running. It exists and costs money');
    expect(shown).toContain('`web-1` not found');
  });

  test('says when the cloud does not answer, and does not take that for nothing', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, failures);
    bot.cloud.failure = makeFailure('transient');
    await press(bot, ts, stepAction('lookAgain'));
    expect(await answered(bot, 'could not be looked for: Alibaba Cloud had a fault')).not.toContain('not found');
  });
});

test('the missing right is told with the statement that grants it', async () => {
  const bot = await startBot('socket');
  const missing = { action: 'ecs:CreateInstance', principal: 'chatops@1' };
  const { ts } = await ended(bot, [{ ...makeFailure('permission'), missing }]);
  await press(bot, ts, stepAction('permission'));
  const shown = await answered(bot, 'chatops@1 lacks `ecs:CreateInstance`.');
  expect(shown).toContain(
    JSON.stringify(JSON.stringify({ Effect: 'Allow', Action: ['ecs:CreateInstance'], Resource: '*' }, null, 2)),
  );
});

test.each(['r-unknown', 'nonsense; drop'])('a button about a request that is not known (%s) says so', async (value) => {
  const bot = await startBot('socket');
  const { ts = '' } = await bot.web.chat.postMessage({
    channel: PLATFORM,
    text: 'old',
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: stepAction('tryAgain'), value, text: { type: 'plain_text', text: 'x' } },
        ],
      },
    ],
  });
  await press(bot, ts, stepAction('tryAgain'));
  await answered(bot, en.nextSteps.unknownRequest);
});
