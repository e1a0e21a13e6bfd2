import type {
  AllMiddlewareArgs,
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';

/** What Bolt gives a listener, by what came from Slack. */
export type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;
/** A button, or an entry of a list. */
export type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
/** A submitted window. */
export type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
export type ShortcutArgs<Kind extends GlobalShortcut | MessageShortcut = GlobalShortcut> =
  SlackShortcutMiddlewareArgs<Kind> & AllMiddlewareArgs;
export type HomeArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

export type BoltClient = AllMiddlewareArgs['client'];
