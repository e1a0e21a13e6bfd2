import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResponseUrls } from './transport/response-url.ts';
import { type Front, runMethod, type Served, serveCall } from './web/serve.ts';

const pathOf = (request: IncomingMessage): string => new URL(request.url ?? '/', 'http://localhost').pathname;

/** Serves `/api/<method>` and `/response/<id>`; false for other paths. */
export function servePath(
  front: Front,
  responses: ResponseUrls,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const path = pathOf(request);
  const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
  const responseId = /^\/response\/(.+)$/.exec(path)?.[1];
  const serve = (api: string, run: (body: Buffer) => Served | Promise<Served>): boolean => {
    serveCall(front, api, request, response, run).catch((error: unknown) => failOpenly(response, error));
    return true;
  };
  if (method !== undefined) return serve(method, (body) => runMethod(front, method, request, body));
  if (responseId !== undefined) return serve('response_url', (body) => responses.respond(responseId, body));
  return false;
}

/** A bug of the simulator itself, or of a hook, must be visible where it happens. */
function failOpenly(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: false, error: 'fatal_error', detail: String(error) }));
}
