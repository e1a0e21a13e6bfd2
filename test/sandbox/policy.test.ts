import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { previewApproval } from '../../src/core/approval/approval-preview.ts';
import { mayActByTag } from '../../src/core/policy/act-grants.ts';
import { chargesOf } from '../../src/core/policy/grants.ts';
import { ALL_MEMBERS } from '../../src/core/policy/people.ts';
import type { Quote } from '../../src/core/spec/quote.ts';
import { networkOf } from '../../src/sandbox/ecs/catalogue/network.ts';
import { REGIONS } from '../../src/sandbox/ecs/catalogue/regions.ts';
import { keepSandboxPolicy, sandboxPolicy } from '../../src/sandbox/policy.ts';
import { PEOPLE } from '../../src/sandbox/slack/people.ts';
import { policyOf } from '../policy/reading.ts';

const costing = (units: number): Quote => {
  const price = { minor: units * 100, currency: 'CNY' };
  return { kind: 'term', price, listPrice: price, amount: 1, at: 0 };
};

test('everybody of the team may create, and all but the outsider may ask for what is prepaid', () => {
  const policy = policyOf(sandboxPolicy(PEOPLE));
  for (const { id, role } of PEOPLE) {
    const charges = chargesOf(policy, { user: id, isAdmin: role === 'admin', channel: 'C07GENERAL1' }, ALL_MEMBERS);
    expect([role, charges.length]).toEqual([role, role === 'outsider' ? 2 : 3]);
  }
});

test('what is prepaid needs one approver, and two above 5,000; nothing else needs any', () => {
  const policy = policyOf(sandboxPolicy(PEOPLE));
  const approvers = PEOPLE.flatMap(({ id, role }) => (role === 'approver' ? [id] : []));
  const needed = (charge: 'payAsYouGo' | 'spot' | 'prepaid', units: number) =>
    previewApproval(
      policy,
      [],
      { requester: 'U07LENAHOF1', charge, quote: costing(units) },
      [],
      ALL_MEMBERS,
      0,
    ).requirements.map((requirement) => [requirement.needed, requirement.users]);
  expect(needed('prepaid', 5000)).toEqual([[1, approvers]]);
  expect(needed('prepaid', 5001)).toEqual([
    [1, approvers],
    [2, approvers],
  ]);
  expect([needed('payAsYouGo', 90_000), needed('spot', 90_000)]).toEqual([[], []]);
});

test('the approvers may act on what is of the search team, though the bot did not create it, and nobody else who is no admin', () => {
  const policy = policyOf(sandboxPolicy(PEOPLE));
  const may = (team: string) =>
    PEOPLE.filter(({ id }) => mayActByTag(policy, id, [{ key: 'team', value: team }], ALL_MEMBERS)).map(({ id }) => id);
  expect(may('search')).toEqual(PEOPLE.flatMap(({ id, role }) => (role === 'approver' ? [id] : [])));
  expect(may('shop')).toEqual([]);
});

test('in every region two networks may be picked by name, and the usual one is not the production’s', () => {
  const networks = policyOf(sandboxPolicy(PEOPLE)).networks?.value ?? [];
  for (const region of REGIONS) {
    const here = networks.filter((network) => network.region === region.id);
    expect(here.map(({ name, isUsual }) => [name.split('-')[0], isUsual])).toEqual([
      ['development', true],
      ['production', false],
    ]);
    const { vSwitches } = networkOf(region);
    expect(here.flatMap((network) => network.vSwitches).toSorted()).toEqual(vSwitches.map(({ id }) => id).toSorted());
  }
});

test('the file is made where there is none, and one that was edited stays as it is', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-sandbox-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const dataDir = join(directory, 'new');
  const path = keepSandboxPolicy(dataDir, PEOPLE);
  expect(readFileSync(path, 'utf8')).toBe(sandboxPolicy(PEOPLE));
  writeFileSync(path, 'create: []\n');
  expect(keepSandboxPolicy(dataDir, PEOPLE)).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe('create: []\n');
});
