import { describe, expect, test } from 'vitest';
import { SUBMISSION_SCOPE } from '../../../src/core/request/event.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { GOOD } from '../../support/choices.ts';
import { INES, LENA, MARCUS, PLATFORM } from '../approval/approval-stage.ts';
import {
  askedOf,
  failed,
  isNothingStored,
  PREPAID,
  type SubmissionOffice,
  submissionOffice,
} from './submission-stage.ts';

describe('the policy', () => {
  const ONLY_MARCUS = `create:\n  - { who: [${MARCUS}], channels: any }\nroles: [app]\n`;

  test('that lets somebody else create here asks the cloud nothing for this person, and the trail says so', async () => {
    const office = await submissionOffice(ONLY_MARCUS);
    expect(await office.submit({ ...GOOD, role: 'app' })).toMatchObject({
      kind: 'mayNotCreate',
      refusal: { why: 'notHere' },
    });
    expect([await isNothingStored(office), askedOf(office)]).toEqual([true, []]);
    expect(await office.refusals()).toEqual([['create (line 1)']]);
  });

  test('refuses a field with its rule, beside what else is wrong', async () => {
    const office = await submissionOffice('limits: { maxAmount: 1 }\n');
    const wrong = await office.submit({ ...GOOD, size: '7' });
    if (wrong.kind !== 'problems') throw new Error(wrong.kind);
    expect(wrong.problems.map(({ field }) => field).toSorted()).toEqual(['amount', 'size']);
    expect(await office.refusals()).toEqual([['maxAmount (line 1)']]);
    expect((await office.submit({ ...GOOD, amount: '1' })).kind).toBe('accepted');
    expect(await office.refusals()).toHaveLength(1);
  });

  test('shows the line of its rule to admins alone', async () => {
    const office = await submissionOffice('limits: { maxAmount: 1 }\n');
    const lines = async (user: string) => {
      const refused = await office.submit(GOOD, { user });
      return refused.kind === 'problems' ? refused.problems.map((one) => JSON.stringify(one).includes('"line":1')) : [];
    };
    expect([await lines(LENA), await lines(INES)]).toEqual([[false], [true]]);
  });

  test('counts as it is after all waiting', async () => {
    const office = await submissionOffice('roles: [app]\n');
    office.state.meanwhile = () => office.rule(ONLY_MARCUS);
    expect(await office.submit({ ...GOOD, role: 'app' })).toMatchObject({ kind: 'mayNotCreate' });
    expect(await isNothingStored(office)).toBe(true);
  });

  test('fills in what it has set, also the person’s own key', async () => {
    const office = await submissionOffice('login: { allowed: [key, session], default: key }\n');
    const taken = await office.submit(GOOD);
    if (taken.kind !== 'accepted') throw new Error(JSON.stringify(taken));
    expect(taken.request.spec.login).toEqual({ kind: 'keyPair', name: 'lena-laptop' });
    const other = await office.submit(GOOD, { user: MARCUS });
    expect(JSON.stringify(other)).not.toContain('lena-laptop');
  });

  describe('that names networks', () => {
    const NETWORKS = 'networks:\n  office: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web] }\n';
    const { vswitch: _vswitch, group: _group, ...placeless } = GOOD;

    test('takes one by its name', async () => {
      const office = await submissionOffice(NETWORKS);
      const taken = await office.submit({ ...placeless, network: 'office' });
      expect(taken).toMatchObject({
        kind: 'accepted',
        request: { spec: { vSwitchId: 'vsw-h1', securityGroupId: 'sg-web' }, names: { network: 'office' } },
      });
    });

    test.each<[string, Draft, readonly object[]]>([
      ['a name that is not there', { ...placeless, network: 'cellar' }, [{ field: 'network', given: 'cellar' }]],
      ['no name', placeless, [{ field: 'network', problem: 'required', given: '' }]],
    ])('asks for one by its name, not by the ids behind it: %s', async (_, draft, problems) => {
      const office = await submissionOffice(NETWORKS);
      expect(await office.submit(draft)).toMatchObject({ kind: 'problems', problems });
      const also = await office.submit({ ...draft, size: '7' });
      expect(also).toMatchObject({ kind: 'problems', problems: [...problems, { field: 'size' }] });
    });

    test.each<[string, Draft, readonly object[]]>([
      ['what else is missing', { ...placeless, name: '', type: '' }, [{ field: 'type' }, { field: 'network' }]],
      ['an id that is not there', { ...GOOD, vswitch: 'vsw-none' }, [{ field: 'vswitch', given: 'vsw-none' }]],
      ['a name beside the ids', { ...GOOD, network: 'cellar' }, [{ field: 'network', given: 'cellar' }]],
    ])('still tells of %s', async (_, draft, problems) => {
      const office = await submissionOffice(NETWORKS);
      const refused = await office.submit(draft);
      expect(refused).toMatchObject({
        kind: 'problems',
        problems: expect.arrayContaining(problems.map((one) => expect.objectContaining(one))),
      });
    });

    test('is needed for a name: without it the vSwitch and the group are asked for', async () => {
      const office = await submissionOffice();
      expect(await office.submit(placeless)).toMatchObject({
        kind: 'problems',
        problems: [
          { field: 'vswitch', problem: 'required' },
          { field: 'group', problem: 'required' },
        ],
      });
      for (const draft of [placeless, GOOD])
        expect(await office.submit({ ...draft, network: 'office' })).toMatchObject({
          kind: 'problems',
          problems: [{ field: 'network', given: 'office' }],
        });
    });
  });

  test('refuses even if the refusal cannot be written down', async () => {
    const office = await submissionOffice(ONLY_MARCUS, (store) => ({
      ...store,
      commit: () => Promise.reject(new Error('broken')),
    }));
    expect(await office.submit(GOOD)).toMatchObject({ kind: 'mayNotCreate' });
    expect(office.lines).toMatchObject([
      { level: 'error', message: /refusal/, user: LENA, rules: ['create (line 1)'] },
    ]);
  });

  test('has ten refusals of one person written down in a minute, with who and where, and then how many were not', async () => {
    const office = await submissionOffice(ONLY_MARCUS);
    for (let n = 0; n < 12; n += 1) await office.submit(GOOD);
    office.state.now += 60_000;
    await office.submit(GOOD);
    const events = await office.store.eventsOf(SUBMISSION_SCOPE);
    const data = { rules: ['create (line 1)'], channel: PLATFORM };
    expect(events.map((one) => one.data)).toEqual([...Array(10).fill(data), { ...data, more: 2 }]);
    expect(events[0]).toMatchObject({ kind: 'request.refused', actor: LENA, instanceId: null });
  });

  test('that cannot be judged is no permission', async () => {
    const office = await submissionOffice('create:\n  - { who: [S07UNKNOWN1], channels: any }\n');
    expect(await office.submit(GOOD)).toMatchObject({ kind: 'mayNotCreate', refusal: { why: 'notHere' } });
    expect([await isNothingStored(office), askedOf(office)]).toEqual([true, []]);
    expect(await office.refusals()).toHaveLength(1);
  });

  const MAYBE_PREPAID = `create:
  - { who: [${LENA}], channels: any, charges: [payAsYouGo] }
  - { who: [S07UNKNOWN1], channels: any }
`;

  test.each<[string, string, Draft, string, number]>([
    ['who may buy so is unknown', MAYBE_PREPAID, PREPAID, 'charges', 1],
    [
      'a disk is as large as its snapshot',
      'limits: { maxDiskGiB: 100 }\n',
      { ...GOOD, disks: 'essd,snapshot=s-2zeabc123' },
      'maxDiskGiB',
      1,
    ],
  ])('is no permission where %s, and the rule is told and in the trail', async (_, yaml, draft, rule, line) => {
    const office = await submissionOffice(yaml);
    expect(await office.submit(draft)).toMatchObject({ kind: 'unjudged', rules: [{ rule, line }] });
    expect([await isNothingStored(office), askedOf(office)]).toEqual([true, []]);
    expect(await office.refusals()).toEqual([[`${rule} (line ${line})`]]);
  });
});

test('an open rule is no refusal while the form itself is wrong', async () => {
  const office = await submissionOffice(
    `create:\n  - { who: [${LENA}], channels: any, charges: [payAsYouGo] }\n  - { who: [S07UNKNOWN1], channels: any }\n`,
  );
  expect(await office.submit({ ...PREPAID, size: '7' })).toMatchObject({
    kind: 'problems',
    problems: [{ field: 'size' }],
  });
  expect(await office.refusals()).toEqual([]);
});

test('a start script is taken if it is one of the policy’s', async () => {
  const office = await submissionOffice('userData:\n  docker: |\n    #!/bin/sh\n    docker ps\n');
  expect(await office.submit({ ...GOOD, script: 'docker' })).toMatchObject({
    kind: 'accepted',
    request: { spec: { script: { name: 'docker' } } },
  });
});

describe('what one person and a group may have', () => {
  test('counts what was submitted in the last 24 hours', async () => {
    const office = await submissionOffice('limits: { maxInstancesPerPersonPerDay: 3 }\n');
    expect((await office.submit(GOOD)).kind).toBe('accepted');
    office.state.now += 23 * 3_600_000;
    expect(await office.submit(GOOD)).toMatchObject({ kind: 'unsubmittable', why: { is: 'tooMany' } });
    office.state.now += 2 * 3_600_000;
    expect((await office.submit(GOOD)).kind).toBe('accepted');
  });

  const BUDGET = 'currency: CNY\nbudgets:\n  - { who: each, perMonth: 2000 }\n';
  const SHARED = BUDGET.replace('each', `[${LENA}, ${MARCUS}]`);

  test('counts what the month has cost already', async () => {
    const office = await submissionOffice(BUDGET);
    expect((await office.submit(PREPAID)).kind).toBe('accepted');
    expect(await office.submit(PREPAID)).toMatchObject({ kind: 'unsubmittable', why: { is: 'overBudget' } });
  });

  test('counts what others submit at the same moment on another replica', async () => {
    let office = null as SubmissionOffice | null;
    let first = true;
    office = await submissionOffice(SHARED, (store) => ({
      ...store,
      async commit(change) {
        if (first) {
          first = false;
          expect((await office?.elsewhere(PREPAID, { user: MARCUS }))?.kind).toBe('accepted');
        }
        return store.commit(change);
      },
    }));
    expect(await office.submit(PREPAID)).toMatchObject({ kind: 'unsubmittable', why: { is: 'overBudget' } });
    expect((await office.store.queries.existingOf(LENA, 10)).total).toBe(0);
  });
});

describe('a price', () => {
  const PRICED = `approvers: [${MARCUS}]\n`;

  test('on which nothing depends is waited for shortly, and the order goes on without it', async () => {
    for (const price of ['silent', 'unknown', 'failed'] as const) {
      const office = await submissionOffice();
      if (price === 'silent') office.state.silent = 'price';
      else
        office.state.price = price === 'failed' ? { ok: false, error: failed('Odd') } : { ok: true, value: 'unknown' };
      const submitted = office.submit(GOOD);
      if (price === 'silent') {
        await office.wait(799);
        expect(await Promise.race([submitted, 'waits'])).toBe('waits');
        await office.wait(1);
      }
      expect(await submitted).toMatchObject({ kind: 'accepted', request: { quote: null } });
    }
  });

  test('that is to be approved is waited for, and without it nothing is asked of anybody', async () => {
    const office = await submissionOffice(`${PRICED}`);
    office.state.silent = 'price';
    const submitted = office.submit(PREPAID);
    await office.wait(19_999);
    expect(await Promise.race([submitted, 'waits'])).toBe('waits');
    await office.wait(1);
    expect(await submitted).toEqual({ kind: 'unsubmittable', why: { is: 'priceUnknown' }, price: 'late' });
    office.state.silent = null;
    const fresh = await submissionOffice(`${PRICED}`);
    for (const [price, told] of [
      [{ ok: false, error: failed('Odd') }, failed('Odd')],
      [{ ok: true, value: 'unknown' }, null],
    ] as const) {
      fresh.state.price = price;
      fresh.state.now += 60_000;
      expect(await fresh.submit(PREPAID)).toEqual({ kind: 'unsubmittable', why: { is: 'priceUnknown' }, price: told });
    }
    expect([await isNothingStored(fresh), await fresh.refusals()]).toEqual([true, []]);
  });

  test.each<[string, (office: SubmissionOffice) => unknown, string]>([
    ['the balance is short', ({ state }) => Object.assign(state, { balance: { minor: 1, currency: 'CNY' } }), 'short'],
    ['nobody knows who the approver is', ({ crowd }) => crowd.membership.set(MARCUS, 'unknown'), 'approversUnread'],
  ])('is not approved where %s, which no rule says', async (_, arrange, is) => {
    const office = await submissionOffice(PRICED);
    arrange(office);
    expect(await office.submit(PREPAID)).toMatchObject({ kind: 'unsubmittable', why: { is }, price: null });
    expect([await isNothingStored(office), await office.refusals()]).toEqual([true, []]);
  });

  test.each([
    ['limits: { maxInstancesPerPersonPerDay: 1 }\n', 'tooMany', ['maxInstancesPerPersonPerDay']],
    [`currency: CNY\nbudgets:\n  - { who: each, perMonth: 1 }\n`, 'overBudget', ['budgets (line 4)']],
    ['', 'unsatisfiable', ['approvals']],
  ] as const)('%j rules a purchase out, and the trail has the rule', async (more, is, rules) => {
    const approvers = is === 'unsatisfiable' ? PRICED.replace(MARCUS, LENA) : PRICED;
    const office = await submissionOffice(`${approvers}${more}`);
    expect(await office.submit(PREPAID)).toMatchObject({ kind: 'unsubmittable', why: { is }, price: null });
    expect([await isNothingStored(office), await office.refusals()]).toEqual([true, [[...rules]]]);
  });
});
