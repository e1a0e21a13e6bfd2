import type { Fault } from '../ports.ts';

/** Every fault, with its effect and the fields it reads. */
export const FAULTS: Readonly<Record<string, string>> = {
  'slack-429': 'Answers 429. Fields: action (a method), retryAfterMs (default 2000, rounded up to seconds), times.',
  'slack-5xx': 'Answers 500; nothing happened. Fields: action, times.',
  'slack-5xx-after': 'Takes effect, then answers 500. Fields: action, times.',
  'slack-reset': 'Resets the connection; nothing happened. Fields: action, times.',
  'slack-reset-after': 'Takes effect, then resets the connection. Fields: action, times.',
  'slack-slow': 'Waits before it does anything. Fields: action, delayMs (default 5000, real time), times.',
  'slack-disconnect':
    'Ends every Socket Mode link now, as Slack does when it refreshes them. Fields: reason (default refresh_requested; warning, too_many_websockets or link_disabled), abrupt (true: the connection just breaks), times (0: new links are refused until cleared).',
  'slack-down': 'Every method answers 503. Fields: action, times (default 0: until cleared).',
  'slack-token-revoked':
    'Answers token_revoked, or the code that is given (invalid_auth, account_inactive …). Fields: action, code, times.',
  'slack-expired-trigger':
    'The next trigger_id that is exchanged has expired. Fields: action (views.open or views.push), times.',
  'slack-channel-gone':
    'Answers channel_not_found, or the code that is given (is_archived, restricted_action, not_in_channel …). Fields: action (a chat or conversations method), channel (only this id), code, times.',
  'slack-missing-scope': 'Answers missing_scope. Fields: action, scope (the one said to be needed), times.',
  'slack-clock':
    'The date of the answer is another: the machine of the bot seems to have a wrong clock. Fields: action, aheadMs (default 600000; negative for behind), times.',
  'slack-redeliver':
    'Sends the next command or interaction twice. Fields: action (slash_commands or the type of the payload, e.g. view_submission), times.',
};

export interface Faults {
  add(fault: Fault): string | null;
  clear(): void;
  active(): readonly Fault[];
  /** The first fault of this name for the action; uses up one of its times. */
  take(name: string, action: string, more?: { readonly channel?: string | undefined }): Fault | null;
  /** Whether such a fault is on; does not use it up. */
  has(name: string): boolean;
}

/** `actions`: all valid values of `action`. */
export function makeFaults(actions: ReadonlySet<string>, changed: () => void): Faults {
  let active: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      const complaint = complaintAbout(fault, actions);
      if (complaint !== null) return complaint;
      const { times = fault.name === 'slack-down' ? 0 : 1 } = fault;
      active.push({ fault: { ...fault, times }, left: times === 0 ? Number.POSITIVE_INFINITY : times });
      changed();
      return null;
    },
    clear: () => {
      active = [];
      changed();
    },
    active: () => active.map(({ fault, left }) => ({ ...fault, times: Number.isFinite(left) ? left : 0 })),
    has: (name) => active.some(({ fault }) => fault.name === name),
    take: (name, action, more) => {
      const found = active.find(
        ({ fault }) =>
          fault.name === name &&
          (fault.action === undefined || fault.action === action) &&
          (fault.channel === undefined || fault.channel === more?.channel),
      );
      if (found === undefined) return null;
      found.left -= 1;
      if (found.left <= 0) active = active.filter((each) => each !== found);
      changed();
      return found.fault;
    },
  };
}

function complaintAbout(fault: Fault, actions: ReadonlySet<string>): string | null {
  if (!Object.hasOwn(FAULTS, fault.name)) {
    return `There is no Slack fault "${fault.name}". Known: ${Object.keys(FAULTS).join(', ')}.`;
  }
  if (fault.action !== undefined && !actions.has(fault.action)) {
    return `"${fault.action}" is neither a method nor a payload type that the Slack simulator knows.`;
  }
  for (const key of ['times', 'retryAfterMs', 'delayMs'] as const) {
    const value: unknown = fault[key];
    if (value === undefined) continue;
    const bad = typeof value !== 'number' || !Number.isFinite(value) || value < 0;
    if (bad || (key === 'times' && !Number.isInteger(value))) {
      return `"${key}" must be a ${key === 'times' ? 'whole ' : ''}number from 0 on, not ${JSON.stringify(value)}.`;
    }
  }
  return null;
}
