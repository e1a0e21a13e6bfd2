type Dict = Readonly<Record<string, unknown>>;

/** Slack nests less than twenty deep. */
const MAX_DEPTH = 64;

/**
 * Whether something has what Slack's library and the listeners take for granted of what Slack sends, even if it is signed: the
 * library reads on without looking, and an error at that place would end the process.
 */
export function isReadable(body: unknown): body is Dict {
  if (!isDict(body) || isTooDeep(body) || !origin(body)) return false;
  if (body.event !== undefined) return authorized(body) && isEvent(body.event);
  if (body.command !== undefined)
    return texts(body, 'command', 'text', 'user_id', 'team_id', 'channel_id', 'trigger_id', 'response_url');
  if (body.type === 'url_verification') return texts(body, 'challenge');
  if (body.type === undefined) return body.ssl_check === '1';
  return isDict(body.user) && texts(body.user, 'id') && isInteraction(body);
}

/** Where it says that it comes from. */
const origin: Shape = (body) =>
  has({ team_id: maybe(text), api_app_id: maybe(text), enterprise_id: maybe(text) })(body);

function isInteraction(body: Dict): boolean {
  if (!interaction(body)) return false;
  switch (body.type) {
    case 'block_actions':
      return blockActions(body);
    case 'block_suggestion':
      return texts(body, 'action_id', 'block_id', 'value');
    case 'view_submission':
      return submission(body);
    case 'view_closed':
      return has({ view: has({ id: text, callback_id: text }) })(body);
    case 'shortcut':
    case 'message_action':
      return texts(body, 'callback_id', 'trigger_id');
    default:
      return false;
  }
}

/** Whether something is as Slack documents it, as far as anybody here reads it. */
type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === 'string';
const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || value === null || shape(value);
/** Left out, or as it should be; never null. */
const leftOutOr =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
const has =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isDict(value) && Object.entries(fields).every(([key, shape]) => shape(value[key]));
const eachIn =
  (shape: Shape): Shape =>
  (value) =>
    isDict(value) && Object.values(value).every(shape);
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

const option = has({ value: text });

/** What a person has typed or picked. Slack sends texts, also for numbers, and null where nothing is. */
const ELEMENT = {
  value: maybe(text),
  selected_option: maybe(option),
  selected_options: maybe(listOf(option)),
  ...Object.fromEntries(
    ['user', 'conversation', 'channel', 'date', 'time'].map((what) => [`selected_${what}`, maybe(text)]),
  ),
  ...Object.fromEntries(
    ['users', 'conversations', 'channels'].map((what) => [`selected_${what}`, maybe(listOf(text))]),
  ),
};

const state = has({ values: eachIn(eachIn(has(ELEMENT))) });

const VIEW = { id: text, callback_id: maybe(text), hash: maybe(text), private_metadata: maybe(text) };
const message = has({ ts: maybe(text), thread_ts: maybe(text) });

/** What any interaction may carry. */
const interaction = has({
  // The library looks into these two as soon as they are named.
  view: leftOutOr(has({ ...VIEW, state: maybe(state) })),
  message: maybe(message),
  channel: leftOutOr(has({ id: maybe(text), name: maybe(text) })),
  team: maybe(has({ id: maybe(text) })),
  trigger_id: maybe(text),
  response_url: maybe(text),
});

const blockActions = has({
  trigger_id: text,
  container: has({ type: text, message_ts: maybe(text), channel_id: maybe(text), view_id: maybe(text) }),
  actions: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(has({ ...ELEMENT, action_id: text, type: text, block_id: maybe(text) })),
});

const submission = has({ view: has({ ...VIEW, callback_id: text, private_metadata: text, state }) });

const authorized = has({ authorizations: maybe(listOf(has({ team_id: maybe(text), enterprise_id: maybe(text) }))) });

/** The library looks into each of these as soon as it is named, in events that nobody here listens to as well. */
const event = has({
  type: text,
  ...Object.fromEntries(
    ['channel', 'user', 'subteam'].map((key) => [key, leftOutOr((value) => text(value) || isDict(value))]),
  ),
  item: leftOutOr(isDict),
});

function isEvent(value: unknown): boolean {
  if (!event(value)) return false;
  switch ((value as Dict).type) {
    case 'app_home_opened':
      return has({ user: text, tab: text, view: maybe(isDict) })(value);
    case 'function_executed':
      return has({ function_execution_id: text })(value);
    default:
      return true;
  }
}

function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
