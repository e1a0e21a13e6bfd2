import { describe, expect, test } from 'vitest';
import type { ApprovalPolicy } from '../../../src/core/approval/approval-policy.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { type Directory, NOBODY_KNOWN } from '../../../src/core/policy/people.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Request } from '../../../src/core/request/request.ts';
import type { ChargeKind } from '../../../src/core/spec/charge.ts';
import {
  APPROVE,
  APPROVE_WITH_NOTE,
  ASK_AGAIN,
  clickTargetValue,
  DENY,
  NOTE_FIELD,
  WITHDRAW,
} from '../../../src/slack/approval/ids.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { until } from '../../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import {
  AMOUNT,
  askIn,
  type Crowd,
  cny,
  INES,
  LENA,
  MARCUS,
  makeCrowd,
  PLATFORM,
  PRIYA,
  policyWith,
  priceOf,
  SPEC,
  TOM,
  TWO,
} from '../../usecases/approval/approval-stage.ts';
import { type Bot, held, makeFailure, startBot, type Transport, textOf, type View } from '../bot.ts';

interface Stage {
  readonly bot: Bot;
  readonly crowd: Crowd;
  /** The store is away while it is true. */
  away: boolean;
  rule(approval?: Partial<ApprovalPolicy>, more?: Partial<Policy>): void;
  request(): Promise<Request>;
  /** Presses a button under the price of a round, and resolves to what the person alone is told. */
  press(user: string, actionId: string, round?: number): Promise<string>;
  /** Presses a button that opens a window. */
  openWindow(user: string, actionId: string): Promise<View>;
  /** Writes into the window and submits it; resolves to what it shows then, or the error at its field. */
  write(user: string, note: string): Promise<string>;
  /** What was written down for it in the trail. */
  kinds(): Promise<readonly string[]>;
}

interface Given {
  readonly approval?: Partial<ApprovalPolicy>;
  readonly more?: Partial<Policy>;
  readonly agoMs?: number;
  readonly directory?: Directory;
  readonly haste?: number;
}

/** A request of Lena's for two instances at CNY 1,204.00 waits, with every button that there is. */
async function stageOf(transport: Transport, given: Given = {}): Promise<Stage> {
  const { approval, more, agoMs = 0, haste = 1 } = given;
  const crowd = makeCrowd();
  const state = { away: false };
  const bot = await startBot(transport, {
    directory: given.directory ?? crowd.directory,
    haste,
    admins: [INES],
    wrapStore: (store) => unlessAway(store, () => state.away),
  });
  const rule = (approval: Partial<ApprovalPolicy> = {}, more: Partial<Policy> = {}) =>
    bot.ruleBy(policyWith(approval, more));
  rule(approval, more);
  bot.cloud.price = ok(priceOf(120_400));
  const policy = policyWith(approval, more);
  const asked = await askIn({ store: bot.store, policy, crowd, at: Date.now() - agoMs, admins: [INES] });
  const button = (action_id: string, round: number) => ({
    type: 'button' as const,
    action_id,
    text: { type: 'plain_text' as const, text: action_id },
    value: clickTargetValue({ requestId: asked.id, round }),
  });
  const rounds = [1, 2].map((round) => ({
    type: 'actions' as const,
    block_id: `round-${round}`,
    elements: [APPROVE, APPROVE_WITH_NOTE, DENY, WITHDRAW, ASK_AGAIN].map((id) => button(id, round)),
  }));
  const posted = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'the card', blocks: rounds });
  const toldTo = (user: string) => bot.slack.state().ephemeral.filter((each) => each.user === user);
  const act = (user: string, action_id: string, round: number) =>
    bot.slack.action({
      user,
      channel: PLATFORM,
      message_ts: posted.ts ?? '',
      action_id,
      block_id: `round-${round}`,
      value: clickTargetValue({ requestId: asked.id, round }),
    });
  const request = async () => {
    const stored = await bot.store.request(asked.id);
    if (stored === null) throw new Error('the request is gone');
    return stored;
  };
  return {
    bot,
    crowd,
    rule,
    request,
    set away(is: boolean) {
      state.away = is;
    },
    get away() {
      return state.away;
    },
    async press(user, actionId, round = 1) {
      const before = toldTo(user).length;
      expect(await act(user, actionId, round)).toEqual({ ok: true });
      const said = await until(() => toldTo(user)[before]);
      // The message with the button stands as it stood.
      expect(
        bot.slack
          .state()
          .channels.find(({ id }) => id === PLATFORM)
          ?.messages.at(-1)?.text,
      ).toBe('the card');
      return JSON.stringify(said.blocks);
    },
    async openWindow(user, actionId) {
      expect(await act(user, actionId, 1)).toEqual({ ok: true });
      return bot.view((view) => view.callback_id?.endsWith('_window') === true, user);
    },
    async write(user, note) {
      const view = await bot.view(() => true, user);
      const values = { [NOTE_FIELD]: { [NOTE_FIELD]: { type: 'plain_text_input', value: note } } };
      const sees = await bot.slack.submit({ user, view_id: view.id, values });
      if (!sees.ok) return JSON.stringify(sees);
      return textOf(await bot.view((shown) => shown.hash !== view.hash, user));
    },
    kinds: async () => (await bot.store.eventsOf(asked.id)).map(({ kind }) => kind),
  };
}

function unlessAway(store: Store, isAway: () => boolean): Store {
  const guarded = new Set(['commit', 'request', 'instancesOf', 'freeze']);
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || !guarded.has(String(key))) return value;
      return async (...args: unknown[]) => {
        if (isAway()) throw new StoreUnavailable('the disk is full');
        return value.apply(target, args) as unknown;
      };
    },
  });
}

const instancesOf = (stage: Stage) => stage.bot.store.instancesOf('r-0123456789');

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an approver approves: exactly what was asked for may be bought, and nobody else can decide any more', async () => {
    const stage = await stageOf(transport);
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved it: 2 instances are being bought.');
    expect(await stage.request()).toMatchObject({
      state: 'creating',
      approval: { decision: { is: 'approved', by: MARCUS }, votes: [{ by: MARCUS }] },
    });
    const rows = await instancesOf(stage);
    expect(rows.map(({ spec }) => spec)).toEqual([1, 2].map((n) => ({ ...SPEC, name: `web-${n}` })));
    // One call buys both.
    expect(new Set(rows.map(({ clientToken }) => clientToken)).size).toBe(1);

    expect(await stage.press(PRIYA, APPROVE)).toContain(`Already approved by <@${MARCUS}>.`);
    expect(await stage.press(PRIYA, DENY)).toContain(`Already approved by <@${MARCUS}>.`);
    expect(await instancesOf(stage)).toHaveLength(AMOUNT);
    expect(await stage.kinds()).toEqual(['request.submitted', 'request.approved']);
  });

  test('a denial needs a reason, which stays with the request', async () => {
    const stage = await stageOf(transport);
    const view = await stage.openWindow(PRIYA, DENY);
    expect(textOf(view)).toContain('2 × ecs.g7.large');
    expect(await stage.write(PRIYA, '   ')).toContain('Give the requester a reason');
    expect((await stage.request()).state).toBe('pending');
    expect(await stage.write(PRIYA, 'Too large for a test')).toContain(
      `Denied. Nothing was bought. The reason was sent to <@${LENA}>.`,
    );
    expect(await stage.request()).toMatchObject({
      state: 'denied',
      approval: { decision: { is: 'denied', by: PRIYA, note: 'Too large for a test' } },
    });
    expect(await stage.press(MARCUS, APPROVE)).toContain(`Already denied by <@${PRIYA}>.`);
    expect(await instancesOf(stage)).toEqual([]);
  });

  test('an approval with a note keeps it', async () => {
    const stage = await stageOf(transport);
    await stage.openWindow(MARCUS, APPROVE_WITH_NOTE);
    expect(await stage.write(MARCUS, 'for the launch')).toContain('You’ve approved it');
    expect(await stage.request()).toMatchObject({ approval: { decision: { note: 'for the launch' } } });
  });

  test('nobody approves their own', async () => {
    const stage = await stageOf(transport, { approval: { approvers: [LENA, MARCUS] } });
    const said = await stage.press(LENA, APPROVE);
    expect(said).toContain('You requested this yourself, so somebody else must decide.');
    expect(said).toContain(`<@${MARCUS}>`);
    expect((await stage.request()).state).toBe('pending');
    expect(stage.bot.cloud.priced).toEqual([]);
    expect(await stage.kinds()).toEqual(['request.submitted', 'approval.refused']);
  });

  test('who is no approver hears who is, whatever they press', async () => {
    const stage = await stageOf(transport);
    for (const button of [APPROVE, APPROVE_WITH_NOTE, DENY]) {
      const said = await stage.press(TOM, button);
      expect(said).toContain('You can’t decide on this. These people can:');
      expect(said).toContain(`<@${MARCUS}>, <@${PRIYA}>`);
    }
    expect(stage.bot.slack.state().views[TOM] ?? []).toEqual([]);
    expect((await stage.request()).state).toBe('pending');
    expect((await stage.kinds()).filter((kind) => kind === 'approval.refused')).toHaveLength(3);
  });

  test('while Slack is slow to say who may decide, a window says so, and then asks for the reason or says why not', async () => {
    const crowd = makeCrowd();
    const directory = { ...crowd.directory, known: () => NOBODY_KNOWN, fresh: slowly(crowd) };
    const stage = await stageOf(transport, { directory, haste: 10 });
    await stage.openWindow(MARCUS, DENY);
    await stage.bot.view((view) => textOf(view).includes('Checking whether you can decide on this…'), MARCUS);
    await stage.bot.view((view) => textOf(view).includes(NOTE_FIELD), MARCUS);
    await stage.write(MARCUS, 'too large');
    await stage.bot.view((view) => textOf(view).includes('Denied.'), MARCUS);
    const other = await stageOf(transport, { directory, haste: 10 });
    await other.openWindow(TOM, DENY);
    await other.bot.view((view) => textOf(view).includes('You can’t decide on this. These people can:'), TOM);
  });

  test('where nobody may decide, that is said, with who can change it', async () => {
    const stage = await stageOf(transport);
    const from = (who: string) =>
      ({ rules: [{ line: 7, charge: 'prepaid', above: null, needed: 1, from: [who] }] }) as const;
    stage.rule(from(LENA));
    const nobody = 'Under the current policy, nobody can. The policy maintainer can name approvers.';
    expect(await stage.press(TOM, APPROVE)).toContain(`You can’t decide on this. ${nobody}`);
    expect(await stage.press(LENA, APPROVE)).toContain(
      `You requested this yourself, so somebody else must decide. ${nobody}`,
    );
    // A person who cannot be named is still somebody.
    stage.rule(from('S07ONCALLS2'));
    const unread = await stage.press(TOM, APPROVE);
    expect(unread).toContain('You can’t decide on this.');
    expect(unread).toContain('Slack can’t say right now who belongs to <!subteam^S07ONCALLS2>. If you do,');
    expect(unread).not.toContain('nobody may');
  });

  test.each([
    ['guest', 'Guests of this workspace can’t decide'],
    ['deactivated', 'A deactivated account can’t decide'],
    ['unknown', 'so you can’t decide'],
  ] as const)('an approver who is %s by now decides nothing', async (membership, sentence) => {
    const stage = await stageOf(transport);
    stage.crowd.membership.set(MARCUS, membership);
    expect(await stage.press(MARCUS, APPROVE)).toContain(sentence);
    expect((await stage.request()).state).toBe('pending');
  });

  test('two have to agree, and the same person counts once', async () => {
    const stage = await stageOf(transport, { approval: TWO });
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved. 1 more person must approve');
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve already approved. 1 more person must approve');
    expect(await instancesOf(stage)).toEqual([]);
    expect(await stage.press(PRIYA, APPROVE)).toContain('You’ve approved it');
    expect((await stage.request()).approval?.votes.map(({ by }) => by)).toEqual([MARCUS, PRIYA]);
    expect(await instancesOf(stage)).toHaveLength(AMOUNT);
  });

  test.each([
    ['up', 130_000, '1,300.00'],
    ['down', 110_000, '1,100.00'],
  ])('a price that went %s asks again at the new one, and older buttons do not count', async (_way, minor, shown) => {
    const stage = await stageOf(transport, { approval: TWO });
    await stage.press(MARCUS, APPROVE);
    stage.bot.cloud.price = ok(priceOf(minor));
    expect(await stage.press(PRIYA, APPROVE)).toContain(`The price has changed from CNY 1,204.00 to CNY ${shown}.`);
    expect(await stage.request()).toMatchObject({ state: 'pending', approval: { round: 2, votes: [] } });
    const stale = await stage.press(MARCUS, APPROVE);
    expect(stale).toContain(`your button showed the old price (CNY 1,204.00). It’s now CNY ${shown}.`);
    await stage.press(MARCUS, APPROVE, 2);
    expect(await stage.press(PRIYA, APPROVE, 2)).toContain('You’ve approved it');
    expect(await stage.request()).toMatchObject({ approval: { quote: priceOf(minor) } });
  });

  test('a price within the tolerance is approved', async () => {
    const stage = await stageOf(transport, { approval: { priceTolerancePercent: 5 } });
    stage.bot.cloud.price = ok(priceOf(126_000));
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved it');
  });

  test('what the account cannot pay waits on, with the amount that is missing', async () => {
    const stage = await stageOf(transport);
    stage.bot.cloud.balance = ok(cny(20_000));
    expect(await stage.press(MARCUS, APPROVE)).toContain(
      'CNY 1,004.00 short: this costs CNY 1,204.00, and the account has CNY 200.00.',
    );
    stage.bot.cloud.balance = ok(cny(-1_200));
    expect(await stage.press(MARCUS, APPROVE)).toContain('The account owes CNY 12.00, and this costs CNY 1,204.00.');
    stage.bot.cloud.balance = ok(cny(120_400));
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved it');
  });

  test('without a price nothing is approved', async () => {
    const stage = await stageOf(transport);
    stage.bot.cloud.price = ok('unknown');
    expect(await stage.press(MARCUS, APPROVE)).toContain('Alibaba Cloud names no price for this right now');
    stage.bot.cloud.price = fail(makeFailure('transient'));
    expect(await stage.press(MARCUS, APPROVE)).toContain('nothing is approved without one');
    expect((await stage.request()).state).toBe('pending');
  });

  test('a balance that may not be read lets nothing through, unless the policy says so', async () => {
    const stage = await stageOf(transport);
    stage.bot.cloud.balance = fail(makeFailure('permission'));
    const said = await stage.press(MARCUS, APPROVE);
    expect(said).toContain('balance is unknown, and prepaid requests aren’t approved without it.');
    expect(said).toContain('RAM identity lacks the permission');
    expect(said).toContain('The policy can still allow it: unknownBalance: allow.');
    stage.rule({ allowUnknownBalance: true });
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved it');
  });

  test('during a freeze the approval counts and the purchase waits, as the approver hears', async () => {
    const stage = await stageOf(transport);
    const freeze = { reason: 'moving house', by: INES, at: Date.now(), until: null };
    await stage.bot.store.commit({ freeze: { was: null, next: freeze }, at: Date.now() });
    const said = await stage.press(MARCUS, APPROVE);
    expect(said).toContain('You’ve approved it');
    expect(said).toContain('You’ve approved it, and no more approvals are needed.');
    expect(said).toContain('Creating is frozen (moving house), so it waits');
    expect(said).not.toContain('being bought');
    expect(said).toContain('After more than a day');
    expect((await stage.request()).state).toBe('creating');
  });

  test('the vote of a person who is no approver any more does not count', async () => {
    const stage = await stageOf(transport, { approval: TWO });
    await stage.press(MARCUS, APPROVE);
    stage.rule({ ...TWO, approvers: [PRIYA, INES] });
    expect(await stage.press(PRIYA, APPROVE)).toContain('1 more person must approve');
    expect((await stage.request()).approval?.votes.map(({ by }) => by)).toEqual([PRIYA]);
    expect(await stage.press(INES, APPROVE)).toContain('You’ve approved it');
  });

  test('a vote that Slack cannot confirm at a later one does not count, and its voter can give it again', async () => {
    const stage = await stageOf(transport, { approval: TWO });
    await stage.press(MARCUS, APPROVE);
    stage.crowd.membership.set(MARCUS, 'unknown');
    expect(await stage.press(PRIYA, APPROVE)).toContain('1 more person must approve');
    expect((await stage.request()).approval?.votes.map(({ by }) => by)).toEqual([PRIYA]);
    stage.crowd.membership.set(MARCUS, 'member');
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved it');
  });

  test('a policy that became stricter between two votes counts', async () => {
    const stage = await stageOf(transport, { approval: TWO });
    await stage.press(MARCUS, APPROVE);
    stage.rule(TWO, { limits: { maxAmount: { value: 1, line: 3 } } });
    const said = await stage.press(PRIYA, APPROVE);
    expect(said).toContain('The policy no longer allows this, so it can’t be approved.');
    expect(said).toContain('2 instances are too many: the policy allows 1 per request (policy: maxAmount)');
    const rules = [{ line: 7, charge: null, above: null, needed: 3, from: [MARCUS, PRIYA, INES] }];
    stage.rule({ rules });
    expect(await stage.press(PRIYA, APPROVE)).toContain('1 more person must approve');
    expect((await stage.request()).state).toBe('pending');
  });

  test('an approver hears what the requester may not do any more, and not that they may not themselves', async () => {
    const stage = await stageOf(transport);
    const granted = (charges: readonly ChargeKind[], who: readonly string[] = [LENA]) =>
      stage.rule({}, { create: { value: [{ who, channels: 'any', charges }], line: 5 } });
    granted(['payAsYouGo']);
    const said = await stage.press(MARCUS, APPROVE);
    expect(said).toContain('The requester can’t use “prepaid” there (policy: create).');
    expect(said).toContain('Deny it, or click again once the policy allows it.');
    granted(['prepaid'], [MARCUS]);
    expect(await stage.press(MARCUS, APPROVE)).toContain(
      'The requester can’t create instances there (policy: create).',
    );
  });

  test('a budget that others have used up meanwhile bars it', async () => {
    const budgets = [{ line: 9, who: 'each', perMonth: cny(100_000) }] as const;
    const stage = await stageOf(transport);
    stage.rule({ budgets });
    expect(await stage.press(MARCUS, APPROVE)).toContain(
      'budget of CNY 1,000.00 per month: CNY 0.00 has been charged, has accrued by the hour, or is committed for the rest of the month, and this would add CNY 1,204.00 (policy: budgets). Nothing was bought. Deny it, or click again once the budget has room.',
    );
    expect((await stage.request()).state).toBe('pending');
  });

  test('a budget in another currency bars it, since nobody can hold the price against it', async () => {
    const stage = await stageOf(transport);
    stage.rule({ budgets: [{ line: 9, who: 'each', perMonth: { minor: 9_999_900, currency: 'USD' } }] });
    expect(await stage.press(MARCUS, APPROVE)).toContain(
      'It costs CNY 1,204.00, which can’t be checked against the requester’s budget of USD 99,999.00 per month (policy: budgets), as that is in another currency. Nothing was bought. Deny it, or click again once the policy has its amounts in CNY.',
    );
    expect((await stage.request()).state).toBe('pending');
  });

  test('a click after the end finds it expired', async () => {
    const stage = await stageOf(transport, { agoMs: 25 * 3_600_000 });
    expect(await stage.press(MARCUS, APPROVE)).toContain('Too late: nobody decided in time');
    expect((await stage.request()).state).toBe('expired');
    expect(await stage.press(PRIYA, APPROVE)).toContain('Nobody decided in time');
    expect(await instancesOf(stage)).toEqual([]);
  });

  test('its requester or an admin withdraws it, and nobody else', async () => {
    const stage = await stageOf(transport);
    expect(await stage.press(MARCUS, WITHDRAW)).toContain(`Only <@${LENA}> or an admin can withdraw this.`);
    expect(await stage.press(LENA, WITHDRAW)).toContain('Withdrawn. Nothing was bought.');
    expect(await stage.request()).toMatchObject({ state: 'withdrawn', approval: { decision: { by: LENA } } });
    expect(await stage.press(INES, WITHDRAW)).toContain(`Already withdrawn by <@${LENA}>.`);
    expect(await stage.press(MARCUS, APPROVE)).toContain(`Already withdrawn by <@${LENA}>.`);
  });

  test('what was approved but not begun is withdrawn with its instances; what was begun is not', async () => {
    const stage = await stageOf(transport);
    await stage.press(MARCUS, APPROVE);
    expect(await stage.press(LENA, WITHDRAW)).toContain('Withdrawn. Nothing was bought.');
    expect((await stage.request()).state).toBe('withdrawn');
    const rows = await instancesOf(stage);
    expect(rows.map(({ outcome, dueAt }) => [outcome, dueAt])).toEqual([
      ['withdrawn', null],
      ['withdrawn', null],
    ]);

    const other = await stageOf(transport);
    await other.press(MARCUS, APPROVE);
    const [first] = await instancesOf(other);
    if (first === undefined) throw new Error('it has no instances');
    const begun = { ...first, version: 2, createTriedAt: Date.now() };
    await other.bot.store.commit({ instances: [{ next: begun }], at: Date.now() });
    const said = await other.press(LENA, WITHDRAW);
    expect(said).toContain(`Already approved by <@${MARCUS}>.`);
    expect(said).toContain('Too late to withdraw');
    expect((await other.request()).state).toBe('creating');
  });

  test('its requester asks for the same again, in the form filled in', async () => {
    const stage = await stageOf(transport);
    await deniedBy(stage, MARCUS);
    expect(await stage.press(PRIYA, ASK_AGAIN)).toContain(`Only the requester can request this again: <@${LENA}>.`);
    await stage.bot.slack.action({
      user: LENA,
      channel: PLATFORM,
      message_ts:
        stage.bot.slack
          .state()
          .channels.find(({ id }) => id === PLATFORM)
          ?.messages.at(-1)?.ts ?? '',
      action_id: ASK_AGAIN,
      block_id: 'round-1',
      value: clickTargetValue({ requestId: 'r-0123456789', round: 1 }),
    });
    const form = await stage.bot.view((view) => view.callback_id === 'create_form');
    expect([held(form, 'type'), held(form, 'amount'), held(form, 'name')]).toEqual(['ecs.g7.large', '2', 'web']);
  });

  test('while the store is away nothing is decided, and the click can be made again', async () => {
    const stage = await stageOf(transport);
    stage.away = true;
    expect(await stage.press(MARCUS, APPROVE)).toContain('The bot can’t reach its database right now');
    stage.away = false;
    expect((await stage.request()).state).toBe('pending');
    expect(await stage.press(MARCUS, APPROVE)).toContain('You’ve approved it');
  });

  test('a button of another making, or about nothing, says so', async () => {
    const stage = await stageOf(transport);
    const old = await stage.bot.web.chat.postMessage({
      channel: PLATFORM,
      text: 'old',
      blocks: ['v0', clickTargetValue({ requestId: 'r-nothing', round: 1 })].map((value, n) => ({
        type: 'actions',
        block_id: `old-${n}`,
        elements: [{ type: 'button', action_id: APPROVE, text: { type: 'plain_text', text: 'Approve' }, value }],
      })),
    });
    for (const [n, sentence] of ['from another version', 'no longer knows this request'].entries()) {
      await stage.bot.slack.action({
        user: MARCUS,
        channel: PLATFORM,
        message_ts: old.ts ?? '',
        action_id: APPROVE,
        block_id: `old-${n}`,
      });
      await until(() => stage.bot.told().length === n + 1);
      expect(stage.bot.told()[n]).toContain(sentence);
    }
  });
});

async function deniedBy(stage: Stage, user: string): Promise<string> {
  await stage.openWindow(user, DENY);
  return stage.write(user, 'no');
}

/** Slack answers later than a window can wait. */
const slowly =
  ({ directory }: Crowd): Directory['fresh'] =>
  (users) =>
    new Promise((resolve) => setTimeout(() => resolve(directory.fresh(users)), 600));

describe('a retried payload is not decided again', () => {
  test.each<readonly [string, (stage: Stage) => Promise<unknown>]>([
    ['an approval', ({ press }) => press(MARCUS, APPROVE)],
    ['a withdrawal', ({ press }) => press(LENA, WITHDRAW)],
    [
      'a denial with its reason',
      async ({ openWindow, write }) => {
        await openWindow(MARCUS, DENY);
        await write(MARCUS, 'too large');
      },
    ],
    [
      'an approval with words',
      async ({ openWindow, write }) => {
        await openWindow(MARCUS, APPROVE_WITH_NOTE);
        await write(MARCUS, 'for the launch');
      },
    ],
  ])('%s', async (_what, decide) => {
    const stage = await stageOf('http');
    const { bot, request } = stage;
    const before = await request();
    await decide(stage);
    await bot.idle();
    const decided = await request();
    expect(decided.state).not.toBe('pending');
    const next = { ...before, version: decided.version + 1 };
    expect((await bot.store.commit({ requests: [{ next }], at: Date.now() })).ok).toBe(true);
    await bot.slack.retryAll();
    await bot.idle();
    expect(await request()).toEqual(next);
  });

  test('an approval that was refused, when it would be taken by now', async () => {
    const { bot, press, request, rule } = await stageOf('http');
    const before = await request();
    await press(TOM, APPROVE);
    expect(await request()).toEqual(before);
    rule({ approvers: [TOM] });
    await bot.slack.retryAll();
    await bot.idle();
    expect(await request()).toEqual(before);
    await press(TOM, APPROVE);
    expect((await request()).state).not.toBe('pending');
  });
});
