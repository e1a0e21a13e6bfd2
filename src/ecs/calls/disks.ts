import { fail, ok } from '../../core/base/result.ts';
import type { Call } from '../call.ts';
import { incomplete } from '../failures/failures.ts';
import type { EcsPort } from '../port.ts';
import { carries, done, isIdOf, listIn } from './answered.ts';
import { dataDiskParams } from './disk-params.ts';

/** Calls that change disks of an existing instance. */
export const diskCalls = (call: Call): Pick<EcsPort, 'growDisk' | 'createDisk' | 'attachDisk' | 'looseDisk'> => ({
  async growDisk(region, { diskId, sizeGiB, clientToken, online }, proceed) {
    const order = { diskId, newSize: sizeGiB, clientToken, type: online ? 'online' : 'offline' };
    return done(await call('ResizeDisk', region, order, 'people', proceed));
  },
  async createDisk(region, { zone, disk, clientToken, tags }, proceed) {
    const { category, deleteWithInstance: _, ...more } = dataDiskParams(disk);
    const order = { regionId: region, zoneId: zone, diskCategory: category, ...more, clientToken, tag: [...tags] };
    const answer = await call('CreateDisk', region, order, 'people', proceed);
    if (!answer.ok) return answer;
    const { diskId, requestId } = answer.value;
    return isIdOf(diskId, 'd') ? ok({ diskId }) : fail(incomplete('CreateDisk', requestId, 'DiskId'));
  },
  async attachDisk(region, { cloudId, diskId, keep }, proceed) {
    const order = { instanceId: cloudId, diskId, deleteWithInstance: !keep };
    return done(await call('AttachDisk', region, order, 'people', proceed));
  },
  async looseDisk(region, which) {
    const narrowed = 'id' in which ? { diskIds: JSON.stringify([which.id]) } : { tag: [which.tag] };
    const answer = await call('DescribeDisks', region, { regionId: region, ...narrowed, maxResults: 10 });
    if (!answer.ok) return answer;
    const { disks, requestId } = answer.value;
    const listed = listIn(disks?.disk);
    if (listed === null) return fail(incomplete('DescribeDisks', requestId, 'list'));
    const isAsked = (one: (typeof listed)[number]): boolean =>
      'id' in which ? one.diskId === which.id : Boolean(one.diskId) && carries(one, [which.tag]);
    if (!listed.every(isAsked)) return fail(incomplete('DescribeDisks', requestId, 'list of those alone'));
    const [disk] = listed;
    if (!disk?.diskId) return ok(null);
    return ok({ id: disk.diskId, status: disk.status ?? '', instanceId: disk.instanceId || null });
  },
});
