import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import { mayHaveHappened } from '../../../src/core/failure/failure-treatment.ts';
import type { ListedInstance } from '../../../src/core/instance/instance.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { OrderFacts } from '../../../src/core/policy/policy-judge.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { CreateInput } from '../../../src/ecs/port.ts';
import { fixed } from '../../support/fixed-tags.ts';
import { timing } from '../../support/instances.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';

const OWN = [{ key: 'team', value: 'web' }];

test.each([1, 3])('what the policy has fixed since %i were asked for is set when they are bought', async (amount) => {
  const stage = await makeStage();
  await stage.submit('r-1', { ...stage.spec.plain, tags: OWN }, amount);
  // Of a key that was asked for with another value the order is not changed.
  const policy = fixed(['cost', '42'], ['team', 'web']);
  stage.start({ policy: { current: () => ({ policy, hash: null }) } });
  await stage.until(() => stage.ended('r-1'));
  const listed = stage.cloud.state().instances;
  expect(listed).toHaveLength(amount);
  for (const { Tags } of listed) {
    const { Tag } = Tags as { readonly Tag: readonly { readonly TagKey: string; readonly TagValue: string }[] };
    const set = new Map(Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
    // Beside the bot's own three; the port of these tests sends none of the spec's.
    expect([set.get('cost'), set.size]).toEqual(['42', 4]);
  }
  const events = await stage.truth.eventsOf('r-1');
  const creating = events.filter(({ kind }) => kind === 'instance.creating');
  expect(creating).toHaveLength(amount);
  for (const { data } of creating) expect(data.policyTags).toEqual([{ key: 'cost', value: '42' }]);
  // What was asked for stays what was asked for.
  for (const row of await stage.truth.instancesOf('r-1')) expect(row.spec.tags).toEqual(OWN);
});

const FACTS: OrderFacts = {
  ...{ user: 'U1', isAdmin: false, channel: 'C1', charge: 'payAsYouGo', region: 'cn-beijing', type: 'ecs.g7.large' },
  ...{ family: 'ecs.g7', vCpu: 2, image: null, amount: 1, bandwidthOut: 0, diskGiB: 40, options: {} },
};

/** With what is asked of the policy again before each call. */
async function ask(stage: Stage, amount: number): Promise<void> {
  const clientTokens = Array.from({ length: amount }, (_, index) => `token-${index}`);
  const who = { origin: 'view:V1', requester: 'U1', team: 'T1', channel: 'C1' };
  const about = { approval: null, requestId: 'r-1', spec: stage.spec.plain, amount, facts: { ...FACTS, amount } };
  const at = stage.timeline.now();
  const { request, instances, events, messages } = newRequest({ ...about, clientTokens, ...who, at });
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  await stage.truth.commit({ ...rows, events, messages, at });
}

/** One whose first create is answered by that failure, and the policy is another from then on. `looks`: after how many calls each look was. */
async function changedAfter(
  first: Failure,
  before: Policy,
  after: Policy,
  { amount = 1, tookEffect = mayHaveHappened(first) } = {},
) {
  const stage = await makeStage();
  await ask(stage, amount);
  let policy = before;
  const sent: CreateInput[] = [];
  const looks: number[] = [];
  let answers: (value: Result<readonly ListedInstance[], Failure>) => typeof value = () => ok([]);
  stage.start({
    policy: { current: () => ({ policy, hash: null }) },
    ecs: (ecs) => {
      const change = <T>(answer: T): T | ReturnType<typeof fail<Failure>> => {
        if (sent.length > 1) return answer;
        policy = after;
        return fail(first);
      };
      return {
        ...ecs,
        async createInstance(input, proceed) {
          sent.push(input);
          return sent.length === 1 && !tookEffect
            ? change(null as never)
            : change(await ecs.createInstance(input, proceed));
        },
        async runInstances(input, proceed) {
          sent.push(input);
          return sent.length === 1 && !tookEffect
            ? change(null as never)
            : change(await ecs.runInstances(input, proceed));
        },
        async findByTag(...args) {
          looks.push(sent.length);
          return answers(await ecs.findByTag(...args));
        },
      };
    },
  });
  const find = () => {
    answers = (value) => value;
  };
  return { stage, sent, looks, find };
}

test('a call that may have taken effect is repeated with the same tags, whatever the policy fixes no longer', async () => {
  const { stage, sent } = await changedAfter(
    failureOf('ambiguous', { api: 'CreateInstance' }),
    fixed(['cost', '42']),
    fixed(),
  );
  await stage.until(() => stage.ended('r-1'));
  expect(sent.length).toBeGreaterThan(1);
  for (const input of sent) expect(input).toEqual(sent[0]);
  expect(stage.cloud.state().instances).toHaveLength(1);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(sent.length);
});

test.each([1, 3])(
  'one of %i that was refused for certain is sent with what the policy fixes by then, and another token',
  async (amount) => {
    const throttled = failureOf('throttled', { api: amount === 1 ? 'CreateInstance' : 'RunInstances' });
    const { stage, sent, looks } = await changedAfter(
      throttled,
      fixed(['cost', '42']),
      fixed(['cost', '43'], ['env', 'prod']),
      { amount },
    );
    await stage.until(() => stage.ended('r-1'));
    expect(looks).toEqual([1]);
    const [first, second] = sent;
    const tagsOf = (input?: CreateInput) => input?.tags.slice(3).map(({ key, value }) => `${key}=${value}`);
    expect([tagsOf(first), tagsOf(second)]).toEqual([['cost=42'], ['cost=43', 'env=prod']]);
    expect(second?.clientToken).not.toBe(first?.clientToken);
    expect(stage.cloud.state().instances).toHaveLength(amount);
  },
);

test.each([1, 3])('before another token is used for %i, a look finds what was bought for all that', async (amount) => {
  const throttled = failureOf('throttled', { api: amount === 1 ? 'CreateInstance' : 'RunInstances' });
  const how = { amount, tookEffect: true };
  const { stage, sent, find } = await changedAfter(throttled, fixed(['cost', '42']), fixed(['cost', '43']), how);
  find();
  await stage.until(() => stage.ended('r-1'));
  expect(sent).toHaveLength(1);
  expect(stage.cloud.state().instances).toHaveLength(amount);
  for (const row of await stage.truth.instancesOf('r-1')) expect(row).toMatchObject({ outcome: 'reached' });
});

test('one that may have taken effect is not sent again without what the policy has fixed since, but looked up', async () => {
  const ambiguous = failureOf('ambiguous', { api: 'CreateInstance' });
  const { stage, sent, find } = await changedAfter(
    ambiguous,
    fixed(['cost', '42']),
    fixed(['cost', '42'], ['env', 'prod']),
  );
  await stage.until(() => sent.length > 0);
  await stage.pass(timing.graceMs + 60_000);
  find();
  await stage.until(() => stage.ended('r-1'));
  expect(sent).toHaveLength(1);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});
