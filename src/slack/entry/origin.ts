/** The workspace and the app of the bot's token, as Slack said when it was checked. */
export interface Installation {
  readonly team: string;
  /** The Enterprise Grid of the workspace; null if none. */
  readonly enterprise: string | null;
  /** Null if Slack did not say; then only the workspace is compared. */
  readonly app: string | null;
}

/** Where the token was installed, as auth.test really answers; the SDK's types differ. */
interface Tested {
  readonly team_id?: string | null | undefined;
  readonly enterprise_id?: string | null | undefined;
  readonly is_enterprise_install?: boolean | null | undefined;
}

/**
 * The workspace of a token. `organisation`: it covers all workspaces of an organisation, so that everybody in any of them would
 * count as a member; also if Slack names the organisation instead of a workspace. Null: Slack does not say.
 */
export function homeOfToken({
  team_id,
  enterprise_id,
  is_enterprise_install,
}: Tested): Pick<Installation, 'team' | 'enterprise'> | 'organisation' | null {
  const team = team_id ?? '';
  const enterprise = enterprise_id ?? '';
  if (is_enterprise_install === true || (enterprise !== '' && (team === '' || team === enterprise)))
    return 'organisation';
  return team === '' ? null : { team, enterprise: enterprise === '' ? null : enterprise };
}

/**
 * The origin of a payload. `shared`: from a person of another workspace, in a window of this app that they reach through a shared
 * channel. Slack then names their workspace as the team, and this one as that of the app.
 */
type Origin = 'ours' | 'shared' | 'foreign';

/** The workspace must be named; all other names must match if present. Nothing is ours until Slack has told the installation. */
export function originOf(body: unknown, installed: Installation | null): Origin {
  if (installed === null) return 'foreign';
  const { team, enterprise, app } = installed;
  const is = (value: string | null, own: string | null) => value === null || value === own;
  if (app !== null && !(is(said(body, 'api_app_id'), app) && is(said(body, 'view', 'app_id'), app))) return 'foreign';

  const acting = said(body, 'team_id') ?? said(body, 'team', 'id');
  const installedIn = said(body, 'view', 'app_installed_team_id') ?? said(body, 'authorizations', '0', 'team_id');
  const grids = ENTERPRISES.map((path) => said(body, ...path));
  if (grids.every((grid) => is(grid, enterprise))) {
    // In a Grid, another workspace of the organisation may share a channel with this one.
    const isOfGrid = enterprise !== null && grids.includes(enterprise);
    const isOur = (one: string) => one === team || isOfGrid;
    if (acting !== null && isOur(acting) && (installedIn === null || isOur(installedIn))) return 'ours';
  }
  return acting !== null && acting === said(body, 'user', 'team_id') && acting !== team && installedIn === team
    ? 'shared'
    : 'foreign';
}

/** Where payloads name an Enterprise Grid: commands and events, interactions, their team, and the installation of an event. */
const ENTERPRISES = [
  ['enterprise_id'],
  ['enterprise', 'id'],
  ['team', 'enterprise_id'],
  ['authorizations', '0', 'enterprise_id'],
] as const;

/** A text somewhere in a payload; null if absent or empty. */
function said(body: unknown, ...path: readonly string[]): string | null {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === 'string' && value !== '' ? value : null;
}
