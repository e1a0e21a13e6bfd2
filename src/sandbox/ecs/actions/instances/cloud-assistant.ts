import { isAncient } from '../../catalogue/images.ts';
import { statusOf } from '../../life.ts';
import { second, type Vm } from '../../vm.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import { regionNamed, type World } from '../../world.ts';
import { type Action, PAGES, pageOf, slice } from '../action.ts';
import { oneOf } from '../filters.ts';

const MOST = 50;
/** New enough for Session Manager. */
const VERSIONS = { linux: '2.2.3.857', windows: '2.1.3.857' } as const;

/** Whether the agent runs inside. Public images have it since 2017; it reports only while the instance runs. */
const describeCloudAssistantStatus: Action = {
  takes: [...PAGES, 'InstanceId.N', 'MaxResults', 'NextToken', 'OSType', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const ids = params.list('InstanceId');
    if (ids.length > MOST) notValid('InvalidParameter', 'InstanceId');
    const os = oneOf(params, 'OSType', ['Windows', 'Linux', 'FreeBSD']);
    const all = [...world.vms.values()].filter(({ region: where }) => where.id === region.id);
    for (const id of ids) {
      if (!all.some((vm) => vm.id === id))
        refuse(404, 'InvalidInstance.NotFound', 'The specified instance does not exist.');
    }
    const found = all
      .filter((vm) => (ids.length === 0 || ids.includes(vm.id)) && (os === null || osOf(vm) === os))
      .sort((a, b) => b.serial - a.serial);
    const page = pageOf(params, MOST);
    const asked = params.whole('MaxResults', 'InvalidParameter');
    const token = params.text('NextToken');
    const byToken = ids.length === 0 && (asked !== null || token !== null);
    const size = byToken ? Math.min(MOST, Math.max(1, asked ?? 10)) : page.size;
    const from = Number(token ?? 0);
    if (!Number.isInteger(from) || from < 0) notValid('InvalidParameter.NextToken', 'NextToken');
    const part = ids.length > 0 ? found : byToken ? found.slice(from, from + size) : slice(found, page);
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: size,
      NextToken: byToken && from + size < found.length ? String(from + size) : '',
      InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: part.map((vm) => shown(world, vm)) },
    };
  },
};

const osOf = (vm: Vm): string => (vm.image.os === 'windows' ? 'Windows' : 'Linux');

/** The agent starts a moment after the system. */
function shown(world: World, vm: Vm): Record<string, unknown> {
  const installed = !isAncient(vm.image) && vm.startedReal !== null;
  const speaks = installed && statusOf(world, vm) === 'Running';
  return {
    InstanceId: vm.id,
    OSType: osOf(vm),
    CloudAssistantStatus: String(speaks),
    CloudAssistantVersion: installed ? VERSIONS[vm.image.os] : '',
    SupportSessionManager: speaks,
    ActiveTaskCount: 0,
    InvocationCount: 0,
    LastInvokedTime: '',
    LastHeartbeatTime: speaks ? second(world.clock.realNow()) : '',
  };
}

export const cloudAssistantActions: Readonly<Record<string, Action>> = {
  DescribeCloudAssistantStatus: describeCloudAssistantStatus,
};
