import { createHash } from 'node:crypto';
import { notValid, type Refusal, refuse } from './wire/refusal.ts';

/** Answers remembered by ClientToken, so that a repeated call has no second effect. */
export interface Tokens {
  /** The remembered answer, null if the token is new; refuses a mismatch, and a call whose first try is still being answered. */
  replay(action: string, params: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> | null;
  remember(action: string, params: Readonly<Record<string, string>>, body: Readonly<Record<string, unknown>>): void;
  /** Refuses every call with this token from now on. */
  stick(action: string, token: string, refusal: Refusal): void;
  /** The refusal bound to a token, whatever the present state. */
  stuck(action: string, token: string): Refusal | null;
  /** The call counts as in flight until then; real time. */
  hold(action: string, token: string, untilReal: number): void;
}

interface Remembered {
  readonly digest: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: number;
  heldUntil: number;
}

export function makeTokens(lifetimeMs: number, cloudNow: () => number, realNow: () => number): Tokens {
  const known = new Map<string, Remembered>();
  const stuck = new Map<string, Refusal>();
  const key = (action: string, token: string): string => `${action} ${token}`;
  return {
    replay(action, params) {
      const token = params.ClientToken;
      if (!token) return null;
      if (token.length > 64 || !/^[\x20-\x7e]+$/.test(token)) notValid('InvalidClientToken.Malformed', 'ClientToken');
      const entry = known.get(key(action, token));
      if (!entry || entry.at + lifetimeMs < cloudNow()) return null;
      if (entry.digest !== digest(params)) {
        const message = 'Request uses a client token in a previous request but is not identical to that request.';
        refuse(400, 'IdempotentParameterMismatch', message);
      }
      if (entry.heldUntil > realNow()) {
        refuse(403, 'IdempotentProcessing', 'The previous idempotent request(s) is still processing.');
      }
      return entry.body;
    },
    remember(action, params, body) {
      const token = params.ClientToken;
      if (token) known.set(key(action, token), { digest: digest(params), body, at: cloudNow(), heldUntil: 0 });
    },
    stick: (action, token, refusal) => void stuck.set(key(action, token), refusal),
    stuck: (action, token) => stuck.get(key(action, token)) ?? null,
    hold(action, token, untilReal) {
      const entry = known.get(key(action, token));
      if (entry) entry.heldUntil = untilReal;
    },
  };
}

/** A digest of all parameters, because they may hold a password. */
function digest(params: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(pairs)).digest('hex');
}
