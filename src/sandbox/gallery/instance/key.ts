import type { OwnKey } from '../../../core/key/own-key.ts';
import type { PublicKeyFault } from '../../../core/key/public-key.ts';
import { keyAddedAnswer, keyFaultSentence, keyNoticeMessage, keyRemovedAnswer } from '../../../slack/key/answers.ts';
import { keysMessage } from '../../../slack/key/blocks.ts';
import { keyForm, keyNote, keyRemoveForm } from '../../../slack/key/modals.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import type { Text } from '../../../text/en.ts';
import type { KeyFault } from '../../../usecases/key/add-key.ts';
import type { KeyInRegion, KeyShown } from '../../../usecases/key/list-keys.ts';
import { type Sample, sampleFailure } from '../samples.ts';

const FINGERPRINT = '5e0f8c1d2b3a495867c0ffee12345678';
const LINE = `ssh-rsa ${'AAAAB3NzaC1yc2EAAAADAQABAAACAQ'.repeat(3)} lena@laptop`;

const OWN: OwnKey = {
  ...{ name: 'lena-laptop', owner: 'U07LENAHOF1', version: 3, regions: ['cn-beijing', 'cn-hangzhou', 'eu-central-1'] },
  ...{ line: LINE, kind: 'RSA', bits: 4096, fingerprint: FINGERPRINT },
  ...{ removingAt: null, unseen: null },
};

const there = (region: string, usedBy: KeyInRegion['usedBy'] = []): KeyInRegion => ({
  region,
  is: 'there',
  tagged: true,
  usedBy,
});

const SHOWN: KeyShown = {
  name: OWN.name,
  fingerprints: [FINGERPRINT],
  own: OWN,
  regions: [
    there('cn-beijing', ['web-1', 'web-2']),
    there('cn-hangzhou'),
    { region: 'eu-central-1', is: 'missing', tagged: false, usedBy: [] },
  ],
};
const FROM_CONSOLE: KeyShown = {
  name: 'old-laptop',
  fingerprints: ['0123456789abcdef0123456789abcdef'],
  own: null,
  regions: [
    there('cn-shanghai', null),
    there(
      'ap-southeast-1',
      Array.from({ length: 12 }, (_, n) => `build-${n}`),
    ),
  ],
};
const FREE: KeyShown = { ...SHOWN, regions: [there('cn-beijing'), there('cn-hangzhou')] };

const FAULTS: readonly PublicKeyFault[] = [
  ...(['empty', 'privateKey', 'otherFormat', 'options', 'several', 'damaged', 'noKey'] as const).map((fault) => ({
    fault,
  })),
  ...(['Ed25519', 'DSA', 'FIDO', 'certificate'] as const).map((kind) => ({ fault: 'kind' as const, kind })),
  { fault: 'short', bits: 1024 },
  { fault: 'long', bits: 32_768 },
];

const FIELD_FAULTS: readonly KeyFault[] = [
  ...FAULTS.map((is): KeyFault => ({ field: 'publicKey', is })),
  { field: 'publicKey', is: { fault: 'known', name: 'lena-laptop' } },
  { field: 'publicKey', is: { fault: 'tooMany' } },
  ...(['missing', 'malformed', 'others', 'another'] as const).map(
    (fault): KeyFault => ({ field: 'name', is: { fault } }),
  ),
  { field: 'name', is: { fault: 'inCloud', region: 'cn-hangzhou' } },
];

/** A person's SSH keys: the list, the windows and the answers. */
export const keySamples = (text: Text): readonly Sample[] => [
  ['keys: none', keysMessage({ keys: [], unread: [], regionsUnread: null }, text).blocks],
  ['keys: some', keysMessage({ keys: [SHOWN, FROM_CONSOLE], unread: [], regionsUnread: null }, text).blocks],
  [
    'keys: not every region answered',
    keysMessage(
      {
        keys: [
          { ...SHOWN, own: { ...OWN, removingAt: 1 } },
          { ...FREE, name: 'new-laptop', regions: [] },
        ],
        unread: [
          { region: 'me-east-1', why: 'late' },
          { region: 'us-west-1', why: sampleFailure('transient') },
        ],
        regionsUnread: 'late',
      },
      text,
    ).blocks,
  ],
  ['key window: add', keyForm({ name: '', publicKey: '' }, text)],
  ['key window: add, filled in', keyForm({ name: 'lena-laptop', publicKey: LINE }, text)],
  [
    'key window: add, a name that is taken',
    keyForm({ name: 'lena-laptop', publicKey: LINE }, text, text.key.nameFault.others),
  ],
  ...FIELD_FAULTS.map((fault): Sample => {
    const called = fault.is.fault === 'kind' ? fault.is.kind : fault.is.fault;
    return [`key field: ${fault.field}, ${called}`, ephemeral(keyFaultSentence(fault, text)).blocks];
  }),
  ...added(text),
  ...removals(text),
];

function added(text: Text): Sample[] {
  const note = (name: string, blocks: ReturnType<typeof keyAddedAnswer>['blocks']): Sample => [
    `key window: ${name}`,
    keyNote('form', blocks, text),
  ];
  const imported = { region: 'cn-hangzhou', is: 'imported' } as const;
  return [
    note('added', keyAddedAnswer({ kind: 'added', key: OWN, brought: [imported] }, text).blocks),
    note(
      'added in some regions',
      keyAddedAnswer(
        {
          kind: 'added',
          key: OWN,
          brought: [
            imported,
            { region: 'cn-beijing', is: 'taken' },
            { region: 'eu-central-1', is: 'failed', failure: sampleFailure('transient') },
            { region: 'cn-shanghai', is: 'failed', failure: sampleFailure('quota') },
          ],
        },
        text,
      ).blocks,
    ),
    note('added in no region', keyAddedAnswer({ kind: 'added', key: OWN, brought: [] }, text).blocks),
    note(
      'refused',
      keyAddedAnswer({ kind: 'refused', name: OWN.name, failure: sampleFailure('badInput') }, text).blocks,
    ),
    [
      'key message: added after an interruption',
      keyNoticeMessage({ about: 'key', is: 'added', name: OWN.name, brought: [imported] }, text).blocks,
    ],
    [
      'key message: refused after an interruption',
      keyNoticeMessage({ about: 'key', is: 'refused', name: OWN.name, failure: sampleFailure('badInput') }, text)
        .blocks,
    ],
    [
      'key message: removed after an interruption',
      keyNoticeMessage({ about: 'key', is: 'removed', name: OWN.name, untagged: ['cn-shanghai'] }, text).blocks,
    ],
    [
      'key message: kept after an interruption',
      keyNoticeMessage({ about: 'key', is: 'kept', name: OWN.name }, text).blocks,
    ],
    note('being checked', ephemeral(text.key.checking).blocks),
    note('late', ephemeral(text.key.lateAdded).blocks),
    note('the store is down', keyAddedAnswer({ kind: 'storeDown' }, text).blocks),
    note('broken', ephemeral(text.key.broken('k3v9x2q7')).blocks),
  ];
}

function removals(text: Text): Sample[] {
  const note = (name: string, removed: Parameters<typeof keyRemovedAnswer>[0]): Sample => [
    `key removal: ${name}`,
    keyNote('removal', keyRemovedAnswer(removed, text).blocks, text),
  ];
  return [
    ['key removal: asked', keyRemoveForm(FREE, text)],
    note('in use', { kind: 'inUse', key: SHOWN }),
    note('nobody knows who uses it', { kind: 'unread', name: OWN.name, regions: ['cn-beijing', 'eu-central-1'] }),
    note('no such key', { kind: 'none', name: 'lena-lap', names: ['lena-laptop', 'old-laptop'] }),
    note('no key at all', { kind: 'none', name: 'lena-laptop', names: [] }),
    note('removed', { kind: 'removed', key: FREE }),
    note('removed, but for one by hand', {
      kind: 'removed',
      key: { ...FREE, regions: [{ ...there('cn-beijing'), tagged: false }] },
    }),
    note('removed in part', {
      kind: 'partly',
      key: FREE,
      left: [
        { region: 'cn-beijing', why: 'attached' },
        { region: 'cn-hangzhou', why: sampleFailure('permission') },
      ],
    }),
    note('the store is down', { kind: 'storeDown' }),
  ];
}
