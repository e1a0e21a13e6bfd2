import { expect, test } from 'vitest';
import { seenInLook } from '../../../src/core/instance/cloud-instance.ts';
import { endOfTerm } from '../../../src/core/renewal/renewal-act.ts';
import type { Term } from '../../../src/core/spec/charge.ts';
import { REGION, servedCloud } from '../simulated-cloud.ts';

const simulated = await servedCloud({ balanceMinor: 100_000_000 });

const balance = (): number => simulated.cloud.state().balance.minor;

async function prepaid(): Promise<string> {
  const input = await simulated.createInput();
  const charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
  const answer = await simulated.port.createInstance({ ...input, spec: { ...input.spec, charge } });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  await simulated.until(answer.value.cloudId, 'Stopped');
  return answer.value.cloudId;
}

async function untilOf(cloudId: string): Promise<number> {
  const seen = seenInLook(await simulated.port.describeInstances(REGION, [cloudId]), cloudId);
  const until = seen.ok && seen.value !== 'missing' ? seen.value.expiresAt : null;
  if (until === null) throw new Error('it has no end');
  return until;
}

test.each<Term>([
  { unit: 'Week', period: 2 },
  { unit: 'Month', period: 1 },
  { unit: 'Month', period: 12 },
  { unit: 'Month', period: 36 },
])('a renewal by %j debits its price once, however often it is sent, and moves the end by that', async (term) => {
  const cloudId = await prepaid();
  const [before, until] = [balance(), await untilOf(cloudId)];
  const price = await simulated.port.renewalPrice(REGION, cloudId, term);
  if (!price.ok || price.value === 'unknown' || price.value.kind !== 'term') throw new Error('it has no price');
  for (let times = 0; times < 3; times++)
    expect(await simulated.port.renewInstance(REGION, { cloudId, term, clientToken: `renew-${cloudId}` })).toEqual({
      ok: true,
      value: null,
    });
  expect(before - balance()).toBe(price.value.price.minor);
  expect(await untilOf(cloudId)).toBe(endOfTerm(until, term));
});

test('what cannot be renewed is reported by its kind, and debits nothing', async () => {
  const byUse = await simulated.created();
  await simulated.until(byUse, 'Stopped');
  const cloudId = await prepaid();
  const before = balance();
  const month: Term = { unit: 'Month', period: 1 };
  const kindOf = async (id: string, term: Term, clientToken: string): Promise<string> => {
    const answer = await simulated.port.renewInstance(REGION, { cloudId: id, term, clientToken });
    return answer.ok ? 'done' : answer.error.kind;
  };
  expect(await kindOf(byUse, month, 'a')).toBe('locked');
  expect(await kindOf('i-nobody', month, 'b')).toBe('gone');
  expect(await kindOf(cloudId, { unit: 'Month', period: 10 }, 'c')).toBe('badInput');
  simulated.cloud.addFault({ name: 'not-enough-balance', action: 'RenewInstance' });
  expect(await kindOf(cloudId, month, 'd')).toBe('money');
  simulated.cloud.addFault({ name: 'reset-before', action: 'RenewInstance' });
  expect(await kindOf(cloudId, month, 'e')).toBe('ambiguous');
  expect(balance()).toBe(before);
  expect(await kindOf(cloudId, month, 'f')).toBe('done');
  expect(await kindOf(cloudId, { unit: 'Month', period: 2 }, 'f')).toBe('tokenMismatch');
});

test('a renewal that is held back at the head of its line is not sent', async () => {
  const cloudId = await prepaid();
  const before = balance();
  const what = { cloudId, term: { unit: 'Month', period: 1 }, clientToken: 'held' } as const;
  const answer = await simulated.port.renewInstance(REGION, what, async () => false);
  expect(answer).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  expect(balance()).toBe(before);
});
