import { expect } from 'vitest';
import { BSS_VERSION, ECS_VERSION } from '../../../src/sandbox/ecs/actions/action.ts';
import { type Answer, type Cloud, makeCloud } from '../../../src/sandbox/ecs/cloud.ts';
import type { CloudOptions } from '../../../src/sandbox/ecs/options.ts';

export type Wire = Readonly<Record<string, string>>;
export type Json = Readonly<Record<string, unknown>>;

export const START = Date.UTC(2026, 10, 23, 8, 0, 0);

/** A cloud whose clock only the test turns. Every duration is fixed: Pending 5 s, Starting 10 s, Stopping 4 s. */
export function fakeCloud(options: Partial<CloudOptions> = {}) {
  let now = START;
  const cloud: Cloud = makeCloud({
    now: () => now,
    seed: 7,
    limits: { each: null },
    consistencyMs: [0, 0],
    timing: { pending: [5000, 5000], starting: [10_000, 10_000], stopping: [4000, 4000] },
    ...options,
  });
  const call = (action: string, params: Wire = {}): Answer =>
    cloud.call(action, action === 'QueryAccountBalance' ? BSS_VERSION : ECS_VERSION, params);
  /** The body of a call that must succeed. */
  const ok = (action: string, params: Wire = {}): Json => {
    const answer = call(action, params);
    expect(
      answer.body.Code === '200' ? undefined : answer.body.Code,
      `${action}: ${answer.body.Message}`,
    ).toBeUndefined();
    expect(answer.status).toBe(200);
    return answer.body as Json;
  };
  /** `403 IncorrectInstanceStatus`, or `200`. */
  const told = (action: string, params: Wire = {}): string => {
    const { status, body } = call(action, params);
    return status === 200 ? '200' : `${status} ${body.Code}`;
  };
  const describe = (region: string, ids: readonly string[]): readonly Json[] =>
    rows(
      ok('DescribeInstances', { RegionId: region, InstanceIds: JSON.stringify(ids), MaxResults: '100' }),
      'Instances.Instance',
    );
  return {
    cloud,
    call,
    ok,
    told,
    describe,
    pass(ms: number) {
      now += ms;
    },
    /** Parameters of a create that is accepted, with changes; an empty string leaves one out. */
    spec: (changes: Wire = {}, region = 'cn-hangzhou'): Wire => spec(ok, changes, region),
    create: (changes: Wire = {}): string => String(ok('CreateInstance', spec(ok, changes, 'cn-hangzhou')).InstanceId),
    status: (id: string, region = 'cn-hangzhou'): string => String(describe(region, [id])[0]?.Status ?? 'absent'),
  };
}

export type FakeCloud = ReturnType<typeof fakeCloud>;

function spec(ok: (action: string, params: Wire) => Json, changes: Wire, region: string): Wire {
  const [vSwitch] = rows(ok('DescribeVSwitches', { RegionId: region, PageSize: '50' }), 'VSwitches.VSwitch');
  const groups = ok('DescribeSecurityGroups', { RegionId: region, VpcId: String(vSwitch?.VpcId) });
  const [group] = rows(groups, 'SecurityGroups.SecurityGroup');
  const all: Record<string, string> = {
    RegionId: region,
    InstanceType: 'ecs.g7.large',
    ImageId: 'ubuntu_22_04_x64_20G_alibase_20260916.vhd',
    VSwitchId: String(vSwitch?.VSwitchId),
    SecurityGroupId: String(group?.SecurityGroupId),
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** What is at `A.B` in an answer. */
export const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce((value, name) => (value as Json | undefined)?.[name], body);

/** The list that is at `A.B`; empty when there is none. */
export const rows = (body: unknown, path: string): readonly Json[] => (at(body, path) ?? []) as readonly Json[];
