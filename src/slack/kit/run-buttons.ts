import type { Button, StaticSelect } from '@slack/types';
import { button, LIMITS, option, plain } from './blocks.ts';

/**
 * Elements that run a command of `/ecs` as if the presser had typed it, with the presser's rights. The answer replaces the
 * message that holds the element (`run_here`), or comes beside it (`run_beside`).
 */
export const RUN_HERE = 'run_here';
export const RUN_BESIDE = 'run_beside';

type RunPlace = typeof RUN_HERE | typeof RUN_BESIDE;

/** @param key tells it from other buttons of the message */
export const runButton = (place: RunPlace, key: string, text: string, command: string): Button =>
  button({ text, actionId: `${place}:${key}`, value: command });

/** A list of commands to pick from, up to Slack's limit. */
export const runSelect = (
  place: RunPlace,
  key: string,
  placeholder: string,
  choices: readonly { readonly text: string; readonly command: string }[],
): StaticSelect => ({
  type: 'static_select',
  action_id: `${place}:${key}`,
  placeholder: plain(placeholder, LIMITS.placeholder),
  options: choices
    .filter(({ command }) => command.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map((one) => option(one.text, one.command)),
});
