import { describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type Failure, type FailureKind } from '../../../src/core/failure/failure.ts';
import { reduceRenewal } from '../../../src/core/renewal/reduce-renewal.ts';
import { isInDoubt, type Renewal } from '../../../src/core/renewal/renewal.ts';
import type { Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { waitingRequest } from '../../support/approvals.ts';
import { timing } from '../../support/instances.ts';

const NOW = Date.UTC(2026, 10, 1, 12);
const UNTIL = Date.UTC(2026, 10, 24, 16);
const MONTHLY = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

const failure = (kind: FailureKind): Failure => ({
  ...{ kind, code: null, detail: '', requestId: null, retryAfterMs: null, api: 'DescribeInstances', missing: null },
});

const renewing = (fields: Partial<Renewal>): Renewing => ({
  ...waitingRequest('U1', MONTHLY, null),
  state: 'creating',
  renewal: { ...untried('r-1-1', 'i-1', UNTIL, 'token'), begunAt: NOW, ...fields },
});

describe('whether the store knows what was bought before cannot be found out', () => {
  const unknown = (request: Renewing, kind: FailureKind, at: number) =>
    reduceRenewal(request, { is: 'unknown', failure: failure(kind) }, at, timing);

  // That it waits for its turn is said nowhere, see test/core/instance/queued.test.ts.
  test.each(FAILURE_KINDS.filter((kind) => kind !== 'queued'))(
    'for %s nothing is sent: it is asked again, and said once',
    (kind) => {
      const first = unknown(renewing({}), kind, NOW + 1);
      expect(first.next).toMatchObject({
        state: 'creating',
        renewal: { end: null, attempts: 0, triedAt: null, setbacks: 1, failure: { kind } },
      });
      expect(first.next.dueAt).toBeGreaterThan(NOW + 1);
      const second = unknown(first.next, kind, first.next.dueAt ?? 0);
      expect(second.next.renewal).toMatchObject({ end: null, setbacks: 2 });
      // With growing pauses.
      expect((second.next.dueAt ?? 0) - (first.next.dueAt ?? 0)).toBeGreaterThanOrEqual(
        (first.next.dueAt ?? 0) - NOW - 1,
      );
      const threads = second.messages.filter(({ kind: what }) => what === 'thread');
      expect(threads).toEqual([]);
    },
  );

  test('for ever: it ends with that reason, and nothing was debited', () => {
    let at = NOW;
    let next = renewing({});
    while (next.renewal.end === null && at < NOW + 4 * timing.doubtAfterMs) {
      next = unknown(next, 'transient', at).next;
      at = next.dueAt ?? at;
    }
    expect(at).toBeGreaterThanOrEqual(NOW + timing.doubtAfterMs);
    expect(next).toMatchObject({ state: 'finished', dueAt: null });
    expect(next.renewal).toMatchObject({ triedAt: null, end: { is: 'failed', failure: { kind: 'transient' } } });
    expect(isInDoubt(next.renewal)).toBe(false);
  });

  test('after a call that may have taken effect: it stays in doubt, and ends as doubtful, not as what could not be asked', () => {
    const sent = renewing({ triedAt: NOW, attempts: 1 });
    const { next } = unknown(sent, 'transient', NOW + 1);
    expect(isInDoubt(next.renewal)).toBe(true);
    const late = NOW + timing.doubtAfterMs + timing.graceMs + timing.deadlineMs + 1;
    expect(unknown(next, 'transient', late).next.renewal.end).toMatchObject({
      is: 'failed',
      failure: { kind: 'doubtful' },
    });
  });
});
