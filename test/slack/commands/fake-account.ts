import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { CloudInstance, Disk, InstanceFilter } from '../../../src/core/instance/cloud-instance.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';

/** The instances of an account, without a cloud: what Slack's side is shown of it. */
export interface FakeAccount {
  readonly port: Pick<EcsPort, 'listInstances' | 'instance' | 'disks'>;
  /** Newest first, as the cloud lists them. */
  instances: CloudInstance[];
  disks: Result<readonly Disk[], Failure>;
  /** Every call, e.g. `list cn-hangzhou`. */
  readonly calls: string[];
  /** These regions are answered with a failure. */
  readonly broken: Map<string, Failure>;
  /** Every call waits until it is released. */
  hold(): void;
  release(): void;
}

const PAGE = 100;

export function fakeAccount(): FakeAccount {
  let gate: Promise<void> = Promise.resolve();
  let open = (): void => undefined;
  const answer = async <T>(name: string, region: string, value: () => T): Promise<Result<T, Failure>> => {
    account.calls.push(`${name} ${region}`);
    await gate;
    const failure = account.broken.get(region);
    return failure === undefined ? ok(value()) : fail(failure);
  };
  const inRegion = (region: string, filter: InstanceFilter) =>
    account.instances.filter((one) => one.region === region && fits(one, filter));
  const account: FakeAccount = {
    instances: [],
    disks: ok([
      {
        id: 'd-1',
        kind: 'system',
        category: 'cloud_essd',
        performanceLevel: 'PL1',
        sizeGiB: 40,
        status: 'In_use',
        isPrepaid: false,
      },
    ]),
    calls: [],
    broken: new Map(),
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release: () => open(),
    port: {
      listInstances: (region, filter, next) =>
        answer('list', region, () => {
          const all = inRegion(region, filter);
          const from = Number(next ?? 0);
          const more = all.length > from + PAGE;
          return {
            instances: all.slice(from, from + PAGE),
            next: more ? String(from + PAGE) : null,
            total: more && from === 0 ? all.length : null,
          };
        }),
      instance: (region, id) => answer('instance', region, () => inRegion(region, { ids: [id] })[0] ?? null),
      async disks(region) {
        const answered = await answer('disks', region, () => account.disks);
        return answered.ok ? answered.value : answered;
      },
    },
  };
  return account;
}

function fits(one: CloudInstance, { name, ids, tags }: InstanceFilter): boolean {
  const pattern = name?.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return (
    (ids === undefined || ids.includes(one.cloudId)) &&
    (pattern === undefined || new RegExp(`^${pattern.join('.*')}$`, 'u').test(one.name)) &&
    (tags ?? []).every((wanted) =>
      one.tags.some(({ key, value }) => key === wanted.key && (wanted.value === '' || value === wanted.value)),
    )
  );
}
