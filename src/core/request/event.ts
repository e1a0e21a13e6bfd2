/** One line of the audit trail: append-only, committed together with the change that it records. Holds no secret. */
export interface AuditEvent {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly kind: EventKind;
  /** A Slack user id, or `bot`. */
  readonly actor: string;
  /** Or {@link FREEZE_SCOPE}, {@link POLICY_SCOPE}, {@link KEY_SCOPE} or another scope below for events of no request. */
  readonly requestId: string;
  readonly instanceId: string | null;
  /** What changed, as plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The scope of freezes. No request id looks like a scope. */
export const FREEZE_SCOPE = 'freeze';
/** The scope of refused submissions. */
export const SUBMISSION_SCOPE = 'submissions';
/** The scope of policy versions coming into force. */
export const POLICY_SCOPE = 'policy';
/** The scope of the trail's own archiving. */
export const ARCHIVE_SCOPE = 'archive';

/** The scope of public keys that people add and remove. */
export const KEY_SCOPE = 'keys';

/** The scope of changes of the store's cloud account. */
export const ACCOUNT_SCOPE = 'account';

export const EVENT_KINDS = [
  'request.submitted',
  'request.finished',
  'request.refused', // a submission that the policy does not allow; no request exists for it
  'request.approved', // enough people have agreed
  'request.denied',
  'request.withdrawn', // by the requester or an admin, before anything was bought
  'request.expired', // nobody decided in time
  'approval.voted', // one person agreed, and more have to
  'approval.askedAgain', // another price or start script: the earlier votes no longer count
  'approval.refused', // somebody without the right pressed a button, or approval was not possible
  'approval.reminded',
  'approval.escalated',
  'instance.adopted', // somebody adopted an instance; the first event of its request, which is finished at once
  'instance.creating', // the first CreateInstance, or RunInstances for several, is about to be sent
  'instance.newToken', // refused for certain, and not found: the next CreateInstance carries another ClientToken
  'instance.placed', // RunInstances was answered with these ids; in the trail of the first row without an id
  'instance.accepted', // the cloud gave an id
  'instance.observed', // its status or private address changed, or the name of one bought in a chunk became known
  'instance.address',
  'instance.noAddress', // its public address was refused, and it goes on without one
  'instance.addressWanted', // somebody asked for its public address again
  'instance.starting', // StartInstance was accepted
  'instance.running',
  'instance.troubled',
  'instance.goingOn', // a passing trouble or a freeze no longer holds it up
  'instance.failed',
  'instance.wanted', // somebody ordered a start, stop, restart or release
  'instance.stopping', // StopInstance was accepted
  'instance.stopped',
  'instance.restarting', // RebootInstance was accepted
  'instance.releasing', // DeleteInstance was accepted
  'instance.released', // the cloud no longer lists it
  'instance.vanished', // the cloud no longer lists it, though nobody released it here
  'instance.reclaiming', // a look showed that the cloud is about to reclaim a spot instance
  'instance.reclaimed', // the cloud no longer lists a spot instance, though nobody released it here
  'instance.held', // waits for the end of a freeze
  'instance.leased', // its lease ends at `endsAt`; actor `bot`: by the policy's default
  'instance.leaseSet', // the cloud has accepted the release time
  'instance.leaseMoved', // looks show another release time, which somebody has set elsewhere
  'instance.leaseTroubled', // the cloud has not accepted the release time, or has not released it
  'instance.leaseWarned',
  'instance.leaseEnded', // the cloud released it at the end of its lease
  'instance.expirySeen', // a look showed the end of its prepaid time, for the first time or changed
  'instance.renewalReminded', // its owner was reminded that its prepaid time ends soon
  'instance.expired', // its prepaid time is over
  'instance.autoRenewWanted', // somebody switched auto-renewal on or off; before the cloud is told
  'instance.autoRenewSet', // the cloud shows the wanted auto-renewal
  'instance.autoRenewNotSet', // the cloud refused the auto-renewal, or does not show it; `unsure`: nobody knows
  'instance.changeWanted', // somebody ordered changes of its name, tags, protection, owner or disks; before the cloud is told
  'instance.given', // it has another owner
  'instance.changed', // the cloud has accepted one of these changes
  'instance.diskBought', // a disk was bought for one of these changes; it is not attached yet
  'instance.notChanged', // the cloud refused one of these changes, or could not be told in time
  'instance.changeDropped', // it was gone before all changes were made
  'instance.renewalAsked', // somebody asked to renew it; the events of that request tell the rest
  'instance.renewed', // it was renewed
  'instance.growthAsked', // somebody asked for a larger prepaid disk; the events of that request tell the rest
  'instance.grown', // one of its prepaid disks is larger
  'renewal.trying', // the first RenewInstance, or ResizeDisk of a prepaid disk, is about to be sent
  'renewal.newToken', // refused for certain, and its end has not moved: the next call carries another ClientToken
  'renewal.accepted', // the cloud accepted it
  'renewal.held', // waits for the end of a freeze
  'renewal.troubled',
  'renewal.goingOn', // a freeze or a passing trouble no longer holds it up, or an announced call was not sent
  'renewal.refused', // refused while an earlier call may have taken effect: from now on the bot only looks
  'freeze.set',
  'freeze.lifted',
  'key.added', // a person's public key, before it is imported anywhere
  'key.importing', // before it is imported into a region
  'key.removing', // somebody removes it; before the cloud is told
  'key.removed',
  'account.set', // the store now belongs to this cloud account
  'policy.changed', // another version of the policy file, or none, came into force
  'trail.archived', // the events up to number `seq` with hash `hash` were archived: without them, the trail verifies from there on
  'message.abandoned', // Slack refuses this message for good
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
