import type { WebClient } from '@slack/web-api';
import { type FoundInstance, mayActOn, ownerOf } from '../../core/instance/found-instance.ts';
import { parseList } from '../../core/spec/list-query.ts';
import { actorFor, type Caller } from '../../usecases/instance/actor.ts';
import {
  type Deadline,
  deadlineIn,
  fromStore,
  knownRegions,
  type Viewer,
} from '../../usecases/instance/instance-reads.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { fallback, joined, lines, mrkdwn, principalMention } from '../kit/mrkdwn.ts';
import { cardLinkOf } from '../request/card-link.ts';
import { gatherList } from './gather-list.ts';
import { listMessage } from './list-message.ts';
import { showMessage } from './show-message.ts';
import type { InstanceShown } from './words.ts';

/** What `/ecs list` answers. */
export async function listAnswer(
  context: RequestContext,
  reader: Viewer & Caller,
  words: readonly string[],
): Promise<Answer> {
  const deadline = deadlineIn(context.clock);
  const known = await knownRegions(context, deadline);
  const order = parseList(words, known.ids);
  if (!order.ok) return ephemeral(context.text.instances.problem(order.error));
  const shown = await gatherList(context, reader, order.value, known, deadline);
  const found = shown.rows.map((row) => row.found);
  const may = await Promise.all(
    found.map(async (one) => mayActOn(await actorFor(context, reader, one, 'glance'), one)),
  );
  return listMessage(
    shown,
    context.defaultRegion,
    context.text,
    found.filter((_, index) => may[index]),
  );
}

/** Answers `/ecs show` for a found instance. */
export async function showAnswer(
  context: RequestContext,
  client: Pick<WebClient, 'chat'>,
  found: FoundInstance,
  mayAct: boolean,
): Promise<Answer> {
  const deadline = deadlineIn(context.clock);
  const { own } = found;
  const [request, disks, renewal] = await Promise.all([
    own === null ? null : fromStore(context, () => context.store.request(own.requestId), null),
    disksOf(context, deadline, found),
    renewalOf(context, deadline, found),
  ]);
  const cardUrl = request === null ? null : await cardLinkOf(context, deadline, client, request);
  return showMessage({ found, request, disks, ...renewal, cardUrl, mayAct, at: context.clock.now() }, context.text);
}

async function disksOf(
  context: RequestContext,
  deadline: Deadline,
  { cloud }: FoundInstance,
): Promise<InstanceShown['disks']> {
  if (cloud === null) return null;
  const answer = await deadline.read(() => context.inventory.disks(cloud.region, cloud.cloudId));
  return answer.ok ? answer.value : { why: answer.error };
}

/** The auto-renewal, as the cloud tells it now. */
async function renewalOf(
  context: RequestContext,
  deadline: Deadline,
  { cloud }: FoundInstance,
): Promise<Pick<InstanceShown, 'renewal'>> {
  if (cloud?.chargeKind !== 'prepaid') return {};
  const answer = await deadline.read(() => context.autoRenew.read(cloud.region, cloud.cloudId));
  return { renewal: answer.ok ? answer.value : 'unread' };
}

/** Tells who may run a command on an instance: its owner and admins, or admins and those whom the policy allows. */
export function ownersOnlyAnswer(
  { text, authority }: Pick<RequestContext, 'text' | 'authority'>,
  name: string,
  found: FoundInstance,
): Answer {
  const refusal = found.own === null ? text.commands.notTheBots(name) : text.commands.ownersOnly(name);
  const owner = found.own === null ? null : ownerOf(found);
  const people = [...new Set([...(owner === null ? [] : [owner.id]), ...authority.admins()])].slice(0, NAMED_MAX);
  const who =
    people.length === 0 ? mrkdwn`${text.freeze.noAdmins}` : joined(people.map(principalMention), text.marks.list);
  return { text: fallback(refusal), blocks: [section(lines([mrkdwn`${refusal}`, who]))] };
}

const NAMED_MAX = 20;
