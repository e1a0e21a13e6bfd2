import { checkBlocks, textLength } from '../blockkit/check.ts';
import { asMessages } from '../blockkit/problem.ts';
import { type Dict, dict, isDict, list, str } from '../json.ts';
import { type Content, TEXT_LIMIT } from '../messages.ts';
import { type Call, done, MALFORMED, type Reply, refuse, warned } from './method.ts';

/** An undocumented limit for the text of all blocks of a message together. */
const BLOCK_TEXT_LIMIT = 13_200;
const METADATA_LIMIT = 8_000;

/** The checked text, blocks and metadata of a chat method; a {@link Reply} if Slack would refuse them. */
export function contentOf({ args }: Call): Content | Reply {
  const blocks = args.json('blocks');
  const attachments = args.json('attachments');
  if (blocks === MALFORMED || (blocks !== undefined && !Array.isArray(blocks))) return refuse('invalid_blocks_format');
  const refusal = refusedBlocks(blocks);
  if (refusal !== null) return refusal;
  const text = args.text('text');
  const hasBlocks = list(blocks).length > 0;
  if (text === undefined && !hasBlocks && list(attachments).length === 0) return refuse('no_text');
  const metadata = args.json('metadata');
  const complaint = metadataComplaint(metadata);
  if (complaint !== null) return refuse(complaint);
  const content = { text: text ?? '', blocks: hasBlocks ? list(blocks) : null };
  if (metadata === undefined) return content;
  const { event_type, event_payload } = dict(metadata);
  // An empty object removes the metadata.
  return { ...content, metadata: event_type === undefined ? null : { event_type, event_payload } };
}

const CUT = '[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters.';

/** The answer to a post, with a warning if its text was cut. */
export function posted({ text }: Content, more: Dict): Reply {
  const reply = done(more);
  return text.length > TEXT_LIMIT ? warned(reply, ['message_truncated'], [CUT]) : reply;
}

export const isRefusal = (content: Content | Reply): content is Reply => 'ok' in content;

export function refusedBlocks(blocks: unknown): Reply | null {
  if (blocks === undefined) return null;
  const problems = checkBlocks(blocks, 'message');
  if (problems.length > 0) {
    const messages = asMessages(problems);
    return refuse('invalid_blocks', {
      errors: messages,
      response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
    });
  }
  return textLength(blocks) > BLOCK_TEXT_LIMIT ? refuse('msg_blocks_too_long') : null;
}

function metadataComplaint(given: unknown): string | null {
  if (given === undefined) return null;
  if (!isDict(given)) return 'invalid_metadata_format';
  if (Object.keys(given).length === 0) return null;
  if (str(given.event_type) === undefined || !isDict(given.event_payload)) return 'invalid_metadata_schema';
  return JSON.stringify(given).length > METADATA_LIMIT ? 'metadata_too_large' : null;
}
