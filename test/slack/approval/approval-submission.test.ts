import { describe, expect, test } from 'vitest';
import type { ApprovalPolicy } from '../../../src/core/approval/approval-policy.ts';
import { ok } from '../../../src/core/base/result.ts';
import { SUBMISSION_SCOPE } from '../../../src/core/request/event.ts';
import { until } from '../../sandbox/slack/serve.ts';
import { cny, LENA, MARCUS, makeCrowd, PLATFORM, PRIYA, policyWith } from '../../usecases/approval/approval-stage.ts';
import { type Bot, startBot, textOf, type View } from '../bot.ts';
import { submitForm } from '../person.ts';

const WHOLE = 'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=web-1';

/** Every request needs one of the approvers. */
const ALWAYS = { rules: [{ line: 12, charge: null, above: null, needed: 1, from: null }] } as const;

/** Of more than CNY 1,000 a month; the fake cloud asks CNY 394.20 a month for each small instance. */
const ABOVE = { rules: [{ line: 12, charge: null, above: cny(100_000), needed: 1, from: null }] } as const;

async function opened(approval: Partial<ApprovalPolicy>, typed = ''): Promise<{ bot: Bot; view: View }> {
  const bot = await startBot('socket', { directory: makeCrowd().directory });
  bot.ruleBy(policyWith(approval));
  await bot.type(`${WHOLE} ${typed}`);
  return { bot, view: await bot.view((view) => textOf(view).includes('Account balance now')) };
}

const refusals = async (bot: Bot) =>
  (await bot.store.eventsOf(SUBMISSION_SCOPE)).map(({ actor, data }) => [actor, data]);

describe('what needs approval', () => {
  test('waits for it, buys nothing, and its requester hears who can give it', async () => {
    const { bot, view } = await opened(ALWAYS);
    expect(await submitForm(bot, view)).toMatchObject({ ok: true, response_action: 'update' });
    const shown = textOf(await bot.view((other) => other.hash !== view.hash));
    const request = await bot.requestOf(view);
    expect(shown).toContain(
      `Request ${request?.id} for 1 instance was sent for approval. Nothing is bought before it’s approved.`,
    );
    expect(shown).toContain(`One of these people must approve: <@${MARCUS}>, <@${PRIYA}>`);
    expect(shown).toContain('They’ve been notified.');
    expect(request).toMatchObject({
      state: 'pending',
      approval: { round: 1, told: [MARCUS, PRIYA], requirements: [{ line: 12, needed: 1 }], quote: { kind: 'hourly' } },
    });
    expect(request?.dueAt).toBe((request?.createdAt ?? 0) + 3_600_000);
    expect(await bot.store.instancesOf(request?.id ?? '')).toEqual([]);
  });

  test('by its price waits above it, and is bought at once below it', async () => {
    const small = await opened(ABOVE);
    expect(await submitForm(small.bot, small.view)).toEqual({ ok: true });
    expect((await small.bot.requestOf(small.view))?.state).toBe('creating');
    const large = await opened(ABOVE, 'amount=3');
    await submitForm(large.bot, large.view);
    expect((await large.bot.requestOf(large.view))?.state).toBe('pending');
  });

  test('by its price waits also when that cannot be found out', async () => {
    const { bot, view } = await opened(ABOVE);
    bot.cloud.price = ok('unknown');
    await submitForm(bot, view, { size: '50' });
    expect(await bot.requestOf(view)).toMatchObject({ state: 'pending', approval: { quote: null } });
  });

  test('shows in its window a link to the card, once that is posted', async () => {
    const { bot, view } = await opened(ALWAYS);
    await submitForm(bot, view);
    const request = await until(() => bot.requestOf(view));
    const { ts = '' } = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'the card' });
    const claim = { owner: 'test', now: Date.now(), claimUntil: Date.now() + 60_000, limit: 1, skipChannels: [] };
    const [card] = await bot.store.outbox.claim(claim);
    if (card === undefined) throw new Error('there is no card');
    await bot.store.outbox.delivered(card, { channel: PLATFORM, ts }, Date.now());
    const shown = textOf(await bot.view((other) => textOf(other).includes('|Its card and thread>')));
    expect(shown).toContain(`Request ${request.id} for 1 instance was sent for approval.`);
    expect(shown).toContain(`/archives/${PLATFORM}/p${ts.replace('.', '')}|`);
  });

  test('and nobody could give is refused, with the rule', async () => {
    const alone = await opened({ ...ALWAYS, approvers: [LENA] });
    await submitForm(alone.bot, alone.view);
    expect(textOf(await alone.bot.view((other) => other.hash !== alone.view.hash))).toContain(
      'It can never be approved: it needs 1 approval, and nobody can approve (policy: approvals). Notify the policy maintainer. Nothing was submitted.',
    );
    expect(await alone.bot.requestOf(alone.view)).toBeNull();
    expect(await refusals(alone.bot)).toEqual([[LENA, { rules: ['approvals (line 12)'], channel: PLATFORM }]]);

    const few = await opened({ rules: [{ ...ALWAYS.rules[0], needed: 3 }] });
    await submitForm(few.bot, few.view);
    expect(textOf(await few.bot.view((other) => other.hash !== few.view.hash))).toContain(
      'It can never be approved: it needs 3 approvals, and only 2 can approve',
    );
  });

  test('by oneself, where the policy lets one, names oneself', async () => {
    const { bot, view } = await opened({ ...ALWAYS, approvers: [LENA], selfApproval: true });
    await submitForm(bot, view);
    expect(textOf(await bot.view((other) => other.hash !== view.hash))).toContain(
      `One of these people must approve: <@${LENA}>`,
    );
  });

  test('of a user group that cannot be read waits: it may become known', async () => {
    const { bot, view } = await opened({ ...ALWAYS, approvers: ['S0APPROVE1'] });
    await submitForm(bot, view);
    const shown = textOf(await bot.view((other) => other.hash !== view.hash));
    expect(shown).toContain('Slack can’t list them');
    expect(shown).toContain('Nobody was notified: ask one of them yourself.');
    expect(await bot.requestOf(view)).toMatchObject({
      state: 'pending',
      approval: { told: [], requirements: [{ users: [], unknownGroups: ['S0APPROVE1'] }] },
    });
  });

  test('goes to the people and channels that the policy names', async () => {
    const notify = ['C0PURCHASE', PRIYA, LENA];
    const { bot, view } = await opened({ ...ALWAYS, notify, escalation: { afterMs: 7_200_000, to: [MARCUS] } });
    await submitForm(bot, view);
    expect(textOf(await bot.view((other) => other.hash !== view.hash))).toContain(
      'The people the policy names for this are notified.',
    );
    const { approval, createdAt } = (await bot.requestOf(view)) ?? {};
    expect(approval).toMatchObject({ told: ['C0PURCHASE', PRIYA], escalateTo: [MARCUS] });
    expect(approval?.escalateAt).toBe((createdAt ?? 0) + 7_200_000);
  });
});

describe('a budget', () => {
  const EACH = { budgets: [{ line: 20, who: 'each', perMonth: cny(50_000) }] } as const;

  test('that would be exceeded refuses a submission, with what counts already', async () => {
    // So little that the rest of no month is within it.
    const { bot, view } = await opened({ budgets: [{ ...EACH.budgets[0], perMonth: cny(0) }] });
    await submitForm(bot, view);
    const shown = textOf(await bot.view((other) => other.hash !== view.hash));
    expect(shown).toMatch(
      /By the end of the month \(UTC\) it would cost CNY [\d.]+; of your budget of CNY 0\.00 per month, CNY 0\.00 has been charged, has accrued by the hour, or is committed for the rest of the month/u,
    );
    expect(await bot.requestOf(view)).toBeNull();
    expect(await refusals(bot)).toEqual([[LENA, { rules: ['budgets (line 20)'], channel: PLATFORM }]]);
  });

  test('refuses what has no known price, and what is priced in another currency, with what to do', async () => {
    const { bot, view } = await opened(EACH);
    bot.cloud.price = ok('unknown');
    await submitForm(bot, view, { size: '50' });
    const shown = textOf(await bot.view((other) => other.hash !== view.hash));
    expect(shown).toContain(
      'Its price is unknown, so it can’t be checked against your budget of CNY 500.00 per month (policy: budgets). Try again in a minute, or choose another zone, type, or disk. Nothing was submitted.',
    );
    const dollars = await opened({
      budgets: [{ ...EACH.budgets[0], perMonth: { minor: 5_000_000, currency: 'USD' } }],
    });
    await submitForm(dollars.bot, dollars.view);
    expect(textOf(await dollars.bot.view((other) => other.hash !== dollars.view.hash))).toMatch(
      /By the end of the month \(UTC\) it would cost CNY [\d.]+, which can’t be checked against your budget of USD 50,000\.00 per month.*, as that is in another currency\. Ask the policy maintainer to use CNY\. Nothing was submitted\./u,
    );
    for (const [{ bot: asked }, seen] of [
      [{ bot }, view],
      [dollars, dollars.view],
    ] as const) {
      expect(await asked.requestOf(seen)).toBeNull();
      expect(await refusals(asked)).toEqual([[LENA, { rules: ['budgets (line 20)'], channel: PLATFORM }]]);
    }
  });

  test('does not count a form against itself when that is sent twice', async () => {
    const { bot, view } = await opened(EACH);
    const twice = await Promise.all([submitForm(bot, view), submitForm(bot, view)]);
    expect(twice.filter((sees) => sees.ok)).not.toHaveLength(0);
    await bot.idle();
    expect(await bot.requestOf(view)).toMatchObject({ state: 'creating' });
    expect(await refusals(bot)).toEqual([]);
  });
});

test('a submission that breaks the policy is written down once, with who, where and which rules', async () => {
  const { bot, view } = await opened({});
  bot.ruleBy(policyWith({}, { limits: { maxDiskGiB: { value: 30, line: 4 } } }));
  await submitForm(bot, view);
  expect(await refusals(bot)).toEqual([[LENA, { rules: ['maxDiskGiB (line 4)'], channel: PLATFORM }]]);
});
