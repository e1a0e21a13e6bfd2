import { withDeadline } from '../../core/base/deadline.ts';
import { serverOf, siteOf } from '../../core/connect/server-of.ts';
import type { Server } from '../../core/connect/ways-in.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Site } from '../../core/spec/charge.ts';
import { checkLive } from '../../usecases/connect/check-live.ts';
import { type Deadline, deadlineIn, fromStore } from '../../usecases/instance/instance-reads.ts';
import type { Answer } from '../kit/answer.ts';
import type { RequestContext } from '../kit/context.ts';
import { checksMessage, connectMessage } from './connect-message.ts';

/** Who waits for the answer. `edits`: what is told takes the place of what was told before. */
export interface ConnectAsker {
  readonly edits: boolean;
  tell(answer: Answer): Promise<void>;
}

/** So long a first answer that can never be edited waits for what is checked. */
const SOON_MS = 1_200;
/** What is checked has bounds of its own. */
const LATE_MS = 12_000;

/**
 * What `/ecs connect` answers, of an instance that was found: at once from what is known, then with what was checked. Slack edits only
 * the message whose button was pressed, and windows; elsewhere the checks follow in a message of their own.
 */
export async function sayConnect(
  context: RequestContext,
  { edits, tell }: ConnectAsker,
  found: FoundInstance,
): Promise<void> {
  const { text, clock } = context;
  const known = await knownOf(context, deadlineIn(clock), found);
  const serverAs = (seen: FoundInstance): Server => serverOf(seen, known.site, known.image);
  const work = checkLive(context, found, known);
  const soon = edits ? 'late' : await withDeadline(clock, SOON_MS, work);
  if (soon !== 'late') return tell(connectMessage(soon.found, serverAs(soon.found), soon.checks, text));
  const first = connectMessage(found, serverAs(found), 'checking', text);
  await tell(first);
  const later = await withDeadline(clock, LATE_MS, work);
  const done = later === 'late' ? { found, checks: { port: 'unchecked', agent: 'unchecked' } as const } : later;
  const whole = connectMessage(done.found, serverAs(done.found), done.checks, text);
  if (JSON.stringify(whole) === JSON.stringify(first)) return;
  await tell(edits ? whole : checksMessage(done.found, serverAs(done.found), done.checks, text));
}

interface KnownBefore {
  readonly site: Site | null;
  readonly image: string | null;
}

/** The site by the currency of the price that was asked for; the cloud is asked only where there is none. */
async function knownOf(
  context: RequestContext,
  deadline: Deadline,
  { own, cloud }: FoundInstance,
): Promise<KnownBefore> {
  const request = own === null ? null : await fromStore(context, () => context.store.request(own.requestId), null);
  const image = request?.names?.image ?? null;
  const site = siteOf(request?.quote);
  // Where the cloud has just not answered, nobody waits for it a second time.
  if (site !== null || cloud === null) return { site, image };
  const asked = await deadline.wait(() => context.cloud.site());
  return { site: asked !== 'late' && asked.ok ? asked.value : null, image };
}
