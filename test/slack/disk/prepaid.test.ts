import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import type { CloudInstance, Disk } from '../../../src/core/instance/cloud-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { en } from '../../../src/text/en.ts';
import { seen } from '../../support/instances.ts';
import { cny, LENA, MARCUS, makeCrowd, PLATFORM, policyWith } from '../../usecases/approval/approval-stage.ts';
import { type Bot, startBot } from '../bot.ts';
import { asked, inRegion, press, say } from '../instance/list-stage.ts';

const ID = 'r-7k3mz9q2xa-1';
const CLOUD_ID = 'i-cnhangzhou0001';
const UNTIL = Date.UTC(2027, 0, 10, 16);
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
const DISK: Disk = {
  ...{ id: 'd-1', kind: 'system', category: 'cloud_essd', performanceLevel: 'PL1', sizeGiB: 40 },
  ...{ status: 'In_use', isPrepaid: true },
};
const BY_THE_HOUR: Disk = { ...DISK, id: 'd-2', kind: 'data', isPrepaid: false };

/** Lena's prepaid instance `web-1` with a prepaid system disk and a data disk by the hour. */
async function office(observed: Partial<CloudInstance> = {}): Promise<Bot> {
  const bot = await startBot('socket', { directory: makeCrowd().directory });
  bot.ruleBy(policyWith());
  const change = (one: Instance): Partial<Instance> => ({
    ...{ cloudId: CLOUD_ID, outcome: 'reached', spec: { ...one.spec, charge: PREPAID } },
  });
  await asked(bot, 'r-7k3mz9q2xa', change, { requester: LENA, name: 'web-1' });
  const state = { chargeKind: 'prepaid' as const, expiresAt: UNTIL, ...observed };
  bot.account.instances = [inRegion('cn-hangzhou', 1, state)];
  bot.account.disks = ok([DISK, BY_THE_HOUR]);
  bot.cloud.instances.set(CLOUD_ID, seen('Running', { cloudId: CLOUD_ID, ...state } as never));
  return bot;
}

const requestBy = async (bot: Bot) => {
  const id = (await bot.store.instance(ID))?.grownBy;
  return id === undefined ? null : bot.store.request(id);
};

test('shows what a larger prepaid disk costs and who must approve, and asks for it at the press of the button', async () => {
  const bot = await office();
  const { text } = await say(bot, 'set web-1 disk=100');
  for (const fact of [
    'Resize web-1: system disk 40 → 100 GiB',
    'This costs CNY 30.00 for the rest of its prepaid period',
    'Account balance now: CNY 10,000.00',
    'One person must approve.',
  ])
    expect(text).toContain(fact);
  expect(await requestBy(bot)).toBeNull();
  await press(bot, 'Request approval');
  const request = await requestBy(bot);
  expect(request).toMatchObject({
    ...{ state: 'pending', requester: LENA, channel: PLATFORM },
    approval: { quote: { price: cny(3_000) }, requirements: [{ needed: 1 }] },
    renewal: { disk: { diskId: 'd-1', from: 40, to: 100, category: 'cloud_essd' }, wasUntil: UNTIL },
  });
  expect((await say(bot, 'set web-1 disk=120')).text).toContain(
    `already has an open request for a renewal or a larger disk: ${request?.id}`,
  );
  if (request === null) throw new Error('nothing was asked for');
  const shown = JSON.stringify(renderCard(request, [], en).blocks);
  for (const fact of [
    'Resize web-1: system disk 40 → 100 GiB',
    'CNY 30.00',
    'Size now',
    '100 GiB',
    'd-1',
    '2027-01-10',
  ])
    expect(shown).toContain(fact);
  expect(shown).not.toContain('1 month');
});

test('at a higher price than was shown it asks for nothing, and shows the price of now', async () => {
  const bot = await office();
  const { text } = await say(bot, 'set web-1 disk/d-1=100 price=CNY29.99');
  expect(text).toContain('The price has changed since you saw it.');
  expect(text).toContain('CNY 30.00');
  expect(await requestBy(bot)).toBeNull();
});

test.each<[string, string, string]>([
  ['several at once', 'set web-1 disk=100 disk2=60', 'needs an approval of its own'],
  ['no larger', 'set web-1 disk=40', 'already has 40 GiB'],
  ['another disk than was shown', 'set web-1 disk/d-0=100 price=CNY30', 'no longer what was shown'],
])('refuses %s', async (_what, typed, sentence) => {
  const bot = await office();
  expect((await say(bot, typed)).text).toContain(sentence);
  expect(await requestBy(bot)).toBeNull();
});

test('a disk of it that is paid for by the hour grows as ever, without an approval', async () => {
  const bot = await office();
  expect((await say(bot, 'set web-1 disk2=60')).text).toContain('disk2 40 → 60 GiB');
  expect(await requestBy(bot)).toBeNull();
});

test('says what is in the way: locked, no price, too little money, and somebody else’s', async () => {
  const locked = await office({ locks: ['financial'] });
  expect((await say(locked, 'set web-1 disk=100')).text).toContain('renew it first with /ecs renew');
  const unpriced = await office();
  unpriced.cloud.price = ok('unknown');
  expect((await say(unpriced, 'set web-1 disk=100')).text).toContain('names no price');
  const poor = await office();
  poor.cloud.balance = ok(cny(2_999));
  expect((await say(poor, 'set web-1 disk=100')).text).toContain('CNY 0.01');
  const other = await office();
  expect((await say(other, 'set web-1 disk=100', MARCUS)).text).toContain('can use /ecs set on it');
  for (const bot of [locked, unpriced, poor, other]) expect(await requestBy(bot)).toBeNull();
});

test('of what the bot did not create it says to adopt it first', async () => {
  const bot = await office();
  bot.ruleBy({ ...policyWith(), admins: [LENA] });
  const foreign = { chargeKind: 'prepaid' as const, expiresAt: UNTIL, cloudId: 'i-other0007', name: 'other' };
  bot.account.instances = [inRegion('cn-hangzhou', 7, foreign)];
  bot.cloud.instances.set('i-other0007', seen('Running', foreign as never));
  expect((await say(bot, 'set other disk=100')).text).toContain('Adopt it first with /ecs adopt');
});
