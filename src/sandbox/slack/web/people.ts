import type { Dict } from '../json.ts';
import { isOfNorthwind, NORTHWIND, type Person } from '../people.ts';
import { personOf, type World } from '../world.ts';
import { type Call, done, type Method, refuse } from './method.ts';
import { pageOf } from './paging.ts';

/** Slack sends less about a deactivated account, and about one of another workspace. */
function userOutput(world: World, person: Person, withLocale: boolean): Dict {
  const { kind = 'member' } = person;
  const team = isOfNorthwind(person) ? NORTHWIND.id : world.team.id;
  const profile = { title: person.title, real_name: person.name, display_name: person.handle, team };
  const account = { id: person.id, team_id: team, name: person.handle, updated: 1_700_000_000, is_bot: kind === 'app' };
  if (kind === 'deactivated') return { ...account, deleted: true, profile, is_app_user: false };
  return {
    ...account,
    deleted: false,
    real_name: person.name,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: person.tzOffset,
    ...(withLocale ? { locale: person.locale } : {}),
    profile: kind === 'app' ? { ...profile, bot_id: 'B07BUILDBT9', api_app_id: 'A07BUILDBT9' } : profile,
    is_admin: person.role === 'admin',
    is_owner: false,
    is_app_user: false,
    is_restricted: kind === 'guest' || kind === 'singleChannelGuest',
    is_ultra_restricted: kind === 'singleChannelGuest',
    ...(isOfNorthwind(person) ? { is_stranger: kind === 'stranger' } : {}),
    ...gridOutput(world, person),
  };
}

/** In a Grid, everybody has a second id and belongs to the organisation. */
const gridOutput = ({ enterprise, team }: World, person: Person): Dict =>
  enterprise === null || isOfNorthwind(person)
    ? {}
    : {
        enterprise_user: {
          id: person.id,
          enterprise_id: enterprise.id,
          enterprise_name: enterprise.name,
          teams: [team.id],
        },
      };

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
  return person === undefined
    ? refuse('user_not_found')
    : done({ user: userOutput(world, person, args.flag('include_locale')) });
}

function usersList({ world, args }: Call) {
  const all = [
    botAsUser(world),
    ...[...world.people.values()].map((person) => userOutput(world, person, args.flag('include_locale'))),
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
    team_id: installedIn(world),
    user_id: world.app.botUser,
    bot_id: world.app.botId,
    ...(world.enterprise === null ? {} : { enterprise_id: world.enterprise.id }),
    is_enterprise_install: world.orgWide !== null,
  });
}

function installedIn({ orgWide, enterprise, team }: World): string | null {
  if (orgWide === null) return team.id;
  return orgWide.teamId === 'organisation' ? (enterprise?.id ?? null) : null;
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
