import type { DisksWish, PrepaidGrowth } from '../../core/disk/disk-wish.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Approvals } from '../approval/approvals.ts';
import type { Caller } from '../instance/actor.ts';
import type { ActorHere } from '../instance/adopt.ts';
import type { Renewable, RenewalAsked, Unrenewable } from '../renewal/submit-renewal.ts';

/** Who asks. `origin` names the payload, the same at every retry; absent if only a price may be asked for. */
export type DiskCaller = Caller & { readonly origin?: string };

/** The price of a larger prepaid disk, or the outcome of the request for it. */
export type PrepaidDiskAnswer =
  /** No request was made. `wasAgreed`: the person has agreed to another price. */
  | {
      readonly is: 'toAsk';
      readonly found: FoundInstance;
      readonly disk: PrepaidGrowth;
      readonly askable: Renewable;
      readonly wasAgreed: boolean;
    }
  | { readonly is: 'asked'; readonly asked: RenewalAsked | Unrenewable };

/**
 * Asks for the approval of a larger prepaid disk. The person is told the price first; at that price or less, the request is
 * stored.
 *
 * @throws StoreUnavailable
 */
export async function askForPrepaidDisk(
  { approvals }: { readonly approvals: Pick<Approvals, 'previewRenewal' | 'askRenewal'> },
  caller: DiskCaller,
  { found, own, by }: { readonly found: FoundInstance; readonly own: Instance; readonly by: ActorHere },
  wish: DisksWish,
  disk: PrepaidGrowth,
): Promise<PrepaidDiskAnswer> {
  const wanted = { instanceId: own.id, what: { disk }, by, channel: caller.channel };
  const { agreed } = wish;
  if (agreed !== null && caller.origin !== undefined) {
    const from = { origin: `disk:${caller.origin}`, team: caller.team, most: agreed };
    const asked = await approvals.askRenewal(wanted, from);
    if (asked.is !== 'otherPrice') return { is: 'asked', asked };
  }
  const askable = await approvals.previewRenewal(wanted);
  return askable.is === 'renewable'
    ? { is: 'toAsk', found, disk, askable, wasAgreed: agreed !== null }
    : { is: 'asked', asked: askable };
}
