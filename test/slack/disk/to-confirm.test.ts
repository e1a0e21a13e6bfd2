import { expect, test } from 'vitest';
import { readAttributes } from '../../../src/core/attribute/attribute-words.ts';
import { diskWish } from '../../../src/core/disk/disk-wish.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { disksToConfirm } from '../../../src/slack/disk/to-confirm.ts';
import { en } from '../../../src/text/en.ts';

test('the button of a price names each disk as it was shown, so that no other is paid for', () => {
  const disk = { category: 'cloud_essd', sizeGiB: 50 } as const;
  const answer = disksToConfirm(
    {
      ...{ is: 'toConfirm', wasAgreed: false, found: { cloud: sampleCloud(), own: null } },
      wish: { disks: [diskWish('disk2', 1, '200'), diskWish('disk3', 2, 'essd:50')], agreed: null },
      changes: [
        { which: 1, diskId: 'd-2', from: 100, to: 200 },
        { which: 2, disk, zone: 'cn-beijing-h' },
      ],
      prices: { each: [null, null], more: null, whole: null },
    },
    en,
  );
  const command = /set \S+ (disk2[^"]*)"/u.exec(JSON.stringify(answer.blocks))?.[1] ?? '';
  expect(readAttributes(command.split(' '))).toMatchObject({
    ok: true,
    value: {
      disks: [
        { key: 'disk2', which: 1, given: '200', shown: 'd-2' },
        { key: 'disk3', which: 2, given: 'essd:50', shown: 'new' },
      ],
      agreed: 'unknown',
    },
  });
});
