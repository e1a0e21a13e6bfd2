import { leftIn } from '../../core/account/account.ts';
import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import { add, compare, type Money } from '../../core/base/money.ts';
import type { Result } from '../../core/base/result.ts';
import { type Ending, ONE_MONTH } from '../../core/expiry/expiry.ts';
import { isExpiryDue, remindsNow } from '../../core/expiry/expiry-clock.ts';
import { type Renewed, withKnownRenewals } from '../../core/expiry/known-renewals.ts';
import type { ExpiryObservation } from '../../core/expiry/reduce-expiry.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance, Observed } from '../../core/instance/instance.ts';
import { renewalOf } from '../../core/spec/charge.ts';
import { totalOf } from '../../core/spec/quote.ts';
import { cloudIdOf, inBatches, type Pass, settleMany } from '../pass.ts';
import type { Step } from './step.ts';

/** Looks at prepaid instances when a reminder is due, so that the reminder tells the present state. */
export const expiryStep: Step = {
  name: 'expiry',
  takes: isExpiryDue,
  work: (pass, region, rows) => inBatches(pass, rows, (together) => look(pass, region, together)),
};

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const looked = await pass.ports.ecs.describeInstances(region, rows.map(cloudIdOf));
  const shown = rows.map((row) => ({ row, is: seenInLook(looked, cloudIdOf(row)) }));
  const there = shown.flatMap(({ row, is }) => (is.ok && is.value !== 'missing' ? [{ row, seen: is.value }] : []));
  const known = await readAll(pass, region, there);
  await settleMany(
    pass,
    shown.map(({ row, is }) => {
      const observation: ExpiryObservation = is.ok
        ? { is: 'expirySeen', seen: is.value, ...(known.get(row.id) ?? NOT_ASKED) }
        : { is: 'expiryUnseen', failure: is.error };
      return { row, observation };
    }),
  );
}

/** An instance that a look has shown. */
interface Existing {
  readonly row: Instance;
  readonly seen: Observed;
}

type Known = Pick<Extract<ExpiryObservation, { is: 'expirySeen' }>, 'renewal' | 'cost'>;

const NOT_ASKED: Known = { renewal: null, cost: null };

/** Reads the auto-renewal of the instances that exist, and the renewal price of those whose owners have to be told. */
async function readAll(
  { ports }: Pass,
  region: string,
  existing: readonly Existing[],
): Promise<ReadonlyMap<string, Known>> {
  // An id that is gone or not prepaid would make the whole call fail.
  const prepaid = existing.filter(({ seen }) => seen.chargeKind === 'prepaid');
  const there = prepaid.map(({ row }) => row);
  if (there.length === 0) return new Map();
  const { ecs, clock } = ports;
  const settings = await ecs.autoRenewals(region, there.map(cloudIdOf));
  const now = clock.now();
  const reminded = prepaid.filter(({ row, seen }) => remindsNow(row, seen, now)).map(({ row }) => row);
  const prices = await Promise.all(reminded.map((row) => priceOf(ecs, row, settingOf(settings, row))));
  const more = new Map(reminded.map((row, index) => [row.id, prices[index] as Ending['more']]));
  const short = await shortOf(
    ports,
    prepaid.filter(({ row }) => reminded.includes(row) && isOn(settingOf(settings, row))),
    (row) => more.get(row.id)?.price ?? null,
  );
  return new Map(
    there.map((row) => {
      const renewal = settingOf(settings, row);
      const its = more.get(row.id);
      const cost = its === undefined ? null : { more: its, short: isOn(renewal) ? short : null };
      return [row.id, { renewal, cost }];
    }),
  );
}

type Setting = AutoRenewal | Failure;

const UNSAID = failureOf('ambiguous', { api: 'DescribeInstanceAutoRenewAttribute' });

const isOn = (setting: Setting): boolean => 'on' in setting && setting.on;

function settingOf(settings: Result<ReadonlyMap<string, AutoRenewal>, Failure>, row: Instance): Setting {
  if (!settings.ok) return settings.error;
  return settings.value.get(cloudIdOf(row)) ?? UNSAID;
}

/** The price of the auto-renewal's term if it is on, otherwise of another month. */
async function priceOf(ecs: Pass['ports']['ecs'], row: Instance, setting: Setting): Promise<Ending['more']> {
  const { charge } = row.spec;
  const own = charge.kind === 'prepaid' ? renewalOf(charge) : ONE_MONTH;
  const term = 'on' in setting && setting.on ? (setting.term ?? own) : ONE_MONTH;
  const quote = await ecs.renewalPrice(row.spec.region, cloudIdOf(row), term);
  return { term, price: quote.ok && quote.value !== 'unknown' ? totalOf(quote.value) : null };
}

/**
 * Whether the account's balance is less than all auto-renewals until then cost: these, and the others that the bot knows of; null also
 * when that is unknown.
 */
async function shortOf(
  { ecs, clock, store }: Pass['ports'],
  these: readonly Existing[],
  priceIn: (row: Instance) => Money | null,
): Promise<Ending['short']> {
  const [first, ...others] = these.map(({ row }) => priceIn(row));
  if (first === undefined) return null;
  const cost = others.reduce<Money | null>(
    (sum, price) => (sum === null || price === null ? null : add(sum, price)),
    first,
  );
  if (cost === null) return null;
  const balance = await ecs.balance().then((answer) => (answer.ok ? answer.value : null));
  if (balance === null) return null;
  const to = Math.max(...these.map(({ seen }) => seen.expiresAt ?? 0));
  const needed = withKnownRenewals(cost, await otherRenewals(store, these), { from: clock.now(), to });
  return (compare(balance, needed) ?? 0) >= 0 ? null : { balance, needed };
}

/** Auto-renewals of other instances in the account. */
async function otherRenewals(store: Pass['ports']['store'], these: readonly Existing[]): Promise<readonly Renewed[]> {
  const account = await store.metadata.storedAccount();
  const known = new Set(these.map(({ row }) => row.id));
  const others = (await store.queries.autoRenewing()).filter(
    (row) => !known.has(row.id) && leftIn(row, account) === null,
  );
  const requests = await store.queries.requests([...new Set(others.map(({ requestId }) => requestId))]);
  return others.map((row) => ({ row, request: requests.get(row.requestId) ?? null }));
}
