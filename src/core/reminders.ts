import type { Message } from './message.ts';

type Reminder = Extract<Message, { about: 'expiry' }>;

const isReminder = (message: Message): message is Reminder => message.kind === 'dm' && message.about === 'expiry';

/** Of what one request has of one owner, and what ends together, one message tells. The others keep their order. */
export function gathered(messages: readonly Message[]): readonly Message[] {
  const all: Message[] = [];
  for (const message of messages) {
    const at = isReminder(message)
      ? all.findIndex((one) => isReminder(one) && one.requestId === message.requestId && one.user === message.user)
      : -1;
    const before = all[at];
    if (before !== undefined && isReminder(before) && isReminder(message))
      all[at] = { ...before, ends: [...before.ends, ...message.ends] };
    else all.push(message);
  }
  return all;
}
