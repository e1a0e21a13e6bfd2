export type Path = readonly string[];
export type Payload = Readonly<Record<string, unknown>>;

const WHO = {
  team: { id: 'T07SANDBOX1', domain: 'acme' },
  user: { id: 'U07LENAHOF1', team_id: 'T07SANDBOX1', name: 'lena' },
  api_app_id: 'A07ECSCHAT1',
  trigger_id: '1.2.a',
};
const OPTION = { text: { type: 'plain_text', text: 'One' }, value: 'one' };
const STATE = {
  values: {
    'type|cn-hangzhou': { type: { type: 'external_select', selected_option: OPTION } },
    name: { name: { type: 'plain_text_input', value: 'web' } },
    note: { note: { type: 'plain_text_input', value: null } },
    mode: { mode: { type: 'static_select', selected_option: OPTION } },
    renew_term: { renew_term: { type: 'static_select', selected_option: OPTION } },
  },
};
const VIEW = { id: 'V1', callback_id: 'x', hash: '1.a', private_metadata: '', state: STATE };

/** As Slack documents them. */
export const COMMAND: Payload = {
  command: '/ecs',
  text: 'show i-none',
  user_id: WHO.user.id,
  team_id: WHO.team.id,
  channel_id: 'C07DEPLOY01',
  trigger_id: '1.2.a',
  response_url: 'http://127.0.0.1:9/none',
};
export const pressed = (id: string, type = 'button'): Payload => ({
  ...WHO,
  type: 'block_actions',
  container: { type: 'message', message_ts: '1.1', channel_id: 'C07DEPLOY01', is_ephemeral: true },
  channel: { id: 'C07DEPLOY01', name: 'deploy' },
  message: { ts: '1.1', thread_ts: '1.1' },
  response_url: 'http://127.0.0.1:9/none',
  view: { ...VIEW, callback_id: 'create' },
  actions: [{ type, action_id: id, block_id: 'b', value: 'r-none', selected_option: OPTION }],
});
export const submitted = (id: string): Payload => ({
  ...WHO,
  type: 'view_submission',
  view: { ...VIEW, callback_id: id },
});
export const OTHERS: readonly Payload[] = [
  { ...WHO, type: 'block_suggestion', action_id: 'type', block_id: 'type|cn-hangzhou', value: 'c7', view: VIEW },
  { ...WHO, type: 'view_closed', view: VIEW },
  { ...WHO, type: 'shortcut', callback_id: 'none' },
  {
    team_id: WHO.team.id,
    api_app_id: WHO.api_app_id,
    event: { type: 'app_home_opened', user: WHO.user.id, tab: 'home' },
  },
];

export const MISSING = Symbol('missing');
export const WRONG: readonly unknown[] = [7, null, true, [], ['a'], [7], {}, { value: 7 }, MISSING];

export function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

export function replaced(payload: Payload, path: Path, wrong: unknown): Payload {
  const copy = structuredClone(payload) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (wrong === MISSING) delete at[last];
  else at[last] = structuredClone(wrong);
  return copy;
}
