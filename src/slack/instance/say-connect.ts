import { withDeadline } from '../../core/base/deadline.ts';
import { allUnchecked } from '../../core/connect/live-checks.ts';
import { serverOf, siteOf } from '../../core/connect/server-of.ts';
import { type Server, waysIn } from '../../core/connect/ways-in.ts';
import { type FoundInstance, regionOf } from '../../core/instance/found-instance.ts';
import type { Site } from '../../core/spec/charge.ts';
import { checkLive } from '../../usecases/connect/check-live.ts';
import { type Deadline, deadlineIn, fromStore } from '../../usecases/instance/instance-reads.ts';
import type { Answer } from '../kit/answer.ts';
import type { RequestContext } from '../kit/context.ts';
import { checksMessage, connectMessage, type KeysSeen } from './connect-message.ts';

/** The person who waits for the answer. `edits`: a later answer replaces the earlier one. */
interface ConnectAsker {
  readonly user: string;
  readonly edits: boolean;
  tell(answer: Answer): Promise<void>;
}

/** How long a first answer that cannot be edited waits for the checks. */
const SOON_MS = 1_200;
/** The checks have their own bounds. */
const LATE_MS = 12_000;

/**
 * Answers `/ecs connect` for a found instance: at once by what is known, then with the checks. Slack edits only windows and the
 * message whose button was pressed; elsewhere the checks follow in a second message.
 */
export async function sayConnect(
  context: RequestContext,
  { user, edits, tell }: ConnectAsker,
  found: FoundInstance,
): Promise<void> {
  const { text, clock } = context;
  const deadline = deadlineIn(clock);
  const [known, keys] = await Promise.all([knownOf(context, deadline, found), keysFor(context, deadline, user, found)]);
  const serverAs = (seen: FoundInstance): Server => serverOf(seen, known.site, known.image);
  const work = checkLive(context, found, known);
  const soon = edits ? 'late' : await withDeadline(clock, SOON_MS, work);
  if (soon !== 'late') return tell(connectMessage(soon.found, serverAs(soon.found), soon.checks, text, keys));
  const first = connectMessage(found, serverAs(found), 'checking', text, keys);
  await tell(first);
  const later = await withDeadline(clock, LATE_MS, work);
  const done = later === 'late' ? { found, checks: allUnchecked(waysIn(serverAs(found))) } : later;
  const whole = connectMessage(done.found, serverAs(done.found), done.checks, text, keys);
  if (JSON.stringify(whole) === JSON.stringify(first)) return;
  await tell(edits ? whole : checksMessage(done.found, serverAs(done.found), done.checks, text));
}

/** Only what the form would say of them too, so the two never differ. */
async function keysFor(
  context: RequestContext,
  deadline: Deadline,
  user: string,
  found: FoundInstance,
): Promise<KeysSeen> {
  const answer = await deadline.read(() => context.catalogue.keyPairs.load(regionOf(found)));
  return { user, pairs: answer.ok ? answer.value : null };
}

interface KnownBefore {
  readonly site: Site | null;
  readonly image: string | null;
}

/** The site follows from the currency of the request's price; only without one is the cloud asked. */
async function knownOf(
  context: RequestContext,
  deadline: Deadline,
  { own, cloud }: FoundInstance,
): Promise<KnownBefore> {
  const request = own === null ? null : await fromStore(context, () => context.store.request(own.requestId), null);
  const image = request?.names?.image ?? null;
  const site = siteOf(request?.quote);
  // If the cloud has just not answered, nobody waits for it again.
  if (site !== null || cloud === null) return { site, image };
  const asked = await deadline.read(() => context.cloud.site());
  return { site: asked.ok ? asked.value : null, image };
}
