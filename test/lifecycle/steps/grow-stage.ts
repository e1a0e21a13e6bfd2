import { expect } from 'vitest';
import { type GrowthWish, orderGrowth } from '../../../src/core/disk/order-growth.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import type { DataDisk } from '../../../src/core/option/options.ts';
import type { Tag } from '../../../src/core/option/tag.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { Note } from '../../../src/core/request/message.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import type { Store } from '../../../src/store/store.ts';
import { peopleWith } from '../../support/approvals.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { DEATHS, eachNth } from '../../support/thorough.ts';
import { makeStage, type Stage } from '../stage.ts';

export const MORE = { micros: 100_000, currency: 'CNY' };

interface Shown {
  readonly DiskId: string;
  readonly Type: string;
  readonly Size: number;
  readonly Status: string;
  readonly Tags: { readonly Tag: readonly { readonly TagKey: string; readonly TagValue: string }[] };
}

export function disks({ cloud }: Stage): readonly Shown[] {
  const { body } = cloud.call('DescribeDisks', '2014-05-26', { RegionId: region(cloud.state().instances[0]) });
  return (body.Disks as { readonly Disk: readonly Shown[] }).Disk;
}
const region = (vm: Record<string, unknown> | undefined): string => String(vm?.RegionId);
export const systemDisk = (stage: Stage): Shown => {
  const disk = disks(stage).find(({ Type }) => Type === 'system');
  if (disk === undefined) throw new Error('there is no system disk');
  return disk;
};

/** As a command writes it down. */
export async function orderDisk(
  stage: Stage,
  to: number | DataDisk,
  store: Pick<Store, 'commit'> = stage.truth,
): Promise<void> {
  const at = stage.timeline.now();
  const { DiskId: diskId, Size: from } = systemDisk(stage);
  const cloud: CloudInstance = sampleCloud();
  const { zone } = (await stage.instance()).spec;
  const isSize = typeof to === 'number';
  const wish: GrowthWish = {
    changes: [isSize ? { which: 'system', diskId, from, to } : { which: 1, disk: to, zone }],
    prices: { each: [MORE], more: MORE, whole: null },
    growths: [],
    clientTokens: [isSize ? `token-${to}` : 'token-new'],
    channel: 'C1',
  };
  const decided = orderGrowth(
    await stage.instance(),
    wish,
    { user: 'U1', isAdmin: false },
    {
      ...{ at, account: null, cloud, freeze: null, policy: NO_POLICY, admins: [], people: peopleWith({}), month: [] },
    },
  );
  if ('refused' in decided) throw new Error(decided.refused.why);
  const { next, events, messages } = decided.taken;
  expect((await store.commit({ instances: [{ next }], events, messages, at })).ok).toBe(true);
}

/** On an instance that was bought under a policy, with tags of its own. */
export async function ordered(
  to: number | DataDisk,
  { policy = NO_POLICY, tags }: { readonly policy?: Policy; readonly tags?: readonly Tag[] } = {},
): Promise<Stage> {
  const stage = await makeStage();
  await stage.submit('r-1', { ...stage.spec.plain, ...(tags && { tags }) }, 1);
  const { life } = stage.start({ name: 'creator', policy: fixedPolicy(policy) });
  await stage.until(() => stage.ended('r-1'));
  life.die();
  await orderDisk(stage, to);
  return stage;
}

export const isDone = (stage: Stage) => async () => (await stage.instance()).attributes === null;

export const notes = async (stage: Stage): Promise<readonly Note['changed'][]> =>
  (await stage.thread()).flatMap(({ milestone, changed }) => (milestone === 'changed' ? [changed] : []));

export const spending = async (stage: Stage) => {
  const [mine] = (await stage.truth.month(stage.timeline.now())).spending.filter(({ currency }) => currency === 'CNY');
  return { waits: (mine?.waiting ?? 0) > 0, runsOn: (mine?.runsOn ?? 0) > 0, soFar: mine?.soFar ?? 0 };
};

export const NEW: DataDisk = { category: 'cloud_essd', sizeGiB: 60 };
export const newDisks = (stage: Stage) => disks(stage).filter(({ Type }) => Type === 'data');

/**
 * A stage for each call before or after which a bot dies, once another has brought to its end what was ordered there. The first that would
 * need no more than `atLeast` calls is a mistake of the test.
 */
export async function* deaths(
  make: () => Promise<Stage>,
  { nth, atLeast }: { readonly nth: number; readonly atLeast: number },
): AsyncGenerator<Stage> {
  for (const [when, from] of DEATHS)
    for (let calls = from; ; calls += eachNth(nth)) {
      const stage = await make();
      const { life } = stage.start({ name: 'first' });
      life.dieIn(calls, when);
      await stage.until(async () => life.isDead() || (await isDone(stage)()));
      if (!life.isDead()) {
        expect(calls).toBeGreaterThan(atLeast);
        break;
      }
      stage.start({ name: 'second' });
      await stage.until(isDone(stage));
      yield stage;
    }
}
