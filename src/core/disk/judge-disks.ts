import type { CloudInstance, Disk } from '../instance/cloud-instance.ts';
import { MAX_DATA_DISKS } from '../option/data-disks.ts';
import type { OptionFault } from '../option/option-faults.ts';
import { DISK_CATEGORIES, DISK_KINDS, type DiskCategory, diskOf, systemMaxGiB } from '../spec/disks.ts';
import {
  type DiskAddition,
  type DiskChange,
  type DiskGrowth,
  type DisksWish,
  type DiskWish,
  diskWord,
  isGrowth,
  NO_DISK_YET,
  type PrepaidGrowth,
} from './disk-wish.ts';

/** Why a disk is not enlarged or bought. `key`: the disk as the person named it. */
export type DiskRefusal =
  | { readonly why: 'noSuchDisk'; readonly key: string; readonly dataDisks: number }
  /** The place has another disk than the one shown, or none. */
  | { readonly why: 'diskOther'; readonly key: string }
  | { readonly why: 'diskSame' | 'diskSmaller'; readonly key: string; readonly is: number; readonly given: number }
  | { readonly why: 'diskTooLarge'; readonly key: string; readonly max: number }
  /** The disk exists, and the value is more than a size. */
  | { readonly why: 'diskIsThere'; readonly key: string; readonly is: number }
  /** Its price for the rest of the term is debited at once, so it is approved alone. */
  | { readonly why: 'diskPrepaidAlone'; readonly key: string }
  /** The disk is prepaid, and the bot neither created nor adopted its instance. */
  | { readonly why: 'diskPrepaidNotOurs'; readonly key: string }
  /** For example, it is being attached or detached. */
  | { readonly why: 'diskNotInUse'; readonly key: string; readonly status: string }
  /** The bot knows neither its limits nor its price. */
  | { readonly why: 'diskKind'; readonly key: string; readonly category: string }
  /** A basic disk can only be enlarged while its instance is stopped. */
  | { readonly why: 'diskWhileStopped'; readonly key: string }
  | { readonly why: 'diskFault'; readonly key: string; readonly given: string; readonly fault: OptionFault }
  /** The bot has not looked up whether the snapshot exists and how large it is. */
  | { readonly why: 'diskOfSnapshot'; readonly key: string }
  | { readonly why: 'dataDisksTooMany'; readonly max: number }
  /** The disk could be bought, but not attached. `fits`: categories that could be. */
  | {
      readonly why: 'diskNotForType';
      readonly key: string;
      readonly category: DiskCategory;
      readonly fits: readonly DiskCategory[];
    };

/** The changes that a wish means for the current disks: the system disk first, then the data disks in order. */
export function judgeDisks(
  { disks: wishes }: Pick<DisksWish, 'disks'>,
  { status, zone }: Pick<CloudInstance, 'status' | 'zone'>,
  disks: readonly Disk[],
): { readonly changes: readonly DiskChange[] } | { readonly refused: DiskRefusal } {
  const dataDisks = disks.filter(({ kind }) => kind === 'data');
  const prepaid = wishes.find((wish) => diskMeant(wish, disks)?.isPrepaid === true);
  if (prepaid !== undefined && wishes.length > 1) return { refused: { why: 'diskPrepaidAlone', key: prepaid.key } };
  const changes: DiskChange[] = [];
  let next = dataDisks.length + 1;
  for (const wish of wishes) {
    const { key, which } = wish;
    const disk = diskMeant(wish, disks);
    if (wish.shown !== undefined && wish.shown !== (disk?.id ?? NO_DISK_YET))
      return { refused: { why: 'diskOther', key } };
    const change =
      disk !== undefined ? growth(wish, disk, status) : which === next ? addition(wish, which, zone) : null;
    if (change === null) return { refused: { why: 'noSuchDisk', key, dataDisks: dataDisks.length } };
    if ('why' in change) return { refused: change };
    if (disk === undefined) next += 1;
    changes.push(change);
  }
  return { changes };
}

/** The disk that a wish names; undefined for a place without a disk. */
const diskMeant = ({ which }: DiskWish, disks: readonly Disk[]): Disk | undefined =>
  which === 'system'
    ? disks.find(({ kind }) => kind === 'system')
    : disks.filter(({ kind }) => kind === 'data')[which - 1];

/** The growth of a prepaid disk, which is always alone (see `diskPrepaidAlone`); null for disks billed by the hour. */
export function prepaidGrowth(
  changes: readonly DiskChange[],
  { instanceType }: Pick<CloudInstance, 'instanceType'>,
  disks: readonly Disk[],
): PrepaidGrowth | null {
  const [change] = changes;
  if (change === undefined || !isGrowth(change)) return null;
  const disk = disks.find(({ id }) => id === change.diskId);
  const category = disk === undefined ? null : diskOf(disk.category, disk.performanceLevel);
  return disk?.isPrepaid === true && category !== null ? { ...change, category, instanceType } : null;
}

function growth(wish: DiskWish, disk: Disk, status: CloudInstance['status']): DiskGrowth | DiskRefusal {
  const { key, sizeGiB: given, which } = wish;
  const { kind, sizeGiB: is, category, performanceLevel } = disk;
  if (given === null) return { why: 'diskIsThere', key, is };
  const known = diskOf(category, performanceLevel);
  if (known === null) return { why: 'diskKind', key, category };
  if (given === is) return { why: 'diskSame', key, is, given };
  if (given < is) return { why: 'diskSmaller', key, is, given };
  const max = kind === 'system' ? systemMaxGiB(known) : DISK_KINDS[known].data.maxGiB;
  if (given > max) return { why: 'diskTooLarge', key, max };
  if (disk.status !== 'In_use') return { why: 'diskNotInUse', key, status: disk.status };
  if (known === 'cloud' && status !== 'Stopped') return { why: 'diskWhileStopped', key };
  return { which, diskId: disk.id, from: is, to: given };
}

function addition({ key, given, asNew }: DiskWish, which: number, zone: string): DiskAddition | DiskRefusal {
  if ('is' in asNew) return { why: 'diskFault', key, given, fault: asNew };
  if (asNew.snapshotId !== undefined || asNew.sizeGiB === null) return { why: 'diskOfSnapshot', key };
  return which > MAX_DATA_DISKS ? { why: 'dataDisksTooMany', max: MAX_DATA_DISKS } : { which, disk: asNew, zone };
}

/** @param taken the API's names of the categories that the instance type takes in its zone; empty where the cloud names none */
export function againstType(changes: readonly DiskChange[], taken: readonly string[]): DiskRefusal | null {
  const fits = DISK_CATEGORIES.filter((one) => taken.includes(DISK_KINDS[one].category));
  const [other] = changes.flatMap((change) =>
    isGrowth(change) || fits.includes(change.disk.category) ? [] : [change],
  );
  if (taken.length === 0 || other === undefined) return null;
  return { why: 'diskNotForType', key: diskWord(other.which), category: other.disk.category, fits };
}
