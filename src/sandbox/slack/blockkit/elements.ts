import type { Dict } from '../json.ts';
import {
  anyOption,
  confirm,
  conversationFilter,
  dispatchConfig,
  initialIsOffered,
  normaliseOption,
  oneList,
  optionLists,
  overflowOption,
  plain,
  slackFile,
} from './objects.ts';
import { richText } from './rich-text.ts';
import {
  exactlyOne,
  flag,
  type Look,
  many,
  number,
  object,
  one,
  pattern,
  report,
  type Shape,
  text,
  webAddress,
  whole,
} from './shape.ts';

type Shapes = Readonly<Record<string, Shape>>;

const id = { action_id: text(1, 255) };
const asks = { confirm };
const hasPlaceholder = { placeholder: plain(150) };
const focus = { focus_on_load: flag };
const menu: Shapes = { ...id, ...asks, ...hasPlaceholder, ...focus };
const multiMenu: Shapes = { ...menu, max_selected_items: whole(1, 10_000) };
const conversation = text(1, 255);

/** An element by its `type`, which is checked where the shape is chosen. */
const element = (needed: Shapes, optional: Shapes, more?: (value: Dict, at: string, look: Look) => void): Shape =>
  object({ type: text(1, 255), ...needed }, optional, more);

const button = element(
  { text: plain(75) },
  {
    ...id,
    ...asks,
    value: text(0, 2000),
    url: webAddress,
    style: one('primary', 'danger'),
    accessibility_label: text(1, 75),
  },
);
const workflowButton = element(
  {
    text: plain(75),
    workflow: object({
      trigger: object(
        { url: webAddress },
        { customizable_input_parameters: many(object({ name: text(1, 255), value: text(0, 3000) }), 0, 100) },
      ),
    }),
  },
  { ...id, ...asks, style: one('primary', 'danger'), accessibility_label: text(1, 75) },
);
const image = element(
  { alt_text: text(1, 2000) },
  { image_url: webAddress, slack_file: slackFile },
  exactlyOne('image_url', 'slack_file'),
);
const overflow = element({ options: many(overflowOption, 1, 5) }, { ...id, ...asks });

const datepicker = element(
  {},
  { ...menu, initial_date: pattern(/^\d{4}-\d\d-\d\d$/, 'a date in the form YYYY-MM-DD') },
);
const timepicker = element(
  {},
  { ...menu, initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time in the form HH:mm'), timezone: text(1, 100) },
);
const datetimepicker = element({}, { ...id, ...asks, ...focus, initial_date_time: whole(1e9, 1e10 - 1) });

const checkboxes = element(
  { options: many(anyOption, 1, 10) },
  { ...id, ...asks, ...focus, initial_options: many(anyOption, 1, 10) },
  initialIsOffered,
);
const radioButtons = element(
  { options: many(anyOption, 1, 10) },
  { ...id, ...asks, ...focus, initial_option: anyOption },
  initialIsOffered,
);

const fromLists = (value: Dict, at: string, look: Look): void => {
  oneList(value, at, look);
  initialIsOffered(value, at, look);
};
const least = { min_query_length: whole(0, 10_000) };
const listed = { default_to_current_conversation: flag, filter: conversationFilter, response_url_enabled: flag };

const selects: Shapes = {
  static_select: element({}, { ...menu, ...optionLists(1), initial_option: normaliseOption }, fromLists),
  external_select: element({}, { ...menu, ...least, initial_option: normaliseOption }),
  users_select: element({}, { ...menu, initial_user: conversation }),
  channels_select: element({}, { ...menu, initial_channel: conversation, response_url_enabled: flag }),
  conversations_select: element({}, { ...menu, ...listed, initial_conversation: conversation }),
};
const multiSelects: Shapes = {
  multi_static_select: element(
    {},
    { ...multiMenu, ...optionLists(1), initial_options: many(normaliseOption, 1, 100) },
    fromLists,
  ),
  multi_external_select: element({}, { ...multiMenu, ...least, initial_options: many(normaliseOption, 1, 100) }),
  multi_users_select: element({}, { ...multiMenu, initial_users: many(conversation, 1, 1000) }),
  multi_channels_select: element({}, { ...multiMenu, initial_channels: many(conversation, 1, 1000) }),
  multi_conversations_select: element(
    {},
    {
      ...multiMenu,
      default_to_current_conversation: flag,
      filter: conversationFilter,
      initial_conversations: many(conversation, 1, 1000),
    },
  ),
};

const typing: Shapes = { ...id, ...hasPlaceholder, ...focus, dispatch_action_config: dispatchConfig };
const asNumber = pattern(/^[+-]?(\d+\.?\d*|\.\d+)$/, 'a number written as a string');

function lengthsFit({ min_length: least, max_length: most }: Dict, at: string, look: Look): void {
  if (typeof least === 'number' && typeof most === 'number' && least > most) {
    report(look, `${at}/min_length`, 'must not be greater than max_length');
  }
}
function rangeFits({ min_value: least, max_value: most }: Dict, at: string, look: Look): void {
  if (typeof least === 'string' && typeof most === 'string' && Number(least) > Number(most)) {
    report(look, `${at}/min_value`, 'must not be greater than max_value');
  }
}

const inputs: Shapes = {
  plain_text_input: element(
    {},
    {
      ...typing,
      initial_value: text(0, 3000),
      multiline: flag,
      min_length: whole(0, 3000),
      max_length: whole(1, 3000),
    },
    lengthsFit,
  ),
  number_input: element(
    { is_decimal_allowed: flag },
    { ...typing, initial_value: asNumber, min_value: asNumber, max_value: asNumber },
    rangeFits,
  ),
  email_text_input: element({}, { ...typing, initial_value: text(0, 3000) }),
  url_text_input: element({}, { ...typing, initial_value: text(0, 3000) }),
  rich_text_input: element(
    {},
    { ...typing, initial_value: richText, min_lines: whole(1, 100), max_lines: whole(1, 100) },
  ),
};
const fileInput = element({}, { ...id, filetypes: many(text(1, 50), 1, 100), max_files: whole(1, 10) });

const feedback = object({ text: plain(75), value: text(0, 2000) }, { accessibility_label: text(1, 75) });
const feedbackButtons = element({ positive_button: feedback, negative_button: feedback }, id);
const iconButton = element(
  { icon: text(1, 75), text: plain(75) },
  {
    ...id,
    ...asks,
    value: text(0, 2000),
    accessibility_label: text(1, 75),
    visible_to_user_ids: many(text(1, 255), 0, 100),
  },
);

const pickers: Shapes = { datepicker, timepicker };
const choosing: Shapes = { ...selects, ...multiSelects, ...pickers, checkboxes, radio_buttons: radioButtons };

// Which elements a block takes.
export const imageElement = image;
export const buttonElement = button;
export const actionsElements: Shapes = {
  ...choosing,
  button,
  overflow,
  datetimepicker,
  workflow_button: workflowButton,
  rich_text_input: inputs.rich_text_input as Shape,
};
export const accessories: Shapes = { ...choosing, button, overflow, image, workflow_button: workflowButton };
export const inputElements: Shapes = { ...choosing, ...inputs, datetimepicker, file_input: fileInput };
export const contextActionsElements: Shapes = { feedback_buttons: feedbackButtons, icon_button: iconButton };
export const urlSource = object({ type: one('url'), url: webAddress, text: text(1, 3000) });
export const rawText = object({ type: one('raw_text'), text: text(1, 3000) });
export const rawNumber = object({ type: one('raw_number'), value: number, text: text(1, 3000) });
