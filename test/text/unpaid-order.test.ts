import { expect, test } from 'vitest';
import { lacksMoney } from '../../src/core/renewal/renewal-act.ts';
import { untried } from '../../src/core/renewal/renewal-new.ts';
import { en } from '../../src/text/en.ts';
import { explainFailure } from '../../src/text/explain-failure.ts';
import { zh } from '../../src/text/zh.ts';
import { aFailure } from '../support/instances.ts';

const CODES = ['Instance.UnPaidOrder', 'InvalidInstance.UnPaidOrder', 'OperationDenied.UnpaidOrder'];

test.each(CODES)(
  'an open order that is not paid is named, with what to do, and is no matter of the balance: %s',
  (code) => {
    const failure = aFailure('money', { code });
    expect(explainFailure(en, failure, false, 'renew')).toMatchObject({ title: 'Another order is unpaid' });
    expect(explainFailure(en, failure, false, 'renew').next).toMatch(/pay or cancel/);
    expect(explainFailure(zh, failure, false, 'renew').next).toMatch(/支付或取消/);
    const renewal = { ...untried('r-1-1', 'i-1', 0, 'token'), end: { is: 'failed', failure } as const };
    expect(lacksMoney({ renewal })).toBe(false);
    expect(lacksMoney({ renewal: { ...renewal, end: { is: 'failed', failure: aFailure('money') } } })).toBe(true);
  },
);
