import type { Fault } from '../../ports.ts';
import { Refusal } from '../wire/refusal.ts';

type Make = (fault: Fault, action: string) => Refusal;

const unavailable: Make = () =>
  new Refusal(503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.');

const throttled: Make = (fault) => {
  const after = typeof fault.retryAfterMs === 'number' ? { 'x-acs-retry-after': String(fault.retryAfterMs) } : {};
  return new Refusal(
    400,
    'Throttling.User',
    'Request was denied due to user flow control.',
    {},
    after as Record<string, string>,
  );
};

/** Other services' names for the rights to their actions. */
const RIGHTS: Readonly<Record<string, string>> = {
  QueryAccountBalance: 'bss:DescribeAcccount',
  ListRoles: 'ram:ListRoles',
  ListResourceGroups: 'resourcemanager:ListResourceGroups',
};

/** AccessDeniedDetail in RAM's form. */
const forbidden: Make = (_fault, action) =>
  new Refusal(
    403,
    'Forbidden.RAM',
    'User not authorized to operate on the specified resource, or this API does not support RAM.',
    {
      AccessDeniedDetail: {
        AuthAction: RIGHTS[action] ?? `ecs:${action}`,
        AuthPrincipalDisplayName: '203000000000000001',
        AuthPrincipalOwnerId: '1000000000000001',
        AuthPrincipalType: 'SubUser',
        NoPermissionType: 'ImplicitDeny',
        PolicyType: 'AccountLevelIdentityBasedPolicy',
      },
    },
  );

const fixed =
  (status: number, code: string, message: string): Make =>
  () =>
    new Refusal(status, code, message);

const MAKE: Readonly<Record<string, Make>> = {
  'unavailable-before': unavailable,
  'unavailable-after': unavailable,
  throttle: throttled,
  permission: forbidden,
  'no-stock': fixed(
    403,
    'OperationDenied.NoStock',
    'The resource is out of stock in the specified zone. Please try other types, or choose other regions and zones.',
  ),
  'not-enough-balance': fixed(
    403,
    'InvalidAccountStatus.NotEnoughBalance',
    'Your account does not have enough balance.',
  ),
  arrears: fixed(400, 'Account.Arrearage', 'Your account has an outstanding payment.'),
  quota: fixed(
    403,
    'QuotaExceed.ElasticQuota',
    'The number of the specified ECS instances has exceeded the quota of the specified instance type.',
  ),
  'price-not-found': fixed(
    400,
    'PriceNotFound',
    'The price of your queried resource is not available now, please try other resources.',
  ),
  'billing-not-authorized': fixed(400, 'NotAuthorized', 'This API is not authorized for caller.'),
  'billing-refused': () =>
    new Refusal(200, 'NotAuthorized', 'This API is not authorized for caller.', { Success: false }),
  'bad-credentials': fixed(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.'),
  clock: fixed(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.'),
  'refuse-with': (fault) =>
    new Refusal(
      typeof fault.status === 'number' ? fault.status : 403,
      typeof fault.code === 'string' ? fault.code : 'OperationDenied',
      'The specified operation is denied.',
    ),
  'image-refused': fixed(404, 'InvalidImageId.NotFound', 'The specified ImageId does not exist.'),
  'in-flight': fixed(403, 'IdempotentProcessing', 'The previous idempotent request(s) is still processing.'),
};

/** The answer of a refusing fault, instead of the call's. */
export function refusalOf(fault: Fault, action: string): Refusal {
  return MAKE[fault.name]?.(fault, action) ?? unavailable(fault, action);
}
