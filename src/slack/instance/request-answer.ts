import type { WebClient } from '@slack/web-api';
import type { Text } from '../../text/en.ts';
import { deadlineIn } from '../../usecases/instance/instance-reads.ts';
import type { RequestFound } from '../../usecases/request/request-named.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, button, contextBlock, header, section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { clipName, fallback, mrkdwn } from '../kit/mrkdwn.ts';
import { type Detail, fitting, whereAll } from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { instanceSections, plainStateOf, rowNames, whoAndWhen } from '../request/card.ts';
import { cardLinkOf } from '../request/card-link.ts';
import { beyondPick, pickOf } from '../request/getting-in.ts';
import { requestTitle } from '../request/render.ts';

/** Answers `/ecs show` for a request. */
export async function requestAnswer(
  context: RequestContext,
  client: Pick<WebClient, 'chat'>,
  named: RequestFound,
): Promise<Answer> {
  const cardUrl = await cardLinkOf(context, deadlineIn(context.clock), client, named.request);
  return requestMessage(named, cardUrl, context.text);
}

/** The state of a request and all its instances, for one person: for many, the count per state, and the ranges of their names. */
export function requestMessage({ request, instances }: RequestFound, cardUrl: string | null, text: Text): Answer {
  const title = requestTitle(request, text);
  const state = plainStateOf(request, instances, text);
  const open = cardUrl === null ? [] : [button({ text: text.instances.openCard, actionId: 'open_card', url: cardUrl })];
  return {
    text: fallback(`${title}${text.marks.colon}${state}`),
    blocks: [
      ...fitting((detail) => [
        header(title),
        contextBlock(whoAndWhen(request, text)),
        section(mrkdwn`*${state}*`),
        ...instanceSections(instances, text, detail),
        ...whereAll(rowNames(instances), request.spec.region, text),
        actions('request', [
          ...pickShown(instances, text, detail),
          runButton(RUN_BESIDE, 'history', text.instances.history, `history ${request.id}`),
          ...open,
        ]),
        ...beyondPick(namedIn(instances), 'show', text.connect),
      ]),
    ],
  };
}

const namedIn = (instances: RequestFound['instances']) => instances.map(({ id, spec }) => ({ id, name: spec.name }));

function pickShown(instances: RequestFound['instances'], { connect }: Text, { nameMax }: Detail) {
  const [only, ...others] = namedIn(instances);
  if (only === undefined) return [];
  if (others.length === 0) return [runButton(RUN_BESIDE, 'show', connect.show, `show ${only.id}`)];
  const named = [only, ...others].map(({ id, name }) => ({ id, name: clipName(name, nameMax) }));
  return [pickOf(named, 'show', connect.pickShow)];
}
