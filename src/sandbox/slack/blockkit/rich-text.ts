import { byType, flag, many, number, object, one, type Shape, text, webAddress, whole } from './shape.ts';

const style = object({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag });

const inline = (needed: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  object({ type: text(1, 255), ...needed }, { style, ...optional });

const plainRun = inline({ text: text(1, 40_000) });
const link = inline({ url: webAddress }, { text: text(1, 40_000), unsafe: flag });

const inlines = byType({
  text: plainRun,
  link,
  user: inline({ user_id: text(1, 255) }),
  usergroup: inline({ usergroup_id: text(1, 255) }),
  channel: inline({ channel_id: text(1, 255) }),
  team: inline({ team_id: text(1, 255) }),
  broadcast: inline({ range: one('here', 'channel', 'everyone') }),
  emoji: inline({ name: text(1, 255) }, { unicode: text(1, 255), url: webAddress }),
  color: inline({ value: text(1, 255) }),
  date: inline({ timestamp: number, format: text(1, 255) }, { url: webAddress, fallback: text(1, 3000) }),
});

const border = { border: one(0, 1) };
const section = object({ type: one('rich_text_section'), elements: many(inlines, 0, 1000) });

const elements = byType({
  rich_text_section: section,
  rich_text_list: object(
    { type: one('rich_text_list'), elements: many(section, 0, 1000), style: one('bullet', 'ordered') },
    { indent: whole(0, 8), offset: whole(0, 10_000), ...border },
  ),
  rich_text_quote: object({ type: one('rich_text_quote'), elements: many(inlines, 0, 1000) }, border),
  rich_text_preformatted: object(
    { type: one('rich_text_preformatted'), elements: many(byType({ text: plainRun, link }), 0, 1000) },
    { ...border, language: text(1, 50) },
  ),
});

/** A rich_text block, which is also a value inside other blocks. */
export const richText: Shape = object(
  { type: one('rich_text'), elements: many(elements, 0, 1000) },
  { block_id: text(1, 255) },
);
