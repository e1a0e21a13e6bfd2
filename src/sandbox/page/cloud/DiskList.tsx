import type { DiskState } from '../../state.ts';

/** Disks of one machine, or of none. */
export function DiskList({ disks, label }: { disks: readonly DiskState[]; label: string }) {
  return (
    <ul className="disks" aria-label={label}>
      {disks.map((disk) => (
        <li key={disk.id}>
          <span className="mono">{disk.device || disk.id}</span> {wordsOf(disk)}
        </li>
      ))}
    </ul>
  );
}

function wordsOf(disk: DiskState): string {
  const loose = disk.device === '';
  return [
    disk.type === 'system' ? 'system disk' : 'data disk',
    `${disk.sizeGiB} GiB ${disk.category}${disk.level === '' ? '' : ` ${disk.level}`}`,
    ...(disk.name === '' ? [] : [disk.name]),
    ...(disk.encrypted ? ['encrypted'] : []),
    ...(loose ? [disk.region] : [disk.deleteWithInstance ? 'goes with the instance' : 'stays when the instance goes']),
    ...(disk.status === 'In_use' ? [] : [disk.status]),
  ].join(', ');
}
