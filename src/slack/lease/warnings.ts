import type { Instance } from '../../core/instance/instance.ts';
import { endingWith, warningOf } from '../../core/lease/warning-groups.ts';
import type { Message } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Text } from '../../text/en.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import { clipName, code, fallback, lines, moment, mrkdwn } from '../kit/mrkdwn.ts';
import type { Post } from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { renderLeaseWarning } from './words.ts';

type Warning = Extract<Message, { about: 'lease' }>;
type Ending = ReturnType<typeof endingWith>[number];

/** The most that are named; the rest is counted. */
const NAMED_MAX = 10;
const NAME_MAX = 60;

/**
 * The warning to an owner before a lease ends, with all instances of the same request that end together; null if it was sent
 * already, or is not true any more. A request's deliveries come one after the other, so no two warn of the same.
 */
export async function leaseWarning(
  { store, now }: { readonly store: Pick<Store, 'instancesOf' | 'eventsOf'>; readonly now: () => number },
  request: Request,
  { instanceId, at }: Warning,
  text: Text,
): Promise<Post | null> {
  const all = await store.instancesOf(request.id);
  const alone = all.find(({ id }) => id === instanceId);
  if (alone === undefined) return null;
  const warning = warningOf(await store.eventsOf(request.id), { instanceId, at });
  if (warning === null) return renderLeaseWarning(request, alone, now(), text);
  if (warning.isTold) return null;
  const ending = endingWith(all, warning.endsAt, now());
  const [first, ...others] = ending;
  if (first === undefined) return null;
  return others.length === 0
    ? renderLeaseWarning(request, first.instance, now(), text)
    : renderWarnings(request, [first, ...others], text);
}

/** @param ending in the order of their ends */
export function renderWarnings(request: Request, ending: readonly [Ending, ...Ending[]], text: Text): Post {
  const { lease } = text;
  const named = ending.slice(0, NAMED_MAX);
  const more = ending.length - named.length;
  const [{ endsAt }] = ending;
  return {
    text: fallback(lease.warningsPlain(ending.length, endsAt)),
    blocks: [
      section(mrkdwn`⏳ *${lease.warnings(ending.length)}*`),
      ...named.map(({ instance, endsAt: at }) => row(instance, at, text)),
      ...(more === 0 ? [] : [section(plain(lease.warningsMore(more)))]),
      section(lines([mrkdwn`${lease.warningsMean}`])),
      actions('lease_warnings', [runButton(RUN_BESIDE, 'mine', lease.listMine, 'list mine')]),
      contextBlock(mrkdwn`${text.card.request} ${code(request.id)}`),
    ],
  };
}

const row = ({ id, spec: { name } }: Instance, endsAt: number, { lease }: Text) => ({
  ...section(mrkdwn`${code(clipName(name, NAME_MAX))} ${lease.endsOn} ${moment(endsAt)}`),
  accessory: runButton(RUN_BESIDE, `extend:${id}`, lease.extend, `extend ${id}`),
});
