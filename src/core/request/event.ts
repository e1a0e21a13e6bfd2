/** One line of the audit trail: append-only, written in the transaction that makes it true. Holds no secret. */
export interface AuditEvent {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly kind: EventKind;
  /** A Slack user id, or `bot`. */
  readonly actor: string;
  /** Or {@link FREEZE_SCOPE}, {@link POLICY_SCOPE}, {@link KEY_SCOPE} or {@link ARCHIVE_SCOPE} for what concerns no request. */
  readonly requestId: string;
  readonly instanceId: string | null;
  /** What changed, as plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Under this stands what concerns everybody: freezes set and lifted. No request's id looks like it. */
export const FREEZE_SCOPE = 'freeze';
/** Under this stand submissions that were refused. */
export const SUBMISSION_SCOPE = 'submissions';
/** Under this stands which policy came into force when. */
export const POLICY_SCOPE = 'policy';
/** Under this stands up to where the trail itself was archived. */
export const ARCHIVE_SCOPE = 'archive';

/** Under this stand the public keys that people add and remove. */
export const KEY_SCOPE = 'keys';

/** Under this stands which account of the cloud the store is about. */
export const ACCOUNT_SCOPE = 'account';

export const EVENT_KINDS = [
  'request.submitted',
  'request.finished',
  'request.refused', // a submission that the policy does not allow; there is no such request
  'request.approved', // enough have agreed
  'request.denied',
  'request.withdrawn', // by the requester or an admin, before anything was bought
  'request.expired', // nobody has decided in time
  'approval.voted', // somebody agreed, and more have to
  'approval.askedAgain', // at another price, or with another start script: what was agreed to before does not count any more
  'approval.refused', // somebody pressed a button who may not, or while it could not be approved
  'approval.reminded',
  'approval.escalated',
  'instance.adopted', // somebody took over what the bot did not create; begins its request, which is finished
  'instance.creating', // the first CreateInstance, or RunInstances for several, is about to be sent
  'instance.newToken', // refused for certain, and not found: the next CreateInstance carries another ClientToken
  'instance.placed', // RunInstances was answered, with as many ids as were placed; in the trail of the first of them
  'instance.accepted', // the cloud gave an id
  'instance.observed', // its status or private address changed, or for several bought together its name became known
  'instance.address',
  'instance.noAddress', // its public address was refused, and it goes on without
  'instance.addressWanted', // somebody asked for its public address once more
  'instance.starting', // StartInstance was accepted
  'instance.running',
  'instance.troubled',
  'instance.goingOn', // a passing trouble or a freeze does not hold it up any more
  'instance.failed',
  'instance.wanted', // somebody ordered a start, stop, restart or release
  'instance.stopping', // StopInstance was accepted
  'instance.stopped',
  'instance.restarting', // RebootInstance was accepted
  'instance.releasing', // DeleteInstance was accepted
  'instance.released', // it is gone
  'instance.vanished', // the cloud does not list it any more, though nobody released it here
  'instance.reclaiming', // a look showed that the cloud is about to reclaim a spot instance
  'instance.reclaimed', // a spot instance is not listed any more, though nobody released it here
  'instance.held', // waits for the end of a freeze
  'instance.leased', // it is to live until then; by the bot: as the policy gave it
  'instance.leaseSet', // the cloud has taken the end, and releases it then
  'instance.leaseTroubled', // the cloud could not be told, or has not released it
  'instance.leaseWarned',
  'instance.leaseEnded', // the cloud has released it at the end of its lease
  'instance.expirySeen', // a look showed until when it is paid for, or that this has changed
  'instance.renewalReminded', // its owner was told that its time is over soon
  'instance.expired', // its time is over
  'instance.autoRenewWanted', // somebody has it renew itself, or not any more; before the cloud is told
  'instance.autoRenewSet', // the cloud shows that it does as was wanted
  'instance.autoRenewNotSet', // the cloud has refused, or shows nothing of it
  'instance.changeWanted', // somebody wants its name, tags, protection or owner changed; before the cloud is told
  'instance.given', // it is somebody else's from now on
  'instance.changed', // the cloud has taken one of these changes
  'instance.diskBought', // for one of these changes; it is not attached yet
  'instance.notChanged', // the cloud has refused one, or could not be told in time
  'instance.changeDropped', // it is gone before all was changed
  'instance.renewalAsked', // somebody asked to prolong its time; the request for that tells the rest
  'instance.renewed', // its time was prolonged
  'instance.growthAsked', // somebody asked for a prepaid disk to be larger; the request for that tells the rest
  'instance.grown', // a prepaid disk of it is larger
  'renewal.trying', // the first RenewInstance, or ResizeDisk of a prepaid disk, is about to be sent
  'renewal.newToken', // refused for certain, and its end has not moved: the next call carries another ClientToken
  'renewal.accepted', // the cloud took it
  'renewal.held', // waits for the end of a freeze
  'renewal.troubled',
  'renewal.goingOn', // a freeze or a passing trouble does not hold it up any more, or what was about to be sent was not
  'renewal.refused', // refused while an earlier call may have taken effect: from now on it is only looked
  'freeze.set',
  'freeze.lifted',
  'key.added', // somebody's public key, before it is imported anywhere
  'key.importing', // it is about to be imported into a region
  'key.removing', // somebody wants it gone; before the cloud is told
  'key.removed',
  'account.set', // from now on the store is about this account of the cloud
  'policy.changed', // another version of the policy file, or none, is in force
  'trail.archived', // the events up to number `seq`, whose hash is `hash`, were archived: the trail verifies from there on without them
  'message.abandoned', // Slack refuses this message for good
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
