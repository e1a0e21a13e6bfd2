import type { Sandbox } from '../sandbox.ts';
import type { SlackMessage } from '../state.ts';

/** Records the time of each further instance that is told as Running, on its card or in its thread, until `stop` is called. */
export function watchTold({ slack }: Sandbox, channel: string): { readonly told: readonly number[]; stop(): void } {
  const told: number[] = [];
  const stop = slack.onChange(() => {
    const count = toldIn(slack, channel);
    while (told.length < count) told.push(Date.now());
  });
  return { told, stop };
}

/** How many are told as Running so far. */
export function toldIn(slack: Sandbox['slack'], channel: string): number {
  const cards = slack.state().channels.find(({ id }) => id === channel)?.messages ?? [];
  return cards.reduce((sum, card) => sum + Math.max(onCard(card), inThread(card.replies)), 0);
}

/** By name or, for many, by their count: `Running: 80`. */
function onCard({ blocks }: SlackMessage): number {
  const json = JSON.stringify(blocks ?? []);
  return Math.max(json.match(/`[^`]+` Running/g)?.length ?? 0, Number(/ Running: (\d+)/.exec(json)?.[1] ?? 0));
}

/** `Running: web-1 47.1.2.3, web-2 …`; for many `Running: web-1 … web-20 (20), web-22 and 80 more`. */
function inThread(replies: SlackMessage['replies']): number {
  const lines = replies.flatMap(({ text }) => text.split('\n')).filter((line) => line.startsWith('Running: '));
  const items = lines.flatMap((line) => line.slice('Running: '.length).split(/, | and (?=\d+ more)/u));
  const several = (item: string) => /\((\d+)\)$|^(\d+) more$/u.exec(item)?.slice(1).find(Boolean);
  return items.reduce((sum, item) => sum + Number(several(item) ?? 1), 0);
}
