import type { Instance } from '../../core/instance/instance.ts';
import { hasGone } from '../../core/lease/lease-clock.ts';
import { endingWith, warningOf } from '../../core/lease/warning-groups.ts';
import type { Message } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Text } from '../../text/en.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import { clipName, code, fallback, lines, moment, mrkdwn } from '../kit/mrkdwn.ts';
import { overPost, type Post, type StandingPost } from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { renderLeaseWarning } from './words.ts';

type Warning = Extract<Message, { about: 'lease' }>;
type Ending = ReturnType<typeof endingWith>[number];

/** The most that are named; the rest is counted. */
const NAMED_MAX = 10;
const NAME_MAX = 60;

/**
 * The warning to an owner before a lease ends, with all instances of the same request that end together. A request's deliveries come
 * one after the other, so no two warn of the same. Null if another message warns already, or if the sent one stays as it is.
 */
export async function leaseWarning(
  { store, now }: { readonly store: Pick<Store, 'instancesOf' | 'eventsOf'>; readonly now: () => number },
  request: Request,
  { instanceId, at, isSent }: Warning & { readonly isSent: boolean },
  text: Text,
): Promise<StandingPost | null> {
  const all = await store.instancesOf(request.id);
  const alone = all.find(({ id }) => id === instanceId);
  if (alone === undefined) return null;
  const warning = warningOf(await store.eventsOf(request.id), { instanceId, at });
  if (warning === null) return shownNow(renderLeaseWarning(request, alone, now(), text));
  if (warning.isTold && !isSent) return null;
  // An overdue release is told in the thread.
  const [first, ...others] = endingWith(all, warning.endsAt, isSent ? 0 : now());
  if (first === undefined) return { post: renderLeaseOver(request, all, text), isLast: true, isOver: true };
  return shownNow(
    others.length === 0
      ? renderLeaseWarning(request, first.instance, now(), text)
      : renderWarnings(request, [first, ...others], text),
  );
}

const shownNow = (post: Post | null): StandingPost | null => post && { post, isLast: false, isOver: false };

/** In place of a warning that was sent. @param all the request's instances */
export function renderLeaseOver(request: Request, all: readonly Instance[], text: Text): Post {
  const { title, gone, changed, several } = text.lease.over;
  const [only, ...others] = all;
  if (only === undefined || others.length > 0) return overPost(title, several, request.id, text);
  const { name } = only.spec;
  return overPost(title, hasGone(only) ? gone(name) : changed(name), request.id, text);
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
