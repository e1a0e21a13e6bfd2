import type { KeyedQueue } from '../../core/base/keyed-queue.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { KeyUnseen, OwnKey } from '../../core/key/own-key.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import { type AuditEvent, KEY_SCOPE } from '../../core/request/event.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Change } from '../../store/store.ts';
import type { ReadDeps } from '../instance/instance-reads.ts';

export interface KeyDeps extends ReadDeps {
  readonly ecs: Pick<EcsPort, 'keyPairs' | 'importKeyPair' | 'deleteKeyPair'>;
  readonly policy: PolicySource;
  /** Work on one key runs one after the other. */
  readonly queue: KeyedQueue;
}

/** Longer than anybody waits in front of the window. */
const BEGUN_MS = 90_000;

/** What a person begins with a key is taken up by {@link finishKeys} unless they have seen its end by then. */
export const begunNow = ({ clock }: Pick<KeyDeps, 'clock'>): KeyUnseen => ({ dueAt: clock.now() + BEGUN_MS, tries: 0 });

export const keyEvent = (
  kind: Extract<AuditEvent['kind'], `key.${string}`>,
  actor: string,
  at: number,
  data: AuditEvent['data'],
): AuditEvent => ({ at, kind, actor, requestId: KEY_SCOPE, instanceId: null, data });

export interface KeyChange extends Pick<Change, 'events' | 'messages'> {
  readonly key: OwnKey | 'drop';
}

/**
 * Writes the next state of a key from the stored one. Returns what was written; null if the key is not this person's any more, or
 * `next` returned null.
 */
export const changeKey = (
  { store, clock }: Pick<KeyDeps, 'store' | 'clock'>,
  key: Pick<OwnKey, 'name' | 'owner' | 'fingerprint'>,
  next: (now: OwnKey) => KeyChange | null,
): Promise<OwnKey | null> =>
  retryOnConflict(
    async () => {
      const now = await store.ownKeys.named(key.name);
      if (now === null || now.owner !== key.owner || now.fingerprint !== key.fingerprint) return null;
      const change = next(now);
      if (change === null) return null;
      const { version, name } = now;
      const { key: wanted, ...told } = change;
      const written = wanted === 'drop' ? now : { ...wanted, version: version + 1 };
      const write =
        wanted === 'drop' ? ({ kind: 'drop', name, version } as const) : ({ kind: 'put', next: written } as const);
      const done = await store.commit({ ownKeys: [write], ...told, at: clock.now() });
      return done.ok ? written : CONFLICT;
    },
    () => null,
  );
