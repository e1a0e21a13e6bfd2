import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openTracing } from '../../src/ops/tracing.ts';

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** A receiver of OTLP over HTTP, and what it got. */
async function receiver() {
  const spans: Span[] = [];
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      requests.push(request.url, request.headers.authorization);
      for (const { scopeSpans } of JSON.parse(body).resourceSpans)
        for (const { spans: some } of scopeSpans) spans.push(...some);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { spans, requests, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('spans are sent with what they were part of and what went wrong', async () => {
  const { spans, requests, endpoint } = await receiver();
  const { tracer, stop } = await openTracing({ endpoint, headers: { authorization: 'Bearer t' }, serviceName: 'bot' });
  const inner = () =>
    tracer.span(
      'inner',
      { request: 'r-1' },
      async () => 'late',
      (outcome) => outcome,
    );
  expect(await tracer.span('outer', {}, inner)).toBe('late');
  await expect(tracer.span('broken', {}, () => Promise.reject(new TypeError('secret')))).rejects.toThrow('secret');
  await stop();
  expect(requests.slice(0, 2)).toEqual(['/v1/traces', 'Bearer t']);
  const [within, outer, broken] = ['inner', 'outer', 'broken'].map((name) => spans.find((span) => span.name === name));
  expect(within).toMatchObject({
    parentSpanId: outer?.spanId,
    status: { code: 2, message: 'late' },
    attributes: [{ key: 'request', value: { stringValue: 'r-1' } }],
  });
  expect(broken?.status).toEqual({ code: 2, message: 'TypeError' });
  expect(JSON.stringify(spans)).not.toContain('secret');
});

test('nothing is loaded or sent where nobody wants traces', async () => {
  const { tracer, stop } = await openTracing(null);
  expect(await tracer.span('any', {}, async () => 1)).toBe(1);
  await stop();
});

test('a receiver that does not answer holds up neither the work nor the stop', async () => {
  const { tracer, stop } = await openTracing({ endpoint: 'http://127.0.0.1:9', headers: {}, serviceName: 'bot' });
  expect(await tracer.span('any', {}, async () => 1)).toBe(1);
  await stop();
});

test('headers are read as OpenTelemetry writes them, and never repeated', () => {
  const given = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', ALIBABA_CLOUD_CREDENTIALS: 'chain' };
  const endpoint = 'https://otel.example.com:4318';
  const read = (headers: string) =>
    readConfig({ ...given, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers });
  expect(read('authorization=Bearer%20hunter2, x-team = web')).toMatchObject({
    value: {
      tracing: { endpoint, headers: { authorization: 'Bearer hunter2', 'x-team': 'web' }, serviceName: 'ecs-chatops' },
    },
  });
  const wrong = read('hunter2');
  expect(wrong).toMatchObject({ ok: false, error: [expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS')] });
  expect(JSON.stringify(wrong)).not.toContain('hunter2');
  expect(readConfig(given)).toMatchObject({ value: { tracing: null } });
});
