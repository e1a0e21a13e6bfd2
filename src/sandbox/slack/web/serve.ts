import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CallMoment, Fault } from '../../ports.ts';
import type { Faults } from '../faults.ts';
import type { Dict } from '../json.ts';
import type { Rates } from '../rates.ts';
import { directMessage, personOf, type World } from '../world.ts';
import { readGiven } from './body.ts';
import { type Args, hasScope, type Method, makeArgs, missingScope, type Reply, refuse, warned } from './method.ts';

export interface Served {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Dict;
}

export interface Front {
  readonly world: World;
  readonly faults: Faults;
  readonly rates: Rates;
  readonly methods: Readonly<Record<string, Method>>;
  /** Awaited before and after each call. */
  moment(moment: CallMoment): Promise<void>;
}

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Serves one call of the Web API or of a response_url: with the moments and faults around it, and `run` for its effect. `api`:
 * the name under which it is counted.
 */
export async function serveCall(
  front: Front,
  api: string,
  request: IncomingMessage,
  response: ServerResponse,
  run: (body: Buffer) => Served | Promise<Served>,
): Promise<void> {
  const { world, faults } = front;
  const body = await readBody(request);
  if (body === null) return answer(response, { status: 413, body: refuse('request_too_large') });
  // Only existing methods get a row: a stranger's paths must not grow the table.
  const n = front.methods[api] !== undefined || api === 'response_url' ? count(world, api) : 0;
  const host = request.headers.host?.split(':')[0] ?? '';
  await front.moment({ api, phase: 'before', n, host });
  const slow = faults.take('slack-slow', api);
  if (slow !== null) await new Promise((resolve) => setTimeout(resolve, slow.delayMs ?? 5000).unref());
  if (await hasLeft(request.socket)) return;
  if (faults.take('slack-reset', api) !== null) return reset(request);
  const served = refusedByFault(faults, api) ?? (await run(body));
  world.changed();
  await front.moment({ api, phase: 'after', n, host });
  if (faults.take('slack-reset-after', api) !== null) return reset(request);
  const late = faults.take('slack-clock', api);
  if (late !== null) response.setHeader('date', new Date(Date.now() + aheadMsOf(late)).toUTCString());
  answer(response, faults.take('slack-5xx-after', api) === null ? served : broken(500));
}

const aheadMsOf = ({ aheadMs }: Fault): number => (typeof aheadMs === 'number' ? aheadMs : 600_000);

/** A client that has died meanwhile counts as never having called: a kill in the moment before leaves no trace. */
async function hasLeft(socket: Socket): Promise<boolean> {
  // Between two immediates, the event loop checks its sockets once, and so notices a closed one.
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate);
  return socket.destroyed || socket.readableEnded || socket.writableEnded;
}

function count(world: World, api: string): number {
  world.calls[api] = (world.calls[api] ?? 0) + 1;
  return Object.values(world.calls).reduce((sum, each) => sum + each, 0);
}

const broken = (status: number): Served => ({
  status,
  body: refuse(status === 503 ? 'service_unavailable' : 'internal_error'),
});

function refusedByFault(faults: Faults, api: string): Served | null {
  if (faults.take('slack-down', api) !== null) return broken(503);
  if (faults.take('slack-5xx', api) !== null) return broken(500);
  const limited = faults.take('slack-429', api);
  return limited === null ? null : tooMany(Math.max(1, Math.ceil((limited.retryAfterMs ?? 2000) / 1000)));
}

const tooMany = (seconds: number): Served => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: refuse('ratelimited'),
});

/** Runs a Web API method on the body of its request. */
export async function runMethod(front: Front, name: string, request: IncomingMessage, body: Buffer): Promise<Served> {
  const method = Object.hasOwn(front.methods, name) ? front.methods[name] : undefined;
  if (method === undefined) return { status: 200, body: refuse('unknown_method', { req_method: name }) };
  const given = await readGiven(request, body);
  if (typeof given === 'string') return { status: 200, body: refuse(given) };
  const args = makeArgs(given.args);
  const refusal = notAdmitted(front, name, method, bearer(request) ?? given.token, args);
  const wait = refusal === null ? front.rates.take(name, method.tier, channelKey(front.world, args)) : null;
  if (wait !== null) return tooMany(wait);
  const reply = refusal ?? method.run({ world: front.world, faults: front.faults, method: name, args });
  const headers = {
    'x-oauth-scopes': method.token === 'app' ? 'connections:write' : front.world.granted.join(','),
    'x-accepted-oauth-scopes': method.token === 'app' ? 'connections:write' : method.scopes.join(','),
  };
  return { status: 200, headers, body: warned(reply, given.warnings) };
}

/** A person's direct message has one budget, whichever name it was given. */
function channelKey(world: World, args: Args): string | undefined {
  const channel = args.text('channel');
  return channel !== undefined && personOf(world, channel) ? directMessage(world, channel).id : channel;
}

const bearer = (request: IncomingMessage): string | undefined =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];

function notAdmitted(
  { world, faults }: Front,
  name: string,
  method: Method,
  token: string | undefined,
  args: Args,
): Reply | null {
  if (method.token === 'none') return null;
  if (token === undefined) return refuse('not_authed');
  if (token !== world.botToken && token !== world.appToken) return refuse('invalid_auth');
  const revoked = faults.take('slack-token-revoked', name);
  if (revoked !== null) {
    return refuse(typeof revoked.code === 'string' ? revoked.code : 'token_revoked');
  }
  const wanted = method.token === 'app' ? world.appToken : world.botToken;
  if (token !== wanted) return refuse('not_allowed_token_type');
  const [scope] = method.scopes;
  const lost = faults.take('slack-missing-scope', name);
  if (lost !== null) return missingScope(world, typeof lost.scope === 'string' ? lost.scope : (scope ?? 'chat:write'));
  if (scope !== undefined && !method.scopes.some((each) => hasScope(world, each))) return missingScope(world, scope);
  const gone = faults.take('slack-channel-gone', name, { channel: args.text('channel') });
  return gone === null ? null : refuse(typeof gone.code === 'string' ? gone.code : 'channel_not_found');
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return size > BODY_LIMIT_BYTES ? null : Buffer.concat(chunks);
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

function answer(response: ServerResponse, { status, headers, body }: Served): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
