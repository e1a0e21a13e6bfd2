import { expect, test } from 'vitest';
import { membershipIn } from '../../../src/slack/people/directory-client.ts';

const HOME = { team: 'T1', enterprise: null };
const GRID = { team: 'T1', enterprise: 'E1' };
const MEMBER = {
  id: 'U1',
  team_id: 'T1',
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
};
const of = (enterprise_id: string) => ({ enterprise_user: { enterprise_id } });

test.each([
  ['a member', MEMBER, 'member'],
  ['a member who has authorised the app', { ...MEMBER, is_app_user: true }, 'member'],
  ['one whose workspace is not said', { ...MEMBER, team_id: undefined }, 'unknown'],
  ['one of whom is not said whether they are a guest', { id: 'U1', team_id: 'T1', deleted: false }, 'unknown'],
  ['one of whom only the other kind of guest is said', { ...MEMBER, is_ultra_restricted: undefined }, 'unknown'],
  ['one of whom is said nothing that can be read', { ...MEMBER, is_restricted: null }, 'unknown'],
  ['one of whom is not said whether they have left', { ...MEMBER, deleted: undefined }, 'unknown'],
  ['a guest of whom little is said', { id: 'U1', team_id: 'T1', is_ultra_restricted: true }, 'guest'],
  ['one of another workspace', { ...MEMBER, team_id: 'T9' }, 'stranger'],
  ['one of another workspace of whom little is said', { id: 'U9', team_id: 'T9', is_stranger: false }, 'stranger'],
  ['one who is called a stranger', { ...MEMBER, is_stranger: true }, 'stranger'],
  ['one of an organisation that ours is not of', { ...MEMBER, ...of('E9') }, 'stranger'],
  ['a workflow', { ...MEMBER, is_workflow_bot: true }, 'bot'],
  ['an app that is said to be no bot', { ...MEMBER, profile: { bot_id: 'B1' } }, 'bot'],
  ['one who has left', { id: 'U1', team_id: 'T1', deleted: true }, 'deactivated'],
  ['nobody', {}, 'unknown'],
])('%s', (_, user, membership) => expect(membershipIn(user, HOME)).toBe(membership));

test.each([
  ['of our workspace, without a word of the organisation', MEMBER, 'member'],
  ['of our workspace', { ...MEMBER, ...of('E1') }, 'member'],
  ['of another workspace of the organisation', { ...MEMBER, team_id: 'T2', ...of('E1') }, 'member'],
  ['a guest there', { ...MEMBER, team_id: 'T2', ...of('E1'), is_restricted: true }, 'guest'],
  ['of another workspace, and it is not said whether as a guest', { team_id: 'T2', ...of('E1') }, 'unknown'],
  ['of another organisation', { ...MEMBER, team_id: 'T9', ...of('E9') }, 'stranger'],
  ['of our workspace, and of another organisation', { ...MEMBER, ...of('E9') }, 'stranger'],
  ['of another workspace', { ...MEMBER, team_id: 'T2' }, 'stranger'],
])('in a Grid: %s', (_, user, membership) => expect(membershipIn(user, GRID)).toBe(membership));
