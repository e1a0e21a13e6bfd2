import type { TextObject } from '@slack/types';
import { Emoji, Mrkdwn } from '../mrkdwn/Mrkdwn.tsx';
import { placed } from '../placed.ts';

/** A text object. Plain text has no formatting except emoji. */
export function Text({ text }: { text: TextObject }) {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} />;
  return <PlainText text={text.text} emoji={text.emoji !== false} />;
}

export function PlainText({ text, emoji = true }: { text: string; emoji?: boolean }) {
  const parts = emoji ? text.split(/(:[a-z0-9_+'-]+:)/) : [text];
  return (
    <span className="plain">
      {placed(parts, (part, key, at) => (at % 2 === 1 ? <Emoji key={key} name={part.slice(1, -1)} /> : part))}
    </span>
  );
}

/** The words alone, for accessible names. */
export function wordsOf(text: { readonly text: string } | undefined): string {
  return (text?.text ?? '').replace(/[*_~`]|<[^>|]*\||[<>]/g, '').trim();
}
