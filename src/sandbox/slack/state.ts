import type { SlackMessage, SlackState, SlackView } from '../ports.ts';
import type { OpenView, StoredMessage } from './records.ts';
import { viewOutput } from './views.ts';
import type { World } from './world.ts';

/** The workspace as the page and scripts see it. */
export function stateOf(world: World, connected: boolean): SlackState {
  const view = (open: OpenView): SlackView => ({
    ...viewOutput(world, open, {}),
    type: open.type,
    blocks: open.blocks,
    state: { values: structuredClone(open.values) },
  });
  return {
    channels: [...world.channels.values()].map(({ id, name, imWith, isPrivate, members, messages }) => ({
      id,
      name,
      is_im: imWith !== null,
      is_private: isPrivate,
      members: [...members],
      messages: messages.map(messageState),
    })),
    views: Object.fromEntries([...world.stacks].map(([user, stack]) => [user, stack.map(view)])),
    ephemeral: world.ephemerals.map(({ ts, channel, user, threadTs, text, blocks }) => ({
      ts,
      channel,
      user,
      text,
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
      ...(blocks === null ? {} : { blocks }),
    })),
    home: Object.fromEntries([...world.homes].map(([user, home]) => [user, view(home)])),
    calls: { ...world.calls },
    connected,
    shortcuts: world.shortcuts,
  };
}

function messageState(message: StoredMessage): SlackMessage {
  return {
    ts: message.ts,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    user: message.user,
    text: message.text,
    ...(message.blocks === null ? {} : { blocks: message.blocks }),
    ...(message.edited === null ? {} : { edited: { ts: message.edited.ts } }),
    ...(message.metadata === null ? {} : { metadata: message.metadata }),
    _history: [...message.history],
    replies: message.replies.map(messageState),
  };
}
