import type { Instance } from '../../core/instance/instance.ts';
import { summarise } from '../../core/instance/summary.ts';
import { isRenewing } from '../../core/renewal/renewal-act.ts';
import { MAX_NAMES_LISTED } from '../../core/request/name-ranges.ts';
import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { contextBlock, section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import { channelMention, code, EMPTY, fallback, harmless, lines, moment, mrkdwn } from '../kit/mrkdwn.ts';
import { fitting, type Post, plainNamesOf, whereAll } from '../kit/post.ts';
import { renderRenewalDm } from '../renewal/card.ts';
import { boughtBlocks, instanceSections, rowNames, troublesOf } from './card.ts';
import { gettingIn, knownServer } from './getting-in.ts';
import { nextStepBlocks } from './next-step-blocks.ts';
import { plainAddresses, plainTroubles, requestTitle, troubleBlocks } from './render.ts';

/** To the requester when the request has ended: what runs and where, what failed and what to do. */
export function renderDm(request: Request, instances: readonly Instance[], text: Text): Post {
  if (isRenewing(request)) return renderRenewalDm(request, text);
  const title = requestTitle(request, text);
  const headline = headlineOf(instances, text);
  const where = isChannelId(request.channel) ? mrkdwn`${text.marks.comma}${channelMention(request.channel)}` : EMPTY;
  // The message stays as it is, whatever happens to the instances later.
  const when = request.finishedAt === null ? EMPTY : mrkdwn` · ${moment(request.finishedAt)}`;
  const running = instances.filter(({ outcome, wanted }) => outcome === 'reached' && wanted === 'running');
  const named =
    running.length > MAX_NAMES_LISTED
      ? [plainNamesOf(rowNames(running), text)]
      : running.map((instance) => `${instance.spec.name} ${plainAddresses(instance, text)}`.trim());
  const plain = [
    `${headline}${text.marks.open}${title}${text.marks.close}${text.marks.end}`,
    ...(named.length > 0 ? [named.join(text.marks.list)] : []),
    ...(troublesOf(instances).length > 0 ? [plainTroubles(troublesOf(instances), text)] : []),
  ];
  return {
    text: fallback(lines(plain.map(harmless))),
    blocks: fitting((detail) => [
      section(mrkdwn`*${headline}*${when}\n${title}${where}`),
      ...boughtBlocks(request, instances, text),
      ...instanceSections(instances, text, detail),
      ...whereAll(rowNames(instances), request.spec.region, text),
      ...gettingIn(running, knownServer(request), text, detail),
      ...troubleBlocks(troublesOf(instances), text, detail),
      ...nextStepBlocks(request, instances, text),
      contextBlock(mrkdwn`${text.card.request} ${code(request.id)}`),
    ]),
  };
}

function headlineOf(instances: readonly Instance[], text: Text): string {
  const summary = summarise(instances);
  const { reached, total, stopped, released } = summary;
  if (stopped + released > 0) return text.card.progress(summary);
  if (reached === total) return text.card.dm.allRunning(total);
  return reached === 0 ? text.card.dm.noneRunning(total) : text.card.dm.someRunning(reached, total);
}
