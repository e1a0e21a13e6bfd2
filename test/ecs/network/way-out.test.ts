import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { watchWayOut } from '../../../src/ecs/network/way-out.ts';

const unsent = (code: string, detail = 'x') => fail(failureOf('notSent', { code, detail }));

test('the log says once that the certificate or the proxy closes the way out, and once that it is open again', () => {
  const lines: unknown[] = [];
  const write = (...line: unknown[]) => void lines.push(line);
  const watch = watchWayOut({ ...silentLog, info: write, warn: write, error: write });
  for (let n = 0; n < 3; n += 1) watch(unsent('SELF_SIGNED_CERT_IN_CHAIN'));
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines)).toContain('NODE_EXTRA_CA_CERTS');
  watch(fail(failureOf('noStock', { detail: 'sold out' })));
  watch(unsent('PROXY_REFUSED', 'The proxy answered 407.'));
  watch(unsent('PROXY_REFUSED', 'The proxy answered 407.'));
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines[1])).toContain('The proxy answered 407. Check HTTPS_PROXY');
  watch(ok(1));
  watch(ok(2));
  expect(lines).toHaveLength(3);
});
