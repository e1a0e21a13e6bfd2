import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { SandboxState } from '../../src/sandbox/state.ts';

type Answer = unknown | Promise<unknown>;
type Body = Record<string, unknown>;

/** A server that speaks the sandbox's surfaces from a state that the test holds, and notes what the page sent. */
export interface Stub {
  readonly url: string;
  /** What the page posted, oldest first: `['POST /sandbox/slash', body]`. */
  readonly sent: (readonly [string, Body])[];
  state(): SandboxState;
  /** Changes the state; pages that wait are answered. */
  change(patch: (state: SandboxState) => Partial<SandboxState>): void;
  /** Answers a route from now on; without it the stub answers `{ok: true}`. */
  on(route: string, answer: (body: Body) => Answer): void;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export async function startStub(folder: string, first: SandboxState, gallery: unknown = []): Promise<Stub> {
  let state = first;
  const sent: [string, Body][] = [];
  const routes = new Map<string, (body: Body) => Answer>([['GET /sandbox/faults', () => ({ names: {}, active: [] })]]);
  const waiting = new Set<ServerResponse>();
  const json = (response: ServerResponse, body: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub');
    const route = `${request.method} ${url.pathname}`;
    if (route === 'GET /sandbox/state') {
      if (Number(url.searchParams.get('since')) < state.version) return void json(response, state);
      return void waiting.add(response);
    }
    if (route === 'GET /gallery.json') return void json(response, gallery);
    if (!url.pathname.startsWith('/sandbox/')) return serveFile(folder, url.pathname, response);
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text === '' ? {} : (JSON.parse(text) as Body);
    if (request.method !== 'GET') sent.push([route, body]);
    json(response, (await routes.get(route)?.(body)) ?? { ok: true });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    state: () => state,
    change(patch) {
      state = { ...state, ...patch(state), version: state.version + 1 };
      for (const response of waiting) json(response, state);
      waiting.clear();
    },
    on: (route, answer) => void routes.set(route, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serveFile(folder: string, path: string, response: ServerResponse): void {
  const file = path === '/' || path === '/gallery' ? 'index.html' : path.slice(1);
  readFile(join(folder, file)).then(
    (content) => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(content),
    () => response.writeHead(404).end(),
  );
}
