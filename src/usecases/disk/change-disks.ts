import type { StoredAccount } from '../../core/account/account.ts';
import type { AttributeDecision, AttributeRefusal } from '../../core/attribute/order-attributes.ts';
import { type GrowthPrices, growthPrices, priceOrdersOf } from '../../core/disk/disk-price.ts';
import { type DiskChange, type DisksWish, isAgreed, isGrowth } from '../../core/disk/disk-wish.ts';
import { againstType, judgeDisks, prepaidGrowth } from '../../core/disk/judge-disks.ts';
import { type GrowthWish, orderGrowth } from '../../core/disk/order-growth.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { type Freeze, isInForce } from '../../core/freeze.ts';
import type { CloudInstance, Disk } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, idOf, regionOf } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { NOBODY_KNOWN, type People } from '../../core/policy/people.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { isCloudId } from '../../core/spec/list-query.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { Quotes } from '../../ecs/money/quotes.ts';
import type { Month } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { Approvals } from '../approval/approvals.ts';
import type { AttributeDeps, AttributesOrdered } from '../attribute/set-attributes.ts';
import { actorFor } from '../instance/actor.ts';
import { type ActorHere, asAdopted } from '../instance/adopt.ts';
import { changeRow } from '../instance/change-rows.ts';
import { deadlineIn } from '../instance/instance-reads.ts';
import { askForPrepaidDisk, type DiskCaller, type PrepaidDiskAnswer } from './ask-for-prepaid-disk.ts';

export interface DiskDeps extends AttributeDeps {
  readonly quotes: Pick<Quotes, 'price'>;
  readonly catalogue: Catalogue;
  readonly approvals: Pick<Approvals, 'previewRenewal' | 'askRenewal'>;
}

/** The price of larger or more disks; nothing was ordered. `wasAgreed`: the person has agreed to another price. */
export interface DisksToConfirm {
  readonly is: 'toConfirm';
  readonly found: FoundInstance;
  readonly wish: DisksWish;
  readonly changes: readonly DiskChange[];
  readonly prices: GrowthPrices;
  readonly wasAgreed: boolean;
}

/** Time for the cloud to list the instance and its disks, and to name the prices. */
const ASK_MS = 20_000;

export type DisksChanged = AttributesOrdered | DisksToConfirm | PrepaidDiskAnswer;

/**
 * Makes disks of an instance larger, or attaches more. The person is told the price first; at that price, the order is stored in
 * one commit, and the lifecycle carries it out. For a prepaid disk a request is made, as for a renewal, see {@link
 * askForPrepaidDisk}.
 */
export function changeDisks(
  deps: DiskDeps,
  caller: DiskCaller,
  found: FoundInstance,
  wish: DisksWish,
): Promise<DisksChanged> {
  return unlessStoreDown<DisksChanged, AttributesOrdered>(
    () => change(deps, caller, found, wish),
    () => {
      deps.log.error({}, 'a change of disks could not be written down: the store is unavailable');
      return { is: 'storeDown' };
    },
  );
}

/** The cloud's view of an instance at one moment. */
interface Seen {
  readonly cloud: CloudInstance;
  readonly disks: readonly Disk[];
}

async function change(
  deps: DiskDeps,
  caller: DiskCaller,
  found: FoundInstance,
  wish: DisksWish,
): Promise<DisksChanged> {
  const [by, seen] = await Promise.all([actorFor(deps, caller, found, 'decision'), look(deps, found)]);
  const row = found.own ?? asAdopted(deps, rowlessCloud(found), by).instance;
  const refused = (refusal: AttributeRefusal): AttributesOrdered => ({ is: 'refused', refusal, instance: row });
  if ('why' in seen) return refused(seen);
  const judged = judgeDisks(wish, seen.cloud, seen.disks);
  if ('refused' in judged) return refused(judged.refused);
  const { changes } = judged;
  const prepaid = prepaidGrowth(changes, seen.cloud, seen.disks);
  if (prepaid !== null) {
    const { own } = found;
    if (own === null) return refused({ why: 'diskPrepaidNotOurs', key: wish.disks[0]?.key ?? '' });
    return askForPrepaidDisk(deps, caller, { found, own, by }, wish, prepaid);
  }
  const unfit = changes.every(isGrowth) ? null : await unfitFor(deps, seen, changes);
  if (unfit !== null) return refused(unfit);
  const prices = await pricesOf(deps, found.own, seen, { changes, agreed: wish.agreed });
  const order: GrowthWish = {
    ...{ changes, prices, channel: caller.channel, growths: row.growths ?? [] },
    clientTokens: changes.map(() => `${row.id}-${deps.random.id(20)}`),
  };
  const facts = factsAt(deps, caller.user);
  const decide: Decide = (instance, at, account) =>
    orderGrowth(instance, order, by, {
      ...{ at, account, cloud: seen.cloud, policy: rulesOf(deps), admins: deps.authority.admins() },
      ...facts.now(),
    });
  const { agreed } = wish;
  if (isAgreed(agreed, prices.more)) return write(deps, found, by, { decide, gather: facts.gather });
  const preview = await previewed(deps, row, { decide, gather: facts.gather });
  if (preview !== null) return preview;
  return { is: 'toConfirm', found, wish, changes, prices, wasAgreed: agreed !== null };
}

const rowlessCloud = ({ cloud }: FoundInstance): CloudInstance => {
  if (cloud === null) throw new Error('what has no row was found in the cloud');
  return cloud;
};

type Decide = (instance: Instance, at: number, account: StoredAccount | null) => AttributeDecision;
type Gather = ReturnType<typeof factsAt>['gather'];

interface Order {
  readonly decide: Decide;
  readonly gather: Gather;
}

/** Read anew at each try; the commit is written under these facts. */
function factsAt({ store, policy, directory }: DiskDeps, user: string) {
  let people: People = NOBODY_KNOWN;
  let month: Month | null = null;
  let freeze: Freeze | null = null;
  let readAt = 0;
  return {
    now: () => ({ people, month: month?.spending ?? [], freeze: isInForce(freeze, readAt) ? freeze : null }),
    async gather(at: number) {
      readAt = at;
      people = await directory.fresh([user]);
      freeze = await store.freeze();
      month = rulesOf({ policy }).approval.budgets.length === 0 ? null : await store.month(at);
      return { underFreeze: freeze, ...(month === null ? {} : { underSpending: month.version }) };
    },
  };
}

/** Why the order would be refused, checked before anybody is asked to agree to a price; null if it would not. */
async function previewed(
  { store, clock }: DiskDeps,
  row: Instance,
  { decide, gather }: Order,
): Promise<AttributesOrdered | null> {
  const at = clock.now();
  await gather(at);
  const decided = decide(row, at, await store.metadata.storedAccount());
  return 'refused' in decided ? { is: 'refused', refusal: decided.refused, instance: row } : null;
}

async function write(deps: DiskDeps, found: FoundInstance, by: ActorHere, order: Order): Promise<AttributesOrdered> {
  const { decide, gather } = order;
  const changed = await changeRow<AttributeRefusal>(deps, { found, by, decide }, gather);
  if (changed.is !== 'taken') return changed;
  const { id: instanceId, requestId } = changed.instance;
  deps.log.info({ requestId, instanceId, user: by.user }, 'a change of disks was ordered');
  return changed;
}

/** Looks again, because the search may be a while ago. */
async function look(deps: DiskDeps, found: FoundInstance): Promise<Seen | AttributeRefusal> {
  const [id, region] = [idOf(found), regionOf(found)];
  if (!isCloudId(id)) return { why: found.own?.outcome === null ? 'notCreatedYet' : 'neverCreated' };
  const deadline = deadlineIn(deps.clock, ASK_MS);
  const [cloud, disks] = await Promise.all([
    deadline.read(() => deps.inventory.instance(region, id)),
    deadline.read(() => deps.inventory.disks(region, id)),
  ]);
  if (!cloud.ok) return unread(cloud.error);
  if (!disks.ok) return unread(disks.error);
  return cloud.value === null ? { why: 'gone' } : { cloud: cloud.value, disks: disks.value };
}

const unread = (failure: Failure | 'late'): AttributeRefusal => ({ why: 'disksUnread', failure });

/** A disk category that fits an instance type as system disk also fits as data disk. */
async function unfitFor(
  { catalogue, clock }: DiskDeps,
  { cloud: { region, zone, instanceType } }: Seen,
  changes: readonly DiskChange[],
): Promise<AttributeRefusal | null> {
  const taken = await deadlineIn(clock, ASK_MS).read(() =>
    catalogue.systemDisks.load(region, zone, instanceType, 'payAsYouGo'),
  );
  if (!taken.ok) return unread(taken.error);
  return againstType(
    changes,
    taken.value.map(({ category }) => category),
  );
}

/** A price that the cloud does not name, or not in time, is missing. The price agreed to is compared with the present one. */
async function pricesOf(
  { quotes, clock }: DiskDeps,
  own: Instance | null,
  { cloud, disks }: Seen,
  { changes, agreed }: { readonly changes: readonly DiskChange[]; readonly agreed: DisksWish['agreed'] },
): Promise<GrowthPrices> {
  const deadline = deadlineIn(clock, ASK_MS);
  const orders = priceOrdersOf(cloud, disks, changes, own?.spec ?? null);
  const ask = agreed === null ? quotes.price.load : quotes.price.fresh;
  const answers = await Promise.all(orders.map((order) => deadline.read(() => ask(order))));
  const told = answers.map((one) => (one.ok && one.value !== 'unknown' ? one.value : null));
  return growthPrices(told, disks);
}
