import { expect, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { CreateInput } from '../../../src/ecs/port.ts';
import { countOf, makeStage } from '../stage.ts';

const fixed = (...tags: readonly [key: string, value: string][]): Policy => ({
  ...NO_POLICY,
  options: {
    ...NO_POLICY.options,
    tags: {
      value: { required: [], fixed: tags.map(([key, value]) => ({ key, value })), allowed: new Map() },
      line: 3,
    },
  },
});

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

test('what the policy fixes while it waits for stock is set too, with another token', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  let policy = fixed(['cost', '42']);
  const sent: CreateInput[] = [];
  stage.start({
    policy: { current: () => ({ policy, hash: null }) },
    ecs: (ecs) => ({
      ...ecs,
      async createInstance(input, proceed) {
        sent.push(input);
        if (sent.length > 1) return ecs.createInstance(input, proceed);
        policy = fixed(['cost', '42'], ['env', 'prod']);
        return fail(failureOf('throttled', { api: 'CreateInstance' }));
      },
    }),
  });
  await stage.until(() => stage.ended('r-1'));
  const keys = sent.map(({ tags }) => tags.slice(3).map(({ key }) => key));
  expect(keys).toEqual([['cost'], ['cost', 'env']]);
  expect(sent[1]?.clientToken).not.toBe(sent[0]?.clientToken);
  expect(stage.cloud.state().instances).toHaveLength(1);
});

test('a call that is repeated sends the same tags, whatever the policy has fixed by then', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  let policy = fixed(['cost', '42']);
  const sent: CreateInput[] = [];
  stage.start({
    policy: { current: () => ({ policy, hash: null }) },
    ecs: (ecs) => ({
      ...ecs,
      async createInstance(input, proceed) {
        sent.push(input);
        const answer = await ecs.createInstance(input, proceed);
        if (sent.length > 1) return answer;
        policy = fixed(['cost', '43'], ['env', 'prod']);
        return fail(failureOf('ambiguous', { api: 'CreateInstance' }));
      },
      // It is not found by its tag either, so that it is sent again.
      findByTag: async () => ({ ok: true, value: [] }),
    }),
  });
  await stage.until(() => stage.ended('r-1'));
  expect(sent.length).toBeGreaterThan(1);
  for (const input of sent) expect(input).toEqual(sent[0]);
  expect(stage.cloud.state().instances).toHaveLength(1);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(sent.length);
});
