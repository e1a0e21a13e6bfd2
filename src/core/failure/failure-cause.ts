import { isCertificateCode } from '../base/connection-error.ts';
import type { Failure } from './failure.ts';

/**
 * What is known of a failure beyond its kind, where that changes what a person does about it. Each has its own sentences; how it is
 * treated follows from the kind alone.
 */
export const FAILURE_CAUSES = [
  'certificate', // the other end's certificate is not trusted
  'proxy', // the proxy did not make the connection
  'otherAccount', // the credentials belong to another account than the bot's database is about
  'unknownAccount', // to whom they belong could not be found out
  'accountGivenUp', // an admin has said that nobody can look into the account any more in which it was begun
  'disk', // the disk category does not go with the type or the zone; another one does
  'notOpened', // the account may not use the region, the type, the disk or spot at all: no matter of RAM
  'image', // the image is not subscribed to, or may not be used any more
  'keyPair', // the key pair is not in the region any more
  'payMethod', // this way of paying is not open to the account
  'noPublicIp', // no public address is left
  'noPrice', // the cloud names no price for what was approved
  'mayNotRead', // RAM refuses a question, without which the bot buys and changes nothing
  'noAnswer', // a question got no usable answer, which changes nothing
  'unlooked', // what may have taken effect could not be looked up
  'unseen', // what exists could not be looked at until its time was over
  'notPlaced', // the cloud had room for fewer than were asked for in one call
  'neverOrdered', // its time was over before its order could be sent
  'unpaidOrder', // an order for it was placed elsewhere and is open: until it is paid or cancelled nothing else is sold
] as const;

export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** The bot's own codes, where the cloud gave none. */
export const NO_PRICE = 'NoPrice';
export const NEVER_ORDERED = 'NeverOrdered';
export const NOT_PLACED = 'NotPlaced';

const BY_CODE: readonly (readonly [RegExp, FailureCause])[] = [
  [/^PROXY_/, 'proxy'],
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
  [/Un_?Paid|Not_?Paid$/i, 'unpaidOrder'],
];

/** Of kinds that a code does not belong to, nothing more is known. */
const KIND: Readonly<Partial<Record<FailureCause, Failure['kind']>>> = {
  certificate: 'notSent',
  proxy: 'notSent',
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
  unpaidOrder: 'money',
};

/** What a question was refused with means something else than of a call that was to change something. */
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

/** What heals only when somebody does something about it, also while the bot goes on trying. */
export function needsSomebody(failure: Pick<Failure, 'kind' | 'code' | 'api'>): boolean {
  const cause = causeOf(failure);
  return cause === null ? MENDED_BY_HAND.has(failure.kind) : CAUSES_MENDED_BY_HAND.has(cause);
}

const MENDED_BY_HAND: ReadonlySet<Failure['kind']> = new Set(['permission', 'credentials', 'account']);
const CAUSES_MENDED_BY_HAND: ReadonlySet<FailureCause> = new Set([
  'certificate',
  'proxy',
  'otherAccount',
  'unknownAccount',
  'notOpened',
  'mayNotRead',
]);
