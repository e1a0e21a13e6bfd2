import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';

test('a request can be followed from the command to the cloud and to its card, and no span holds what somebody typed', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => void bodies.push(text));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await testSandbox({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
  const asked = await ask(sandbox);
  await toRunning(sandbox, asked);
  const said = () => bodies.join('');
  const names = [
    'slack command',
    'slack view',
    'ecs CreateInstance',
    'ecs CreateInstance sent',
    'lifecycle create',
    'slack send card',
  ];
  await vi.waitUntil(() => names.every((name) => said().includes(`"name":"${name}"`)), { timeout: 20_000 });
  expect(said()).toContain(asked.requestId());
  expect(said()).not.toContain(asked.name);
  expect(said()).not.toContain(sandbox.requester);
  expect(await sandbox.bot.stop()).toBe(0);
});
