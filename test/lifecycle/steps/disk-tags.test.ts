import { expect, test } from 'vitest';
import { orderAttributes } from '../../../src/core/attribute/order-attributes.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { fixed } from '../../support/fixed-tags.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';
import { isDone, NEW, newDisks, notes, orderDisk, ordered } from './grow-stage.ts';

/** Beside the bot's own. */
const tagsOf = (stage: Stage): readonly (readonly string[])[] =>
  newDisks(stage).map(({ Tags }) =>
    Tags.Tag.filter(({ TagKey }) => !TagKey.startsWith('ecs-chatops:')).map((tag) => `${tag.TagKey}=${tag.TagValue}`),
  );

const BOUGHT = { policy: fixed(['cost', '42']), tags: [{ key: 'team', value: 'web' }] } as const;

test('a new disk has all tags of its instance, those that the policy set included, and what the policy fixes by now', async () => {
  const stage = await ordered(NEW, BOUGHT);
  expect(await stage.instance()).toMatchObject({ policyTags: [{ key: 'cost', value: '42' }] });
  const policy = fixed(['env', 'prod'], ['team', 'ops']);
  stage.start({ name: 'second', policy: { current: () => ({ policy, hash: null }) } });
  await stage.until(isDone(stage));
  expect(tagsOf(stage)).toEqual([['cost=42', 'env=prod', 'team=ops']]);
});

test.each<[string, Policy, readonly string[]]>([
  ['fixes less', NO_POLICY, ['cost=42', 'team=web']],
  ['fixes more', fixed(['cost', '42'], ['env', 'prod']), []],
])(
  'what is repeated says the same; when the policy %s by then it is sent so, or not at all',
  async (_how, later, disk) => {
    const stage = await ordered(NEW, BOUGHT);
    let policy: Policy = BOUGHT.policy;
    const said: string[] = [];
    stage.cloud.addFault({ name: 'throttle', action: 'CreateDisk', times: 1 });
    stage.start({
      name: 'second',
      policy: { current: () => ({ policy, hash: null }) },
      ecs: (ecs) => ({
        ...ecs,
        async createDisk(region, order, proceed) {
          const answer = await ecs.createDisk(region, order, proceed);
          said.push(JSON.stringify(order));
          policy = later;
          return answer;
        },
      }),
    });
    await stage.until(isDone(stage));
    expect(new Set(said).size).toBe(1);
    expect(tagsOf(stage)).toEqual(disk.length === 0 ? [] : [disk]);
    const refused = { missed: [{ failure: { kind: 'notAllowed', detail: 'tags' } }] };
    expect(await notes(stage)).toMatchObject([disk.length === 0 ? refused : { missed: [] }]);
  },
);

test('what the policy fixes while the first call waits for its turn is said by it', async () => {
  const stage = await ordered(NEW, BOUGHT);
  let policy: Policy = BOUGHT.policy;
  stage.start({
    name: 'second',
    policy: { current: () => ({ policy, hash: null }) },
    ecs: (ecs) => ({
      ...ecs,
      createDisk(...asked) {
        policy = fixed(['cost', '43']);
        return ecs.createDisk(...asked);
      },
    }),
  });
  await stage.until(isDone(stage));
  expect(tagsOf(stage)).toEqual([['cost=43', 'team=web']]);
});

test('more than the cloud takes is not bought', async () => {
  const stage = await ordered(NEW, { tags: Array.from({ length: 17 }, (_, n) => ({ key: `k${n}`, value: '1' })) });
  const policy = fixed(['cost', '42']);
  stage.start({ name: 'second', policy: { current: () => ({ policy, hash: null }) } });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'CreateDisk')).toBe(0);
  expect(await notes(stage)).toMatchObject([{ missed: [{ failure: { kind: 'notAllowed', detail: 'tags' } }] }]);
});

test('what was taken off the instance since, its new disks do not get', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', { ...stage.spec.plain, tags: BOUGHT.tags }, 1);
  const creator = stage.start({ name: 'creator', policy: fixedPolicy(BOUGHT.policy) });
  await stage.until(() => stage.ended('r-1'));
  creator.life.die();
  const at = stage.timeline.now();
  const about = { at, account: null, cloud: null, policy: NO_POLICY, standing: 'member' } as const;
  const by = { user: 'U1', isAdmin: false };
  const decided = orderAttributes(await stage.instance(), { untag: ['cost'] }, by, about);
  if ('refused' in decided) throw new Error(decided.refused.why);
  const { next, events, messages } = decided.taken;
  expect((await stage.truth.commit({ instances: [{ next }], events, messages, at })).ok).toBe(true);
  const second = stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  second.life.die();
  await orderDisk(stage, NEW);
  stage.start({ name: 'third' });
  await stage.until(isDone(stage));
  expect(tagsOf(stage)).toEqual([['team=web']]);
});
