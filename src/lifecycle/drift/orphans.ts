import { isUnseated, taggedBy } from '../../core/chunk/chunk-rows.ts';
import { type CloudInstance, tagOf } from '../../core/instance/cloud-instance.ts';
import { LISTED_MAX, type Orphan, SWEEP_SCOPE } from '../../core/request/notice.ts';
import { REQUEST_TAG, STORE_TAG } from '../../core/request/request.ts';
import type { StoreIdentity } from '../../store/metadata.ts';
import { orphanOf } from './lost-rows.ts';
import { regionsInUse } from './people.ts';
import type { SweepRound } from './round.ts';

/** A new instance may not be in the store yet. */
const MIN_AGE_MS = 15 * 60_000;
/** Pages of a hundred: at most ten thousand instances are read per region. */
const MAX_PAGES = 100;

/**
 * Tells admins of instances with the bot's tag that no row knows: each instance once for ever, all of one look in one message.
 * Only what was told is remembered.
 */
export async function findOrphans(round: SweepRound): Promise<void> {
  const found: Orphan[] = [];
  for (const region of await regionsInUse(round)) {
    if (round.isOver()) return;
    found.push(...(await orphansIn(round, region)));
  }
  if (found.length === 0) return;
  const told = await round.store.marks.among(found.map(markOf));
  const news = found.filter((orphan) => !told.has(markOf(orphan)));
  if (news.length > 0) await tell(round, news);
}

async function tell({ store, clock, log, admins }: SweepRound, news: readonly Orphan[]): Promise<void> {
  const cloudIds = news.slice(0, LISTED_MAX).map(({ cloudId }) => cloudId);
  log.warn({ total: news.length, cloudIds }, 'instances carry the tag of the bot, and no row knows them');
  const readers = await admins();
  if (readers.length === 0) return log.warn({}, 'there is no admin who could be told of them: set ADMIN_USERS');
  const at = clock.now();
  // On a conflict another replica has just told of some of them; the next look tells of the rest.
  await store.commit({
    marks: { set: news.map(markOf) },
    messages: readers.map((to) => ({
      kind: 'notice',
      requestId: SWEEP_SCOPE,
      to,
      notice: { about: 'orphans', orphans: news.slice(0, LISTED_MAX), total: news.length },
    })),
    at,
  });
}

const markOf = ({ cloudId }: Pick<Orphan, 'cloudId'>): string => `orphan:${cloudId}`;

async function orphansIn(round: SweepRound, region: string): Promise<readonly Orphan[]> {
  const { ecs, log, isOver } = round;
  const orphans: Orphan[] = [];
  let next: string | null = null;
  for (let page = 0; page < MAX_PAGES && !isOver(); page++) {
    const answer = await ecs.listInstances(region, { tags: [{ key: REQUEST_TAG, value: '' }] }, next, 'polling');
    if (!answer.ok) {
      const { kind, code } = answer.error;
      log.warn({ region, kind, code }, 'what carries the tag of the bot could not be looked at');
      return orphans;
    }
    orphans.push(...(await unknownAmong(round, answer.value.instances)));
    next = answer.value.next;
    if (next === null) return orphans;
  }
  if (!isOver()) log.warn({ region }, 'so much carries the tag of the bot that not all of it was looked at');
  return orphans;
}

/** The rows are read after the cloud: every instance in its list had its row before. */
async function unknownAmong(
  { store, clock }: SweepRound,
  listed: readonly CloudInstance[],
): Promise<readonly Orphan[]> {
  const own = await store.metadata.identity(clock.now());
  const youngest = clock.now() - MIN_AGE_MS;
  const old = listed.filter(({ createdAt }) => createdAt === null || createdAt <= youngest);
  const known = await store.queries.byCloudIds(old.map(({ cloudId }) => cloudId));
  const orphans: Orphan[] = [];
  for (const cloud of old) {
    if (known.has(cloud.cloudId) || isOfOther(cloud, own)) continue;
    const tagged = taggedBy(tagOf(cloud, REQUEST_TAG) ?? '');
    // The lifecycle is still looking for the outcome of this create.
    const rows = tagged === null ? [] : await store.instancesOf(tagged.requestId);
    if (rows.some((row) => tagged?.ids.includes(row.id) && isUnseated(row))) continue;
    orphans.push(orphanOf(cloud));
  }
  return orphans;
}

/**
 * Whether another bot looks after it. An instance that another store made before this store began may be left over from this
 * bot's lost database, and nobody looks after it.
 */
function isOfOther(cloud: CloudInstance, own: StoreIdentity): boolean {
  const tag = tagOf(cloud, STORE_TAG);
  return tag !== null && tag !== own.id && cloud.createdAt !== null && cloud.createdAt > own.since;
}
