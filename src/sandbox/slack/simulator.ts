import type { ServerResponse } from 'node:http';
import type { CallMoment, Fault, SlackSimulator } from '../ports.ts';
import { makeEvents } from './events.ts';
import { FAULTS, makeFaults } from './faults.ts';
import { str } from './json.ts';
import type { SlackSimulatorOptions } from './options.ts';
import { homeOpenedPayload } from './payloads.ts';
import { action } from './person/action.ts';
import { type Client, FINE, sees } from './person/client.ts';
import { closeView, submit } from './person/modal.ts';
import { options as offerOptions } from './person/options.ts';
import { slash } from './person/slash.ts';
import { DEFAULT_LIMITS, makeRates } from './rates.ts';
import { makeResponseUrls } from './response-url.ts';
import { signedHttp } from './signed-http.ts';
import { socketLink } from './socket-link.ts';
import { stateOf } from './state.ts';
import type { Delivered, Outgoing } from './transport.ts';
import { appMethods } from './web/apps.ts';
import { chatMethods } from './web/chat.ts';
import { conversationMethods } from './web/conversations.ts';
import type { Method } from './web/method.ts';
import { peopleMethods } from './web/people.ts';
import { type Front, runMethod, serveCall } from './web/serve.ts';
import { viewMethods } from './web/views.ts';
import { directMessage, makeWorld, personOf } from './world.ts';

export type { SlackSimulatorOptions } from './options.ts';

const PAYLOAD_TYPES = ['slash_commands', 'block_actions', 'block_suggestion', 'view_submission', 'view_closed'];
const DEFAULT_ACK_LIMIT_MS = 3000;

/**
 * A Slack workspace in memory with one app: the Web API, Socket Mode or signed HTTP, and what people do in their clients. What
 * is modelled, and on which authority, is listed in MODEL.md.
 */
export function makeSlackSimulator(options: SlackSimulatorOptions): SlackSimulator {
  const listeners = new Set<() => void>();
  const hooks = new Set<(moment: CallMoment) => void | Promise<void>>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const ackLimitMs = options.ackLimitMs ?? DEFAULT_ACK_LIMIT_MS;
  const world = makeWorld(options, changed);
  let scale = options.timeScale ?? 1;
  let httpTarget: string | null = null;

  const link = socketLink(world, ackLimitMs, () => faults.has('slack-disconnect'));
  const methods: Readonly<Record<string, Method>> = {
    ...appMethods(link.ticket),
    ...chatMethods,
    ...conversationMethods,
    ...peopleMethods,
    ...viewMethods,
  };
  const faults = makeFaults(new Set([...Object.keys(methods), 'response_url', ...PAYLOAD_TYPES]), changed);
  const transport =
    options.transport === 'socket' ? link : signedHttp(world.signingSecret, () => httpTarget, ackLimitMs);

  const dispatch = (outgoing: Outgoing): Promise<Delivered> => {
    const type = str((outgoing.payload as { type?: unknown }).type) ?? outgoing.kind;
    const twice = outgoing.kind !== 'events_api' && faults.take('slack-redeliver', type) !== null;
    const first = transport.deliver(outgoing);
    // The answer to the second delivery goes nowhere, as the client is already served.
    if (twice) void transport.deliver(outgoing);
    return first;
  };

  const front: Front = {
    world,
    faults,
    rates: makeRates(options.limits === undefined ? DEFAULT_LIMITS : options.limits, world.now),
    methods,
    moment: async (api, phase, n) => {
      for (const hook of hooks) await hook({ api, phase, n });
    },
  };
  const responses = makeResponseUrls(world);
  const events = makeEvents(dispatch, () => scale);
  const client: Client = { world, responses, dispatch };

  return {
    botToken: world.botToken,
    appToken: world.appToken,
    signingSecret: world.signingSecret,
    users: world.people.map(({ id, name, role }) => ({ id, name, role })),
    channels: [...world.channels.values()].map(({ id, name }) => ({ id, name })),
    faultNames: FAULTS,
    addFault: (fault) => addFault(fault),
    clearFaults: () => faults.clear(),
    activeFaults: () => faults.active(),
    setTimeScale: (next) => {
      scale = next;
    },
    onCall: (hook) => subscribe(hooks, hook),
    onChange: (listener) => subscribe(listeners, listener),
    state: () => stateOf(world, transport.connected()),
    listenAt: (base, target) => {
      world.base = base.replace(/\/$/, '');
      httpTarget = target;
      changed();
    },
    handle: (request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const name = /^\/api\/([\w.]+)$/.exec(path)?.[1];
      const responseId = /^\/response\/(.+)$/.exec(path)?.[1];
      if (name === undefined && responseId === undefined) return false;
      const served =
        responseId === undefined
          ? serveCall(front, name ?? '', request, response, (body) => runMethod(front, name ?? '', request, body))
          : serveCall(front, 'response_url', request, response, (body) => responses.respond(responseId, body));
      served.catch((error: unknown) => failOpenly(response, error));
      return true;
    },
    upgrade: (request, socket, head) => {
      if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/link/') return false;
      link.upgrade(request, socket, head);
      return true;
    },
    slash: (input) => slash(client, input),
    submit: (input) => submit(client, input),
    action: (input) => action(client, input),
    options: (input) => offerOptions(client, input),
    closeView: (input) => closeView(client, input),
    openHome: async ({ user }) => {
      const person = personOf(world, user);
      if (person === undefined) return sees('user_not_found');
      const channel = directMessage(world, user);
      await events.send(homeOpenedPayload(world, person, channel, world.homes.get(user)));
      return FINE;
    },
    close: async () => {
      events.close();
      await link.close();
    },
  };

  function addFault(fault: Fault): string | null {
    if (fault.name !== 'slack-disconnect') return faults.add(fault);
    const complaint = fault.times === 0 ? faults.add(fault) : null;
    link.disconnect(str(fault.reason) ?? 'refresh_requested', fault.abrupt === true);
    return complaint;
  }
}

/** A mistake of the simulator itself, or of a hook, must be seen where it strikes. */
function failOpenly(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: false, error: 'fatal_error', detail: String(error) }));
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
