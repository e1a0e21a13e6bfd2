import type { Clock } from '../../src/core/base/clock.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { AuditEvent } from '../../src/core/request/event.ts';
import type { Message, Milestone, Note } from '../../src/core/request/message.ts';
import type { Request } from '../../src/core/request/request.ts';
import { PAY_AS_YOU_GO } from '../../src/core/spec/charge.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import { anInstance as aRow } from '../support/instances.ts';

export const NOW = 1_795_000_000_000;

export const fixedClock: Clock = {
  now: () => NOW,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export const aSpec = (over: Partial<InstanceSpec> = {}): InstanceSpec => ({
  region: 'cn-beijing',
  zone: 'cn-beijing-h',
  instanceType: 'ecs.g7.large',
  imageId: 'ubuntu_24_04_x64_20G_alibase_20260915.vhd',
  vSwitchId: 'vsw-2ze0example',
  securityGroupId: 'sg-2ze0example',
  systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
  internetMaxBandwidthOut: 5,
  charge: PAY_AS_YOU_GO,
  name: 'web',
  ...over,
});

export const aRequest = (id: string, over: Partial<Request> = {}): Request => ({
  id,
  version: 1,
  state: 'creating',
  origin: `view:${id}`,
  requester: 'U1',
  team: 'T1',
  channel: 'C1',
  spec: aSpec(),
  amount: 1,
  clientTokens: [`token-${id}-1`],
  approval: null,
  createdAt: NOW,
  finishedAt: null,
  card: null,
  dueAt: null,
  ...over,
});

export const anInstance = (requestId: string, ordinal: number, over: Partial<Instance> = {}): Instance =>
  aRow({
    id: `${requestId}-${ordinal}`,
    requestId,
    ordinal,
    spec: aSpec(),
    clientToken: `token-${requestId}-${ordinal}`,
    dueAt: NOW,
    ...over,
  });

export const anEvent = (requestId: string, over: Partial<AuditEvent> = {}): AuditEvent => ({
  at: NOW,
  kind: 'request.submitted',
  actor: 'U1',
  requestId,
  instanceId: null,
  data: {},
  ...over,
});

export const aNote = (over: Partial<Note> = {}): Note => ({
  milestone: 'pending',
  at: NOW,
  ordinal: 1,
  name: 'web',
  cloudId: null,
  publicIp: null,
  privateIp: null,
  failure: null,
  ...over,
});

export const card = (requestId: string): Message => ({ kind: 'card', requestId });
export const dm = (requestId: string, user = 'U1'): Message => ({ kind: 'dm', requestId, user });
export const ask = (requestId: string, to = 'U5'): Message => ({ kind: 'ask', requestId, to });
export const line = (requestId: string, ordinal: number, milestone: Milestone = 'pending'): Message => ({
  kind: 'thread',
  requestId,
  note: aNote({ ordinal, milestone }),
});

/** The ordinals of a delivery's thread lines, in order. */
export const ordinals = (messages: readonly Message[]): number[] =>
  messages.map((message) => (message.kind === 'thread' && 'ordinal' in message.note ? message.note.ordinal : -1));

/** A small generator of repeatable randomness (xorshift), for rows of every shape. */
export function seeded(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const WORDS = [
  '',
  'a',
  "O'Reilly; drop table requests",
  '"quoted"',
  '中文 名字',
  '👩‍💻',
  'a\nb\tc',
  '\\u0000\u0000',
  '<!channel>',
  '%_',
];

/** Random rows, nulls and odd strings included. */
export function randomRows(random: () => number) {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const text = () => pick(WORDS) + pick(WORDS);
  const id = () => `i-${Math.floor(random() * 1e9).toString(36)}`;
  const time = () => NOW + Math.floor(random() * 1e9);
  const maybe = <T>(make: () => T): T | null => (random() < 0.5 ? null : make());
  const failure = () => ({
    kind: pick(['noStock', 'money', 'unknown'] as const),
    code: maybe(text),
    detail: text(),
    requestId: maybe(text),
    retryAfterMs: maybe(() => Math.floor(random() * 1e6)),
    api: maybe(text),
    missing: maybe(() => ({ action: text(), principal: text() })),
  });
  const spec = () => aSpec({ name: text(), internetMaxBandwidthOut: Math.floor(random() * 100) });
  const request = (id: string) =>
    aRequest(id, {
      state: pick(['creating', 'finished'] as const),
      channel: `C${Math.floor(random() * 9)}`,
      spec: spec(),
      amount: 1 + Math.floor(random() * 20),
      createdAt: time(),
      finishedAt: maybe(time),
      dueAt: maybe(time),
    });
  const instance = (requestId: string, ordinal: number) =>
    anInstance(requestId, ordinal, {
      spec: spec(),
      wanted: pick(['running', 'stopped', 'released'] as const),
      createTriedAt: maybe(time),
      cloudId: maybe(id),
      acceptedAt: maybe(time),
      observed: maybe(() => ({ status: pick(['Pending', 'Running'] as const), at: time() })),
      publicIp: maybe(text),
      privateIp: maybe(text),
      addressedAt: maybe(time),
      startTriedAt: maybe(time),
      deadlineAt: maybe(time),
      slowTold: random() < 0.5,
      told: random() < 0.5 ? [] : ['pending', 'troubled:noStock'],
      attempts: Math.floor(random() * 9),
      outcome: maybe(() => pick(['reached', 'failed'] as const)),
      failure: maybe(failure),
      dueAt: maybe(time),
    });
  const event = (requestId: string) =>
    anEvent(requestId, {
      at: time(),
      instanceId: maybe(id),
      data: { [text()]: text(), n: random(), list: [null, true] },
    });
  return { request, instance, event };
}
