import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { BotProcess } from './bot.ts';
import { offeredCommands } from './commands.ts';
import type { ChangeFeed } from './feed.ts';
import type { EcsSimulator, Fault, SandboxState, SlackSimulator } from './ports.ts';
import type { TourTurn } from './tour-turn.ts';

/** The parts that the control surface drives. */
export interface Controlled {
  readonly ecs: EcsSimulator;
  readonly slack: SlackSimulator;
  readonly bot: BotProcess;
  readonly feed: ChangeFeed;
  readonly tour: TourTurn;
  scale: number;
}

const LONGEST_WAIT_MS = 20_000;
const LARGEST_BODY_BYTES = 1_000_000;

const user = z.string().min(1);
const values = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));
const viewOf = { user, view_id: z.string() };

const ACTION = z.object({
  user,
  channel: z.string().optional(),
  message_ts: z.string().optional(),
  view_id: z.string().optional(),
  action_id: z.string(),
  block_id: z.string().optional(),
  value: z.string().optional(),
  selected_option: z.looseObject({ value: z.string() }).optional(),
  values: values.optional(),
});
const FAULT = z.looseObject({
  name: z.string(),
  action: z.string().optional(),
  times: z.number().int().min(0).optional(),
  region: z.string().optional(),
  retryAfterMs: z.number().min(0).optional(),
  delayMs: z.number().min(0).optional(),
});

type Handler = (box: Controlled, body: unknown, query: URLSearchParams) => Promise<unknown>;

/** One JSON route: `shape` reads the body; a body of another shape is answered with its fault. */
function route<Shape extends z.ZodType>(
  shape: Shape,
  run: (box: Controlled, input: z.output<Shape>) => unknown,
): Handler {
  return async (box, body) => {
    const read = shape.safeParse(body);
    if (!read.success) throw new Refusal(400, z.prettifyError(read.error));
    return run(box, read.data);
  };
}

/** A request that cannot be carried out, with a sentence for the caller. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /sandbox/state': (box, _, query) => stateSince(box, Number(query.get('since') ?? -1)),
  'POST /sandbox/slash': route(
    z.object({ user, channel: z.string(), command: z.string(), text: z.string() }),
    (box, input) => box.slack.slash(input),
  ),
  'POST /sandbox/shortcut': route(z.object({ user, callback_id: z.string() }), (box, input) =>
    box.slack.shortcut(input),
  ),
  'POST /sandbox/submit': route(z.object({ ...viewOf, values }), (box, input) => box.slack.submit(input)),
  'POST /sandbox/action': route(ACTION, (box, input) => box.slack.action(defined(input))),
  'POST /sandbox/options': route(
    z.object({ ...viewOf, action_id: z.string(), block_id: z.string(), value: z.string() }),
    (box, input) => box.slack.options(input),
  ),
  'POST /sandbox/close': route(z.object(viewOf), (box, input) => box.slack.closeView(input)),
  'POST /sandbox/home': route(z.object({ user }), (box, input) => box.slack.openHome(input)),
  'GET /sandbox/commands': async () => ({ commands: offeredCommands() }),
  'GET /sandbox/faults': async (box) => faults(box),
  'POST /sandbox/faults': route(FAULT, (box, input) => addFault(box, defined(input))),
  'DELETE /sandbox/faults': async (box) => {
    for (const simulator of [box.ecs, box.slack]) simulator.clearFaults();
    return faults(box);
  },
  'POST /sandbox/tour': route(z.object({ window: z.string().min(1), on: z.boolean() }), ({ tour }, { window, on }) => {
    if (!on) tour.leave(window);
    return { ok: on ? tour.take(window) : true };
  }),
  'POST /sandbox/clock': route(z.object({ scale: z.number().min(0.1).max(1000) }), (box, { scale }) => {
    box.scale = scale;
    for (const simulator of [box.ecs, box.slack]) simulator.setTimeScale(scale);
    box.feed.changed();
    return { ok: true, scale };
  }),
  'POST /sandbox/bot': route(z.object({ do: z.enum(['kill', 'stop', 'start']) }), async (box, input) => {
    const code = await box.bot[input.do]();
    return { ok: true, bot: box.bot.state(), ...(typeof code === 'number' ? { code } : {}) };
  }),
};

/** Answers `/sandbox/*`; false for any other path. */
export function handleControl(box: Controlled, request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!url.pathname.startsWith('/sandbox/')) return false;
  answer(box, request, url).then(
    (body) => respond(response, 200, body),
    (error: unknown) => {
      const sentence = error instanceof Error ? error.message : String(error);
      respond(response, error instanceof Refusal ? error.status : 500, { ok: false, error: sentence });
    },
  );
  return true;
}

async function answer(box: Controlled, request: IncomingMessage, url: URL): Promise<unknown> {
  const handler = ROUTES[`${request.method} ${url.pathname}`];
  if (handler === undefined) throw new Refusal(404, `There is no ${request.method} ${url.pathname}.`);
  return handler(box, request.method === 'POST' ? await readJson(request) : null, url.searchParams);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LARGEST_BODY_BYTES) throw new Refusal(413, 'The body is larger than 1 MB.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}

async function stateSince(box: Controlled, since: number): Promise<SandboxState> {
  await box.feed.newerThan(since, LONGEST_WAIT_MS);
  return {
    version: box.feed.version(),
    ecs: box.ecs.state(),
    slack: box.slack.state(),
    bot: box.bot.state(),
    users: box.slack.users,
    faults: faults(box).active,
    scale: box.scale,
  };
}

function faults(box: Controlled): { names: Record<string, string>; active: readonly Fault[] } {
  return {
    names: { ...box.ecs.faultNames, ...box.slack.faultNames },
    active: [...box.ecs.activeFaults(), ...box.slack.activeFaults()],
  };
}

function addFault(box: Controlled, fault: Fault): unknown {
  const simulator = fault.name in box.slack.faultNames ? box.slack : box.ecs;
  const refusal = simulator.addFault(fault);
  if (refusal !== null) throw new Refusal(400, refusal);
  return { ok: true, active: faults(box).active };
}

/** Drops keys that are present but undefined, which `exactOptionalPropertyTypes` tells apart. */
function defined<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
