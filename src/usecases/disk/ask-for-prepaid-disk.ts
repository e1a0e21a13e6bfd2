import type { DisksWish, PrepaidGrowth } from '../../core/disk/disk-wish.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Approvals } from '../approval/approvals.ts';
import type { Caller } from '../instance/actor.ts';
import type { ActorHere } from '../instance/adopt.ts';
import type { Renewable, RenewalAsked, Unrenewable } from '../renewal/submit-renewal.ts';

/** Who asks. `origin` names the call as it was delivered, the same each time; absent where nothing can be asked for but a price. */
export type DiskCaller = Caller & { readonly origin?: string };

/** What a larger prepaid disk would come to, or what became of asking for it. */
export type PrepaidDiskAnswer =
  /** Nothing was asked for. `wasAgreed`: at another price than somebody has agreed to. */
  | {
      readonly is: 'toAsk';
      readonly found: FoundInstance;
      readonly wish: DisksWish;
      readonly disk: PrepaidGrowth;
      readonly askable: Renewable;
      readonly wasAgreed: boolean;
    }
  | { readonly is: 'asked'; readonly asked: RenewalAsked | Unrenewable };

/**
 * Has somebody asked to approve a larger prepaid disk: who wants it is told the price first, and at that price, or less, it is written down as a request.
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
    ? { is: 'toAsk', found, wish, disk, askable, wasAgreed: agreed !== null }
    : { is: 'asked', asked: askable };
}
