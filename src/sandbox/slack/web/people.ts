import type { Dict } from '../json.ts';
import { ACCOUNTS, type Account, type Person } from '../people.ts';
import { personOf, type World } from '../world.ts';
import { type Call, done, type Method, refuse } from './method.ts';
import { pageOf } from './paging.ts';

function userOutput(world: World, person: Person, withLocale: boolean): Dict {
  return {
    id: person.id,
    team_id: world.team.id,
    name: person.handle,
    deleted: false,
    real_name: person.name,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: person.tzOffset,
    ...(withLocale ? { locale: person.locale } : {}),
    profile: { title: person.title, real_name: person.name, display_name: person.handle, team: world.team.id },
    is_admin: person.role === 'admin',
    is_owner: false,
    is_bot: false,
    is_app_user: false,
    is_restricted: person.role === 'outsider',
    is_ultra_restricted: false,
    updated: 1_700_000_000,
  };
}

/** Of a deactivated account Slack says little more than that. */
function accountOutput(world: World, { id, name, handle, kind }: Account): Dict {
  return {
    id,
    team_id: world.team.id,
    name: handle,
    deleted: kind === 'deactivated',
    ...(kind === 'deactivated' ? {} : { real_name: name, is_restricted: kind === 'guest', is_ultra_restricted: false }),
    profile: { real_name: name, display_name: handle, team: world.team.id },
    is_bot: kind === 'bot',
    is_app_user: false,
    updated: 1_700_000_000,
  };
}

function botAsUser(world: World): Dict {
  return {
    id: world.app.botUser,
    team_id: world.team.id,
    name: world.app.name,
    deleted: false,
    real_name: world.app.name,
    profile: { real_name: world.app.name, bot_id: world.app.botId, api_app_id: world.app.id, team: world.team.id },
    is_bot: true,
    is_app_user: false,
    updated: 1_700_000_000,
  };
}

function usersInfo({ world, args }: Call) {
  const id = args.text('user');
  if (id === world.app.botUser) return done({ user: botAsUser(world) });
  const person = id === undefined ? undefined : personOf(world, id);
  const account = ACCOUNTS.find((each) => each.id === id);
  if (account !== undefined) return done({ user: accountOutput(world, account) });
  return person === undefined
    ? refuse('user_not_found')
    : done({ user: userOutput(world, person, args.flag('include_locale')) });
}

function usersList({ world, args }: Call) {
  const all = [
    botAsUser(world),
    ...world.people.map((person) => userOutput(world, person, args.flag('include_locale'))),
    ...ACCOUNTS.map((account) => accountOutput(world, account)),
  ];
  const page = pageOf(all, args, 1000);
  if (page === null) return refuse('invalid_cursor');
  return done({ members: page.items, response_metadata: { next_cursor: page.nextCursor } });
}

function authTest({ world }: Call) {
  return done({
    url: `https://${world.team.domain}.slack.com/`,
    team: world.team.name,
    user: world.app.name,
    team_id: world.team.id,
    user_id: world.app.botUser,
    bot_id: world.app.botId,
    is_enterprise_install: false,
  });
}

function botsInfo({ world, args }: Call) {
  const { id, botId, botUser, name } = world.app;
  if ((args.text('bot') ?? botId) !== botId) return refuse('bot_not_found');
  return done({ bot: { id: botId, app_id: id, user_id: botUser, name, deleted: false, updated: 1_700_000_000 } });
}

export const peopleMethods: Readonly<Record<string, Method>> = {
  'auth.test': { tier: 'free', scopes: [], run: authTest },
  'bots.info': { tier: 3, scopes: ['users:read'], run: botsInfo },
  'users.info': { tier: 4, scopes: ['users:read'], run: usersInfo },
  'users.list': { tier: 2, scopes: ['users:read'], run: usersList },
  'team.info': { tier: 3, scopes: ['team:read'], run: ({ world }) => done({ team: { ...world.team } }) },
};
