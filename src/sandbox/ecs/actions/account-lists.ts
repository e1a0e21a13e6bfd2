import { RESOURCE_GROUPS } from '../catalogue/resource-groups.ts';
import { ROLES } from '../catalogue/roles.ts';
import { hashedLetters } from '../seeded.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';
import { type Action, PAGES, pageOf, RAM_VERSION, RESOURCE_MANAGER_VERSION, slice } from './action.ts';

const CREATED = '2025-03-04T08:20:11Z';

/** The trust policy that allows a service to assume a role. */
const trusted = (service: string): string =>
  JSON.stringify({
    Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: [service] } }],
    Version: '1',
  });

/** RAM's ListRoles. It does not tell which roles the caller may pass to an instance. */
const listRoles: Action = {
  version: RAM_VERSION,
  takes: ['Marker', 'MaxItems'],
  run({ accountId }, params) {
    const size = params.whole('MaxItems', 'InvalidParameter.MaxItems') ?? 100;
    if (size < 1 || size > 1000) notValid('InvalidParameter.MaxItems', 'MaxItems');
    const from = markerOf(params);
    const more = from + size < ROLES.length;
    return {
      IsTruncated: more,
      ...(more ? { Marker: String(from + size) } : {}),
      Roles: {
        Role: ROLES.slice(from, from + size).map(({ name, description, ecs }) => ({
          RoleId: hashedLetters(18, `${accountId} ${name}`),
          RoleName: name,
          Arn: `acs:ram::${accountId}:role/${name.toLowerCase()}`,
          Description: description,
          AssumeRolePolicyDocument: trusted(ecs ? 'ecs.aliyuncs.com' : 'fc.aliyuncs.com'),
          CreateDate: CREATED,
          UpdateDate: CREATED,
          MaxSessionDuration: 3600,
        })),
      },
    };
  },
};

function markerOf(params: Params): number {
  const from = Number(params.text('Marker') ?? 0);
  return Number.isInteger(from) && from >= 0 ? from : notValid('InvalidParameter.Marker', 'Marker');
}

/** Resource Management's. */
const listResourceGroups: Action = {
  version: RESOURCE_MANAGER_VERSION,
  takes: [...PAGES],
  run({ accountId }, params) {
    const page = pageOf(params, 100);
    return {
      TotalCount: RESOURCE_GROUPS.length,
      PageNumber: page.number,
      PageSize: page.size,
      ResourceGroups: {
        ResourceGroup: slice(RESOURCE_GROUPS, page).map(({ id, name, displayName }) => ({
          Id: id,
          Name: name,
          DisplayName: displayName,
          Status: 'OK',
          AccountId: accountId,
          CreateDate: CREATED,
        })),
      },
    };
  },
};

export const accountListActions: Readonly<Record<string, Action>> = {
  ListRoles: listRoles,
  ListResourceGroups: listResourceGroups,
};
