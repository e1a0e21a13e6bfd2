import { expect, onTestFinished, test } from 'vitest';
import type { Click } from '../../../src/core/approval/decide.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { diskWish, parseAgreedPrice } from '../../../src/core/disk/disk-wish.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Directory, Membership, People } from '../../../src/core/policy/people.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import type { AttributesOrdered } from '../../../src/usecases/attribute/set-attributes.ts';
import { makeAutoRenewalService } from '../../../src/usecases/auto-renewal/auto-renewal-service.ts';
import { changeDisks, type DiskDeps } from '../../../src/usecases/disk/change-disks.ts';
import { fixedClock, NOW } from '../../store/samples.ts';
import { hourlyQuote } from '../../support/approvals.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { anInstance, seen } from '../../support/instances.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { askIn, cny, LENA, MARCUS, makeCrowd, policyWith, priceOf, SPEC } from './approval-stage.ts';

// The cloud may be asked for a minute, as its line is long. What Slack said of people before that is no fact of the decision.

/** Answers as Slack does: with what is so when it is asked. */
function slackDirectory() {
  const membership = new Map<string, Membership>();
  const groups = new Map<string, readonly string[]>();
  const asked = (): People => {
    const [who, of] = [new Map(membership), new Map(groups)];
    return { membersOf: (group) => of.get(group) ?? null, membershipOf: (user) => who.get(user) ?? 'member' };
  };
  const directory: Directory = { known: asked, fresh: async () => asked(), memberships: async () => asked() };
  return { membership, groups, directory };
}

const GROUP = 'S07APPROVE';
const approve: Click = { what: 'approve', by: MARCUS, round: 1, note: '' };

type Crowd = ReturnType<typeof slackDirectory>;

test.each<readonly [what: string, then: (crowd: Crowd) => void, why: string]>([
  ['leaves', ({ membership }) => membership.set(MARCUS, 'deactivated'), 'membership'],
  ['becomes a guest', ({ membership }) => membership.set(MARCUS, 'guest'), 'membership'],
  ['is taken out of the group of approvers', ({ groups }) => groups.set(GROUP, []), 'notApprover'],
])('an approver who %s while the cloud names the price has not approved', async (_, then, why) => {
  const policy: Policy = policyWith({ approvers: [GROUP] });
  const database = await openMemoryDatabase({ log: silentLog, clock: fixedClock });
  const store = database.open();
  onTestFinished(() => store.close());
  const crowd = slackDirectory();
  crowd.groups.set(GROUP, [MARCUS]);
  const port = {
    price: async () => {
      then(crowd);
      return ok(priceOf(120_400));
    },
    renewalPrice: async () => ok(priceOf(1)),
    growthPrice: async () => ok(priceOf(1)),
    balance: async () => ok(cny(1_000_000)),
  };
  const approvals = makeApprovals({
    ...{ store, clock: fixedClock, log: silentLog, directory: crowd.directory, authority: onlyThese([]) },
    quotes: makeQuotes(port, { memory: makeAccountMemory(), clock: fixedClock, log: silentLog }),
    cloud: { describeInstances: async () => ok(new Map()), site: async () => ok('china') },
    policy: fixedPolicy(policy),
    random: { next: () => 0.5, id: (length) => 'x'.repeat(length) },
  });
  const asking = { ...makeCrowd(), directory: crowd.directory };
  const { id } = await askIn({ store, policy, crowd: asking, at: NOW });
  expect(await approvals.take(id, approve)).toMatchObject({ outcome: { is: 'refused', refused: { why } } });
  expect(await store.request(id)).toMatchObject({ state: 'pending', approval: { votes: [] } });
});

test('who leaves while the cloud names the price does not turn auto-renewal on', async () => {
  const crowd = slackDirectory();
  const own = anInstance({ cloudId: 'i-1', requester: LENA, outcome: 'reached', dueAt: null, spec: SPEC });
  const sent: unknown[] = [];
  const service = makeAutoRenewalService({
    store: { instance: async () => own, freeze: async () => null } as never,
    ecs: {
      describeInstances: async () =>
        ok(new Map([['i-1', seen('Running', { chargeKind: 'prepaid', expiresAt: NOW + 9e8 })]])),
      autoRenewals: async () => ok(new Map([['i-1', { on: false, term: null }]])),
      renewalPrice: async () => {
        crowd.membership.set(LENA, 'deactivated');
        return ok({ ...priceOf(100), amount: 1 });
      },
      setAutoRenew: async (...order) => {
        sent.push(order);
        return ok(null);
      },
      balance: async () => ok(cny(1_000_000)),
    },
    policy: fixedPolicy(policyWith({ approvers: [LENA], selfApproval: true })),
    ...{ authority: onlyThese([]), directory: crowd.directory, clock: fixedClock, log: silentLog },
  });
  expect(await service.offer(own.id, { user: LENA, isAdmin: false })).toMatchObject({ is: 'refused' });
  crowd.membership.delete(LENA);
  expect(await service.set(own.id, true, { user: LENA, isAdmin: false })).toMatchObject({ is: 'refused' });
  expect(sent).toEqual([]);
});

test('who leaves while the cloud names the price of a disk buys none', async () => {
  const crowd = slackDirectory();
  const own = anInstance({ cloudId: 'i-2zeabcdefgh12345', outcome: 'reached', dueAt: null });
  const price = async (order: { systemDisk: { sizeGiB: number } }) => {
    crowd.membership.set(own.requester, 'deactivated');
    return ok(hourlyQuote(1_000_000 + (order.systemDisk.sizeGiB - 40) * 1_000, { amount: 1 }));
  };
  const disk = {
    ...{ id: 'd-1', kind: 'system', category: 'cloud_essd', performanceLevel: 'PL1', sizeGiB: 40 },
    ...{ status: 'In_use', isPrepaid: false },
  };
  const deps = {
    store: {
      freeze: async () => null,
      queries: {
        byCloudIds: async () => new Map([[own.cloudId, own]]),
        requests: async () => new Map([[own.requestId, { id: own.requestId }]]),
      },
      metadata: { storedAccount: async () => null },
      commit: () => expect.unreachable('it is written down'),
    },
    ...{ clock: fixedClock, random: { next: () => 0, id: () => 'x' }, log: silentLog },
    ...{ authority: onlyThese([]), policy: fixedPolicy(policyWith()), directory: crowd.directory },
    inventory: { instance: async () => ok(sampleCloud()), disks: async () => ok([disk]) },
    quotes: { price: { load: price, fresh: price } },
  } as unknown as DiskDeps;
  const order = (agreed: string | null): Promise<AttributesOrdered | object> => {
    crowd.membership.delete(own.requester);
    return changeDisks(
      deps,
      { user: own.requester, team: 'T1', channel: 'C1' },
      { cloud: null, own, why: 'late' },
      { disks: [diskWish('disk', 'system', '50')], agreed: agreed === null ? null : parseAgreedPrice(agreed) },
    );
  };
  for (const agreed of [null, 'CNY0.010000'])
    expect(await order(agreed)).toMatchObject({ is: 'refused', refusal: { why: 'notByPolicy' } });
});
