import type { FailureKind } from '../core/failure.ts';

// The same code comes with several HTTP statuses, and messages change, so the code alone decides. Only what its family would get
// wrong, or what belongs to none, stands here.
const BY_KIND: Partial<Record<FailureKind, readonly string[]>> = {
  transient: [
    'UnknownError',
    'UndefinedError',
    'NodeControllerUnavailable',
    'SignatureNonceUsed',
    'NAT_PUBLIC_IP_BINDING_FAILED',
  ],
  wrongState: ['IncorrectInstanceStatus'],
  busy: [
    'InstanceNotReady',
    'InvalidOperation.Conflict',
    'DiskError',
    'ResourceInOperating',
    'ProcessingSameRequest',
    'OperationDenied.ResourceControl',
    'OperationDenied.CreatingConflict',
  ],
  alreadyDone: ['AllocatedAlready'],
  // The last is the word of ModifyInstanceAutoReleaseTime.
  gone: ['Forbidden.InstanceNotFound', 'NoSuchResource'],
  noStock: [
    'OperationDenied',
    'OperationDenied.ZoneNotAllowed',
    'Zone.NotOpen',
    'LackResource',
    'InsufficientPublicIp',
  ],
  underMarket: ['InvalidSpotPriceLimit.LowerThanPublicPrice', 'OperationDenied.SpotPriceLowerThanPublicPrice'],
  vSwitchFull: ['QuotaExceeded.PrivateIpAddress'],
  money: ['OperationDenied.IllegalPaymentPolicy', 'PaymentMethodNotFound', 'InvalidInstanceChargeType.NotFound'],
  permission: ['InvalidUser.Unauthorized', 'SubAccountNoPermission'],
  account: ['InvalidSpotAuthorized', 'InvalidUserData.Forbidden', 'RegionUnauthorized', 'Forbidden.RegionId'],
  credentials: [
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'InvalidCredentials', // the SDK was given none
    'CredentialsUnavailable', // ours: the source of credentials failed
  ],
  badInput: ['QuotaExceed.BuyImage', 'OperationDenied.InconsistentNetwork', 'HOSTNAME_ILLEGAL'],
};

const EXACT: ReadonlyMap<string, FailureKind> = new Map(
  Object.entries(BY_KIND).flatMap(([kind, codes]) => codes.map((code) => [code, kind as FailureKind] as const)),
);

/** A state that ends soon, at the end of a code: `InvalidStatus.Upgrading`, `DependencyViolation.SLBConfiguring`. */
const UNDER_WAY =
  /(?:Attach|Configur|Creat|Delet|Detach|Initializ|Migrat|Modify|Operat|Pend|Process|Reboot|Releas|Resett?|Resiz|Restart|Start|Stopp|Switch|Updat|Upgrad)ing$/;

// Families, tried in this order when the code itself is not listed. They follow how the published tables of errors name things, and
// stand so that the narrower one comes first: what is not authorised before what it is about, that before a wrong value.
const FAMILIES: readonly (readonly [RegExp, FailureKind])[] = [
  [/Throttling|^Degrade\.Api$|FlowControl/, 'throttled'],
  [/^(?:ServiceUnavailable|InternalError|InnerServiceFailed|InternalServer|ServiceTime[oO]ut)/, 'transient'],
  [/(?:Idempot\w*\.?Processing|^Last\w*Processing)$/, 'inFlight'],
  [/Idempot\w*\.?\w*(?:Mismatch|NotMatch)$/, 'tokenMismatch'],
  [/^(?:Invalid|Missing|Illegal)(?:AccessKey\w*|SecurityToken|TimeStamp)(?:\.|$)|^Forbidden\.AccessKey/, 'credentials'],
  // Not opened for the account: no right in RAM would help.
  [
    /ValueUnauthorized$|WhiteList|TestAccount|RealName|RiskControl|^SecurityRisk|^Forbidden\.(?:Region|NotOpen)/i,
    'account',
  ],
  [/^(?:Account|User|Order|Product|Service)\.?Not(?:Open|Activat|Enable|Authenticat)/, 'account'],
  [/^(?:Forb[ie]dd?en|Forbbiden|NoPermission|NotAuthorized|Unauthorized)/, 'permission'],
  [/(?:NoPermission|PassRoleForbidden|NotAuthorized|Unauthorized)$/, 'permission'],
  [/^InvalidInstance(?:Ids?)?\.Not(?:Found|Exist\w*)$|^Instance(?:Id)?\.?Not(?:Found|Exist\w*)$/, 'gone'],
  [/^(?:InstanceLocked|ChargeTypeViolation|(?:PrePaid)?Instance\.?Expired)|InArrears$|DeletionProtection$/, 'locked'],
  [/^InvalidAccountStatus\.|^InvalidInstanceChargeType|^PAY\.|Arrearage|Un[pP]aidOrder|PayMethod/, 'money'],
  [/(?:Insufficient|NotEnough|Exceeded)?Balance(?:$|\.|Insufficient|Exceeded)|NotEnoughBalance|BALANCE/, 'money'],
  [/IpNotEnough$|NotEnoughIp$/i, 'vSwitchFull'],
  [
    /NoStock$|OutOfStock|SoldOut|Not(?:Enough|Sufficient)Resource|^Insufficient\w*(?:Resource|Capacity)|NoRoom$/,
    'noStock',
  ],
  [/Not(?:OnSale|Sold)|^(?:Resource|InstanceType|Zone)\.?Not(?:Available|Open)|\.Offline$/, 'noStock'],
  [/(?:LimitExceed(?:ed)?|QuotaExceed(?:ed)?|^Quota(?:Exceed|Full)\w*(?:\.\w+)*)$/, 'quota'],
  // The disk does not go with the type or the zone.
  [/DiskCategory|SystemCategory|CategoryNotSupport|CloudSSDNotSupport|DiskTypeNotSupport/, 'noStock'],
  [/^Invalid(?:InstanceType|ResourceType|VpcZone)\.\w*NotSupport\w*$/, 'noStock'],
  [/^IncorrectInstanceStatus\.Initializing$|^Incorrect(?!Instance)\w*Status/, 'busy'],
  [/^IncorrectInstanceStatus\./, 'wrongState'],
  [/\.NotReady$|NotReady$|Busy$|^(?:Operation|Task|Resource)\.?Conflict$/, 'busy'],
  [UNDER_WAY, 'busy'],
  [/^(?:Invalid|Missing|Malformed|Illegal|Image|Duplicate|Unsupported|IoOptimized)/, 'badInput'],
  [
    /\.(?:Malformed|Mismatch|NotMatch|Conflict|(?:Image|Snapshot)\w*NotValid|SnapshotNot\w+)$|NotFound$|NotSupport(?:ed)?$/,
    'badInput',
  ],
];

/** The kind a code stands for, or null when it is not known. */
export function kindOfCode(code: string): FailureKind | null {
  return EXACT.get(code) ?? FAMILIES.find(([family]) => family.test(code))?.[1] ?? null;
}
