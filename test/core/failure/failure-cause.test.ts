import { expect, test } from 'vitest';
import type { FailureKind } from '../../../src/core/failure/failure.ts';
import { causeOf, FAILURE_CAUSES } from '../../../src/core/failure/failure-cause.ts';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import { kindOfCode } from '../../../src/ecs/failures/failure-codes.ts';
import { sampleFailure, sampleInstance, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { explainFailure } from '../../../src/text/explain-failure.ts';
import { TEXTS } from '../../../src/text/texts.ts';

const request = sampleRequest(1);
const failure = (kind: FailureKind, code: string) => ({ ...sampleFailure(kind), kind, code });
const ofCode = (code: string) => failure(kindOfCode(code) ?? 'unknown', code);
const steps = (code: string) => stepsFor([sampleInstance(request, 1, 'failed', ofCode(code))]);

test.each([
  ['InvalidInstanceType.NotSupportDiskCategory', 'disk'],
  ['InvalidDiskCategory.NotSupported', 'disk'],
  ['InvalidSystemDiskCategory.ValueNotSupported', 'disk'],
  ['InvalidDataDiskCategory.ValueNotSupported', 'disk'],
  ['OperationDenied.ZoneSystemCategoryNotMatch', 'disk'],
  ['CategoryNotSupported', 'disk'],
  ['RegionUnauthorized', 'notOpened'],
  ['Forbidden.RegionId', 'notOpened'],
  ['InvalidInstanceType.ValueUnauthorized', 'notOpened'],
  ['InvalidSystemDiskCategory.ValueUnauthorized', 'notOpened'],
  ['UserNotInTheWhiteList', 'notOpened'],
  ['InvalidSpotAuthorized', 'notOpened'],
  ['QuotaExceed.BuyImage', 'image'],
  ['ImageNotSubscribed', 'image'],
  ['InvalidInstanceChargeType.NotFound', 'payMethod'],
  ['InsufficientPublicIp', 'noPublicIp'],
  ['OperationDenied.NoStock', null],
  ['InstanceDiskCategoryLimitExceed', null],
  ['RealNameAuthenticationError', null],
  ['Forbidden.RAM', null],
])('%s has the cause %s', (code, cause) => expect(causeOf(ofCode(code))).toBe(cause));

test('what was never sent names the certificate or the proxy, in both languages, also while the bot goes on trying', () => {
  for (const text of Object.values(TEXTS)) {
    for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED']) {
      expect(explainFailure(text, failure('notSent', code), true).next).toContain('NODE_EXTRA_CA_CERTS');
      expect(explainFailure(text, failure('notSent', code), false, 'renew').next).toContain('NODE_EXTRA_CA_CERTS');
      expect(text.doctor.cloud.fix(failure('notSent', code))).toContain('NODE_EXTRA_CA_CERTS');
    }
    expect(explainFailure(text, failure('notSent', 'PROXY_REFUSED'), true).next).toContain('HTTPS_PROXY');
    for (const cause of FAILURE_CAUSES) expect(text.failures.causes[cause].title.length).toBeLessThan(45);
  }
});

test('what is sold out has alternatives, and so has a disk that does not go with the type', () => {
  for (const code of ['OperationDenied', 'LackResource', 'InvalidDiskCategory.NotSupported', 'OperationDenied.NoStock'])
    expect(steps(code)).toEqual(['alternatives', 'tryAgain']);
});

test('what is not opened for the account is no matter of RAM', () => {
  for (const code of ['RegionUnauthorized', 'Forbidden.RegionId', 'InvalidInstanceType.ValueUnauthorized']) {
    expect(steps(code)).toEqual(['tryAgain']);
    for (const text of Object.values(TEXTS))
      expect(explainFailure(text, ofCode(code)).title).toBe(text.failures.causes.notOpened.title);
  }
  expect(steps('Forbidden.RAM')).toContain('permission');
});

test('no balance is checked for a way of paying that is not open', () => {
  expect(steps('InvalidInstanceChargeType.NotFound')).toEqual(['tryAgain']);
  expect(steps('InsufficientBalance')).toEqual(['tryAgain', 'balance']);
});

test.each([
  ['permission', 'DescribePrice', 'Forbidden.RAM', 'mayNotRead'],
  ['permission', 'QueryAccountBalance', 'Forbidden.RAM', 'mayNotRead'],
  ['permission', 'GetCallerIdentity', null, 'mayNotRead'],
  ['permission', 'CreateInstance', 'Forbidden.RAM', null],
  ['ambiguous', 'DescribeInstances', null, 'noAnswer'],
  ['ambiguous', 'RenewInstance', null, null],
  ['doubtful', 'DescribeInstances', 'ServiceUnavailable', 'unlooked'],
  ['doubtful', 'RenewInstance', null, null],
  ['doubtful', null, 'AccountGivenUp', 'accountGivenUp'],
  ['deadline', 'DescribeInstances', null, 'unseen'],
  ['deadline', 'StartInstance', null, null],
  ['deadline', null, 'NeverOrdered', 'neverOrdered'],
  ['transient', 'DescribePrice', 'NoPrice', 'noPrice'],
  ['transient', 'DescribeInstances', 'ServiceUnavailable', null],
  ['notSent', 'DescribeInstances', 'CERT_HAS_EXPIRED', 'certificate'],
  ['account', 'DescribeInstances', 'RegionUnauthorized', 'notOpened'],
] as const)('%s of %s (%s) has the cause %s', (kind, api, code, cause) =>
  expect(causeOf({ kind, code, api })).toBe(cause),
);

test('nobody is told that there is nothing to do while the bot waits for what only a person can mend', () => {
  const lasting = [
    failure('permission', 'Forbidden.RAM'),
    failure('credentials', 'InvalidAccessKeyId.NotFound'),
    failure('account', 'RealNameAuthenticationError'),
    failure('account', 'RegionUnauthorized'),
    failure('notSent', 'OtherAccount'),
    failure('notSent', 'UnknownAccount'),
    sampleFailure('unreadable'),
    { ...failure('permission', 'Forbidden.RAM'), api: 'DescribeInstances' },
  ];
  for (const text of Object.values(TEXTS))
    for (const one of lasting)
      for (const what of [null, 'start', 'renew'] as const)
        expect(explainFailure(text, one, true, what).next).not.toBe(text.failures.retrying);
});
