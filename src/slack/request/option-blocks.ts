import type { KnownBlock } from '@slack/types';
import { systemOf } from '../../core/connect/server-of.ts';
import { isRenewing } from '../../core/renewal/renewal-act.ts';
import { isAdopted, type Request } from '../../core/request/request.ts';
import type { InstanceSpec } from '../../core/spec/spec.ts';
import type { Text } from '../../text/en.ts';
import { type OptionFact, optionFacts } from '../../text/option-facts.ts';
import { plain, section } from '../kit/blocks.ts';
import { clip, clipName } from '../kit/mrkdwn.ts';
import { upToMax } from '../kit/post.ts';

/** The most characters of lines in one Slack section, below its limit. */
const SECTION_MAX = 2_900;

type Line = Pick<OptionFact, 'label' | 'parts' | 'between'>;

/**
 * The order's options beyond place, type, disk and network. Approvers are told explicitly if the server gets no rights, and what
 * the requester has already.
 */
function linesOf(request: Request, text: Text, wordsMax: number): readonly Line[] {
  if (isRenewing(request)) return [];
  const { spec, state, names } = request;
  const { had, hadIs } = text.card.facts;
  // For an adopted instance, nobody has said how to log in.
  const noLogin = isAdopted(request) ? undefined : text.options.noLogin[systemOf(spec, names?.image ?? null)];
  const facts = optionFacts(withShortWords(spec, wordsMax), text, noLogin);
  const isDecided = state !== 'pending' || spec.ramRole !== undefined;
  const noRights = isDecided ? [] : [{ label: text.options.label.role, parts: [text.options.noRole], between: '' }];
  const others =
    state === 'pending' && names?.had
      ? [{ label: had, parts: [hadIs(names.had.alike, names.had.all)], between: '' }]
      : [];
  return [...facts, ...noRights, ...others].map(({ label, parts, between }) => ({
    label,
    parts: parts.map((part) => part.replace(/\s+/gu, ' ')),
    between,
  }));
}

/** Free words are cut, so that each disk and tag is named however many there are. */
function withShortWords(spec: InstanceSpec, max: number): InstanceSpec {
  const { dataDisks, tags } = spec;
  return {
    ...spec,
    ...(tags && { tags: tags.map(({ key, value }) => ({ key: clipName(key, max), value: clipName(value, max) })) }),
    ...(dataDisks && {
      dataDisks: dataDisks.map((disk) => ({
        ...disk,
        ...(disk.name !== undefined && { name: clipName(disk.name, max) }),
        ...(disk.description !== undefined && { description: clip(disk.description, max) }),
      })),
    }),
  };
}

/** A line for each option, in plain text. What is too long for a list ends with how much more there is. */
export const optionLines = (request: Request, text: Text, valueMax: number): readonly string[] =>
  linesOf(request, text, valueMax).map((line) => `${line.label}${text.marks.colon}${upToMax(line, valueMax, text)}`);

/**
 * The same in sections, in plain text, so that nobody's markup can change how it reads. Each disk and tag is there, in as many
 * sections as it takes.
 *
 * @param wordsMax characters of a name or text that people gave to a disk or tag
 */
export function optionBlocks(request: Request, text: Text, wordsMax: number): readonly KnownBlock[] {
  const sections: string[] = [];
  for (const { label, parts, between } of linesOf(request, text, wordsMax))
    for (const [n, part] of parts.entries()) {
      const last = sections.at(-1);
      const lead = `${label}${text.marks.colon}`;
      const longer = `${last}${n === 0 ? `\n${lead}` : between}${part}`;
      if (last !== undefined && longer.length <= SECTION_MAX) sections[sections.length - 1] = longer;
      else sections.push(`${lead}${part}`);
    }
  return sections.map((lines) => section(plain(lines)));
}
