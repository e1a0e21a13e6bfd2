type Dict = Readonly<Record<string, unknown>>;

/** Slack nests less than twenty deep. */
const MAX_DEPTH = 64;

/**
 * Whether something has what Slack's library and the listeners take for granted of what Slack sends, whoever signed it: the
 * library reads on without looking, and an error at that place would end the process.
 */
export function isReadable(body: unknown): body is Dict {
  if (!isDict(body) || isTooDeep(body)) return false;
  if (body.event !== undefined) return isEvent(body.event);
  if (body.command !== undefined)
    return texts(body, 'command', 'text', 'user_id', 'team_id', 'channel_id', 'trigger_id', 'response_url');
  if (body.type === 'url_verification') return texts(body, 'challenge');
  if (body.type === undefined) return body.ssl_check === '1';
  return isDict(body.user) && texts(body.user, 'id') && isInteraction(body);
}

function isInteraction(body: Dict): boolean {
  const { view, actions, container } = body;
  switch (body.type) {
    case 'block_actions':
      return texts(body, 'trigger_id') && isDict(container) && texts(container, 'type') && isActions(actions);
    case 'block_suggestion':
      return texts(body, 'action_id', 'block_id', 'value');
    case 'view_submission':
      return isDict(view) && texts(view, 'id', 'callback_id', 'private_metadata') && isState(view.state);
    case 'view_closed':
      return isDict(view) && texts(view, 'id', 'callback_id');
    case 'shortcut':
    case 'message_action':
      return texts(body, 'callback_id', 'trigger_id');
    default:
      return false;
  }
}

const isActions = (actions: unknown): boolean =>
  Array.isArray(actions) &&
  actions.length > 0 &&
  actions.every((one) => isDict(one) && texts(one, 'action_id', 'type'));

const isState = (state: unknown): boolean =>
  isDict(state) &&
  isDict(state.values) &&
  Object.values(state.values).every((block) => isDict(block) && Object.values(block).every(isDict));

const isEvent = (event: unknown): boolean =>
  isDict(event) &&
  texts(event, 'type') &&
  (event.item === undefined || isDict(event.item)) &&
  (event.type !== 'app_home_opened' || texts(event, 'user', 'tab'));

const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: Dict, ...keys: readonly string[]): boolean => keys.every((key) => typeof value[key] === 'string');

/** Level by level, as a recursion would itself end on what is too deep. */
function isTooDeep(body: Dict): boolean {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
