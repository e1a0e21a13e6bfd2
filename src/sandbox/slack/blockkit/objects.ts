import { type Dict, dict, dicts } from '../json.ts';
import {
  byType,
  exactlyOne,
  flag,
  type Look,
  many,
  object,
  one,
  report,
  type Shape,
  text,
  webAddress,
} from './shape.ts';

// Composition objects: the parts of blocks and elements.

export const plain = (most: number): Shape => object({ type: one('plain_text'), text: text(1, most) }, { emoji: flag });

export const mrkdwn = (most: number): Shape => object({ type: one('mrkdwn'), text: text(1, most) }, { verbatim: flag });

export const anyText = (most: number): Shape => byType({ plain_text: plain(most), mrkdwn: mrkdwn(most) });

const OPTION_TEXT = 75;
const OPTION_VALUE = 150;

/** For selects and overflow menus: only plain text. */
export const normaliseOption = object(
  { text: plain(OPTION_TEXT), value: text(1, OPTION_VALUE) },
  { description: plain(OPTION_TEXT) },
);
export const overflowOption = object(
  { text: plain(OPTION_TEXT), value: text(1, OPTION_VALUE) },
  { description: plain(OPTION_TEXT), url: webAddress },
);
/** For checkboxes and radio buttons. */
export const anyOption = object(
  { text: anyText(OPTION_TEXT), value: text(1, OPTION_VALUE) },
  { description: anyText(OPTION_TEXT) },
);
const optionGroup = object({ label: plain(75), options: many(normaliseOption, 1, 100) });

/** The lists of a select: flat or grouped, not both. `least`: an external list may be empty, a static one not. */
export const optionLists = (least: number) => ({
  options: many(normaliseOption, least, 100),
  option_groups: many(optionGroup, least, 100),
});
export const oneList = exactlyOne('options', 'option_groups');

export const confirm = object(
  { text: anyText(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: one('primary', 'danger') },
);

export const dispatchConfig = object(
  { trigger_actions_on: many(one('on_enter_pressed', 'on_character_entered'), 1, 2) },
  {},
);

export const conversationFilter = object(
  {},
  {
    include: many(one('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);

export const slackFile = object({}, { id: text(1, 255), url: webAddress }, exactlyOne('id', 'url'));

/** What an option is, to compare two: Slack takes an initial one only if it equals an offered one, its description included. */
const sameness = (option: Dict): string => {
  const [shown, about] = [dict(option.text), dict(option.description)];
  return JSON.stringify([option.value, shown.type, shown.text, about.type, about.text]);
};

/** The initial choice must be one of the options. */
export function initialIsOffered(value: Dict, at: string, look: Look): void {
  const offered = [...dicts(value.options), ...dicts(value.option_groups).flatMap((group) => dicts(group.options))];
  const known = new Set(offered.map(sameness));
  const has = (option: unknown): boolean => known.has(sameness(dict(option)));
  if (value.initial_option !== undefined && !has(value.initial_option)) {
    report(look, `${at}/initial_option`, 'must match one of the options');
  }
  dicts(value.initial_options).forEach((option, index) => {
    if (!has(option)) report(look, `${at}/initial_options/${index}`, 'must match one of the options');
  });
}
