import { NOBODY_KNOWN, type People } from '../../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { Notice } from '../../../src/core/request/notice.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { onlyOwnAccount } from '../../../src/lifecycle/account/only-own-account.ts';
import { startSweep } from '../../../src/lifecycle/drift/sweep.ts';
import type { Loop } from '../../../src/lifecycle/loop.ts';
import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import { timing } from '../../support/instances.ts';
import { listPort } from '../../support/list-port.ts';
import { accountOf, identityOf } from '../../world/account.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { makeLife } from '../../world/life.ts';
import { makeStage, type Stage, takeMessages } from '../stage.ts';

export const HOUR = 3_600_000;

export interface Swept extends Loop {
  /** The ids that the cloud was asked for, look by look. */
  readonly looks: readonly (readonly string[])[];
  /** What was logged, with the level. */
  readonly logged: readonly (readonly [level: string, message: string])[];
}

interface Around {
  readonly wrap?: (ecs: EcsPort) => Partial<EcsPort>;
  readonly admins?: readonly string[];
  readonly people?: People;
  readonly policy?: Partial<Policy>;
  readonly pageSize?: number;
}

/** One replica's sweep, every hour. */
export function sweepOn(stage: Stage, around: Around = {}): Swept {
  const { cloud, hand, timeline, truth } = stage;
  const { wrap = () => ({}), admins = ['UADMIN1', 'UADMIN2'], people = NOBODY_KNOWN, policy = {} } = around;
  const life = makeLife('sweep', () => {});
  const nothing = async (): Promise<void> => {};
  const signing = { account: () => hand.account };
  const chance = seededRandom(3);
  const bare = makeCloudPort({ cloud, timeline, life, random: chance, ...signing, before: nothing, after: () => {} });
  const account = accountOf({ store: truth, clock: timeline, identity: identityOf(cloud, hand) });
  const port = onlyOwnAccount(bare, account);
  const whole = { ...port, ...listPort(cloud, around.pageSize) };
  const ecs = { ...whole, ...wrap(whole) };
  const looks: string[][] = [];
  const logged: [string, string][] = [];
  const at =
    (level: string) =>
    (_fields: object, message: string): void =>
      void logged.push([level, message]);
  const sweep = startSweep({
    store: truth,
    account,
    ecs: {
      ...ecs,
      describeInstances(region, ids, lane) {
        looks.push([...ids]);
        return ecs.describeInstances(region, ids, lane);
      },
    },
    clock: timeline,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    authority: { admins: () => admins },
    directory: { fresh: async () => people },
    policy: { current: () => ({ policy: { ...NO_POLICY, ...policy }, hash: null }) },
    defaultRegion: stage.spec.plain.region,
    everyMs: HOUR,
    graceMs: timing.graceMs,
  });
  return { looks, logged, stop: sweep.stop };
}

/** So many instances that run, and nobody is at work any more. */
export async function running(amount = 3, leaseMs?: number): Promise<Stage> {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, amount, leaseMs);
  const { life } = stage.start();
  await stage.until(() => stage.ended('r-1'));
  // A lease is told to the cloud after that.
  await stage.pass(60_000);
  life.die();
  return stage;
}

export function call({ cloud }: Stage, action: string, params: Readonly<Record<string, string>>): string {
  const { status, body } = cloud.call(action, '2014-05-26', params);
  if (status >= 400) throw new Error(String(body.Code));
  return String(body.InstanceId ?? '');
}

export const releaseByHand = (stage: Stage, cloudId: string | null | undefined): string =>
  call(stage, 'DeleteInstance', { InstanceId: cloudId ?? '', Force: 'true' });

/** An instance that somebody else has made, with the bot's tag. */
export function makeTagged(stage: Stage, request: string, more: Readonly<Record<string, string>> = {}): string {
  const { region, zone, instanceType, imageId, vSwitchId, securityGroupId, systemDisk } = stage.spec.plain;
  return call(stage, 'CreateInstance', {
    RegionId: region,
    ZoneId: zone,
    InstanceType: instanceType,
    ImageId: imageId,
    VSwitchId: vSwitchId,
    SecurityGroupId: securityGroupId,
    'SystemDisk.Category': systemDisk.category,
    'SystemDisk.Size': String(systemDisk.sizeGiB),
    InstanceName: 'left-over',
    'Tag.1.Key': 'ecs-chatops:request',
    'Tag.1.Value': request,
    ...more,
  });
}

/** Takes what waits about no request out of the outbox, as Slack would get it. */
export async function notices(stage: Stage): Promise<readonly (readonly [to: string, Notice])[]> {
  return (await takeMessages(stage)).flatMap((message) =>
    message.kind === 'notice' ? [[message.to, message.notice]] : [],
  );
}
