import type { Dispatched, Outgoing } from './transport/transport.ts';

/** Slack sends an event three more times: at once, after a minute, after five. In cloud time. */
const RETRY_AFTER_MS = [0, 60_000, 300_000] as const;

export interface Events {
  /** Resolves after the first attempt; retries run on their own. */
  send(payload: object): Promise<void>;
  close(): void;
}

/** `late`: the transport's word for a missing acknowledgement. */
export function makeEvents(
  dispatch: (outgoing: Outgoing) => Promise<Dispatched>,
  scale: () => number,
  late: 'timeout' | 'http_timeout',
): Events {
  const timers = new Set<NodeJS.Timeout>();

  const attempt = async (payload: object, num: number, reason: string): Promise<void> => {
    const retry = num === 0 ? {} : { retry: { num, reason } };
    const dispatched = await dispatch({ kind: 'events_api', payload, acceptsResponse: false, ...retry });
    const wait = RETRY_AFTER_MS[num];
    if (dispatched.ok || wait === undefined) return;
    const why = dispatched.error === 'operation_timeout' ? late : 'http_error';
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(payload, num + 1, why);
    }, wait / scale());
    timers.add(timer.unref());
  };

  return {
    send: (payload) => attempt(payload, 0, ''),
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
