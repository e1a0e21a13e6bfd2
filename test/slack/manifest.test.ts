import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS, usageHint } from '../../src/commands/index.ts';
import {
  BOT_SCOPES,
  METHOD_SCOPES,
  manifest,
  manifestYaml,
  OPTIONAL_SCOPES,
  publicAddress,
} from '../../src/slack/manifest.ts';
import { en } from '../../src/text/en.ts';
import { withCommand } from '../../src/text/with-command.ts';

const source = new URL('../../src/slack/', import.meta.url);

// `npm test -- -u` writes the file again.
test('manifest.yml is the one made from the commands', async () => {
  await expect(manifestYaml(COMMANDS, en, null)).toMatchFileSnapshot('../../manifest.yml');
});

test('the scopes are those that the called methods need, no more and no fewer', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const code = files.map((name) => readFileSync(new URL(name, source), 'utf8')).join('\n');
  const calls = code.matchAll(
    /\.((?:admin|api|apps|auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views)(?:\.[a-z]\w*)+)\(/g,
  );
  const called = new Set([...calls].map(([, method]) => method ?? ''));
  expect([...called].sort()).toEqual(Object.keys(METHOD_SCOPES).sort());

  const needed = new Set(['commands', ...Object.values(METHOD_SCOPES).flat()]);
  expect([...needed].sort()).toEqual([...BOT_SCOPES, ...OPTIONAL_SCOPES].sort());
});

test("the manifest keeps Slack's limits", () => {
  const yaml = parse(manifestYaml(COMMANDS, en, null));
  expect(yaml.display_information.name.length).toBeLessThanOrEqual(35);
  expect(yaml.display_information.description.length).toBeLessThanOrEqual(140);
  expect(yaml.display_information.long_description.length).toBeGreaterThanOrEqual(175);
  expect(yaml.display_information.long_description.length).toBeLessThanOrEqual(4000);
  expect(yaml.features.shortcuts[0].name).toBe('Create ECS instances');
  expect(yaml.features.shortcuts[0].name.length).toBeLessThanOrEqual(24);
  expect(yaml.features.slash_commands[0].usage_hint).toBe(usageHint(COMMANDS));
  expect(yaml.features.bot_user.display_name.length).toBeLessThanOrEqual(80);
});

test('over HTTP every kind of payload has its address, type-ahead included, and Socket Mode is off', () => {
  expect(manifest(COMMANDS, en, 'https://ecs.example.com/bots')).toMatchObject({
    features: { slash_commands: [{ url: 'https://ecs.example.com/bots/slack/events' }] },
    settings: {
      socket_mode_enabled: false,
      event_subscriptions: { request_url: 'https://ecs.example.com/bots/slack/events' },
      interactivity: {
        request_url: 'https://ecs.example.com/bots/slack/events',
        message_menu_options_url: 'https://ecs.example.com/bots/slack/events',
      },
    },
  });
  expect(JSON.stringify(manifest(COMMANDS, en, null))).not.toContain('url');
});

test('the command, the bot and the app have other names in a workspace with several bots', () => {
  expect(manifest(COMMANDS, withCommand(en, '/ecs-prod'), null)).toMatchObject({
    display_information: { name: 'ECS ChatOps /ecs-prod' },
    features: { bot_user: { display_name: 'ecs-prod' }, slash_commands: [{ command: '/ecs-prod' }] },
  });
});

test.each([
  ['https://x.example', 'https://x.example'],
  ['https://X.example:8443/', 'https://x.example:8443'],
  ['https://x.example/bots/ecs/', 'https://x.example/bots/ecs'],
  ['https://x.example/slack/events', 'https://x.example'],
  ['http://x.example', null],
  ['x.example', null],
  ['https://user:pw@x.example', null],
  ['https://x.example?y=1', null],
  ['https://x.example#z', null],
])('Slack reaches the bot at %s as %s', (given, address) => {
  expect(publicAddress(given)).toBe(address);
});
