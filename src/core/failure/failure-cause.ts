import { isCertificateCode } from '../base/connection-error.ts';
import type { Failure } from './failure.ts';

/**
 * Details of a failure beyond its kind that change what a person should do. Each has its own sentences. The treatment
 * depends on the kind alone.
 */
export const FAILURE_CAUSES = [
  'certificate', // the other end's certificate is not trusted
  'proxy', // the proxy did not connect
  'redisAway', // the Redis that shares the rate limit cannot be reached
  'otherAccount', // the credentials belong to another account than the bot's database
  'unknownAccount', // the account of the credentials could not be found out
  'accountGivenUp', // an admin has said that the account in which it was begun can no longer be accessed
  'disk', // the disk category does not fit the type or the zone; another one does
  'notOpened', // the account may not use the region, the type, the disk or spot at all; not a matter of RAM
  'image', // the image is not subscribed to, or may no longer be used
  'keyPair', // the region no longer has the key pair
  'payMethod', // the account may not use this billing method
  'noPublicIp', // no public address is available
  'noPrice', // the cloud names no price for the approved order
  'mayNotRead', // RAM refuses a read call, without which the bot buys and changes nothing
  'noAnswer', // a read call got no usable answer, which changes nothing
  'unlooked', // a create that may have taken effect could not be looked up
  'unseen', // an existing instance could not be looked at until its deadline
  'notPlaced', // the cloud placed fewer instances than one call requested
  'neverOrdered', // its deadline passed before its order could be sent
  'needsApproval', // nobody was asked for it, and at the current price the policy wants somebody to be
  'requesterLeft', // the requester's account was deactivated before it was bought
  'unpaidOrder', // an order for it was placed elsewhere and is unpaid: the cloud sells nothing else until it is paid or cancelled
] as const;

export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** The bot's own codes for failures without one from the cloud. */
export const NO_PRICE = 'NoPrice';
export const NEVER_ORDERED = 'NeverOrdered';
export const NOT_PLACED = 'NotPlaced';
export const NEEDS_APPROVAL = 'NeedsApproval';
export const REQUESTER_LEFT = 'RequesterDeactivated';
export const REDIS_AWAY = 'RedisAway';

const BY_CODE: readonly (readonly [RegExp, FailureCause])[] = [
  [/^PROXY_/, 'proxy'],
  [new RegExp(`^${REDIS_AWAY}$`), 'redisAway'],
  [/^OtherAccount$/, 'otherAccount'],
  [/^UnknownAccount$/, 'unknownAccount'],
  [/^AccountGivenUp$/, 'accountGivenUp'],
  [/Unauthorized$|WhiteList|InviteOnly|^Forbidden\.(?:Region|NotOpen)|^InvalidSpotA|UserNotSupported$/i, 'notOpened'],
  [/^InvalidUserData\.Forbidden$/, 'notOpened'],
  [/DiskCategory|SystemCategory|CategoryNotSupport|CloudSSDNotSupport|DiskTypeNotSupport|PerformanceLevel/, 'disk'],
  [/^QuotaExceed\.BuyImage$|^ImageNotSubscribed|^ImageRemoved|^OperationDenied\.Image/, 'image'],
  [/^InvalidKeyPair/, 'keyPair'],
  [/^InvalidInstanceChargeType/, 'payMethod'],
  [/Public_?Ip/, 'noPublicIp'],
  [new RegExp(`^${NO_PRICE}$`), 'noPrice'],
  [new RegExp(`^${NEVER_ORDERED}$`), 'neverOrdered'],
  [new RegExp(`^${NOT_PLACED}$`), 'notPlaced'],
  [new RegExp(`^${NEEDS_APPROVAL}$`), 'needsApproval'],
  [new RegExp(`^${REQUESTER_LEFT}$`), 'requesterLeft'],
  [/Un_?Paid|Not_?Paid$/i, 'unpaidOrder'],
];

/** A cause only applies to failures of its kind. */
const KIND: Readonly<Partial<Record<FailureCause, Failure['kind']>>> = {
  certificate: 'notSent',
  proxy: 'notSent',
  redisAway: 'notSent',
  otherAccount: 'notSent',
  unknownAccount: 'notSent',
  accountGivenUp: 'doubtful',
  disk: 'noStock',
  notOpened: 'account',
  image: 'badInput',
  keyPair: 'badInput',
  payMethod: 'money',
  noPublicIp: 'noStock',
  noPrice: 'transient',
  notPlaced: 'noStock',
  neverOrdered: 'deadline',
  needsApproval: 'priceChanged',
  requesterLeft: 'lapsed',
  unpaidOrder: 'money',
};

/** A refused read call means something else than a refused change. */
const OF_QUESTION: Readonly<Partial<Record<Failure['kind'], FailureCause>>> = {
  permission: 'mayNotRead',
  ambiguous: 'noAnswer',
  doubtful: 'unlooked',
  deadline: 'unseen',
};

const QUESTION = /^(?:Describe|Get|List|Query)/;

const isQuestion = (api: string | null): boolean => api !== null && QUESTION.test(api);

export function causeOf({ kind, code, api }: Pick<Failure, 'kind' | 'code' | 'api'>): FailureCause | null {
  return byCode({ kind, code }) ?? (isQuestion(api) ? (OF_QUESTION[kind] ?? null) : null);
}

function byCode({ kind, code }: Pick<Failure, 'kind' | 'code'>): FailureCause | null {
  if (code === null) return null;
  if (isCertificateCode(code)) return kind === KIND.certificate ? 'certificate' : null;
  return BY_CODE.find(([codes, cause]) => KIND[cause] === kind && codes.test(code))?.[1] ?? null;
}

/** Whether the answer to a call that changes something was lost: it may have taken effect. */
export const wasAnswerLost = (failure: Pick<Failure, 'kind' | 'code' | 'api'>): boolean =>
  failure.kind === 'ambiguous' && causeOf(failure) === null;

/** Whether somebody has to act before it heals, even if the bot keeps trying. */
export function needsSomebody(failure: Pick<Failure, 'kind' | 'code' | 'api'>): boolean {
  const cause = causeOf(failure);
  return cause === null ? MENDED_BY_HAND.has(failure.kind) : CAUSES_MENDED_BY_HAND.has(cause);
}

const MENDED_BY_HAND: ReadonlySet<Failure['kind']> = new Set(['permission', 'credentials', 'account']);
const CAUSES_MENDED_BY_HAND: ReadonlySet<FailureCause> = new Set([
  'certificate',
  'proxy',
  'redisAway',
  'otherAccount',
  'unknownAccount',
  'notOpened',
  'mayNotRead',
]);
