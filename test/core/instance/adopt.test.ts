import { expect, test } from 'vitest';
import { adoption } from '../../../src/core/instance/adopt.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import { type Instance, STATUSES } from '../../../src/core/instance/instance.ts';
import { type LookResult, nextAction } from '../../../src/core/instance/next-action.ts';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import { orderPower } from '../../../src/core/power/order-power.ts';
import { POWERS } from '../../../src/core/power/power.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { aFailure, seen, timing } from '../../support/instances.ts';
import { replay, visibleOf } from '../../support/replay.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 30);
const by = { user: 'UINES', isAdmin: true };

const adopted = (over: Partial<CloudInstance> = {}) =>
  adoption({ cloud: sampleCloud(over), requestId: 'r-1', by: 'UINES', team: 'T1', channel: 'C1', at: NOW });

/** Every state in which its row may be, whatever was ordered of it and however that went. */
function rows(): readonly Instance[] {
  return [...STATUSES, 'Unknown' as const].flatMap((status) => {
    const { instance } = adopted({ status });
    const ordered = POWERS.flatMap((what) => {
      const decided = orderPower(instance, { what, stoppedMode: null }, by, { at: NOW, seen: null, timing });
      return 'taken' in decided ? [decided.taken.next] : [];
    });
    expect(ordered).toHaveLength(POWERS.length);
    return [instance, ...ordered].flatMap((row) => [
      row,
      { ...row, outcome: 'failed' as const, failure: aFailure('vanished') },
      { ...row, outcome: null, failure: aFailure('ambiguous'), attempts: 3 },
      // Nothing makes such a row; if something did, still nothing would be bought.
      { ...row, outcome: null, cloudId: null },
    ]);
  });
}

test('nothing is ever created for what was taken over: not in any state, at any look, at any time, nor asked for by a button', () => {
  const looks: readonly LookResult[] = [null, 'missing', ...STATUSES.map((status) => seen(status))];
  const acts = new Set<string>();
  for (const row of rows()) {
    expect(row).toMatchObject({ clientToken: '', adopted: true, createTriedAt: null });
    for (const look of looks)
      for (const after of [0, timing.graceMs, timing.doubtAfterMs, 1e9])
        acts.add(nextAction(row, look, NOW + after, timing).do);
    expect(stepsFor([row]).filter((step) => step === 'tryAgain' || step === 'alternatives')).toEqual([]);
  }
  for (const never of ['create', 'lookUpByTag', 'allocateAddress']) expect([...acts]).not.toContain(never);
  for (const does of ['start', 'stop', 'reboot', 'delete', 'rest']) expect([...acts]).toContain(does);
});

test.each([...STATUSES, 'Unknown' as const])('what was taken over while %s is rebuilt from its events', (status) => {
  const { request, instance, events } = adopted({ status, chargeKind: 'prepaid' });
  const chained = events.map((event, index) => ({ ...event, seq: index + 1, hash: '' }));
  expect(replay(chained)).toEqual(visibleOf(request, [instance]));
  const decided = orderPower(instance, { what: 'stop', stoppedMode: null }, by, { at: NOW, seen: null, timing });
  if ('refused' in decided) throw new Error(decided.refused.why);
  expect(replay([...events, ...decided.taken.events])).toEqual(visibleOf(request, [decided.taken.next]));
});
