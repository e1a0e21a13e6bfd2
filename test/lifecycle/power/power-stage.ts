import { silentLog } from '../../../src/core/base/log.ts';
import type { Power, StoppedMode } from '../../../src/core/power/power.ts';
import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import type { Ordered } from '../../../src/usecases/power/give-order.ts';
import { giveOrder } from '../../support/give-order.ts';
import { timing } from '../../support/instances.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { makeLife } from '../../world/life.ts';
import { type Call, makeStage, type Stage } from '../stage.ts';

/** A stage with one instance, and people who order things of it. */
export interface PowerStage extends Stage {
  order(what: Power, how?: { stoppedMode?: StoppedMode; user?: string; isAdmin?: boolean }): Promise<Ordered>;
  /** Something is done to it by somebody else, in the console. */
  byHand(action: string, params?: Readonly<Record<string, string>>): void;
  /** As the cloud knows it. */
  status(): string;
  /** The calls of the bot that change something, since the creation. */
  acts(): readonly Call[];
  reached(): Promise<boolean>;
}

export async function makePowerStage(seed = 1): Promise<PowerStage> {
  const stage = await makeStage(seed);
  const { timeline, cloud, truth } = stage;
  const random = seededRandom(seed);
  const nothing = async (): Promise<void> => {};
  const ecs = makeCloudPort({
    cloud,
    timeline,
    life: makeLife('person', () => {}),
    random,
    before: nothing,
    after: () => {},
  });
  const ports = {
    store: truth,
    ecs,
    clock: timeline,
    random: { id: () => 'never', next: random },
    log: silentLog,
    timing,
  };
  const vm = () => stage.cloud.state().instances[0];
  return {
    ...stage,
    async order(what, { stoppedMode = null, user = 'U1', isAdmin = false }: OrderHow = {}) {
      let ordered: Ordered | null = null;
      void giveOrder(ports, 'r-1-1', { what, stoppedMode }, { user, isAdmin }).then((outcome) => {
        ordered = outcome;
      });
      while (ordered === null) await stage.pass(10);
      return ordered;
    },
    byHand(action, params = {}) {
      const { status, body } = cloud.call(action, '2014-05-26', { InstanceId: String(vm()?.InstanceId), ...params });
      if (status >= 400) throw new Error(`${action}: ${body.Code}`);
    },
    status: () => String(vm()?.Status ?? 'gone'),
    acts: () => {
      const acts = stage.calls.filter(({ action }) => action !== 'DescribeInstances');
      return acts.slice(acts.findIndex(({ action }) => /^StartInstances?$/.test(action)) + 1);
    },
    reached: async () => (await stage.instance()).outcome !== null,
  };
}

type OrderHow = { stoppedMode?: StoppedMode | null; user?: string; isAdmin?: boolean };

/** The same with an instance that runs, and whose request has ended. */
export async function makeRunning(seed = 1, addressed = false): Promise<PowerStage> {
  const stage = await makePowerStage(seed);
  stage.start();
  await stage.submit('r-1', addressed ? stage.spec.addressed : stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  return stage;
}
