import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { disksOf, HANGZHOU } from '../../support/choices.ts';
import { handClock } from '../../support/hand-clock.ts';

/** The people of the stage. */
export const LENA = 'U07LENAHOF1';

const BEIJING = {
  zones: [{ id: 'cn-beijing-h', names: { en: 'Beijing Zone H', zh: '北京 可用区H' } }],
  vSwitches: [
    { id: 'vsw-b1', name: 'only', vpcId: 'vpc-b', zone: 'cn-beijing-h', cidr: '10.0.1.0/24', freeAddresses: 250 },
  ],
  groups: [{ id: 'sg-b1', name: 'only', vpcId: 'vpc-b' }],
};

/** What is sold as spot is in zone G alone, and nothing is sold in Shanghai. */
const zonesOf = (region: string, chargeKind: string) => {
  if (region === 'cn-shanghai') return [];
  if (region === 'cn-beijing') return BEIJING.zones;
  return HANGZHOU.zones.filter(({ id }) => chargeKind !== 'spot' || id === 'cn-hangzhou-g');
};

/**
 * The lists of a small account, cached as they are in the bot: Hangzhou, and Beijing with one zone, one vSwitch and one security
 * group.
 *
 * @param keys of Hangzhou
 */
export function listsStage(keys = HANGZHOU.keys ?? []) {
  const { clock, turn } = handClock();
  /** Lists by name, or by name and scope. */
  const cloud = { broken: [] as string[], silent: [] as string[] };
  const asked: string[] = [];
  const list =
    <Scope extends string[], T>(name: string, items: (...scope: Scope) => readonly T[]) =>
    async (...scope: Scope) => {
      const all = [name, ...scope].join(' ');
      asked.push(all);
      const among = (some: readonly string[]) => some.includes(name) || some.includes(all);
      if (among(cloud.silent)) await new Promise(() => {});
      return among(cloud.broken) ? fail(failureOf('transient', { api: name, detail: '' })) : ok(items(...scope));
    };
  const ofRegion = (region: string) => (region === 'cn-beijing' ? BEIJING : HANGZHOU);
  const site = list('terms', () => []);
  const port = {
    regions: list('regions', () => HANGZHOU.regions),
    zones: list('zones', zonesOf),
    instanceTypes: list('types', () => HANGZHOU.types),
    systemDisks: list('disks', (_region, _zone, type: string) => disksOf(type)),
    images: list('images', () => HANGZHOU.images),
    vSwitches: list('vSwitches', (region) => ofRegion(region).vSwitches),
    securityGroups: list('groups', (region) => ofRegion(region).groups),
    keyPairs: list('keys', (region) => (region === 'cn-hangzhou' ? [...keys] : [])),
    site: async () => {
      const answer = await site();
      return answer.ok ? ok('china' as const) : answer;
    },
  } as unknown as EcsPort;
  const catalogue = makeCatalogue(port, { keepMs: 600_000, memory: makeAccountMemory(), clock, log: silentLog });
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...{ catalogue, cloud, asked, clock, turn, rest },
    /** What `plan` comes to once every list that it begins to load has come. */
    async settled<T>(plan: () => T): Promise<T> {
      for (;;) {
        const before = asked.length;
        const made = plan();
        if (asked.length === before) return made;
        await rest();
      }
    },
  };
}
