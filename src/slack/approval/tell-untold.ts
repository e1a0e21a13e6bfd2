import type { Request } from '../../core/request/request.ts';
import type { Sender } from '../delivery/sender.ts';
import { isChannelId } from '../kit/ids.ts';
import { hasApproval } from './blocks.ts';

/**
 * An approver could not be reached. If no other could be either, nobody knows that the request waits: its requester and the
 * admins are told, once. The trail holds the earlier failures.
 *
 * @param unreachable the person or channel that just failed
 * @param cardAt the channel of the request's card; null if there is none
 * @throws StoreUnavailable
 */
export async function tellIfNobodyWasTold(
  { store, admins, now, log }: Pick<Sender, 'store' | 'admins' | 'now' | 'log'>,
  request: Request,
  unreachable: string,
  cardAt: string | null,
): Promise<void> {
  if (request.state !== 'pending' || !hasApproval(request)) return;
  const { told } = request.approval;
  const asks = (await store.eventsOf(request.id)).filter(
    ({ kind, data }) => kind === 'message.abandoned' && data.message === 'ask',
  );
  const refused = new Set([unreachable, ...asks.map(({ data }) => String(data.to))]);
  // The card was to tell the request's channel, but it is elsewhere.
  if (isChannelId(request.channel) && cardAt !== null && cardAt !== request.channel) refused.add(request.channel);
  if (told.length === 0 || !told.every((one) => refused.has(one))) return;
  const { id, requester } = request;
  const to = [...new Set([requester, ...admins()])];
  const committed = await store.commit({
    marks: { set: [`untold:${id}`] },
    messages: to.map((user) => ({ kind: 'dm', requestId: id, user, about: 'untold', unreachable: told })),
    at: now(),
  });
  if (committed.ok) log.warn({ requestId: id, told }, 'nobody could be told that a request waits for approval');
}
