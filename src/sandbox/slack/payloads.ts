import type {
  BlockAction,
  BlockElementAction,
  BlockSuggestion,
  GlobalShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import { messageOutput } from './messages.ts';
import { isOfNorthwind, NORTHWIND, type Person } from './people.ts';
import type { Channel, OpenView, StoredMessage, Values } from './records.ts';
import { viewOutput } from './views.ts';
import type { World } from './world.ts';

// The types are Bolt's, so that a payload that Bolt would not expect does not compile. Declared here are fields that Slack sends
// and Bolt does not declare (`enterprise: null`), and those that Bolt declares and Slack does not send (a modal's
// `response_url`).

type Sent<Payload> = Omit<Payload, 'enterprise'> & { readonly enterprise: World['enterprise'] };

function common(world: World, person: Person) {
  const { enterprise } = world;
  const home = isOfNorthwind(person) ? NORTHWIND : world.team;
  return {
    team: teamOf(world, world.team),
    user: { id: person.id, username: person.handle, name: person.handle, team_id: home.id },
    api_app_id: world.app.id,
    token: world.verificationToken,
    enterprise,
    is_enterprise_install: false,
  };
}

/** In a view, the team is the person's, and the view names the app's. */
const commonInView = (world: World, person: Person) => ({
  ...common(world, person),
  team: teamOf(world, isOfNorthwind(person) ? NORTHWIND : world.team),
});

const teamOf = ({ enterprise, team }: World, { id, domain }: { readonly id: string; readonly domain: string }) => ({
  id,
  domain,
  ...(enterprise === null || id !== team.id ? {} : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
});

/** Slack's name for a channel in payloads: a direct message has none of its own. */
const channelName = (channel: Channel): string => {
  if (channel.imWith !== null) return 'directmessage';
  return channel.isPrivate ? 'privategroup' : channel.name;
};

export function slashPayload(
  world: World,
  person: Person,
  channel: Channel,
  given: { readonly command: string; readonly text: string; readonly responseUrl: string },
): SlashCommand {
  return {
    token: world.verificationToken,
    team_id: world.team.id,
    team_domain: world.team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.handle,
    command: given.command,
    text: given.text,
    api_app_id: world.app.id,
    is_enterprise_install: 'false',
    ...(world.enterprise === null
      ? {}
      : { enterprise_id: world.enterprise.id, enterprise_name: world.enterprise.name }),
    response_url: given.responseUrl,
    trigger_id: world.triggers.make(person.id, null),
  };
}

/** From anywhere in the client: no channel, no message, no response_url. */
export function shortcutPayload(world: World, person: Person, callbackId: string): Sent<GlobalShortcut> {
  return {
    type: 'shortcut',
    ...common(world, person),
    action_ts: world.ids.ts(),
    callback_id: callbackId,
    trigger_id: world.triggers.make(person.id, null),
  };
}

export function messageActionPayload(
  world: World,
  person: Person,
  place: {
    readonly channel: Channel;
    readonly ts: string;
    readonly threadTs: string | null;
    /** Null for an ephemeral message, which Slack does not send back. */
    readonly message: StoredMessage | null;
    readonly values: Values;
    readonly responseUrl: string;
  },
  action: BlockElementAction,
): Sent<BlockAction> {
  const { channel, ts, threadTs, message } = place;
  return {
    type: 'block_actions',
    ...common(world, person),
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: message === null,
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
    },
    trigger_id: world.triggers.make(person.id, null),
    channel: { id: channel.id, name: channelName(channel) },
    ...(message === null ? {} : { message: { ...messageOutput(world, message, false), type: 'message' } }),
    state: { values: asState(place.values) },
    response_url: place.responseUrl,
    actions: [action],
  };
}

type BoltState = NonNullable<BlockAction['state']>['values'];

const asState = (values: Values): BoltState => structuredClone(values) as unknown as BoltState;

/** From a modal or the home tab: no channel, no message, no response_url. */
export function viewActionPayload(
  world: World,
  person: Person,
  view: OpenView,
  action: BlockElementAction,
): Omit<Sent<BlockAction>, 'response_url'> {
  return {
    type: 'block_actions',
    ...commonInView(world, person),
    container: { type: 'view', view_id: view.id },
    trigger_id: world.triggers.make(person.id, view.type === 'modal' ? view.id : null),
    view: viewOutput(world, view, view.values),
    actions: [action],
  };
}

/** Its `view.state` is empty: Slack does not send the other fields while an option is looked for. */
export function suggestionPayload(
  world: World,
  person: Person,
  view: OpenView,
  asked: { readonly blockId: string; readonly actionId: string; readonly value: string },
): Sent<BlockSuggestion> {
  return {
    type: 'block_suggestion',
    ...commonInView(world, person),
    container: { type: 'view', view_id: view.id },
    view: viewOutput(world, view, {}),
    block_id: asked.blockId,
    action_id: asked.actionId,
    value: asked.value,
  };
}

export function submissionPayload(world: World, person: Person, view: OpenView): Sent<ViewSubmitAction> {
  return {
    type: 'view_submission',
    ...commonInView(world, person),
    trigger_id: world.triggers.make(person.id, view.id),
    view: viewOutput(world, view, view.values),
    response_urls: [],
  };
}

export function closedPayload(
  world: World,
  person: Person,
  view: OpenView,
  isCleared: boolean,
): Sent<ViewClosedAction> {
  return {
    type: 'view_closed',
    ...commonInView(world, person),
    view: viewOutput(world, view, view.values),
    is_cleared: isCleared,
  };
}

export function homeOpenedPayload(world: World, person: Person, channel: Channel, home: OpenView | undefined): object {
  const seconds = Math.floor(world.now() / 1000);
  const installed = { enterprise_id: world.enterprise?.id ?? null, team_id: world.team.id, user_id: world.app.botUser };
  return {
    token: world.verificationToken,
    team_id: world.team.id,
    context_team_id: world.team.id,
    context_enterprise_id: world.enterprise?.id ?? null,
    api_app_id: world.app.id,
    type: 'event_callback',
    event_id: world.ids.id('Ev'),
    event_time: seconds,
    authorizations: [{ ...installed, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${world.ids.hex(40)}`,
    event: {
      type: 'app_home_opened',
      user: person.id,
      channel: channel.id,
      tab: 'home',
      event_ts: world.ids.ts(),
      ...(home === undefined ? {} : { view: viewOutput(world, home, home.values) }),
    },
  };
}
