import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { proxyAuthorization } from '../../core/base/proxy.ts';

/** The proxy did not make the connection. Never holds the proxy's URL, which may have a password. */
class ProxyRefused extends Error {
  readonly code: 'PROXY_REFUSED' | 'PROXY_UNREACHABLE';
  /** The status of the proxy's answer, e.g. 407; null if there was none. */
  readonly status: number | null;
  constructor(status: number | null, reason: string) {
    super(status === null ? `The proxy could not be reached (${reason})` : `The proxy answered ${status}`);
    this.code = status === null ? 'PROXY_UNREACHABLE' : 'PROXY_REFUSED';
    this.status = status;
  }
}

/** Connects to `host` and `port` through an HTTP proxy's CONNECT; the proxy only relays the bytes. */
export function tunnel(proxy: URL, host: string, port: number, timeoutMs: number): Promise<Socket> {
  const secure = proxy.protocol === 'https:';
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/gu, ''),
      port: proxy.port || (secure ? 443 : 80),
      path: authority,
      headers: { host: authority, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
    });
    const late = setTimeout(() => request.destroy(new ProxyRefused(null, 'no answer in time')), timeoutMs);
    const settle = (settled: () => void): void => {
      clearTimeout(late);
      settled();
    };
    request.once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      if (statusCode !== 200) {
        socket.destroy();
        return settle(() => reject(new ProxyRefused(statusCode, 'refused')));
      }
      if (head.length > 0) socket.unshift(head);
      settle(() => resolve(socket));
    });
    request.once('error', (error: Error & { code?: string }) =>
      settle(() => reject(error instanceof ProxyRefused ? error : new ProxyRefused(null, error.code ?? error.name))),
    );
    request.end();
  });
}
