import type { MissingNotice, Stray } from '../core/notice.ts';
import { missingMessage, straysMessage } from '../slack/notice-message.ts';
import type { Text } from '../text/en.ts';

type Sample = readonly [name: string, blocks: unknown];

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);

export const sampleStray = (n: number, over: Partial<Stray> = {}): Stray => ({
  cloudId: `i-2ze4f8h1k5m9p3s7v0x${n.toString(36)}`,
  region: 'cn-beijing',
  name: `web-${n}`,
  instanceType: 'ecs.g7.large',
  status: 'Running',
  createdAt: AT - n * 3_600_000,
  request: `r-7k3mz9q2xa-${n}`,
  ...over,
});

export const sampleMissing = (over: Partial<MissingNotice> = {}): MissingNotice => ({
  about: 'missing',
  at: AT,
  regions: [
    { region: 'cn-beijing', missing: 12, of: 12, cloudIds: [1, 2, 3].map((n) => sampleStray(n).cloudId) },
    { region: 'ap-southeast-1', missing: 3, of: 5, cloudIds: [7, 8, 9].map((n) => sampleStray(n).cloudId) },
  ],
  ...over,
});

/** What is told about no request. */
export function noticeSamples(text: Text): readonly Sample[] {
  const many = Array.from({ length: 10 }, (_, i) => sampleStray(i + 1));
  const odd = sampleStray(1, {
    name: `*bold* <!here> ${'n'.repeat(128)}`,
    request: `<@U07LENAHOF1>${'x'.repeat(128)}`,
    status: 'Unknown',
    createdAt: null,
  });
  const unnamed = sampleStray(2, { name: sampleStray(2).cloudId, status: 'Stopped' });
  const cloudIds = [sampleStray(1).cloudId];
  const everywhere = Array.from({ length: 30 }, (_, n) => ({ region: `cn-place-${n}`, missing: 2, of: 2, cloudIds }));
  return [
    ['notice: one instance that nobody looks after', strayBlocks([sampleStray(1)], 1, text)],
    ['notice: odd instances that nobody looks after', strayBlocks([odd, unnamed], 2, text)],
    ['notice: many instances that nobody looks after', strayBlocks(many, 137, text)],
    ['notice: two regions are missing', missingMessage(sampleMissing(), text).blocks],
    ['notice: everything is missing', missingMessage(sampleMissing({ regions: everywhere }), text).blocks],
  ];
}

const strayBlocks = (strays: readonly Stray[], total: number, text: Text) =>
  straysMessage({ about: 'strays', strays, total }, text).blocks;
