import { connect, createServer, type Socket } from 'node:net';

export interface SilentProxy {
  readonly port: number;
  /** While silent nothing that is sent arrives, and nobody is told: what a pulled cable looks like. It is lost for good. */
  setSilent(silent: boolean): void;
  close(): void;
}

/** Stands between a client and a loopback port. A connection that was silent once stays so; new ones work again. */
export async function silentProxy(targetPort: number): Promise<SilentProxy> {
  let silent = false;
  const sockets = new Set<Socket>();
  const cut = new WeakSet<Socket>();
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (data) => {
      if (silent) cut.add(from).add(to);
      if (!cut.has(from)) to.write(data);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    pass(client, target);
    pass(target, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    setSilent(now) {
      silent = now;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
