import type { KnownBlock } from '@slack/types';
import { systemOf } from '../../core/connect/server-of.ts';
import { isRenewing } from '../../core/renewal/renewal-act.ts';
import { isAdopted, type Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { optionFacts } from '../../text/option-facts.ts';
import { plain, section } from '../kit/blocks.ts';
import { clip } from '../kit/mrkdwn.ts';

/** The most characters of a value in a list of several requests: a purpose fits, and more tags or disks than usual. */
const LISTED_MAX = 400;
/** The most characters of a value in a Slack section with its label, so that approvers see every disk and tag. */
const SECTION_MAX = 2_900;

/**
 * The order's options beyond place, type, disk and network: a line for each, in plain text, so that nobody's markup can change
 * how it reads. Approvers are told explicitly if the server gets no rights, and what the requester has already.
 */
export function optionLines(
  request: Request,
  text: Pick<Text, 'options' | 'card' | 'marks'>,
  valueMax = LISTED_MAX,
): readonly string[] {
  if (isRenewing(request)) return [];
  const { spec, state, names } = request;
  const { had, hadIs } = text.card.facts;
  // For an adopted instance, nobody has said how to log in.
  const noLogin = isAdopted(request) ? undefined : text.options.noLogin[systemOf(spec, names?.image ?? null)];
  const facts = optionFacts(spec, text, noLogin);
  const isDecided = state !== 'pending' || spec.ramRole !== undefined;
  const noRights = isDecided ? [] : [{ label: text.options.label.role, value: text.options.noRole }];
  const others =
    state === 'pending' && names?.had ? [{ label: had, value: hadIs(names.had.alike, names.had.all) }] : [];
  return [...facts, ...noRights, ...others].map(
    ({ label, value }) => `${label}${text.marks.colon}${clip(value.replace(/\s+/gu, ' '), valueMax)}`,
  );
}

export function optionBlocks(request: Request, text: Pick<Text, 'options' | 'card' | 'marks'>): readonly KnownBlock[] {
  const sections: string[] = [];
  for (const line of optionLines(request, text, SECTION_MAX - 100)) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < SECTION_MAX)
      sections[sections.length - 1] = `${last}\n${line}`;
    else sections.push(line);
  }
  return sections.map((lines) => section(plain(lines)));
}
