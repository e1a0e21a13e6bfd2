import { type Dict, dict, list } from '../json.ts';
import {
  accessories,
  actionsElements,
  buttonElement,
  contextActionsElements,
  imageElement,
  inputElements,
  rawNumber,
  rawText,
  urlSource,
} from './elements.ts';
import { anyText, mrkdwn, plain, slackFile } from './objects.ts';
import { richText } from './rich-text.ts';
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
  type Surface,
  text,
  webAddress,
  whole,
} from './shape.ts';

type Shapes = Readonly<Record<string, Shape>>;

const block = (needed: Shapes, optional: Shapes = {}, more?: (value: Dict, at: string, look: Look) => void): Shape =>
  object({ type: text(1, 255), ...needed }, { block_id: text(1, 255), ...optional }, more);

function textOrFields(value: Dict, at: string, look: Look): void {
  if (value.text === undefined && value.fields === undefined) report(look, at, 'missing required field: text');
}
function filesBelongInModals(value: Dict, at: string, look: Look): void {
  const { element } = value as { element?: { type?: unknown } };
  if (element?.type === 'file_input' && look.surface !== 'modal') {
    report(look, `${at}/element/type`, 'unsupported type: file_input');
  }
}

const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });
const alignment = object({}, { align: one('left', 'center', 'right'), is_wrapped: flag });

/** Every row must have as many cells as the first, and settings may only name existing columns. */
function rectangular(value: Dict, at: string, look: Look): void {
  const rows = list(value.rows).filter(Array.isArray);
  const columns = rows[0]?.length ?? 0;
  rows.forEach((row, index) => {
    if (row.length !== columns) report(look, `${at}/rows/${index}`, `must have ${columns} cells as the first row has`);
  });
  const { row_header_column_index } = value;
  if (typeof row_header_column_index === 'number' && row_header_column_index >= columns) {
    report(look, `${at}/row_header_column_index`, 'there is no such column');
  }
}

function headed(value: Dict, at: string, look: Look): void {
  rectangular(value, at, look);
  const [header] = list(value.rows);
  list(header).forEach((each, index) => {
    if (dict(each).type === 'rich_text') report(look, `${at}/rows/0/${index}/type`, 'unsupported type: rich_text');
  });
}

const card = block(
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: many(buttonElement, 1, 3),
  },
  (value, at, look) => {
    const parts = ['hero_image', 'title', 'actions', 'body'];
    if (parts.every((key) => value[key] === undefined))
      report(look, at, `at least one of ${parts.join(', ')} is required`);
  },
);
const taskCard = block(
  { task_id: text(1, 255), title: text(1, 255), status: one('pending', 'in_progress', 'complete', 'error') },
  { details: richText, output: richText, sources: many(urlSource, 0, 100) },
);

const actions = block({ elements: many(byType(actionsElements), 1, 25) });
const context = block({
  elements: many(byType({ image: imageElement, plain_text: plain(3000), mrkdwn: mrkdwn(3000) }), 1, 10),
});
const divider = block({});
const header = block({ text: plain(150) });
const image = block(
  { alt_text: text(1, 2000) },
  { title: plain(2000), image_url: webAddress, slack_file: slackFile },
  exactlyOne('image_url', 'slack_file'),
);
const input = block(
  { label: plain(2000), element: byType(inputElements) },
  { hint: plain(2000), optional: flag, dispatch_action: flag },
  filesBelongInModals,
);
const section = block(
  {},
  { text: anyText(3000), fields: many(anyText(2000), 1, 10), accessory: byType(accessories), expand: flag },
  textOrFields,
);
const table = block(
  { rows: many(many(cell, 1, 20), 1, 100) },
  { column_settings: many(alignment, 0, 20) },
  rectangular,
);
const video = block(
  { video_url: webAddress, thumbnail_url: webAddress, alt_text: text(1, 2000), title: plain(199) },
  {
    title_url: webAddress,
    author_name: text(1, 49),
    provider_name: text(1, 255),
    provider_icon_url: webAddress,
    description: plain(3000),
  },
);
const inContainer = { actions, context, divider, header, image, input, rich_text: richText, section, table, video };

const everywhere: Shapes = { actions, context, divider, header, image, input, rich_text: richText, section, video };

const onlyMessages: Shapes = {
  card,
  carousel: block({ elements: many(byType({ card }), 1, 10) }),
  container: block(
    { child_blocks: many(byType(inContainer), 1, 10) },
    {
      title: plain(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      width: one('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  ),
  context_actions: block({ elements: many(byType(contextActionsElements), 1, 5) }),
  data_table: block(
    { rows: many(many(cell, 1, 20), 2, 201), caption: text(1, 3000) },
    { page_size: whole(1, 100), row_header_column_index: whole(0, 19) },
    headed,
  ),
  markdown: block({ text: text(1, 12_000) }),
  plan: block({ title: text(1, 255) }, { tasks: many(byType({ task_card: taskCard }), 0, 50) }),
  table,
  task_card: taskCard,
};

const onlyModals: Shapes = {
  alert: block({ text: anyText(200) }, { level: one('default', 'info', 'warning', 'error', 'success') }),
};

/** The blocks that each surface takes. */
export const BLOCKS: Readonly<Record<Surface, Shapes>> = {
  message: { ...everywhere, ...onlyMessages },
  modal: { ...everywhere, ...onlyModals },
  home: everywhere,
};
