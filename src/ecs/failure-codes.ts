import type { FailureKind } from '../core/failure.ts';

// The same code comes with several HTTP statuses, and messages change, so the code alone decides.
const BY_KIND: Partial<Record<FailureKind, readonly string[]>> = {
  transient: ['InternalError', 'UnknownError', 'UndefinedError', 'NodeControllerUnavailable', 'SignatureNonceUsed'],
  inFlight: [
    'IdempotentProcessing',
    'Idempotence.Processing',
    'LastTokenProcessing',
    'LastRequestProcessing',
    'LastOrderProcessing',
  ],
  tokenMismatch: [
    'IdempotentParameterMismatch',
    'IdempotenceParamNotMatch',
    'InvalidIdempotenceParameter.Mismatch',
    'IdempotenceParameterMismatch',
  ],
  wrongState: ['IncorrectInstanceStatus'],
  busy: [
    'IncorrectInstanceStatus.Initializing',
    'InstanceNotReady',
    'OperationConflict',
    'InvalidOperation.Conflict',
    'IncorrectVSwitchStatus',
  ],
  alreadyDone: ['AllocatedAlready'],
  // The last is the word of ModifyInstanceAutoReleaseTime.
  gone: ['InvalidInstanceId.NotFound', 'Forbidden.InstanceNotFound', 'NoSuchResource'],
  noStock: [
    'OperationDenied.NoStock',
    'Zone.NotOnSale',
    'Zone.NotOpen',
    'InvalidVpcZone.NotSupported',
    'ResourceNotAvailable',
    'InvalidInstanceType.ZoneNotSupported',
    'InvalidResourceType.NotSupported',
    'InvalidInstanceType.NotSupported',
    'InvalidInstanceType.ValueNotSupported',
    'CategoryNotSupported',
    'InstanceType.Offline',
  ],
  underMarket: ['InvalidSpotPriceLimit.LowerThanPublicPrice', 'OperationDenied.SpotPriceLowerThanPublicPrice'],
  vSwitchFull: ['QuotaExceeded.PrivateIpAddress', 'InvalidVSwitchId.IpNotEnough'],
  money: [
    'InvalidAccountStatus.NotEnoughBalance',
    'InsufficientBalance',
    'InvalidPayMethod',
    'Account.Arrearage',
    'PaymentMethodNotFound',
    'OperationDenied.IllegalPaymentPolicy',
  ],
  quota: ['SecurityGroupInstanceLimitExceed', 'QuotaExceed', 'QuotaExceeded'],
  permission: ['NoPermission', 'NotAuthorized', 'InvalidUser.PassRoleForbidden', 'RegionUnauthorized'],
  account: ['RealNameAuthenticationError', 'Forbidden.RiskControl', 'SecurityRisk.3DVerification'],
  locked: [
    'InstanceLockedForSecurity',
    'InstanceExpired',
    'InstanceExpiredOrInArrears',
    'DiskInArrears',
    'ChargeTypeViolation',
    'InvalidOperation.DeletionProtection',
  ],
  credentials: [
    'InvalidAccessKeyId',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'InvalidTimeStamp.Expired',
    'InvalidCredentials', // the SDK was given none
    'CredentialsUnavailable', // ours: the source of credentials failed
  ],
};

const EXACT: ReadonlyMap<string, FailureKind> = new Map(
  Object.entries(BY_KIND).flatMap(([kind, codes]) => codes.map((code) => [code, kind as FailureKind] as const)),
);

// Families, tried in this order when the code itself is not listed.
const FAMILIES: readonly (readonly [RegExp, FailureKind])[] = [
  [/Throttling/, 'throttled'],
  [/^ServiceUnavailable/, 'transient'],
  [/^IncorrectInstanceStatus\./, 'wrongState'],
  [/^(?:InvalidAccessKeyId|InvalidSecurityToken|InvalidTimeStamp)\./, 'credentials'],
  [/^InvalidSecurityToken$/, 'credentials'],
  [/^(?:InvalidInstanceType|InvalidResourceType)\.(?:.*NotSupported)$/, 'noStock'],
  [/^InvalidAccountStatus\./, 'money'],
  [/^(?:QuotaExceed|QuotaExceeded)\./, 'quota'],
  [/^(?:Forbidden$|Forbidden\.|NoPermission\.)/, 'permission'],
  [/\.ValueUnauthorized$/, 'permission'],
  [/^InstanceLocked/, 'locked'],
  [/^(?:Invalid|Missing|Malformed|ImageNotSupport)/, 'badInput'],
  [/\.Malformed$/, 'badInput'],
];

/** The kind a code stands for, or null when it is not known. */
export function kindOfCode(code: string): FailureKind | null {
  return EXACT.get(code) ?? FAMILIES.find(([family]) => family.test(code))?.[1] ?? null;
}
