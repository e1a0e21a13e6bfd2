import type { Message } from '../request/message.ts';

type Reminder = Extract<Message, { about: 'expiry' | 'reclaim' }>;

const isReminder = (message: Message): message is Reminder =>
  message.kind === 'dm' && (message.about === 'expiry' || message.about === 'reclaim');

const isAlike = (one: Reminder, other: Reminder): boolean =>
  one.about === other.about && one.requestId === other.requestId && one.user === other.user;

function joined(one: Reminder, other: Reminder): Reminder {
  if (one.about === 'expiry') return other.about === 'expiry' ? { ...one, ends: [...one.ends, ...other.ends] } : one;
  return other.about === 'reclaim' ? { ...one, instanceIds: [...one.instanceIds, ...other.instanceIds] } : one;
}

/** Merges reminders to one owner about one request and one subject into one message. The others keep their order. */
export function gathered(messages: readonly Message[]): readonly Message[] {
  const all: Message[] = [];
  for (const message of messages) {
    const at = isReminder(message) ? all.findIndex((one) => isReminder(one) && isAlike(one, message)) : -1;
    const before = all[at];
    if (before !== undefined && isReminder(before) && isReminder(message)) all[at] = joined(before, message);
    else all.push(message);
  }
  return all;
}
