import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A real forward proxy on loopback that knows CONNECT alone and leads every name to a loopback port. */
export interface ConnectProxy {
  /** `http://127.0.0.1:port`, with the user and password it asks for. */
  readonly url: string;
  /** What was asked for, as `host:port`. */
  readonly asked: string[];
  /** Answers with this status instead of making the connection; null makes it again. */
  refuseWith(status: number | null): void;
  close(): Promise<void>;
}

export interface ConnectProxyOptions {
  readonly port: (host: string) => number;
  readonly user?: string;
  readonly password?: string;
}

export async function startConnectProxy({ port, user, password }: ConnectProxyOptions): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let refusal: number | null = null;
  const wanted = user === undefined ? null : `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`;
  const server = createServer((_, response) => response.writeHead(501).end());
  server.on('connection', (socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const isIn = wanted === null || request.headers['proxy-authorization'] === wanted;
    const status = isIn ? refusal : 407;
    asked.push(request.url ?? '');
    if (status !== null) return void client.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
    const target = connect(port((request.url ?? '').split(':')[0] ?? ''), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on('error', () => undefined).on('close', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pair = user === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`;
  return {
    url: `http://${pair}${at}`,
    asked,
    refuseWith: (status) => {
      refusal = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
