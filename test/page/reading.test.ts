import { expect, test } from 'vitest';
import { galleryEntries } from '../../src/sandbox/gallery/gallery.ts';
import { parseMarkdown } from '../../src/sandbox/page/block-kit/parse-markdown.ts';
import { loginOf, readInstance } from '../../src/sandbox/page/cloud/read-instance.ts';
import { groupsOf, readExhibit } from '../../src/sandbox/page/gallery/exhibits.ts';
import { EMOJI } from '../../src/sandbox/page/mrkdwn/emoji.ts';
import { spokenMrkdwn } from '../../src/sandbox/page/mrkdwn/spoken.ts';
import { type Names, NOBODY } from '../../src/sandbox/page/names.ts';
import { newsFor } from '../../src/sandbox/page/news.ts';
import { readSlash } from '../../src/sandbox/page/slack/composer/slash.ts';
import { en } from '../../src/sandbox/page/words/en.ts';
import type { MachineState, SlackMessage, SlackState } from '../../src/sandbox/state.ts';
import { thoroughTest } from '../support/thorough.ts';
import { machine } from './fixture.ts';

test('a slash command is told apart from an ordinary message', () => {
  expect(readSlash('/ecs create  type=ecs.g7.large ')).toEqual({ command: '/ecs', text: 'create  type=ecs.g7.large' });
  expect(readSlash('  /ecs')).toEqual({ command: '/ecs', text: '' });
  expect(readSlash('hello /ecs')).toBeNull();
  expect(readSlash('/')).toBeNull();
});

test('Markdown’s headings, lists, code and words are read', () => {
  expect(
    parseMarkdown('# Help\nSay **it** or `do` it,\nsee [there](https://a.example)\n\n- a\n- b\n1. c\n```sh\nx\n```'),
  ).toEqual([
    { kind: 'heading', content: [{ kind: 'text', text: 'Help' }] },
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: 'Say ' },
        { kind: 'bold', text: 'it' },
        { kind: 'text', text: ' or ' },
        { kind: 'code', text: 'do' },
        { kind: 'text', text: ' it,\nsee ' },
        { kind: 'link', text: 'there', url: 'https://a.example' },
      ],
    },
    { kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]] },
    { kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'c' }]] },
    { kind: 'code', text: 'x' },
  ]);
});

test('all of an instance’s addresses are read, whatever network it is in', () => {
  const read = readInstance(
    {
      InstanceId: 'i-1',
      Status: 'Running',
      PublicIpAddress: { IpAddress: ['1.2.3.4'] },
      EipAddress: { IpAddress: '5.6.7.8' },
      VpcAttributes: { PrivateIpAddress: { IpAddress: ['10.0.0.1'] } },
      InnerIpAddress: { IpAddress: [] },
    },
    en.machine,
  );
  expect(read).toMatchObject({ id: 'i-1', publicIps: ['1.2.3.4', '5.6.7.8'], privateIps: ['10.0.0.1'] });
  expect(readInstance({ InstanceId: 'i-2' }, en.machine).publicIps).toEqual([]);
});

test('what a machine got is read: login, script, role, tags, disks', () => {
  const raw = { InstanceId: 'i-1', Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] }, DeletionProtection: true };
  const { facts, summary, disks } = readInstance({ ...raw, _machine: machine }, en.machine);
  expect(Object.fromEntries(facts)).toMatchObject({
    login: 'key pair lena',
    script: `1,204 bytes, begins #!/bin/bash, SHA-256 ${'ab'.repeat(32)}`,
    role: 'EcsWebRole',
    tags: 'team=web',
    protection: 'on',
  });
  expect(summary).toBe('key pair lena · start script · 2 disks · 1 tag');
  expect(disks).toHaveLength(2);
  expect(readInstance({ InstanceId: 'i-2' }, en.machine)).toMatchObject({ facts: [], summary: '', disks: [] });
});

const NO_KEY: MachineState['login'] = { keyPairName: '', keyInside: '', password: 'none', imageHasPassword: false };

test.each<readonly [Partial<MachineState['login']>, string]>([
  [{}, 'no key pair and no password'],
  [{ password: 'own' }, 'password that was set for it'],
  [{ password: 'inherited' }, 'password of the image, which has none'],
  [{ password: 'inherited', imageHasPassword: true }, 'password of the image'],
  [{ keyPairName: 'a', keyInside: 'a', password: 'own' }, 'key pair a'],
  [{ keyPairName: 'a' }, 'key pair a from the next start on; until then no key pair and no password'],
  [{ keyPairName: 'b', keyInside: 'a' }, 'key pair b from the next start on; until then key pair a'],
  [{ keyInside: 'a', password: 'own' }, 'password that was set for it from the next start on; until then key pair a'],
])('a login with %o: %s', (changes, says) => {
  expect(loginOf({ ...machine, login: { ...NO_KEY, ...changes } }, en.machine)).toBe(says);
});

test('gallery entries are blocks or views', () => {
  expect(readExhibit(['card', [{ type: 'divider' }]])).toMatchObject({
    kind: 'message',
    blocks: [{ type: 'divider' }],
  });
  const modal = { type: 'modal', title: { text: 'Create' }, submit: { text: 'Go' }, blocks: [] };
  expect(readExhibit(['form', modal])).toMatchObject({ kind: 'modal', title: 'Create', close: 'Cancel', submit: 'Go' });
  expect(readExhibit(['broken', null])).toMatchObject({ kind: 'message', blocks: [] });
});

test('gallery entries are of a language, and of the group that their name begins with', () => {
  const exhibits = (['card: one', 'form: two', 'card: three', 'card: one (zh)', 'alone'] as const).map((name) =>
    readExhibit([name, []]),
  );
  expect(exhibits.map(({ name, language }) => [language, name])).toEqual([
    ['en', 'card: one'],
    ['en', 'form: two'],
    ['en', 'card: three'],
    ['zh', 'card: one'],
    ['en', 'alone'],
  ]);
  const groups = groupsOf(exhibits.filter(({ language }) => language === 'en'));
  expect(groups.map(({ name, exhibits: members }) => [name, members.length])).toEqual([
    ['card', 2],
    ['form', 1],
    ['alone', 1],
  ]);
});

test('a screen reader hears what is new to this person and nothing else', () => {
  const said = (ts: string, text: string, replies: SlackMessage[] = []): SlackMessage => ({
    ts,
    user: 'B',
    text,
    _history: [],
    replies,
  });
  const slack = (messages: SlackMessage[], dm: SlackMessage[] = []): SlackState => ({
    channels: [
      { id: 'C1', name: 'platform', is_im: false, messages },
      { id: 'D1', name: 'U1', is_im: true, messages: dm },
    ],
    views: {},
    ephemeral: dm.map(({ ts, text }) => ({ ts, channel: 'C1', user: 'U1', text })),
    home: {},
    calls: {},
    connected: true,
    shortcuts: [],
  });
  const before = slack([said('1', 'card')]);
  const after = slack([said('1', 'card, edited', [said('2', 'Pending')])], [said('3', 'secret')]);
  expect(newsFor('U1', before, after, en, NOBODY)).toEqual([
    'New reply in #platform: Pending',
    'New message in a direct message: secret',
    'Only visible to you: secret',
  ]);
  expect(newsFor('U2', before, after, en, NOBODY)).toEqual(['New reply in #platform: Pending']);
});

test('what a screen reader says has names instead of ids, and no marks', () => {
  const names: Names = {
    ...NOBODY,
    user: (id) => (id === 'U07MARCOKA3' ? 'Marco Kast' : null),
    channel: (id) => (id === 'C07WEBTEAM3' ? 'web-team' : null),
  };
  const says = (text: string) => spokenMrkdwn(text, names);
  expect(says('*These people* can: <@U07MARCOKA3>, in <#C07WEBTEAM3>.')).toBe(
    'These people can: Marco Kast, in #web-team.',
  );
  expect(says('• `web-1` &lt;new&gt;\n• <https://a.example|its page>\n> _and so on_')).toBe(
    'web-1 <new> its page and so on',
  );
  expect(says('Until <!date^1790000000^{date_num}|then>')).toBe('Until 2026-09-21');
});

thoroughTest('every shortcode that the bot writes has a picture here', () => {
  const ids = ['action_id', 'block_id', 'callback_id', 'private_metadata', 'value'];
  const read = JSON.stringify(galleryEntries(), (key, value) => (ids.includes(key) ? undefined : value));
  // A tag that is searched for (tag:ecs-chatops:request) only looks like one, and so does a part of a key's fingerprint or an IPv6 address.
  const fingerprint = /(?:[0-9a-f]{2}:){15}[0-9a-f]{2}/g;
  const written =
    read
      .replaceAll(/tag:ecs-chatops:[a-z]+/g, '')
      .replaceAll(fingerprint, '')
      .replaceAll(/(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}/g, '')
      .match(/:[a-z][a-z0-9_+-]*:/g) ?? [];
  expect(written.map((code) => code.slice(1, -1)).filter((name) => EMOJI[name] === undefined)).toEqual([]);
});
