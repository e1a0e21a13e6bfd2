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
  'payMethod', // this way of paying is not open to the account
  'noPublicIp', // no public address is left
  'unpaidOrder', // an order for it was placed elsewhere and is open: until it is paid or cancelled nothing else is sold
] as const;

export type FailureCause = (typeof FAILURE_CAUSES)[number];

const BY_CODE: readonly (readonly [RegExp, FailureCause])[] = [
  [/^PROXY_/, 'proxy'],
  [/^OtherAccount$/, 'otherAccount'],
  [/^UnknownAccount$/, 'unknownAccount'],
  [/^AccountGivenUp$/, 'accountGivenUp'],
  [/Unauthorized$|WhiteList|InviteOnly|^Forbidden\.(?:Region|NotOpen)|^InvalidSpotA|UserNotSupported$/i, 'notOpened'],
  [/^InvalidUserData\.Forbidden$/, 'notOpened'],
  [/DiskCategory|SystemCategory|CategoryNotSupport|CloudSSDNotSupport|DiskTypeNotSupport|PerformanceLevel/, 'disk'],
  [/^QuotaExceed\.BuyImage$|^ImageNotSubscribed|^ImageRemoved|^OperationDenied\.Image/, 'image'],
  [/^InvalidInstanceChargeType/, 'payMethod'],
  [/Public_?Ip/, 'noPublicIp'],
  [/Un_?Paid|Not_?Paid$/i, 'unpaidOrder'],
];

/** Of kinds that a code does not belong to, nothing more is known. */
const KIND: Readonly<Record<FailureCause, Failure['kind']>> = {
  certificate: 'notSent',
  proxy: 'notSent',
  otherAccount: 'notSent',
  unknownAccount: 'notSent',
  accountGivenUp: 'doubtful',
  disk: 'noStock',
  notOpened: 'account',
  image: 'badInput',
  payMethod: 'money',
  noPublicIp: 'noStock',
  unpaidOrder: 'money',
};

export function causeOf({ kind, code }: Pick<Failure, 'kind' | 'code'>): FailureCause | null {
  if (code === null) return null;
  if (isCertificateCode(code)) return kind === KIND.certificate ? 'certificate' : null;
  return BY_CODE.find(([codes, cause]) => KIND[cause] === kind && codes.test(code))?.[1] ?? null;
}
