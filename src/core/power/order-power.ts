import { isGone } from '../failure/failure.ts';
import { noteOf } from '../instance/change-set.ts';
import { type Actor, mayActOn } from '../instance/found-instance.ts';
import { type Instance, NOT_TRIED, type Observed } from '../instance/instance.ts';
import type { LookResult } from '../instance/next-action.ts';
import type { Timing } from '../instance/timing.ts';
import type { AuditEvent, EventKind } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import { hinders, type Power, type PowerOrder, type PowerWish } from './power.ts';
import { isReleased, type NoEconomicalMode, noEconomicalMode, WANTED_BY } from './power-rules.ts';

interface PowerCircumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  /** A look just before; null when the cloud could not be asked. */
  readonly seen: LookResult;
  readonly timing: Timing;
}

/** Why an order is refused, without any change. */
export type PowerRefusal =
  | { readonly why: 'notYours'; readonly requester: string }
  /** The bot did not create it, and only admins and people with a grant of the policy may act on it. */
  | { readonly why: 'notTheBots' }
  /** The cloud has given no id yet, or never did (`doubtful`: unknown whether it exists). */
  | { readonly why: 'notCreatedYet' | 'neverCreated' | 'doubtful' }
  /** It is in a previous account of the store, where the bot cannot reach it. */
  | { readonly why: 'otherAccount'; readonly account: string }
  /** `released` null: it disappeared without an order. */
  | { readonly why: 'gone'; readonly released: { readonly by: string; readonly at: number } | null }
  | { readonly why: 'beingReleased'; readonly by: string; readonly at: number }
  /** The same is under way, by `order` or as a part of its creation. */
  | { readonly why: 'same'; readonly order: PowerOrder | null }
  | { readonly why: 'already'; readonly status: 'Running' | 'Stopped' }
  /** Reasons in OperationLocks. */
  | { readonly why: 'locked'; readonly locks: readonly string[] }
  /** The end of the prepaid time, milliseconds UTC; null when the cloud did not say. */
  | { readonly why: 'prepaid'; readonly expiresAt: number | null }
  | { readonly why: 'protected' }
  | { readonly why: 'noEconomicalMode'; readonly mode: NoEconomicalMode };

interface OrderedPower {
  readonly next: Instance;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
  /** The unfinished order that this one replaces; null for none, or for a creation. */
  readonly replaces: Power | null;
}

type PowerDecision = { readonly taken: OrderedPower } | { readonly refused: PowerRefusal };

/**
 * A person orders something of an instance. Decides whether that is allowed, and returns the row with what is wanted. It
 * replaces an unfinished order; the lifecycle carries it out from whatever state the instance is in.
 */
export function orderPower(
  instance: Instance,
  wish: PowerWish,
  by: Actor,
  circumstances: PowerCircumstances,
): PowerDecision {
  const refused = refusal(instance, wish, by, circumstances);
  return refused === null ? { taken: taken(instance, wish, by.user, circumstances) } : { refused };
}

function refusal(
  instance: Instance,
  wish: PowerWish,
  by: Actor,
  circumstances: PowerCircumstances,
): PowerRefusal | null {
  if (!mayActOn(by, { own: instance }))
    return instance.adopted ? { why: 'notTheBots' } : { why: 'notYours', requester: instance.requester };
  const { order, outcome } = instance;
  const seen = circumstances.seen === 'missing' ? null : circumstances.seen;
  const nothing = nothingToOrder(instance, seen);
  if (nothing !== null) return nothing;
  if (outcome === null && isSame(instance, wish)) return { why: 'same', order };
  // A release that was sent to the cloud cannot be undone.
  if (outcome === null && order?.what === 'release' && order.acted?.what === 'delete')
    return { why: 'beingReleased', by: order.by, at: order.at };
  const mode = wish.stoppedMode === 'StopCharging' ? noEconomicalMode(instance) : null;
  if (mode !== null) return { why: 'noEconomicalMode', mode };
  return (outcome === null ? null : alreadySo(wish, seen)) ?? forbidden(instance, wish, seen);
}

function nothingToOrder(instance: Instance, seen: Observed | null): PowerRefusal | null {
  const { cloudId, outcome, failure, order } = instance;
  if (cloudId === null) {
    if (outcome === null) return { why: 'notCreatedYet' };
    return { why: failure?.kind === 'doubtful' ? 'doubtful' : 'neverCreated' };
  }
  if (isReleased(instance)) return { why: 'gone', released: order };
  return outcome === 'failed' && isGone(failure?.kind) && seen === null ? { why: 'gone', released: null } : null;
}

function isSame({ order, wanted }: Instance, { what, stoppedMode }: PowerWish): boolean {
  // A creation includes a start.
  if (order === null) return what === 'start' && wanted === 'running';
  return order.what === what && order.stoppedMode === stoppedMode;
}

function alreadySo({ what }: PowerWish, seen: Observed | null): PowerRefusal | null {
  if (what === 'start' && seen?.status === 'Running') return { why: 'already', status: 'Running' };
  if (what === 'stop' && seen?.status === 'Stopped') return { why: 'already', status: 'Stopped' };
  return null;
}

function forbidden({ spec }: Instance, { what }: PowerWish, seen: Observed | null): PowerRefusal | null {
  if (what === 'release' && (seen?.chargeKind ?? spec.charge.kind) === 'prepaid')
    return { why: 'prepaid', expiresAt: seen?.expiresAt ?? null };
  if (what === 'release' && seen?.deletionProtection === true) return { why: 'protected' };
  const locks = seen?.locks.filter((lock) => hinders(lock, what)) ?? [];
  return locks.length > 0 ? { why: 'locked', locks } : null;
}

/** The unfinished order that a new one would replace. */
export const replacedIn = ({ outcome, order }: Pick<Instance, 'outcome' | 'order'>): Power | null =>
  outcome === null ? (order?.what ?? null) : null;

function taken(
  instance: Instance,
  wish: PowerWish,
  by: string,
  { at, seen, timing }: PowerCircumstances,
): OrderedPower {
  const replaces = replacedIn(instance);
  const order: PowerOrder = { ...wish, by, at, down: false, acted: instance.order?.acted ?? null };
  const status = seen === null || seen === 'missing' ? instance.observed?.status : seen.status;
  const next: Instance = {
    ...instance,
    version: instance.version + 1,
    wanted: WANTED_BY[wish.what],
    order,
    ...(WANTED_BY[wish.what] === 'running' && instance.noAddress ? { noAddress: null } : {}),
    // Kept while it is Stopped: an accepted start that has not shown yet must not be mistaken for rest.
    startTriedAt: status === 'Stopped' ? instance.startTriedAt : null,
    deadlineAt: at + timing.deadlineMs,
    ...NOT_TRIED,
    dueAt: at,
  };
  const { requestId, id: instanceId } = instance;
  const kind: EventKind = 'instance.wanted';
  const data = { ...wish, wanted: next.wanted, replaces };
  const note = noteOf(next, 'ordered', at);
  return {
    next,
    events: [{ at, kind, actor: by, requestId, instanceId, data }],
    messages: [
      { kind: 'card', requestId },
      { kind: 'thread', requestId, note: { ...note, ...(replaces && { replaces }) } },
    ],
    replaces,
  };
}
