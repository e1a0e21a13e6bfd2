import type { SandboxState, SlackEphemeral, SlackMessage, SlackView } from '../../state.ts';
import { isIn } from '../unread.ts';
import type { Fact } from './scene.ts';

interface Placed {
  readonly channel: string;
  readonly message: SlackMessage | SlackEphemeral;
}

/** Compares the words as blocks hold them, in the form in which a card names its server. */
const speaksOf = (message: Pick<SlackMessage, 'text' | 'blocks'>, name: string): boolean =>
  `${message.text}${JSON.stringify(message.blocks ?? [])}`.includes(name);

/** The visible messages that name a server: those of channels first, and the newest first. */
export function messagesAbout({ slack }: SandboxState, user: string, name: string): readonly Placed[] {
  const posts = slack.channels
    .filter((channel) => isIn(channel, user))
    .sort((one, other) => Number(one.is_im) - Number(other.is_im))
    .flatMap((channel) => [...channel.messages].reverse().map((message) => ({ channel: channel.id, message })));
  return posts.filter(({ message }) => speaksOf(message, name));
}

interface Pressable {
  readonly channel: string;
  readonly ts: string;
  readonly blockId: string;
  readonly actionId: string;
  readonly value: string | undefined;
}

/** A button of a message about the server, or of the last answer to this person alone. */
export function buttonFor(state: SandboxState, user: string, name: string, button: string): Pressable | null {
  const whispers = state.slack.ephemeral
    .filter((whisper) => whisper.user === user)
    .slice(-1)
    .map((message) => ({ channel: message.channel, message }));
  for (const { channel, message } of [...messagesAbout(state, user, name), ...whispers])
    for (const block of message.blocks ?? []) {
      const elements = [...((block.elements as object[] | undefined) ?? []), block.accessory ?? {}];
      const found = elements.find((element) => (element as { action_id?: string }).action_id === button);
      const value = (found as { value?: string } | undefined)?.value;
      if (found !== undefined)
        return { channel, ts: message.ts, blockId: String(block.block_id), actionId: button, value };
    }
  return null;
}

export const openView = ({ slack }: SandboxState, user: string): SlackView | null => slack.views[user]?.at(-1) ?? null;

const serversOf = ({ ecs }: SandboxState, name: string) =>
  ecs.instances.filter(({ InstanceName }) => InstanceName === name || String(InstanceName).startsWith(`${name}-`));

/** A form that can be submitted. */
export const formOpen: Fact = (now, { user }) => Boolean(openView(now, user)?.submit);

export const cardThere: Fact = (now, { user, name }) => messagesAbout(now, user, name).length > 0;

export const buttonThere =
  (button: string): Fact =>
  (now, { user, name }) =>
    buttonFor(now, user, name, button) !== null;

/** This many servers of the name have the status, and there are no others of the name. */
export const servers =
  (amount: number, status: string): Fact =>
  (now, { name }) => {
    const all = serversOf(now, name);
    return all.length === amount && all.every(({ Status }) => Status === status);
  };

/** They run, and their card says so: it offers to connect. */
export const running = (amount: number): Fact => both(servers(amount, 'Running'), buttonThere('run_beside:connect'));

/** The server is gone, and its card says so by its mark. */
export const released: Fact = (now, { user, name }) =>
  serversOf(now, name).length === 0 &&
  messagesAbout(now, user, name).some(({ message }) => speaksOf(message, RELEASED_MARK));

const RELEASED_MARK = '🗑️';

const whispersFor = ({ slack }: SandboxState, who: string) => slack.ephemeral.filter(({ user }) => user === who);

/** The bot has answered this person alone. */
export const answered: Fact = (now, { user, since }) => whispersFor(now, user).length > whispersFor(since, user).length;

export const botIs =
  (state: SandboxState['bot']): Fact =>
  (now) =>
    now.bot === state;

/** The cloud has refused a call with this code. */
export const refusedWith =
  (code: string): Fact =>
  (now, { since }) =>
    now.ecs.log.some((call) => call.code === code && call.at >= (since.ecs.log.at(-1)?.at ?? 0));

export const both =
  (one: Fact, other: Fact): Fact =>
  (now, given) =>
    one(now, given) && other(now, given);
