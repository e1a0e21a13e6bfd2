import { expect, test } from 'vitest';
import { kindOfCode } from '../../src/ecs/failure-codes.ts';
import { redact } from '../../src/ecs/redact.ts';
import { ACCESS_KEY_ID } from './api-server.ts';

test('redaction keeps the sentence and drops addresses, keys and values', () => {
  expect(redact('The image m-1 is gone, see https://error.example/api?q=InvalidImageId for help')).toBe(
    'The image m-1 is gone, see [URL] for help',
  );
  expect(redact('Is POST /?Password=hunter2&x=1 right?')).toBe('Is POST /?[…] right?');
  expect(redact(`key ${ACCESS_KEY_ID} and STS.NTexampleexample`)).toBe('key [AccessKey] and [AccessKey]');
  expect(redact('Password=hunter2, UserData: aHVudGVyMg==')).toBe('Password=[…], UserData: […]');
  expect(redact('x'.repeat(1_000))).toHaveLength(300);
});

test('every code the API documentation lists means what it says', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    throttled: [
      'Throttling',
      'Throttling.User',
      'Throttling.Api',
      'Throttling.ConcurrentLimitExceeded',
      'Rejected.Throttling',
    ],
    transient: [
      'ServiceUnavailable',
      'ServiceUnavailable.RegionMaintaining',
      'InternalError',
      'UnknownError',
      'NodeControllerUnavailable',
      'SignatureNonceUsed',
    ],
    inFlight: [
      'IdempotentProcessing',
      'Idempotence.Processing',
      'LastTokenProcessing',
      'LastRequestProcessing',
      'LastOrderProcessing',
    ],
    tokenMismatch: ['IdempotentParameterMismatch', 'IdempotenceParamNotMatch', 'InvalidIdempotenceParameter.Mismatch'],
    wrongState: ['IncorrectInstanceStatus'],
    busy: [
      'IncorrectInstanceStatus.Initializing',
      'InstanceNotReady',
      'OperationConflict',
      'InvalidOperation.Conflict',
      'IncorrectVSwitchStatus',
    ],
    alreadyDone: ['AllocatedAlready'],
    gone: ['InvalidInstanceId.NotFound', 'Forbidden.InstanceNotFound'],
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
    quota: ['QuotaExceed.Instance', 'QuotaExceeded', 'QuotaExceed.ElasticQuota', 'SecurityGroupInstanceLimitExceed'],
    permission: [
      'Forbidden.RAM',
      'NoPermission',
      'Forbidden.SubUser',
      'Forbidden',
      'InvalidUser.PassRoleForbidden',
      'RegionUnauthorized',
      'InvalidInstanceType.ValueUnauthorized',
    ],
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
      'InvalidAccessKeyId.NotFound',
      'InvalidAccessKeyId.Inactive',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'InvalidTimeStamp.Expired',
      'InvalidSecurityToken.Expired',
      'InvalidCredentials',
    ],
    badInput: [
      'InvalidImageId.NotFound',
      'MissingParameter',
      'MissingParamter',
      'InstanceName.Malformed',
      'ImageNotSupportInstanceType',
      'InvalidPeriod',
      'InvalidParameter.Mismatch',
      'InvalidSystemDiskCategory.ValueNotSupported',
    ],
  };
  for (const [kind, codes] of Object.entries(table))
    for (const code of codes) expect([code, kindOfCode(code)]).toEqual([code, kind]);
  expect(kindOfCode('Brand.New')).toBeNull();
});
