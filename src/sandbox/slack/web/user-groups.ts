import type { Dict } from '../json.ts';
import type { UserGroup } from '../people.ts';
import type { World } from '../world.ts';
import { type Call, done, type Method, missingField, refuse } from './method.ts';

const CREATED = 1_700_000_000;

function groupOutput(world: World, { id, name, handle, users, disabled }: UserGroup, withUsers: boolean): Dict {
  return {
    id,
    team_id: world.team.id,
    is_usergroup: true,
    is_subteam: true,
    is_external: false,
    name,
    handle,
    description: '',
    date_create: CREATED,
    date_update: CREATED,
    date_delete: disabled ? CREATED : 0,
    auto_type: null,
    prefs: { channels: [], groups: [] },
    ...(withUsers ? { users: [...users] } : {}),
    user_count: users.length,
  };
}

function listGroups({ world, args }: Call) {
  const groups = [...world.userGroups.values()].filter(({ disabled }) => !disabled || args.flag('include_disabled'));
  return done({ usergroups: groups.map((group) => groupOutput(world, group, args.flag('include_users'))) });
}

function listUsers({ world, args }: Call) {
  const id = args.text('usergroup');
  if (id === undefined) return missingField('usergroup');
  const group = world.userGroups.get(id);
  if (group === undefined || (group.disabled && !args.flag('include_disabled'))) return refuse('no_such_subteam');
  return done({ users: [...group.users] });
}

export const userGroupMethods: Readonly<Record<string, Method>> = {
  'usergroups.list': { tier: 2, scopes: ['usergroups:read'], run: listGroups },
  'usergroups.users.list': { tier: 2, scopes: ['usergroups:read'], run: listUsers },
};
