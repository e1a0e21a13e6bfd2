import type { FailureKind } from '../../core/failure/failure.ts';

// Codes decide alone: one code comes with several HTTP statuses, and messages change. Listed are only codes that their family
// would get wrong, or that have none.
const BY_KIND: Partial<Record<FailureKind, readonly string[]>> = {
  transient: ['UnknownError', 'UndefinedError', 'NodeControllerUnavailable', 'SignatureNonceUsed'],
  wrongState: ['IncorrectInstanceStatus'],
  busy: [
    'InstanceNotReady',
    'InvalidOperation.Conflict',
    'DiskError',
    'DiskCreatingSnapshot',
    'ResourceInOperating',
    'ProcessingSameRequest',
    'OperationDenied.ResourceControl',
    'OperationDenied.CreatingConflict',
  ],
  alreadyDone: ['AllocatedAlready'],
  // The last one comes from ModifyInstanceAutoReleaseTime.
  gone: ['Forbidden.InstanceNotFound', 'EntityNotExist.Instance', 'NoSuchResource'],
  noStock: ['OperationDenied', 'OperationDenied.ZoneNotAllowed', 'LackResource', 'PriceNotFound'],
  underMarket: ['InvalidSpotPriceLimit.LowerThanPublicPrice', 'OperationDenied.SpotPriceLowerThanPublicPrice'],
  vSwitchFull: ['QuotaExceeded.PrivateIpAddress', 'OperationDenied.NoVlan'],
  permission: ['InvalidUser.Unauthorized', 'SubAccountNoPermission'],
  account: [
    'InvalidSpotAuthorized',
    'InvalidSpotAliUid',
    'InvalidUserData.Forbidden',
    'RegionUnauthorized',
    'InvalidAccountStatus',
    'InvalidOperation.UserNotSupported',
    'AccountForbidden.ProductCreationLimited',
  ],
  locked: [
    // The instance has a change on order that begins with its next term.
    'InstanceSpecModification.NotEffective',
    'InvalidOperation.InstanceRenewWithDowngradeInPlan',
    'INSTANCE_HAS_INACTIVE_CHANGE',
    'InvalidOperation.ResourceManagedByCloudProduct',
  ],
  credentials: [
    'InvalidCredentials', // the SDK was given none
    'CredentialsUnavailable', // ours: the source of credentials failed
  ],
  badInput: [
    'QuotaExceed.BuyImage',
    'OperationDenied.InconsistentNetwork',
    'OperationDenied.PerformanceLevelNotMatch',
    'HOSTNAME_ILLEGAL',
    'KeyPair.AlreadyExist',
    'DiskNotPortable',
    'DependencyViolation.IoOptimize', // of a key pair: the instance is not I/O optimized
    'Forbidden.OnlySupportEnterpriseGroup',
  ],
};

const EXACT: ReadonlyMap<string, FailureKind> = new Map(
  Object.entries(BY_KIND).flatMap(([kind, codes]) => codes.map((code) => [code, kind as FailureKind] as const)),
);

/** The end of a code that names a state which ends soon: `InvalidStatus.Upgrading`, `DependencyViolation.SLBConfiguring`. */
const UNDER_WAY =
  /(?:Attach|Configur|Creat|Delet|Detach|Initializ|Migrat|Modify|Operat|Pend|Process|Reboot|Releas|Repair|Resett?|Resiz|Restart|Start|Stopp|Switch|Updat|Upgrad)ing$/i;

// Families of codes, tried in this order when a code is not listed. They follow the naming in the published tables of errors.
// Narrower ones come first: missing rights, then the thing, then a wrong value.
const FAMILIES: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /Throttling|^Degrade\.Api$|FlowControl|TooManyRequests|RequestLimitExceeded|(?:TooFrequent|Frequently)/i,
    'throttled',
  ],
  [
    /^(?:ServiceUnavailable|InnerServiceFailed|(?:Service|Request|Gateway)Time[oO]ut)|Service\w*\.?Exception$/,
    'transient',
  ],
  [
    /(?:^|\.)(?:Unknown)?(?:Internal|System)\.?(?:Server)?Error|^InternalServer|^NAT_PUBLIC_IP_\w+_FAILED$/,
    'transient',
  ],
  // The same call or order is still being processed: it may have taken effect.
  [/Idempot\w*\.?Processing$|(?:Last|Order|Request|Token)\w*\.?Processing$/i, 'inFlight'],
  [/Idempot\w*\.?\w*(?:Mismatch|NotMatch)$|(?:Duplicat\w*|Repeat\w*|Used)\.?ClientToken$/, 'tokenMismatch'],
  [/ClientToken\w*\.?(?:Duplicat|Mismatch|NotMatch|Conflict|Repeat|Used)/, 'tokenMismatch'],
  [/AccessKey|(?:Security|Sts)Token|Signature|^InvalidTimeStamp(?:\.|$)/, 'credentials'],
  // A service that is not open to the account: no RAM right would help.
  [/WhiteList|TestAccount|RealName|RiskControl|^SecurityRisk|^Forbidden\.(?:Region|NotOpen)|InviteOnly/i, 'account'],
  [/^Invalid(?!User|Action|Parameter|Operation)\w+\.\w*Unauthorized$/, 'account'],
  [/^(?:Account|User|Order|Product|Service)\.?Not(?:Open|Activat|Enable|Authenticat)|KmsNotEnable/, 'account'],
  [/^(?:Abs\.)?InvalidAccount\.|^UserNotExist|^Unverified/, 'account'],
  [/^(?:Forb[ie]dd?en|Forbbiden|NoPermission|NotAuthorized|Unauthorized|ImplicitDeny|ExplicitDeny)/, 'permission'],
  [
    /NoPermission|PassRoleForbidden$|NotAuthorized$|Unauthorized$|(?:Access|Permission)\.?Den|NoPrivilege/,
    'permission',
  ],
  [/^Invalid\.?Instance(?:Ids?)?\.Not(?:Found|Exist\w*)$|^Instance(?:Id)?\.?Not(?:Found|Exist\w*)$/, 'gone'],
  [/^(?:ChargeTypeViolation|(?:PrePaid)?Instance\.?Expired)|InArrears$|(?:Instance|Resource)\.?Locked/, 'locked'],
  [/(?:Deletion|Release)Protect/, 'locked'],
  [/^InvalidAccountStatus\.|^InvalidInstanceChargeType|^PAY\.|Arrear|PayMethod|Payment|BillingMethod/, 'money'],
  [/Un_?Paid\.?_?Order|Order\.?_?(?:Un|Not)_?Paid/i, 'money'],
  [/(?:Insufficient|NotEnough)\.?(?:\w*Balance|Credit|Funds|Money)|Credit(?:Card|Limit|NotEnough)/, 'money'],
  [/Balance(?:$|\.|Insufficient|NotEnough|Exceeded)|BALANCE/, 'money'],
  [/Public_?Ip\w*(?:NoStock|NotEnough|Insufficient)|(?:Insufficient|No|NotEnough)(?:Available)?PublicIp/, 'noStock'],
  [/IpNotEnough$|NotEnoughIp/i, 'vSwitchFull'],
  [/NoStock|OutOfStock|SoldOut|NoRoom$|NoAva(?:il|li)able\w*(?:Host|Resource|Instance|Stock)$/, 'noStock'],
  [/(?:Resource|Stock|Inventory|Capacity)\.?(?:NotEnough|NotSufficient|Insufficient|Shortage)/, 'noStock'],
  [/(?:NotEnough|NotSufficient|Insufficient)\w*(?:Resource|Stock|Inventory|Capacity)/, 'noStock'],
  [/Not(?:OnSale|Sold)|^(?:Resource|InstanceType|Zone)\.?(?:Not(?:Available|Open)|Closed)|\.Offline$/, 'noStock'],
  [/^OperationDenied\.\w*NotAvailable$/, 'noStock'],
  [/Quota|(?:Count|Number|Limit)Exceed(?:ed)?(?:$|\.)/, 'quota'],
  [/\.Missing$/, 'badInput'],
  // The disk does not fit the type or the zone.
  [/DiskCategory|SystemCategory|CategoryNotSupport|CloudSSDNotSupport|DiskTypeNotSupport/, 'noStock'],
  [/^InvalidPerformanceLevel\.\w*NotSupport/, 'noStock'],
  [/^(?:Invalid)?(?:InstanceType|ResourceType|VpcZone)\.?\w*NotSupport\w*$|FlavorNotSupport/, 'noStock'],
  [/^IncorrectInstanceStatus\.Initializing$|^Incorrect(?!Instance)\w*Status/, 'busy'],
  [/^IncorrectInstanceStatus\./, 'wrongState'],
  [/\.NotReady$|NotReady$|Busy$|InProgress$|^(?:Operation|Task|Resource)\.?Conflict(?:$|\.)/, 'busy'],
  [UNDER_WAY, 'busy'],
  [/^Invalid(?:Instance)?Status(?:\.|$)/, 'wrongState'],
  [/^DependencyViolation\.(?:InstanceType|IoOptimized|WindowsInstance)$/, 'badInput'],
  [/^DependencyViolation\./, 'locked'],
  [/^(?:Invalid|Missing|Malformed|Illegal|Image|Duplicate|Unsupported|Unexpected|IoOptimized|NotSupport)/, 'badInput'],
  [/^(?:AllocateIpInvalid|HibernationConfigured|EnterpriseGroupLimited|CategoryViolation)/, 'badInput'],
  [
    /\.(?:Malformed|Mismatch|NotMatch|Unmatched|Conflict|(?:Image|Snapshot)\w*NotValid|SnapshotNot\w+)$|NotFound$/,
    'badInput',
  ],
  [/(?:NotSupport(?:ed)?|Unsupported|NotInSameZone|\.InvalidNetworkType)$/, 'badInput'],
  [/InUse$/, 'busy'],
];

/** The kind that a code stands for; null if it is unknown. */
export function kindOfCode(code: string): FailureKind | null {
  return EXACT.get(code) ?? FAMILIES.find(([family]) => family.test(code))?.[1] ?? null;
}
