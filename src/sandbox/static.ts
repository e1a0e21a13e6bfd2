import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { galleryEntries } from './gallery/gallery.ts';

const ROOT = new URL('./page/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

let drawn: string | null = null;

/** Constant for the life of the process, and made at the first request. */
function gallery(): string {
  drawn ??= JSON.stringify(galleryEntries());
  return drawn;
}

/** The built page; `/` and `/gallery` are the same document, `/gallery.json` is the gallery's data. */
export function servePage(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
  if (pathname === '/gallery.json') {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(gallery());
    return;
  }
  const file = pathname === '/' || pathname === '/gallery' ? 'index.html' : pathname.slice(1);
  const type = TYPES[extname(file)];
  // Only the bundle's own flat names, so that no path can leave the folder.
  if (type === undefined || !/^(assets\/)?[\w.-]+$/.test(file)) return void response.writeHead(404).end('Not found');
  readFile(new URL(file, ROOT)).then(
    (content) => response.writeHead(200, { 'content-type': type }).end(content),
    () => response.writeHead(404).end('Not found'),
  );
}
