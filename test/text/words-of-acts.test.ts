import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/base/language.ts';
import { type Failure, failureOf } from '../../src/core/failure/failure.ts';
import { treatmentOf } from '../../src/core/failure/failure-treatment.ts';
import { POWERS } from '../../src/core/power/power.ts';
import { failureOfThrown } from '../../src/ecs/failures/failures.ts';
import { changeParagraphs } from '../../src/slack/attribute/words.ts';
import { inDetail } from '../../src/slack/kit/post.ts';
import { explainFailure } from '../../src/text/explain-failure.ts';
import { TEXTS } from '../../src/text/texts.ts';

// Whoever gives an order to an instance that exists cannot give it another type, zone, disk, network or billing method, and buys
// nothing: whatever code the cloud refuses with, no sentence may say so.

const API = {
  start: 'StartInstance',
  stop: 'StopInstance',
  restart: 'RebootInstance',
  release: 'DeleteInstance',
} as const;
const ATTEMPT = { start: 'start', stop: 'stop', restart: 'reboot', release: 'delete' } as const;

/** One code of each sort that the cloud refuses with for good. */
const CODES = `OperationDenied OperationDenied.NoStock OperationDenied.ZoneNotAllowed LackResource
  InvalidInstanceType.NotSupportDiskCategory InvalidDiskCategory.NotSupported OperationDenied.SpotPriceLowerThanPublicPrice
  InvalidVSwitchId.IpNotEnough InsufficientPublicIp RegionUnauthorized InvalidInstanceType.ValueUnauthorized UserNotInTheWhiteList
  InvalidSpotAuthorized InvalidInstanceChargeType.NotFound Instance.UnPaidOrder Account.Arrearage QuotaExceed.ElasticQuota
  Forbidden.RAM PrePaidInstance.Expired InstanceLockedForSecurity ChargeTypeViolation InvalidOperation.DeletionProtection`.split(
  /\s+/u,
);

const OF_CREATING: Readonly<Record<(typeof LANGUAGES)[number], RegExp>> = {
  en: /another (?:zone|type|image|disk|vSwitch|choice|billing)|instance type, or|higher limit|form shows|alternatives|wasn’t bought|may be starting|without a public|create a larger/u,
  zh: /更换|替代方案|表单|未购买|上限价后|不分配|创建更大/u,
};

const refusedWith = (code: string, api: string): Failure =>
  failureOfThrown({ name: 'Error', code, statusCode: 403, data: { Message: '' }, requestId: 'q' }, api);

const END_BY_LOOKS = failureOf('deadline', { api: 'DescribeInstances' });

test.each(LANGUAGES)(
  'the end of an order for an instance that exists tells nothing about creating one (%s)',
  (language) => {
    const text = TEXTS[language];
    for (const what of POWERS) {
      const refusals = CODES.map((code) => refusedWith(code, API[what]));
      for (const failure of [...refusals, failureOf('deadline'), END_BY_LOOKS]) {
        const { title, cause, next } = explainFailure(text, failure, false, what);
        const said = `${title} ${cause} ${next}`;
        expect(
          OF_CREATING[language].exec(said)?.[0],
          `${what} ${failure.kind} ${failure.code}: ${said}`,
        ).toBeUndefined();
      }
    }
  },
);

test.each(LANGUAGES)('the end of a renewal or a larger disk offers no other instance either (%s)', (language) => {
  const text = TEXTS[language];
  // No disk has an address.
  for (const [what, api] of [
    ['renew', 'RenewInstance'],
    ['resize', 'ResizeDisk'],
  ] as const)
    for (const code of CODES.filter((one) => one !== 'InsufficientPublicIp')) {
      const { title, cause, next } = explainFailure(text, refusedWith(code, api), false, what);
      const said = `${title} ${cause} ${next}`;
      expect(OF_CREATING[language].exec(said)?.[0], `${what} ${code}: ${said}`).toBeUndefined();
    }
});

test.each(LANGUAGES)(
  'an instance whose time is over or that is not paid for is told to be renewed or paid (%s)',
  (language) => {
    for (const what of ['start', 'restart'] as const)
      for (const code of ['InstanceExpired', 'PrePaidInstance.Expired', 'InstanceExpiredOrInArrears', 'DiskInArrears'])
        expect(explainFailure(TEXTS[language], refusedWith(code, API[what]), false, what).next).toContain('/ecs renew');
  },
);

test('nothing is sold out to a call that takes nothing', () => {
  for (const what of ['stop', 'restart', 'release'] as const)
    for (const code of CODES) {
      const { kind } = refusedWith(code, API[what]);
      expect(['noStock', 'underMarket', 'vSwitchFull'], `${what} ${code}`).not.toContain(kind);
      expect(treatmentOf(ATTEMPT[what], kind)).toBe('giveUp');
    }
  expect(refusedWith('OperationDenied', 'StartInstance').kind).toBe('noStock');
  expect(refusedWith('OperationDenied', 'CreateInstance').kind).toBe('noStock');
  for (const api of ['RenewInstance', 'ModifyInstanceAutoReleaseTime', 'ModifyInstanceAttribute'])
    expect(refusedWith('OperationDenied', api).kind).toBe('locked');
  // They are about no instance.
  expect(refusedWith('OperationDenied', 'DescribeRenewalPrice').kind).toBe('locked');
  expect(refusedWith('OperationDenied', 'DescribePrice').kind).toBe('noStock');
  for (const api of ['DescribeInstances', 'DescribeDisks', 'QueryAccountBalance', 'ImportKeyPair', 'GetCallerIdentity'])
    expect(refusedWith('OperationDenied', api).kind).toBe('unknown');
});

test.each(LANGUAGES)(
  'a change that was not made in time does not speak of an instance that did not run (%s)',
  (language) => {
    const text = TEXTS[language];
    const grow = {
      is: 'grow',
      which: 'system',
      diskId: 'd-1',
      from: 40,
      to: 80,
      clientToken: 't',
      more: null,
    } as const;
    const attached = failureOf('deadline', { api: 'AttachDisk' });
    for (const failure of [failureOf('deadline'), attached, failureOf('deadline', { api: 'DescribeDisks' })]) {
      const note = { changed: { by: 'U1', done: [], missed: [{ step: grow, failure }] }, name: 'web-1' };
      const said = JSON.stringify(inDetail((detail) => changeParagraphs([note as never], text, detail)));
      expect(said).toContain(text.attribute.tooLate);
      expect(said).not.toContain(text.failures.kinds.deadline.cause);
      expect(said).not.toContain(text.failures.causes.unseen.cause);
    }
  },
);
