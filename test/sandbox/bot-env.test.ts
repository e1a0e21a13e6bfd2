import { describe, expect, test } from 'vitest';
import { portOf, readBotEnvironment } from '../../src/sandbox/bot-env.ts';

describe('--bot-env', () => {
  test.each<readonly [string, readonly string[], Record<string, string>]>([
    ['nothing', [], {}],
    [
      'several',
      ['DEADLINE_MS=20000', 'ECS_ENDPOINT=http://127.0.0.1:9'],
      { DEADLINE_MS: '20000', ECS_ENDPOINT: 'http://127.0.0.1:9' },
    ],
    [
      'a value with the sign in it',
      ['NODE_OPTIONS=--max-old-space-size=64'],
      { NODE_OPTIONS: '--max-old-space-size=64' },
    ],
    ['an empty value', ['POLICY_FILE='], { POLICY_FILE: '' }],
    ['a name twice: the last wins', ['A=1', 'A=2'], { A: '2' }],
    ['names as proxies have them', ['https_proxy=http://127.0.0.1:8'], { https_proxy: 'http://127.0.0.1:8' }],
  ])('reads %s', (_, given, read) => {
    expect(readBotEnvironment(given)).toEqual(read);
  });

  test.each([
    ['no sign', 'DEADLINE_MS'],
    ['no name', '=20000'],
    ['a space in the name', 'DEADLINE MS=1'],
    ['a name that begins with a digit', '1A=1'],
    ['nothing at all', ''],
    ['a character that no process takes', 'A=1\0'],
  ])('refuses %s with a sentence that names the option', (_, given) => {
    expect(() => readBotEnvironment([given])).toThrow(/^--bot-env takes NAME=VALUE/);
  });

  test('does not repeat what may be a secret', () => {
    expect(() => readBotEnvironment(['xoxb-very-secret'])).toThrow(/^(?!.*very-secret)/);
  });

  test('a port that the sandbox has to find is one', () => {
    expect(portOf({}, 'HEALTH_PORT')).toBeNull();
    expect(portOf({ HEALTH_PORT: '8181' }, 'HEALTH_PORT')).toBe(8181);
    for (const value of ['0', '70000', 'no', '']) {
      expect(() => portOf({ PORT: value }, 'PORT')).toThrow('--bot-env PORT is a port from 1 to 65535');
    }
  });
});
