import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/core/base/clock.ts';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { KEY_SCOPE } from '../../../src/core/request/event.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import { makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { makeKeyService } from '../../../src/usecases/key/key-service.ts';
import { realClock } from '../../ecs/api-server.ts';
import { RSA } from '../../sandbox/ecs/keys.ts';
import { anInstance, aRequest, aSpec } from '../../store/samples.ts';
import { fakeKeyPairs } from '../../support/key-pairs.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { LENA } from '../approval/approval-stage.ts';

export const HOME = 'cn-beijing';
export const OTHER = 'cn-hangzhou';
export const THIRD = 'cn-shanghai';

export const wish = { user: LENA, name: '', publicKey: RSA };

export type KeyPort = Pick<
  EcsPort,
  'keyPairs' | 'importKeyPair' | 'deleteKeyPair' | 'regions' | 'listInstances' | 'instance' | 'disks'
>;

/** An account of three regions and no instance, with the same keys as the sandbox's. */
export function anAccount(): KeyPort {
  const team = { name: 'ops-2026', owner: null, fingerprint: 'aa' };
  const lenas = { name: 'key-lena', owner: LENA, fingerprint: 'bb' };
  return {
    ...fakeKeyPairs({ [HOME]: [team], [OTHER]: [team, lenas], [THIRD]: [team] }),
    regions: async () => ok([HOME, OTHER, THIRD].map((id) => ({ id, names: { en: id, zh: id } }))),
    listInstances: async () => ok({ instances: [], next: null, total: 0 }),
    instance: async () => ok(null),
    disks: async () => ok([]),
  };
}

export interface KeysGiven {
  readonly policy?: Policy;
  readonly port: KeyPort;
  /** What the first replica asks of the cloud instead. */
  readonly over?: Partial<KeyPort>;
  /** Nothing is late before `hurry`. */
  readonly isPatient?: boolean;
}

/** Replicas over one database and one cloud; the first is there. */
export async function keyStage({ port, policy = NO_POLICY, over = {}, isPatient = false }: KeysGiven) {
  const state = { policy };
  const database = await openMemoryDatabase({ log: silentLog, clock: realClock });
  onTestFinished(() => database.destroy());
  let passed = 0;
  const waited = new Set<() => void>();
  const clock: Clock = {
    now: () => realClock.now() + passed,
    after(ms, run) {
      if (!isPatient) return realClock.after(ms, run);
      waited.add(run);
      return () => waited.delete(run);
    },
  };
  const logged: unknown[] = [];
  const note = (fields: object, message: string) => void logged.push([message, fields]);
  const log: Log = { ...silentLog, info: note, warn: note, error: note };
  const replica = (more: Partial<KeyPort> = {}) => {
    // The lists of no more than regions and key pairs are asked for here.
    const ecs = { ...port, ...more } as EcsPort;
    const memory = makeAccountMemory();
    const shared = { memory, clock, log };
    const catalogue = makeCatalogue(ecs, { ...shared, keepMs: 600_000 });
    const store = database.open();
    const inventory = makeInventory(ecs, shared);
    const source = { current: () => ({ policy: state.policy, hash: null }), trouble: () => null };
    const keys = makeKeyService({ ...shared, store, ecs, catalogue, inventory, policy: source, defaultRegion: HOME });
    return { store, keys, catalogue };
  };
  const first = replica(over);
  return {
    ...first,
    logged,
    replica,
    state,
    /** What does not answer within a moment is late. */
    hurry: () => {
      setTimeout(() => {
        for (const run of waited) run();
      }, 20);
    },
    pass: (ms: number) => {
      passed += ms;
    },
    /** What people were told in messages; taken away, as by a delivery. */
    told: async () => {
      const now = clock.now();
      const claimed = await first.store.outbox.claim({
        owner: 'slack',
        now,
        claimUntil: now + 1,
        limit: 9,
        skipChannels: [],
      });
      for (const delivery of claimed) await first.store.outbox.delivered(delivery, { channel: 'D1', ts: '1' }, now);
      return claimed.flatMap(({ channel, messages }) =>
        messages.map((message) => ({ to: channel, ...(message.kind === 'notice' && message.notice) })),
      );
    },
    pairs: async (region: string, name = 'lena-laptop') => {
      const seen = await port.keyPairs(region, { name });
      return seen.ok ? seen.value : [];
    },
    events: async () =>
      (await first.store.eventsOf(KEY_SCOPE)).map(({ kind, data }) => [kind, data.region ?? data.name]),
    /** What the form in a region offers to somebody. */
    offered: async (region: string, user = LENA) => {
      const list = await first.keys.bringing(first.catalogue, user).keyPairs.load(region);
      return list.ok ? list.value.map(({ name }) => name) : [];
    },
    uses: async (region: string) => {
      const id = `r-${region}`;
      const request = aRequest(id, { requester: LENA });
      const row = anInstance(id, 1, { requester: LENA, spec: aSpec({ region }) });
      await first.store.commit({ requests: [{ next: request }], instances: [{ next: row }], at: 1 });
    },
  };
}
