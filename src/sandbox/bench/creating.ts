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

/** So many does one ask for at once; a thousand are one request, as the bench's policy allows. */
const sizeOfRequests = (instances: number): number => (instances > 100 ? instances : 20);
const CREATES_PER_SECOND = 3;
const PATIENCE_MS = 600_000;
const REGION = 'cn-hangzhou';
const TYPE = 'ecs.g7.large';

/** So many does it take until the bot knows how long an instance takes. */
const LEARNT_FROM = 10;

/**
 * The bot: requests in one channel, told on their cards and in their threads. Of many only the first are named there, so that the
 * n-th that was told is held against the n-th that ran.
 *
 * @param isLearnt whether it has created some of the kind before, so that it knows how long they take
 */
export const measureBot = (instances: number, isLearnt: boolean): Promise<CreatingFigures> =>
  inSandbox(async (sandbox) => {
    const channel = sandbox.slack.channels[0]?.id ?? '';
    const watch = watchTold(sandbox, channel);
    // One alone is made in another way than several.
    if (isLearnt)
      await askFor(sandbox, channel, watch.told, { total: LEARNT_FROM, size: Math.min(instances, 20), name: 'before' });
    const before = { told: watch.told.length, calls: creationCalls(sandbox) };
    const start = Date.now();
    await askFor(sandbox, channel, watch.told, { total: instances, size: sizeOfRequests(instances), name: 'from' });
    watch.stop();
    const ran = sandbox.ecs
      .state()
      .instances.filter(({ InstanceName }) => String(InstanceName).startsWith('from-'))
      .map(runningAt)
      .toSorted((one, other) => one - other);
    const news = watch.told.slice(before.told);
    const pairs = news.map((toldAt, n) => ({ toldAt, ranAt: ran[n] ?? Number.NaN }));
    return figures(pairs, creationCalls(sandbox) - before.calls, start);
  });

interface Asked {
  readonly total: number;
  /** How many in one request. */
  readonly size: number;
  /** With which the names of all of them begin. */
  readonly name: string;
}

/** Resolves when all of them have been told as Running. */
async function askFor(
  { slack }: Sandbox,
  channel: string,
  told: readonly number[],
  { total, size, name }: Asked,
): Promise<void> {
  const player = makePlayer(slack, slack.users[0]?.id ?? '', channel);
  const all = told.length + total;
  for (let asked = 0; asked < total; asked += size) {
    const amount = Math.min(size, total - asked);
    const sees = await player.create(`type=${TYPE} image=ubuntu name=${name}-${asked} amount=${amount}`);
    if (!sees.ok) throw new Error(`The form was refused: ${JSON.stringify(sees)}`);
  }
  await until(slack, () => told.length >= all || null, 'all to be told', PATIENCE_MS);
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
      const ended = await Promise.all(runs);
      const ran = new Map(sandbox.ecs.state().instances.map((one) => [String(one.InstanceId), runningAt(one)]));
      const pairs = ended.map(({ cloudId, toldAt }) => ({ toldAt, ranAt: ran.get(cloudId) ?? Number.NaN }));
      return figures(pairs, creationCalls(sandbox), start);
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

/** Notes when one more is told as Running, on its card or in its thread; stops when `stop` is called. */
function watchTold({ slack }: Sandbox, channel: string): { readonly told: readonly number[]; stop(): void } {
  const told: number[] = [];
  const stop = slack.onChange(() => {
    const cards = slack.state().channels.find(({ id }) => id === channel)?.messages ?? [];
    const count = cards.reduce((sum, card) => sum + Math.max(onCard(card), inThread(card.replies)), 0);
    while (told.length < count) told.push(Date.now());
  });
  return { told, stop };
}

/** By name, or, of many, counted: `Running: 80`. */
function onCard({ blocks }: SlackMessage): number {
  const json = JSON.stringify(blocks ?? []);
  return Math.max(json.match(/`[^`]+` Running/g)?.length ?? 0, Number(/ Running: (\d+)/.exec(json)?.[1] ?? 0));
}

/** `Running: web-1 47.1.2.3, web-2 …`; of many `Running: web-1 … web-20 (20), web-22 and 80 more`. */
function inThread(replies: SlackMessage['replies']): number {
  const lines = replies.flatMap(({ text }) => text.split('\n')).filter((line) => line.startsWith('Running: '));
  const items = lines.flatMap((line) => line.slice('Running: '.length).split(/, | and (?=\d+ more)/u));
  const several = (item: string) => /\((\d+)\)$|^(\d+) more$/u.exec(item)?.slice(1).find(Boolean);
  return items.reduce((sum, item) => sum + Number(several(item) ?? 1), 0);
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
