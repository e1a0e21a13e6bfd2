import { DAY_MS } from '../../../core/base/durations.ts';
import type { DigestItem, DigestNotice, DigestPart, MissingNotice, Orphan } from '../../../core/request/notice.ts';
import { digestMessage } from '../../../slack/notices/digest-message.ts';
import {
  accountMessage,
  accountUnknownMessage,
  behindMessage,
  missingMessage,
  orphansMessage,
} from '../../../slack/notices/notice-message.ts';
import type { Text } from '../../../text/en.ts';
import type { Sample } from '../samples.ts';

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);

export const sampleOrphan = (n: number, over: Partial<Orphan> = {}): Orphan => ({
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
    { region: 'cn-beijing', missing: 12, of: 12, cloudIds: [1, 2, 3].map((n) => sampleOrphan(n).cloudId) },
    { region: 'ap-southeast-1', missing: 3, of: 5, cloudIds: [7, 8, 9].map((n) => sampleOrphan(n).cloudId) },
  ],
  ...over,
});

const NOTHING: DigestPart = { items: [], total: 0 };

export const sampleDigest = (over: Partial<DigestNotice> = {}): DigestNotice => ({
  about: 'digest',
  from: AT - 7 * DAY_MS,
  to: AT,
  existing: 0,
  spend: [],
  unpriced: 0,
  uncounted: 0,
  ownerless: NOTHING,
  expiring: NOTHING,
  stopped: NOTHING,
  leases: NOTHING,
  unread: [],
  peopleUnknown: 0,
  ...over,
});

const digestItem = (n: number, at: number | null, name = `web-${n}`): DigestItem => ({
  id: `r-7k3mz9q2xa-${n}`,
  name,
  requester: n % 2 === 0 ? 'U07TOMBECK6' : 'U07LENAHOF1',
  at,
});

const part = (total: number, at: number | null, name?: string): DigestPart => ({
  items: Array.from({ length: Math.min(total, 5) }, (_, n) => digestItem(n + 1, at, name)),
  total,
});

export const SPENT = {
  currency: 'CNY',
  prepaid: 37_128,
  bought: 2,
  disks: 0,
  grown: 0,
  renewals: 18_564,
  renewed: 1,
  hourly: 6310,
  ran: 5,
};

function digests(text: Text): readonly Sample[] {
  const shown = (name: string, over: Partial<DigestNotice>): Sample => [
    `digest: ${name}`,
    digestMessage(sampleDigest(over), text).blocks,
  ];
  const whole = {
    existing: 12,
    spend: [SPENT],
    ownerless: part(1, null),
    expiring: part(2, AT + 9 * DAY_MS),
    stopped: part(3, null),
    leases: part(4, AT + 3 * DAY_MS),
  };
  const long = 'n'.repeat(128);
  return [
    shown('nothing at all', {}),
    shown('nothing that wants attention', { existing: 3 }),
    shown('spending alone', { existing: 5, spend: [SPENT] }),
    shown('what has no known price', { existing: 2, unpriced: 2 }),
    shown('something of everything', whole),
    shown('in two currencies, more than is named, and not all of it could be read', {
      ...whole,
      existing: 940,
      spend: [
        SPENT,
        {
          currency: 'USD',
          prepaid: 0,
          bought: 0,
          renewals: 0,
          renewed: 0,
          disks: 45_600,
          grown: 2,
          hourly: 123_456,
          ran: 40,
        },
      ],
      unpriced: 3,
      uncounted: 17,
      ownerless: part(37, null, long),
      expiring: part(41, AT + DAY_MS, '*bold* <!here> `code`'),
      stopped: part(120, null, long),
      leases: part(300, AT + DAY_MS, long),
      unread: ['cn-beijing', 'ap-southeast-1'],
      peopleUnknown: 4,
    }),
  ];
}

/** Notices. */
export function noticeSamples(text: Text): readonly Sample[] {
  const many = Array.from({ length: 10 }, (_, i) => sampleOrphan(i + 1));
  const odd = sampleOrphan(1, {
    name: `*bold* <!here> ${'n'.repeat(128)}`,
    request: `<@U07LENAHOF1>${'x'.repeat(128)}`,
    status: 'Unknown',
    createdAt: null,
  });
  const unnamed = sampleOrphan(2, { name: sampleOrphan(2).cloudId, status: 'Stopped' });
  const cloudIds = [sampleOrphan(1).cloudId];
  const everywhere = Array.from({ length: 30 }, (_, n) => ({ region: `cn-place-${n}`, missing: 2, of: 2, cloudIds }));
  return [
    ['notice: one instance that nobody looks after', orphanBlocks([sampleOrphan(1)], 1, text)],
    ['notice: odd instances that the bot doesn’t know', orphanBlocks([odd, unnamed], 2, text)],
    ['notice: many instances that the bot doesn’t know', orphanBlocks(many, 137, text)],
    ['notice: two regions are missing', missingMessage(sampleMissing(), text).blocks],
    [
      'notice: the store has gone back in time',
      behindMessage({ about: 'behind', at: AT, orphans: many, total: 12 }, text).blocks,
    ],
    [
      'notice: events of the store are gone',
      behindMessage({ about: 'behind', at: AT, orphans: [], total: 0 }, text).blocks,
    ],
    [
      'notice: the credentials belong to another account',
      accountMessage({ about: 'account', at: AT, stored: '1968132000120001', actual: '1968132000120002' }, text).blocks,
    ],
    [
      'notice: to which account the credentials belong is not known',
      accountUnknownMessage({ about: 'accountUnknown', at: AT, why: 'NoPermission' }, text).blocks,
    ],
    ...digests(text),
    ['notice: everything is missing', missingMessage(sampleMissing({ regions: everywhere }), text).blocks],
  ];
}

const orphanBlocks = (orphans: readonly Orphan[], total: number, text: Text) =>
  orphansMessage({ about: 'orphans', orphans, total }, text).blocks;
