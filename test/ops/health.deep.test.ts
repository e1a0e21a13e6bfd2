import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startHealth } from '../../src/ops/health.ts';

test.each([
  ['nothing', ''],
  ['half of its headers', 'GET /readyz HTTP/1.1\r\nhost: x\r\nx-more'],
  ['half of a body', 'POST /readyz HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf'],
])(
  'a connection over which %s has come is cut before long',
  async (_what, sent) => {
    const server = await startHealth('127.0.0.1', 0, () => new Promise(() => {}));
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(async () => {
      socket.destroy();
      await server.stop();
    });
    await once(socket, 'connect');
    socket.write(sent);
    await once(socket.resume(), 'close');
    expect(socket.destroyed).toBe(true);
  },
  40_000,
);
