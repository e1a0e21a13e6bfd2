import { silentLog } from '../../core/base/log.ts';
import { NO_PROXIES } from '../../core/base/proxy.ts';
import { makeEcs } from '../../ecs/adapter.ts';
import { systemClock } from '../../ops/system.ts';
import { makePlayer, until } from '../player.ts';
import type { Sandbox } from '../sandbox.ts';
import type { SlackMessage } from '../state.ts';
import { inSandbox } from './bench-sandbox.ts';
import { percentile, round } from './figures.ts';
import { type LoopRun, type LoopSpec, runPublishedLoop } from './published-loop.ts';
import { runTerraformWaiter } from './terraform-waiter.ts';

/** What it costs to bring `instances` instances to Running, and how soon that is told. */
export interface CreatingFigures {
  readonly instances: number;
  /** Of every call but those that fill the form's lists. */
  readonly callsPerInstance: number;
  /** From truly Running (the simulator knows) to told. */
  readonly addedMs: { readonly p50: number; readonly p99: number };
  /** From the first submission, or create, until the last was told. */
  readonly wholeMs: number;
}

const LARGEST_REQUEST = 20;
const CREATES_PER_SECOND = 3;
const PATIENCE_MS = 600_000;
const REGION = 'cn-hangzhou';
const TYPE = 'ecs.g7.large';

/** So many does it take until the bot knows how long an instance takes. */
const LEARNT_FROM = 10;

/**
 * The bot: requests of up to 20 instances, all in one channel, told on their cards and in their threads.
 *
 * @param isLearnt whether it has created some of the kind before, so that it knows how long they take
 */
export const measureBot = (instances: number, isLearnt: boolean): Promise<CreatingFigures> =>
  inSandbox(async (sandbox) => {
    const channel = sandbox.slack.channels[0]?.id ?? '';
    const watch = watchTold(sandbox, channel);
    // One alone is made in another way than several.
    if (isLearnt)
      await askFor(sandbox, channel, watch.told, { total: LEARNT_FROM, largest: instances, name: 'before' });
    const before = { told: new Set(watch.told.keys()), calls: creationCalls(sandbox) };
    const start = Date.now();
    await askFor(sandbox, channel, watch.told, { total: instances, largest: LARGEST_REQUEST, name: 'from' });
    watch.stop();
    const ids = new Map(sandbox.ecs.state().instances.map((one) => [String(one.InstanceName), String(one.InstanceId)]));
    const news = [...watch.told].filter(([name]) => !before.told.has(name));
    const told = new Map(news.map(([name, at]) => [ids.get(name) ?? name, at]));
    return figures(sandbox, told, creationCalls(sandbox) - before.calls, start);
  });

interface Asked {
  readonly total: number;
  /** How many in one request. */
  readonly largest: number;
  /** With which the names of all of them begin. */
  readonly name: string;
}

/** Resolves when all of them have been told as Running. */
async function askFor(
  { slack }: Sandbox,
  channel: string,
  told: ReadonlyMap<string, number>,
  { total, largest, name }: Asked,
): Promise<void> {
  const player = makePlayer(slack, slack.users[0]?.id ?? '', channel);
  const size = Math.min(largest, LARGEST_REQUEST);
  const all = told.size + total;
  for (let asked = 0; asked < total; asked += size) {
    const amount = Math.min(size, total - asked);
    const sees = await player.create(`type=${TYPE} image=ubuntu name=${name}-${asked} amount=${amount}`);
    if (!sees.ok) throw new Error(`The form was refused: ${JSON.stringify(sees)}`);
  }
  await until(slack, () => told.size === all || null, 'all to be told', PATIENCE_MS);
}

/** One that waits for each instance on its own: all of them side by side, their creates paced as the bot's are. */
const measureWaiter =
  (run: (simulator: Sandbox['ecs'], spec: LoopSpec) => Promise<LoopRun>) =>
  (instances: number): Promise<CreatingFigures> =>
    inSandbox(async (sandbox) => {
      const spec = await placeFor(sandbox);
      const start = Date.now();
      const runs = Array.from({ length: instances }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index * 1000) / CREATES_PER_SECOND));
        return run(sandbox.ecs, spec);
      });
      const told = new Map((await Promise.all(runs)).map(({ cloudId, toldAt }) => [cloudId, toldAt]));
      return figures(sandbox, told, creationCalls(sandbox), start);
    });

export const measurePublishedLoop = measureWaiter(runPublishedLoop);
export const measureTerraformWaiter = measureWaiter(runTerraformWaiter);

function figures(sandbox: Sandbox, told: ReadonlyMap<string, number>, calls: number, start: number): CreatingFigures {
  const ran = new Map(
    sandbox.ecs.state().instances.map((instance) => [String(instance.InstanceId), runningAt(instance)]),
  );
  const added = [...told].map(([cloudId, at]) => at - (ran.get(cloudId) ?? Number.NaN));
  return {
    instances: told.size,
    callsPerInstance: round(calls / told.size, 2),
    addedMs: { p50: Math.round(percentile(added, 0.5)), p99: Math.round(percentile(added, 0.99)) },
    wholeMs: Math.max(...told.values()) - start,
  };
}

function runningAt(instance: Readonly<Record<string, unknown>>): number {
  const timeline = instance._timeline as readonly { readonly status: string; readonly at: number }[];
  return timeline.find(({ status }) => status === 'Running')?.at ?? Number.NaN;
}

const CREATION = [
  ...['CreateInstance', 'RunInstances', 'DescribeInstances'],
  ...['StartInstance', 'StartInstances', 'AllocatePublicIpAddress'],
];

function creationCalls(sandbox: Sandbox): number {
  const { calls } = sandbox.ecs.state();
  return CREATION.reduce((sum, action) => sum + (calls[action] ?? 0), 0);
}

/** Notes when each name is first told as Running, on a card or in a thread; stops when `stop` is called. */
function watchTold({ slack }: Sandbox, channel: string): { readonly told: ReadonlyMap<string, number>; stop(): void } {
  const told = new Map<string, number>();
  const stop = slack.onChange(() => {
    const cards = slack.state().channels.find(({ id }) => id === channel)?.messages ?? [];
    const names = cards.flatMap((card) => [...namesOnCard(card), ...card.replies.flatMap(namesInThread)]);
    for (const name of names) if (!told.has(name)) told.set(name, Date.now());
  });
  return { told, stop };
}

const namesOnCard = ({ blocks }: SlackMessage): readonly string[] =>
  [...JSON.stringify(blocks ?? []).matchAll(/`([^`]+)` Running/g)].map(([, name]) => name ?? '');

function namesInThread({ text }: SlackMessage): readonly string[] {
  const line = text.split('\n').find((each) => each.startsWith('Running: '));
  const items = line?.slice('Running: '.length).split(', ') ?? [];
  return items.map((item) => item.split(' ')[0] ?? '');
}

/** Networks of the simulated account for a caller that has no form. */
async function placeFor(sandbox: Sandbox): Promise<LoopSpec> {
  const { accessKeyId, accessKeySecret, url } = sandbox.ecs;
  const cloud = await makeEcs({
    config: {
      credentials: { mode: 'static', accessKeyId, accessKeySecret, securityToken: null },
      defaultRegion: REGION,
      ecsEndpoint: url,
      bssEndpoint: url,
      stsEndpoint: url,
      limits: { perSecond: 10, createPerSecond: CREATES_PER_SECOND, atOnce: 10 },
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
