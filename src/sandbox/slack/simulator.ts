import assert from 'node:assert/strict';
import type { CallMoment, Fault, SlackSimulator } from '../ports.ts';
import { makeEvents } from './events.ts';
import { FAULTS, type Faults, makeFaults } from './faults.ts';
import { dict, str } from './json.ts';
import { postMessage } from './messages.ts';
import type { SlackSimulatorOptions } from './options.ts';
import { servePath } from './paths.ts';
import { action } from './person/action.ts';
import type { Client } from './person/client.ts';
import { openHome } from './person/home.ts';
import { closeView, submit } from './person/modal.ts';
import { options as offerOptions } from './person/options.ts';
import { shortcut } from './person/shortcut.ts';
import { slash } from './person/slash.ts';
import { DEFAULT_LIMITS, makeRates } from './rates.ts';
import { stateOf } from './state.ts';
import { makeResponseUrls } from './transport/response-url.ts';
import { signedHttp } from './transport/signed-http.ts';
import { type SocketLink, socketLink } from './transport/socket-link.ts';
import type { Dispatched, Outgoing, Transport } from './transport/transport.ts';
import { methodsOf } from './web/methods.ts';
import type { Front } from './web/serve.ts';
import { makeWorld, personOf, type World } from './world.ts';

export type { SlackSimulatorOptions } from './options.ts';

const PAYLOAD_TYPES = [
  'slash_commands',
  'shortcut',
  'block_actions',
  'block_suggestion',
  'view_submission',
  'view_closed',
];
const DEFAULT_ACK_LIMIT_MS = 3000;
/** How many acts can be retried. */
const KEPT = 100;

type Hook = (moment: CallMoment) => void | Promise<void>;

/**
 * A Slack workspace in memory with one app: the Web API, Socket Mode or signed HTTP, and people's acts in their clients. MODEL.md
 * lists what is modelled, with sources.
 */
export function makeSlackSimulator(options: SlackSimulatorOptions): SlackSimulator {
  const listeners = new Set<() => void>();
  const hooks = new Set<Hook>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const world = makeWorld(options, changed);
  for (const { channel, user, text } of options.said ?? []) writeAs(world, channel, user, text);
  const ackLimitMs = options.ackLimitMs ?? DEFAULT_ACK_LIMIT_MS;
  const link = socketLink(world, ackLimitMs, () => faults.has('slack-disconnect'));
  const methods = methodsOf(link.ticket);
  const faults = makeFaults(new Set([...Object.keys(methods), 'response_url', ...PAYLOAD_TYPES]), changed);
  const overSocket = options.transport === 'socket';
  const transport = overSocket ? link : signedHttp(world, ackLimitMs);
  const clock = { scale: options.timeScale ?? 1 };
  const done: Outgoing[] = [];
  const dispatch = forged(dispatcher(transport, faults, done), options.forge);
  const client: Client = { world, responses: makeResponseUrls(world), dispatch };
  const events = makeEvents(dispatch, () => clock.scale, overSocket ? 'timeout' : 'http_timeout');
  const rates = makeRates(options.limits === undefined ? DEFAULT_LIMITS : options.limits, world.now);
  const front: Front = { world, faults, rates, methods, moment: (moment) => runHooks(hooks, moment) };

  return {
    ...identityOf(world),
    ...peopleOf(client),
    faultNames: FAULTS,
    addFault: (fault) => addFault(faults, overSocket ? link : null, fault),
    clearFaults: faults.clear,
    activeFaults: faults.active,
    setTimeScale: (scale) => {
      clock.scale = scale;
    },
    onCall: (hook) => subscribe(hooks, hook),
    onChange: (listener) => subscribe(listeners, listener),
    state: () => stateOf(world, transport.connected()),
    listenAt: (base, httpTarget) => {
      Object.assign(world, { base: base.replace(/\/$/, ''), httpTarget });
      changed();
    },
    handle: (request, response) => servePath(front, client.responses, request, response),
    upgrade: link.upgrade,
    retryAll: async () => {
      for (const outgoing of [...done]) await transport.dispatch(outgoing);
    },
    openHome: ({ user }) => openHome(client, events, user),
    setUserGroup: (id, users) => {
      const group = world.userGroups.get(id) ?? { id, name: id, handle: id.toLowerCase(), disabled: false };
      world.userGroups.set(id, { ...group, users: [...users] });
      changed();
    },
    setAccount: (id, kind) => {
      const person = personOf(world, id);
      assert(person !== undefined, `${id} has no account`);
      world.people.set(id, { ...person, kind });
      changed();
    },
    close: async () => {
      events.close();
      await link.close();
    },
  };
}

function writeAs(world: World, channelId: string, user: string, text: string): void {
  const channel = world.channels.get(channelId);
  assert(channel !== undefined && personOf(world, user) !== undefined, `${user} cannot have written to ${channelId}`);
  postMessage(world, channel, null, { text, blocks: null }, user);
}

function identityOf(world: World) {
  return {
    botToken: world.botToken,
    appToken: world.appToken,
    signingSecret: world.signingSecret,
    shortcuts: world.shortcuts,
    users: [...world.people.values()].map(({ id, name, role, title, kind = 'member', locale }) => ({
      ...{ id, name, role, title, kind, locale },
    })),
    channels: [...world.channels.values()].map(({ id, name }) => ({ id, name })),
  };
}

function peopleOf(
  client: Client,
): Pick<SlackSimulator, 'slash' | 'shortcut' | 'submit' | 'action' | 'options' | 'closeView'> {
  return {
    slash: (input) => slash(client, input),
    shortcut: (input) => shortcut(client, input),
    submit: (input) => submit(client, input),
    action: (input) => action(client, input),
    options: (input) => offerOptions(client, input),
    closeView: (input) => closeView(client, input),
  };
}

/** Sends people's acts to the app, twice if a fault says so. */
const dispatcher =
  (transport: Transport, faults: Faults, done: Outgoing[]) =>
  (outgoing: Outgoing): Promise<Dispatched> => {
    const type = str(dict(outgoing.payload).type) ?? outgoing.kind;
    const twice = outgoing.kind !== 'events_api' && faults.take('slack-redeliver', type) !== null;
    if (outgoing.kind !== 'events_api') done.push(outgoing);
    if (done.length > KEPT) done.shift();
    const first = transport.dispatch(outgoing);
    // The second answer is dropped, because the client has one already.
    if (twice) void transport.dispatch(outgoing);
    return first;
  };

const forged =
  (dispatch: Client['dispatch'], forge: SlackSimulatorOptions['forge']): Client['dispatch'] =>
  (outgoing) =>
    dispatch(forge === undefined ? outgoing : { ...outgoing, payload: forge({ ...outgoing.payload }) });

async function runHooks(hooks: ReadonlySet<Hook>, moment: CallMoment): Promise<void> {
  for (const hook of hooks) await hook(moment);
}

/** Dropping the links happens at once; all other faults wait for a call. */
function addFault(faults: Faults, link: SocketLink | null, fault: Fault): string | null {
  if (fault.name !== 'slack-disconnect') return faults.add(fault);
  if (link === null) return 'There is no Socket Mode link to drop: the bot is reached over HTTP.';
  const complaint = fault.times === 0 ? faults.add(fault) : null;
  if (complaint === null) link.disconnect(str(fault.reason) ?? 'refresh_requested', fault.abrupt === true);
  return complaint;
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
