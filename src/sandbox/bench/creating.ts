import { silentLog } from '../../core/base/log.ts';
import { NO_PROXIES } from '../../core/base/proxy.ts';
import { REQUEST_TAG } from '../../core/request/request.ts';
import { makeEcs } from '../../ecs/adapter.ts';
import { systemClock } from '../../ops/system.ts';
import type { Sandbox } from '../sandbox.ts';
import { ask, LEARNT_FROM, REGION, TYPE, untilTold } from './asking.ts';
import { inSandbox } from './bench-sandbox.ts';
import { percentile, round } from './figures.ts';
import { type LoopRun, type LoopSpec, runPublishedLoop } from './published-loop.ts';
import { runTerraformWaiter } from './terraform-waiter.ts';
import { namedFrom, runningAt } from './timeline.ts';
import { watchTold } from './told.ts';

/** The cost of bringing `instances` instances to Running, and how soon that is told. */
export interface CreatingFigures {
  readonly instances: number;
  /** Counts every call except those for the form's lists. */
  readonly callsPerInstance: number;
  /** From the true Running, which the simulator knows, to the telling. */
  readonly addedMs: { readonly p50: number; readonly p99: number };
  /** From the first submission, or create, until the last was told. */
  readonly wholeMs: number;
}

/** Instances per request, unless told otherwise; a thousand are one request, which the bench's policy allows. */
export const sizeOfRequests = (instances: number): number => (instances > 100 ? instances : 20);
/** The bot's pace: the default of ECS_CREATE_PER_SECOND. */
const CREATES_PER_SECOND = 3.25;

/**
 * Measures the bot with requests in one channel, told on their cards and in their threads. For many instances these name only the
 * first, so the n-th telling is compared with the n-th Running.
 *
 * @param isLearnt whether the bot has created some of this kind before, and so knows how long they take
 */
export const measureBot = (
  instances: number,
  isLearnt: boolean,
  size = sizeOfRequests(instances),
): Promise<CreatingFigures> =>
  inSandbox(async (sandbox) => {
    const calls = countCalls(sandbox);
    const channel = sandbox.slack.channels[0]?.id ?? '';
    const watch = watchTold(sandbox, channel);
    // A single instance is created in another way than several.
    if (isLearnt) {
      await ask(sandbox, channel, { total: LEARNT_FROM, size: Math.min(instances, 20), name: 'before' });
      await untilTold(sandbox.slack, watch.told, LEARNT_FROM);
    }
    const before = { told: watch.told.length, calls: calls() };
    const start = Date.now();
    await ask(sandbox, channel, { total: instances, size, name: 'from' });
    await untilTold(sandbox.slack, watch.told, before.told + instances);
    watch.stop();
    const ran = namedFrom(sandbox.ecs.state().instances, 'from')
      .map(runningAt)
      .toSorted((one, other) => one - other);
    const news = watch.told.slice(before.told);
    const pairs = news.map((toldAt, n) => ({ toldAt, ranAt: ran[n] ?? Number.NaN }));
    return figures(pairs, calls() - before.calls, start);
  });

/** Measures a program that waits for each instance on its own: all run side by side, and their creates keep the bot's pace. */
const measureWaiter =
  (run: (simulator: Sandbox['ecs'], spec: LoopSpec) => Promise<LoopRun>) =>
  (instances: number): Promise<CreatingFigures> =>
    inSandbox(async (sandbox) => {
      const spec = await placeFor(sandbox);
      const calls = countCalls(sandbox);
      const start = Date.now();
      const runs = Array.from({ length: instances }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index * 1000) / CREATES_PER_SECOND));
        return run(sandbox.ecs, spec);
      });
      const ended = await Promise.all(runs);
      const ran = new Map(sandbox.ecs.state().instances.map((one) => [String(one.InstanceId), runningAt(one)]));
      const pairs = ended.map(({ cloudId, toldAt }) => ({ toldAt, ranAt: ran.get(cloudId) ?? Number.NaN }));
      return figures(pairs, calls(), start);
    });

export const measurePublishedLoop = measureWaiter(runPublishedLoop);
export const measureTerraformWaiter = measureWaiter(runTerraformWaiter);

interface Told {
  readonly toldAt: number;
  readonly ranAt: number;
}

function figures(all: readonly Told[], calls: number, start: number): CreatingFigures {
  const added = all.map(({ toldAt, ranAt }) => toldAt - ranAt);
  return {
    instances: all.length,
    callsPerInstance: round(calls / all.length, 3),
    addedMs: { p50: Math.round(percentile(added, 0.5)), p99: Math.round(percentile(added, 0.99)) },
    wholeMs: Math.max(...all.map(({ toldAt }) => toldAt)) - start,
  };
}

const CREATION = [
  ...['CreateInstance', 'RunInstances', 'DescribeInstances'],
  ...['StartInstance', 'StartInstances', 'AllocatePublicIpAddress'],
];

/** Counts from now on. What lists a whole region, once for each start and sweep, is no call for any instance. */
function countCalls({ ecs }: Sandbox): () => number {
  let count = 0;
  ecs.onCall(({ api, phase, params }) => {
    const isOfSome =
      api !== 'DescribeInstances' || params.InstanceIds !== undefined || params['Tag.1.Key'] === REQUEST_TAG;
    if (phase === 'after' && CREATION.includes(api) && isOfSome) count += 1;
  });
  return () => count;
}

/** A network of the simulated account, for a caller without a form. */
async function placeFor(sandbox: Sandbox): Promise<LoopSpec> {
  const { accessKeyId, accessKeySecret, url } = sandbox.ecs;
  const cloud = await makeEcs({
    config: {
      credentials: { mode: 'static', accessKeyId, accessKeySecret, securityToken: null },
      defaultRegion: REGION,
      ecsEndpoint: url,
      bssEndpoint: url,
      stsEndpoint: url,
      limits: { perSecond: 10, createPerSecond: CREATES_PER_SECOND, instancesPerMinute: 4_800, atOnce: 10 },
      redisUrl: null,
      timeoutMs: 10_000,
      catalogueKeepMs: 60_000,
      proxy: NO_PROXIES,
    },
    log: silentLog,
    clock: systemClock,
  });
  if (!cloud.ok) throw new Error(cloud.error);
  const { port, stop } = cloud.value;
  const [images, vSwitches, groups] = await Promise.all([
    port.images(REGION),
    port.vSwitches(REGION),
    port.securityGroups(REGION),
  ]);
  await stop();
  if (!images.ok || !vSwitches.ok || !groups.ok) throw new Error('The simulated cloud does not list its networks.');
  const image = images.value.find(({ osName }) => /ubuntu/i.test(osName));
  const vSwitch = vSwitches.value.find(({ zone, freeAddresses }) => zone.endsWith('-h') && freeAddresses > 1000);
  const group = groups.value.find(({ vpcId }) => vpcId === vSwitch?.vpcId);
  return {
    region: REGION,
    instanceType: TYPE,
    imageId: image?.id ?? '',
    vSwitchId: vSwitch?.id ?? '',
    securityGroupId: group?.id ?? '',
  };
}
