import { expect, test } from 'vitest';
import { hideAlways } from '../../src/ecs/credentials/secrets.ts';
import { crashText } from '../../src/ops/crash.ts';

const SECRET = 'xoxb-crash-secret';

test('what ends the process is told with its causes, and without a secret anywhere', () => {
  hideAlways([SECRET]);
  const inner = Object.assign(new TypeError(`https://api/?token=${SECRET}`), { config: { headers: { key: SECRET } } });
  const text = crashText(
    new Error(`could not, with ${SECRET}`, { cause: new AggregateError([inner], 'all failed', { cause: inner }) }),
  );
  expect(text).toContain('Error: could not, with [secret]');
  expect(text).toContain('crash.test.ts');
  expect(text).toContain('Caused by: AggregateError: all failed');
  expect(text).toContain('Caused by: TypeError: https://api/?token=[secret]');
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain('headers');
});

test('whatever is thrown is reported, and a circle of causes has an end', () => {
  const circle = new Error('round');
  circle.cause = circle;
  expect(crashText(circle).match(/Caused by/gu)).toHaveLength(4);
  for (const odd of [undefined, null, SECRET, 5, { token: SECRET }])
    expect(crashText(odd)).toMatch(/^A \w+ was thrown\.$/u);
});
