import type { UntoldNotice } from '../../core/request/notice.ts';
import type { Request } from '../../core/request/request.ts';
import type { Sender } from '../delivery/sender.ts';
import { isChannelId } from '../kit/ids.ts';
import { hasApproval } from './blocks.ts';

/**
 * Somebody could not be asked to decide. When nobody else could be either, nobody knows that the request waits: its requester and the
 * admins hear it, once. The trail has what was refused before.
 *
 * @param unreachable where it was refused just now
 * @param cardAt where the request's card stands; null for nowhere
 * @throws StoreUnavailable
 */
export async function tellIfNobodyWasTold(
  { store, admins, now, log }: Pick<Sender, 'store' | 'admins' | 'now' | 'log'>,
  request: Request,
  unreachable: string,
  cardAt: string | null,
): Promise<void> {
  if (request.state !== 'pending' || !hasApproval(request)) return;
  const { told, expiresAt } = request.approval;
  const asks = (await store.eventsOf(request.id)).filter(
    ({ kind, data }) => kind === 'message.abandoned' && data.message === 'ask',
  );
  const refused = new Set([unreachable, ...asks.map(({ data }) => String(data.to))]);
  // Whom the card was to tell where it was asked for: it stands somewhere else.
  if (isChannelId(request.channel) && cardAt !== null && cardAt !== request.channel) refused.add(request.channel);
  if (told.length === 0 || !told.every((one) => refused.has(one))) return;
  const { id, requester } = request;
  const scope = `untold:${id}`;
  const notice: UntoldNotice = { about: 'untold', request: id, requester, unreachable: told, until: expiresAt };
  const to = [...new Set([requester, ...admins()])];
  const committed = await store.commit({
    marks: { set: [scope] },
    messages: to.map((one) => ({ kind: 'notice', requestId: scope, to: one, notice })),
    at: now(),
  });
  if (committed.ok) log.warn({ requestId: id, told }, 'nobody could be told that a request waits for approval');
}
