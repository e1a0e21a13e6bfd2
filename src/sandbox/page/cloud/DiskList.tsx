import type { DiskState } from '../../state.ts';
import { type PageWords, useWords } from '../words/words.ts';

/** Disks of one machine, or of none. */
export function DiskList({ disks, label }: { disks: readonly DiskState[]; label: string }) {
  const { machine } = useWords();
  return (
    <ul className="disks" aria-label={label}>
      {disks.map((disk) => (
        <li key={disk.id}>
          <span className="mono">{disk.device || disk.id}</span> {wordsOf(disk, machine)}
        </li>
      ))}
    </ul>
  );
}

function wordsOf(disk: DiskState, words: PageWords['machine']): string {
  const loose = disk.device === '';
  return [
    disk.type === 'system' ? words.systemDisk : words.dataDisk,
    `${disk.sizeGiB} GiB ${disk.category}${disk.level === '' ? '' : ` ${disk.level}`}`,
    ...(disk.name === '' ? [] : [disk.name]),
    ...(disk.encrypted ? [words.encrypted] : []),
    ...(loose ? [disk.region] : [disk.deleteWithInstance ? words.goes : words.stays]),
    ...(disk.status === 'In_use' ? [] : [disk.status]),
  ].join(', ');
}
