import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { diskWish, parseAgreedPrice } from '../../../src/core/disk/disk-wish.ts';
import type { Disk } from '../../../src/core/instance/cloud-instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import type { PriceOrder } from '../../../src/core/spec/quote.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { changeDisks, type DiskDeps } from '../../../src/usecases/disk/change-disks.ts';
import { hourlyQuote, NOW, peopleWith } from '../../support/approvals.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { anInstance } from '../../support/instances.ts';

const DISK: Disk = {
  ...{ id: 'd-1', kind: 'system', category: 'cloud_essd', performanceLevel: 'PL1', sizeGiB: 40 },
  ...{ status: 'In_use', isPrepaid: false },
};

/** What is remembered is cheaper than what the cloud asks by now. */
function stage() {
  const price = (more: number) => (order: PriceOrder) =>
    Promise.resolve(ok(hourlyQuote(1_000_000 + (order.systemDisk.sizeGiB - 40) * more, { amount: 1 })));
  const own = anInstance({ cloudId: 'i-2zeabcdefgh12345', outcome: 'reached', dueAt: null });
  const people = peopleWith({});
  const deps = {
    store: { freeze: async () => null, metadata: { storedAccount: async () => null } },
    ...{ clock: { now: () => NOW, after: () => () => {} }, random: { next: () => 0, id: () => 'x' }, log: silentLog },
    ...{ authority: onlyThese([]), policy: fixedPolicy(NO_POLICY) },
    directory: { known: () => people, fresh: async () => people },
    inventory: { instance: async () => ok(sampleCloud()), disks: async () => ok([DISK]) },
    quotes: { price: { load: price(1_000), fresh: price(2_000) } },
  } as unknown as DiskDeps;
  return (agreed: string | null) =>
    changeDisks(
      deps,
      { user: own.requester, team: 'T1', channel: 'C1' },
      { cloud: null, own, why: 'late' },
      { disks: [diskWish('disk', 'system', '50')], agreed: agreed === null ? null : parseAgreedPrice(agreed) },
    );
}

test('what was agreed to is held against the price of now, and not against one that is remembered', async () => {
  const change = stage();
  expect(await change(null)).toMatchObject({ is: 'toConfirm', prices: { more: { micros: 10_000 } }, wasAgreed: false });
  expect(await change('CNY0.010000')).toMatchObject({
    ...{ is: 'toConfirm', prices: { more: { micros: 20_000 } }, wasAgreed: true },
  });
});
