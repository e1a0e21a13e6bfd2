import { expect, test } from 'vitest';
import { makeLogCounter } from '../../../src/slack/entry/log-counter.ts';
import { homeOfToken, type Installation, originOf } from '../../../src/slack/entry/origin.ts';
import { handClock } from '../../support/hand-clock.ts';

const OURS: Installation = { team: 'T1', enterprise: null, app: 'A1' };
const GRID: Installation = { ...OURS, enterprise: 'E1' };

const COMMAND = { team_id: 'T1', api_app_id: 'A1', user_id: 'U1' };
const CLICK = { team: { id: 'T1' }, enterprise: null, api_app_id: 'A1', user: { id: 'U1', team_id: 'T1' } };
const FORM = { ...CLICK, view: { app_id: 'A1', app_installed_team_id: 'T1', team_id: 'T1' } };
const EVENT = { team_id: 'T1', api_app_id: 'A1', authorizations: [{ team_id: 'T1', enterprise_id: null }] };

test.each([
  ['a command', COMMAND],
  ['a button', CLICK],
  ['a form', FORM],
  ['an event', EVENT],
  ['a button of somebody of another workspace, in a shared channel', { ...CLICK, user: { id: 'U9', team_id: 'T9' } }],
])('%s of the own workspace and app is ours, and nothing is before Slack has said what is', (_, payload) => {
  expect(originOf(payload, OURS)).toBe('ours');
  expect(originOf(payload, { ...OURS, app: null })).toBe('ours');
  expect(originOf(payload, null)).toBe('foreign');
});

test.each([
  ['a command of another workspace', { ...COMMAND, team_id: 'T9' }],
  ['a command of no workspace', { ...COMMAND, team_id: undefined }],
  ['a command of an organisation', { ...COMMAND, enterprise_id: 'E9' }],
  ['a command to another app', { ...COMMAND, api_app_id: 'A9' }],
  ['a button of another workspace', { ...CLICK, team: { id: 'T9' } }],
  ['a button of no workspace', { ...CLICK, team: null }],
  ['a button of an organisation', { ...CLICK, enterprise: { id: 'E9' } }],
  ['a button of a workspace of an organisation', { ...CLICK, team: { id: 'T1', enterprise_id: 'E9' } }],
  ['a button of another app', { ...CLICK, api_app_id: 'A9' }],
  ['a form of another workspace', { ...FORM, team: { id: 'T9' } }],
  ['a form of another app', { ...FORM, view: { ...FORM.view, app_id: 'A9' } }],
  ['a form of an app that is installed elsewhere', { ...FORM, view: { ...FORM.view, app_installed_team_id: 'T9' } }],
  ['an event of another workspace', { ...EVENT, team_id: 'T9' }],
  ['an event for another installation', { ...EVENT, authorizations: [{ team_id: 'T9' }] }],
  ['nothing', null],
  ['a text', 'T1'],
  ['a list', [COMMAND]],
])('%s is foreign', (_, payload) => {
  expect(originOf(payload, OURS)).toBe('foreign');
});

test('in a Grid the workspaces of the organisation are ours', () => {
  expect(originOf({ ...COMMAND, enterprise_id: 'E1' }, GRID)).toBe('ours');
  expect(originOf({ ...COMMAND, team_id: 'T2', enterprise_id: 'E1' }, GRID)).toBe('ours');
  expect(originOf({ ...CLICK, team: null, enterprise: { id: 'E1' } }, GRID)).toBe('foreign');
  expect(originOf({ ...CLICK, team: { id: 'T2', enterprise_id: 'E2' } }, GRID)).toBe('foreign');
  expect(originOf({ ...COMMAND, team_id: 'T2' }, GRID)).toBe('foreign');
});

test('a window of ours that somebody of a connected workspace works in is told apart', () => {
  const theirs = { ...FORM, team: { id: 'T9' }, user: { id: 'U9', team_id: 'T9' } };
  expect(originOf(theirs, OURS)).toBe('shared');
  expect(originOf({ ...theirs, team: { id: 'T9', enterprise_id: 'E9' }, enterprise: { id: 'E9' } }, OURS)).toBe(
    'shared',
  );
  expect(originOf({ ...theirs, api_app_id: 'A9' }, OURS)).toBe('foreign');
});

test('what is counted makes a line at once, and then one a minute with how many there were', async () => {
  const { clock, turn, waiting } = handClock();
  const lines: object[] = [];
  const warn = (fields: object) => void lines.push(fields);
  const log = { debug: () => {}, info: () => {}, error: () => {}, warn };
  const tally = makeLogCounter({ clock, log }, 'too many');
  for (let n = 0; n < 500; n++) tally.count();
  expect(lines).toEqual([{ count: 1 }]);
  await turn(60_000);
  expect(lines).toEqual([{ count: 1 }, { count: 499 }]);
  await turn(60_000);
  expect([lines.length, waiting()]).toEqual([2, 0]);
  tally.count();
  expect(lines.at(-1)).toEqual({ count: 1 });
  tally.stop();
  expect(waiting()).toBe(0);
});

test.each([
  ['a workspace', { team_id: 'T1', is_enterprise_install: false }, { team: 'T1', enterprise: null }],
  ['a workspace of an organisation', { team_id: 'T1', enterprise_id: 'E1' }, { team: 'T1', enterprise: 'E1' }],
  ['an organisation', { team_id: 'E1', enterprise_id: 'E1', is_enterprise_install: true }, 'organisation'],
  ['an organisation, and a workspace is named', { team_id: 'T1', is_enterprise_install: true }, 'organisation'],
  ['an organisation, and no workspace is named', { team_id: null, enterprise_id: 'E1' }, 'organisation'],
  ['an organisation in place of a workspace', { team_id: 'E1', enterprise_id: 'E1' }, 'organisation'],
  ['nobody', { enterprise_id: null }, null],
  ['nobody, in empty words', { team_id: '', enterprise_id: '' }, null],
])('a token is for %s', (_, tested, home) => expect(homeOfToken(tested)).toEqual(home));
