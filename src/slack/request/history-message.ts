import type { ChainedEvent } from '../../core/request/hash-chain.ts';
import { instanceRef } from '../../core/spec/command-arguments.ts';
import { instanceName } from '../../core/spec/spec.ts';
import { type History, type Store, StoreUnavailable } from '../../store/store.ts';
import type { Text } from '../../text/en.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { contextBlock, header, plain } from '../kit/blocks.ts';
import { code, harmless, joined, type Mrkdwn, moment, mrkdwn, shortened, source, userMention } from '../kit/mrkdwn.ts';
import { lineSections } from '../kit/post.ts';

/** The most events that are shown at once; fewer if their sentences are long. */
const MAX_EVENTS = 40;
const LINE_MAX = 1_500;
/** The most instances of one name that are listed. */
const MAX_CALLED = 10;
/** Of the 12,500 characters of a message; the rest is for the title and small print. */
const LINES_MAX = 11_000;

/**
 * Answers `/ecs history`: the newest events of a request, or of an instance by id or name, oldest first.
 *
 * @param id null if none was given
 */
export async function historyAnswer(
  { store, text }: { readonly store: Store; readonly text: Text },
  id: string | null,
): Promise<Answer> {
  if (id === null) return ephemeral(text.history.usage);
  try {
    const named = instanceRef().read([id]);
    const { word, region } = named.ok ? named.value : { word: id, region: null };
    const found = await store.history(word.toLowerCase(), MAX_EVENTS);
    if (found !== null) return historyMessage(found, text);
    const all = await store.instancesCalled(word.toLowerCase(), MAX_CALLED);
    const called = all.filter(({ spec }) => region === null || spec.region === region);
    const [only] = called;
    if (only === undefined) return ephemeral(text.history.unknown(id));
    if (called.length > 1)
      return ephemeral(
        text.history.several(
          id,
          called.map((each) => each.id),
        ),
      );
    const its = await store.history(only.id, MAX_EVENTS);
    return its === null ? ephemeral(text.history.unknown(id)) : historyMessage(its, text);
  } catch (error) {
    if (error instanceof StoreUnavailable) return ephemeral(text.history.storeDown);
    throw error;
  }
}

export function historyMessage(history: History, { history: text }: Text): Answer {
  const { request, instance, events } = history;
  const lines = fitting(events.map((event) => eventLine(event, history, text)));
  const earlier = history.earlier + events.length - lines.length;
  const title = text.title(instance?.id ?? request.id);
  const small = [
    ...(lines.length === 0 && !history.lacksFirst ? [text.nothing] : []),
    ...(history.archived ? [text.archived] : []),
    ...(history.lacksFirst ? [text.lacksFirst] : []),
    ...(instance === null && request.amount > 1 ? [text.oneInstance(`${request.id}-1`)] : []),
  ];
  return {
    text: source(harmless(title)),
    blocks: [
      header(title),
      ...(earlier > 0 ? [contextBlock(plain(text.earlier(earlier)))] : []),
      ...lineSections(lines, (line) => source(line).length),
      ...(small.length > 0 ? [contextBlock(...small.map((sentence) => plain(sentence)))] : []),
    ],
  };
}

/** `Nov 23 11:05:03 · @lena · web-1: Alibaba Cloud accepted it as i-….` */
function eventLine(event: ChainedEvent, { request, instance }: History, text: Text['history']): Mrkdwn {
  const who = event.actor === 'bot' ? mrkdwn`${text.theBot}` : userMention(event.actor);
  const which = instance === null && event.instanceId !== null ? [code(nameOf(event.instanceId, request))] : [];
  const before = joined([moment(event.at, 'day and second'), who, ...which], ' · ');
  return shortened(mrkdwn`${before}${text.marks.colon}${text.sentence(event.kind, event.data)}`, LINE_MAX);
}

/** The same name as on the card. */
const nameOf = (instanceId: string, { id, spec, amount }: History['request']): string =>
  instanceName(spec.name, Number(instanceId.slice(id.length + 1)), amount);

/** The newest lines that fit. */
function fitting(all: readonly Mrkdwn[]): readonly Mrkdwn[] {
  let used = 0;
  const tooMany = all.findLastIndex((line) => {
    used += source(line).length + 1;
    return used > LINES_MAX;
  });
  return all.slice(tooMany + 1);
}
