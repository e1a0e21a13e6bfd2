import { createHash } from 'node:crypto';
import type { DiskState, EcsState, KeyPairState, MachineState } from '../state.ts';
import type { Disk } from './disks/disk.ts';
import { diskStatus, disksOf } from './disks/disks-of.ts';
import type { Vm } from './vm.ts';
import type { World } from './world.ts';

/** The state of a machine for the page. */
export const machineOf = (world: World, vm: Vm): MachineState => ({
  login: { ...vm.login, imageHasPassword: vm.image.hasPassword },
  script: scriptOf(vm.userData),
  ramRoleName: vm.ramRoleName,
  hardened: vm.hardened,
  tokens: vm.metadata.tokens,
  disks: disksOf(world, vm).map((disk) => diskState(world, disk)),
});

const diskState = (world: World, disk: Disk): DiskState => ({
  id: disk.id,
  region: disk.region.id,
  type: disk.type,
  device: disk.device,
  category: disk.made.category,
  level: disk.made.performanceLevel,
  sizeGiB: disk.made.sizeGiB,
  name: disk.made.name,
  encrypted: disk.made.encrypted,
  deleteWithInstance: disk.deleteWithInstance,
  status: diskStatus(world, disk),
});

/** The state beside the instances. */
export const besides = (world: World): Pick<EcsState, 'looseDisks' | 'keyPairs'> => ({
  looseDisks: [...world.disks.values()]
    .filter(({ instanceId }) => instanceId === null)
    .map((disk) => diskState(world, disk)),
  keyPairs: [...world.keyPairs].flatMap(([region, pairs]) =>
    pairs
      .filter(({ publicKey }) => publicKey !== '')
      .map(({ name, fingerPrint, tags }): KeyPairState => ({ name, region, fingerPrint, tags })),
  ),
});

const MAX_OF_A_LINE = 80;

/** A script may hold secrets, so only its first line is shown. */
function scriptOf(userData: string): MachineState['script'] {
  if (userData === '') return null;
  const raw = Buffer.from(userData, 'base64');
  const [line = ''] = raw.toString('utf8').split(/\r?\n/, 1);
  return {
    bytes: raw.length,
    sha256: createHash('sha256').update(raw).digest('hex'),
    // Compressed data has no lines.
    firstLine:
      /^[\t\x20-\x7e\u00a0-\uffef]*$/.test(line) && !line.includes('\ufffd') ? line.slice(0, MAX_OF_A_LINE) : '',
  };
}
