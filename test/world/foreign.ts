import { silentLog } from '../../src/core/base/log.ts';
import type { FoundInstance } from '../../src/core/instance/found-instance.ts';
import type { Timing } from '../../src/core/instance/timing.ts';
import { POWERS, type PowerWish } from '../../src/core/power/power.ts';
import { adoptedOrigin } from '../../src/core/request/request.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { sampleCloud } from '../../src/sandbox/gallery/instance/instances.ts';
import { makeInstanceService } from '../../src/usecases/instance/instance-service.ts';
import { NOW } from '../support/instances.ts';
import { makeCloudPort } from './cloud-port.ts';
import { makeLife } from './life.ts';
import { type Plan, specsOf } from './plan.ts';
import { checkOrders, notesOf } from './promises.ts';
import { checkReplay } from './trail.ts';
import type { World } from './world.ts';

/** An instance that the bot did not create, and what admins want of it; `null`: only to take it over. */
export interface Foreign {
  readonly cloudId: string;
  readonly found: FoundInstance;
  readonly orders: readonly { readonly at: number; readonly wish: PowerWish | null }[];
}

/** Made in the console before anything begins; wanted from early on to well into the calm, often by two at once. */
export function foreignIn(cloud: Cloud, { calmFrom }: Plan, seed: number): Foreign {
  const random = seededRandom(seed + 2_000_003);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const [spec] = specsOf(cloud);
  if (spec === undefined) throw new Error('nothing can be created in this cloud');
  const { region, zone, instanceType, imageId, vSwitchId, securityGroupId } = spec;
  const where = { RegionId: region, ImageId: imageId, VSwitchId: vSwitchId, SecurityGroupId: securityGroupId };
  const made = cloud.call('CreateInstance', '2014-05-26', { ...where, InstanceType: instanceType });
  if (made.status >= 400) throw new Error(`CreateInstance: ${made.body.Code}`);
  const cloudId = String(made.body.InstanceId);
  const orders = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const what = pick([...POWERS, null]);
    const stoppedMode = what === 'stop' ? pick(['KeepCharging', 'StopCharging'] as const) : null;
    const at = NOW + 8_000 + Math.floor(random() * (calmFrom - NOW + 60_000));
    return { at, wish: what === null ? null : { what, stoppedMode } };
  });
  // The same once more in the same moment, by somebody else.
  const twins = orders.filter(() => random() < 0.5);
  const found: FoundInstance = { cloud: sampleCloud({ cloudId, region, zone, status: 'Stopped' }), own: null };
  return { cloudId, found, orders: [...orders, ...twins] };
}

/** The person who acts has looked it up before and does not know what others did meanwhile. */
export function actOn({ timeline, truth, cloud, watch, ordered }: World, foreign: Foreign, timing: Timing): void {
  const random = seededRandom(foreign.orders.length);
  const life = makeLife('admin', () => {});
  const ecs = makeCloudPort({ cloud, timeline, life, random, before: watch.beforeCall, after: watch.afterCall });
  let count = 0;
  const chance = { id: () => `foreign${++count}`, next: random };
  const service = makeInstanceService({ store: truth, ecs, clock: timeline, random: chance, log: silentLog, timing });
  foreign.orders.forEach(({ at, wish }, index) => {
    const by = { user: `UADMIN${index}`, isAdmin: true, team: 'T1', channel: 'C1' };
    const act = () => (wish === null ? service.takeOver(foreign.found, by) : service.order(foreign.found, wish, by));
    timeline.after(at - NOW, () => {
      void act().then((outcome) => {
        const became = outcome.is === 'refused' ? outcome.refusal.why : outcome.is;
        ordered.push(`${wish?.what ?? 'adopt'} foreign ${became}`);
      });
    });
  });
}

/** The one request it has when it was taken over; none otherwise. */
export async function requestsOfForeign({ truth }: World, foreign: Foreign | null): Promise<readonly string[]> {
  const request = foreign === null ? null : await truth.requestByOrigin(adoptedOrigin(foreign.cloudId));
  return request === null ? [] : [request.id];
}

/** That it was taken over once or never, never created again, and that what its thread says of it is so. */
export async function checkForeign(world: World, foreign: Foreign): Promise<void> {
  const { truth, board, cloud } = world;
  const broken: string[] = [];
  const breaks = (promise: string): void => void broken.push(promise);
  const [id] = await requestsOfForeign(world, foreign);
  const adoptions = board.notes.filter(({ note }) => note.milestone === 'adopted').length;
  if (adoptions !== (id === undefined ? 0 : 1)) breaks(`${foreign.cloudId} was told ${adoptions} times as taken over`);
  if (id !== undefined) {
    const [row, ...more] = await truth.instancesOf(id);
    if (row === undefined || more.length > 0) throw new Error(`${id} has not exactly one instance`);
    const events = await truth.eventsOf(id);
    if (row.cloudId !== foreign.cloudId || row.clientToken !== '' || row.createTriedAt !== null)
      breaks(`${row.id} could create something`);
    if (cloud.state().instances.some((vm) => JSON.stringify(vm.Tags ?? {}).includes(id)))
      breaks(`something was created for ${row.id}`);
    if (row.outcome === null || (row.outcome === 'failed' && row.failure === null))
      breaks(`${row.id} has no readable end`);
    const told = notesOf(row, board);
    if (told[0] !== 'adopted') breaks(`${row.id} was first told as ${told[0]}`);
    const since = row.order === null ? [] : told.slice(told.lastIndexOf('ordered') + 1);
    const stored = [...row.told, ...(row.slowTold ? ['slow'] : [])];
    if (since.toSorted().join() !== stored.toSorted().join())
      breaks(`${row.id} told ${since.join()}, stored ${stored.join()}`);
    checkOrders(row, events, { board, cloud }, breaks);
    await checkReplay(truth, id, breaks);
  }
  if (broken.length > 0) throw new Error(`broken promises:\n${broken.join('\n')}`);
}
