import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type Failure, type FailureKind } from '../../../src/core/failure/failure.ts';
import { stepsAfter } from '../../../src/core/instance/next-steps.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { sampleFailure } from '../../../src/sandbox/gallery/samples.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import { stepAction } from '../../../src/slack/request/next-step-ids.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../ecs/simulated-cloud.ts';
import { LENA, until } from '../../sandbox/slack/serve.ts';
import { thorough } from '../../support/thorough.ts';
import { held, startBot, textOf } from '../bot.ts';
import { answers, ended, press } from './ended-stage.ts';

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
    queued: null,
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
    unreadable: null,
    vanished: null,
    reclaimed: null,
    deadline: null,
    doubtful: null,
    priceChanged: null,
    lapsed: null,
    scriptChanged: null,
    notAllowed: null,
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

  // Siyuan's Slack is Chinese, and so is the channel.
  const READERS = [
    { language: 'en', user: LENA, options: {} },
    { language: 'zh', user: 'U07CHENSY02', options: { policy: 'language: zh\n' } },
  ] as const;
  /** Each kind in one of the languages, or in both. */
  const CASES = READERS.flatMap((reader, n) =>
    FAILURE_KINDS.filter((_, index) => thorough || index % 2 === n).map((kind) => ({ ...reader, kind })),
  );

  test.each(CASES)(
    '$kind is reported on the card with its cause and what to do, and its buttons work, in $language',
    async ({ kind, language, user, options }) => {
      const failure = await produced(kind);
      const bot = await startBot('socket', options);
      const text = TEXTS[language];
      const { blocks, ts } = await ended(bot, [failure], { requester: user }, text);
      const card = JSON.stringify(blocks);
      const { title, cause, next } = text.failures.kinds[kind];
      for (const words of [title, cause, next]) expect(card).toContain(JSON.stringify(words).slice(1, -1));
      for (const step of stepsAfter(kind)) {
        expect(card).toContain(text.nextSteps.button[step]);
        const before = answers(bot).length;
        expect(await press(bot, ts, stepAction(step), user)).toEqual({ ok: true });
        if (step === 'tryAgain') {
          const view = await bot.view((one) => held(one, 'name') === 'web', user);
          expect(held(view, 'amount')).toBe('1');
          expect(textOf(view)).toContain(text.modal.label.name);
        } else {
          const told = await until(() => answers(bot)[before]);
          expect(told.user).toBe(user);
          expect(/\p{Script=Han}/u.test(JSON.stringify(told.blocks))).toBe(language === 'zh');
        }
      }
      expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});
