import { describe, expect, test } from 'vitest';
import type { Directory, Membership, People } from '../../../src/core/policy/people.ts';
import { REFUSALS_A_MINUTE } from '../../../src/usecases/approval/refusals.ts';
import { click, ID, office, outcomeOf } from './approval-office.ts';
import { LENA, MARCUS, PRIYA, policyWith, TOM } from './approval-stage.ts';

/** Of some people it is known who they are; the others have to be asked about, and are full members. */
function slackKnowing(known: Readonly<Record<string, Membership>>) {
  const state = { asked: 0 };
  const people = (rest: Membership): People => ({ membersOf: () => null, membershipOf: (user) => known[user] ?? rest });
  const ask: Directory['fresh'] = async () => {
    state.asked += 1;
    return people('member');
  };
  return { state, directory: { known: () => people('unknown'), fresh: ask, memberships: ask } satisfies Directory };
}

describe('before a note is written', () => {
  test('those who may decide go on, without a call to Slack if they are known, and nothing is decided yet', async () => {
    for (const [known, asked] of [
      [{ [MARCUS]: 'member' }, 0],
      [{}, 1],
    ] as const) {
      const slack = slackKnowing(known);
      const { replica, truth, ask, state } = await office(policyWith(), { directory: slack.directory });
      const request = await ask();
      expect(await replica().approvals.beforeNote(ID, click(MARCUS))).toEqual({ is: 'mayDecide', request });
      expect(slack.state.asked).toBe(asked);
      expect(await truth.request(ID)).toEqual(request);
      expect(state.asked).toEqual({ price: 0, balance: 0 });
    }
  });

  test('a refusal is made of fresh facts, answered at once, and stored', async () => {
    const slack = slackKnowing({ [TOM]: 'member', [PRIYA]: 'guest' });
    const { replica, truth, ask } = await office(policyWith(), { directory: slack.directory });
    await ask();
    const { approvals } = replica();
    expect(outcomeOf(await approvals.beforeNote(ID, click(TOM, 'deny')))).toBe('notApprover');
    expect(outcomeOf(await approvals.beforeNote(ID, click(PRIYA, 'deny')))).toBe('membership');
    expect(outcomeOf(await approvals.beforeNote(ID, click(LENA)))).toBe('ownRequest');
    expect(slack.state.asked).toBe(3);
    expect((await truth.eventsOf(ID)).slice(1)).toMatchObject(
      [TOM, PRIYA, LENA].map((actor) => ({ kind: 'approval.refused', actor })),
    );
  });

  test('what nobody has decided in time ends, and what is decided or unknown stays what it is', async () => {
    const { replica, truth, ask, state } = await office();
    const { approval } = await ask();
    const { approvals } = replica();
    state.now = approval?.expiresAt ?? 0;
    expect(outcomeOf(await approvals.beforeNote(ID, click(MARCUS)))).toBe('expired');
    expect((await truth.request(ID))?.state).toBe('expired');
    expect(outcomeOf(await approvals.beforeNote(ID, click(MARCUS)))).toBe('decided');
    expect(await approvals.beforeNote('r-none', click(MARCUS))).toEqual({ is: 'noSuchRequest' });
    expect(await approvals.take('r-none', click(MARCUS))).toEqual({ is: 'noSuchRequest' });
  });

  test('nobody waits for the clicks of others', async () => {
    const { replica, ask } = await office();
    await ask();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { approvals } = replica((store) => ({
      ...store,
      commit: async (change) => {
        await held;
        return store.commit(change);
      },
    }));
    const deciding = approvals.take(ID, click(MARCUS));
    expect(outcomeOf(await approvals.beforeNote(ID, click(PRIYA)))).toBe('mayDecide');
    letGo();
    expect(outcomeOf(await deciding)).toBe('approved');
  });
});

describe('the audit trail', () => {
  test('is not filled by one person who is refused again and again, by buttons or by forms, and says how often they were', async () => {
    const { replica, truth, ask, state } = await office();
    await ask();
    const { approvals } = replica();
    const refused = async () => (await truth.eventsOf(ID)).filter(({ kind }) => kind === 'approval.refused');
    await approvals.recordRefusal({ user: TOM, channel: 'C1', rules: ['regions'] });
    for (let pressed = 0; pressed < REFUSALS_A_MINUTE + 2; pressed++)
      expect(outcomeOf(await approvals.take(ID, click(TOM)))).toBe('notApprover');
    expect(await refused()).toHaveLength(REFUSALS_A_MINUTE - 1);
    await approvals.take(ID, click(PRIYA, 'withdraw'));
    expect((await refused()).at(-1)).toMatchObject({ actor: PRIYA });
    state.now += 60_000;
    await approvals.beforeNote(ID, click(TOM));
    expect((await refused()).at(-1)?.data).toEqual({ what: 'approve', why: 'notApprover', more: 3 });
    expect((await refused()).at(-2)?.data).toEqual({ what: 'withdraw', why: 'notYours' });
  });

  test('has every decision, however many one person makes in a minute, and only refusals count as such', async () => {
    const { replica, truth, ask } = await office();
    const { approvals } = replica();
    const ids = Array.from({ length: REFUSALS_A_MINUTE + 1 }, (_, n) => `r-${n}`);
    for (const id of ids) await ask({ id });
    for (const id of ids) {
      expect(outcomeOf(await approvals.take(id, click(MARCUS, 'deny')))).toBe('denied');
      expect((await truth.eventsOf(id)).at(-1)).toMatchObject({ kind: 'request.denied', actor: MARCUS });
      expect(outcomeOf(await approvals.take(id, click(MARCUS)))).toBe('decided');
    }
    await ask();
    expect(outcomeOf(await approvals.take(ID, click(MARCUS, 'withdraw')))).toBe('notYours');
    expect((await truth.eventsOf(ID)).at(-1)?.data).toEqual({ what: 'withdraw', why: 'notYours' });
  });

  test('and the store are left alone by a click that changes nothing', async () => {
    const { replica, ask } = await office();
    await ask();
    const { approvals } = replica();
    expect(outcomeOf(await approvals.take(ID, click(MARCUS)))).toBe('approved');
    const later = replica((store) => ({ ...store, commit: () => expect.unreachable('something is written') }));
    expect(outcomeOf(await later.approvals.take(ID, click(PRIYA)))).toBe('decided');
    expect(outcomeOf(await later.approvals.take(ID, { ...click(PRIYA, 'deny'), note: '' }))).toBe('decided');
  });
});
