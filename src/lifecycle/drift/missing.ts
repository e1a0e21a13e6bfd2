import { isLeftBehind } from '../../core/account/account.ts';
import { batchesOf } from '../../core/base/lists.ts';
import { noticeExpiry } from '../../core/expiry/reduce-expiry.ts';
import { MAX_IDS_PER_CALL, seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance, Observed } from '../../core/instance/instance.ts';
import { isAtRest, isTooMuch, lastKnownAt, vanish } from '../../core/instance/vanish.ts';
import { noticeLease } from '../../core/lease/reduce-lease.ts';
import { type MissingRegion, SWEEP_SCOPE } from '../../core/request/notice.ts';
import { cloudIdOf } from '../pass.ts';
import type { SweepRound } from './round.ts';

/** The rows at rest of one region, compared with the cloud. */
interface Looked {
  readonly region: string;
  /** How many rows were looked for. */
  readonly of: number;
  readonly missing: readonly Instance[];
}

/** How many ids the notice to admins shows. */
const SHOWN_MAX = 3;

/**
 * Tells in the thread and on the card, once, when two looks in a row do not list an instance. If so many are missing that the bot
 * more likely looks in the wrong place, no row is marked and admins are told instead.
 */
export async function findMissing(round: SweepRound): Promise<{ readonly isElsewhere: boolean }> {
  const first: Looked[] = [];
  for (const region of await round.store.queries.regionsAtRest()) {
    const looked = await lookThrough(round, region);
    if (round.isOver()) return { isElsewhere: false };
    if (looked !== null) first.push(looked);
  }
  if (first.some(({ missing }) => missing.length > 0)) await round.wait(round.graceMs);
  const looked: Looked[] = [];
  for (const { region, of, missing } of first) {
    const still = await missingAmong(round, region, missing);
    if (round.isOver()) return { isElsewhere: false };
    if (still !== null) looked.push({ region, of, missing: still });
  }
  const wrong = looksWrong(looked);
  for (const { region, missing } of looked) if (!wrong.has(region)) for (const row of missing) await tell(round, row);
  await tellAdmins(round, looked, wrong);
  return { isElsewhere: isEverything(looked) };
}

/** The regions with too many missing: either some regions alone, or all together. */
function looksWrong(looked: readonly Looked[]): ReadonlySet<string> {
  const everything = isEverything(looked);
  return new Set(
    looked.flatMap(({ region, of, missing }) =>
      isTooMuch({ of, missing: missing.length }) || (everything && of > 0) ? [region] : [],
    ),
  );
}

/** Whether every one of several instances is missing: then it is another account. */
function isEverything(looked: readonly Looked[]): boolean {
  const missing = looked.reduce((total, one) => total + one.missing.length, 0);
  return missing >= 2 && missing === looked.reduce((total, { of }) => total + of, 0);
}

/** Null when the region could not be read completely: then the number of missing instances is unknown. */
async function lookThrough(round: SweepRound, region: string): Promise<Looked | null> {
  const { account, clock, graceMs, store } = round;
  const missing: Instance[] = [];
  let of = 0;
  for (let after = ''; !round.isOver(); ) {
    const rows = await store.queries.atRest(region, after, MAX_IDS_PER_CALL);
    const now = clock.now();
    const own = rows.filter((row) => isAtRest(row, now) && !isLeftBehind(row, account));
    const old = own.filter((row) => now - lastKnownAt(row) >= graceMs);
    const notListed = await missingAmong(round, region, old);
    if (notListed === null) return null;
    of += old.length;
    missing.push(...notListed);
    const last = rows.at(-1);
    if (last === undefined || rows.length < MAX_IDS_PER_CALL) break;
    after = last.id;
  }
  return { region, of, missing };
}

/** Null when the cloud could not be asked. */
async function missingAmong(
  round: SweepRound,
  region: string,
  rows: readonly Instance[],
): Promise<readonly Instance[] | null> {
  const { ecs, log, isOver } = round;
  const missing: Instance[] = [];
  for (const some of batchesOf(rows, MAX_IDS_PER_CALL)) {
    if (isOver()) break;
    const answer = await ecs.describeInstances(region, some.map(cloudIdOf));
    if (!answer.ok) {
      const { kind, code } = answer.error;
      log.warn({ region, kind, code }, 'whether the instances of a region still exist could not be looked at');
      return null;
    }
    missing.push(...some.filter((row) => !answer.value.has(cloudIdOf(row))));
    for (const row of some) {
      const shown = seenInLook(answer, cloudIdOf(row));
      if (shown.ok && shown.value !== 'missing') await noticeEnd(round, row, shown.value);
    }
  }
  return missing;
}

/** The look shows more than that it exists. On a conflict another process knows better, or the next round looks again. */
async function noticeEnd({ store, clock }: SweepRound, row: Instance, seen: Observed): Promise<void> {
  const at = clock.now();
  // One change at a time: the next round notices the other.
  const changes = noticeExpiry(row, seen, at) ?? noticeLease(row, seen, at);
  if (changes === null) return;
  const { next, events, messages } = changes;
  await store.commit({ instances: [{ next }], events, messages, at });
}

/** If another process has written the row meanwhile, that process knows better. */
async function tell({ store, clock, log }: SweepRound, row: Instance): Promise<void> {
  const at = clock.now();
  if (!isAtRest(row, at)) return;
  const { next, events, messages } = vanish(row, at);
  const committed = await store.commit({ instances: [{ next }], events, messages, at });
  const fields = { requestId: row.requestId, instanceId: row.id, cloudId: row.cloudId };
  if (committed.ok) log.warn(fields, 'an instance has vanished: it was released elsewhere');
}

/** Once per region, until a look finds the region complete, or nearly so. */
async function tellAdmins(round: SweepRound, looked: readonly Looked[], wrong: ReadonlySet<string>): Promise<void> {
  const { store, clock, log } = round;
  const regions = looked
    .filter(({ region }) => wrong.has(region))
    .map(
      ({ region, of, missing }): MissingRegion => ({
        region,
        of,
        missing: missing.length,
        cloudIds: missing.slice(0, SHOWN_MAX).map(cloudIdOf),
      }),
    );
  for (const { region, of, missing } of regions)
    log.error({ region, of, missing }, 'so many instances are missing that the bot rather looks in the wrong account');
  const told = await store.marks.among(looked.map(({ region }) => markOf(region)));
  const over = looked.map(({ region }) => region).filter((region) => !wrong.has(region) && told.has(markOf(region)));
  const news = regions.filter(({ region }) => !told.has(markOf(region)));
  const admins = news.length === 0 ? [] : await round.admins();
  if (news.length > 0 && admins.length === 0)
    log.warn({}, 'there is no admin who could be told that instances are missing: set ADMIN_USERS');
  if (over.length === 0 && admins.length === 0) return;
  const at = clock.now();
  await store.commit({
    marks: { clear: over.map(markOf), set: admins.length === 0 ? [] : news.map(({ region }) => markOf(region)) },
    messages: admins.map((to) => ({
      kind: 'notice',
      requestId: SWEEP_SCOPE,
      to,
      notice: { about: 'missing', at, regions: news },
    })),
    at,
  });
}

const markOf = (region: string): string => `missing:${region}`;
