import type { KnownBlock } from '@slack/types';
import { type Money, times } from '../../core/base/money.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import { stepsFor } from '../../core/instance/next-steps.ts';
import { MAX_NAMES_LISTED } from '../../core/request/name-ranges.ts';
import type { Request } from '../../core/request/request.ts';
import type { Price } from '../../core/spec/alternatives.ts';
import type { Charge } from '../../core/spec/charge.ts';
import type { Quote } from '../../core/spec/quote.ts';
import { hourlyText, moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { failureWords } from '../../text/failure-words.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { actions, button, contextBlock, plain, section } from '../kit/blocks.ts';
import { bold, code, harmless, lines, type Mrkdwn, mrkdwn, source } from '../kit/mrkdwn.ts';
import type { FoundAlternatives } from './alternatives.ts';
import { stepAction, TAKE_ALTERNATIVE, takenAlternativeValue } from './next-step-ids.ts';

/** For failures: a button for each step that helps. Empty if nothing has failed. */
export function nextStepBlocks(
  { id }: Pick<Request, 'id'>,
  instances: readonly Instance[],
  { nextSteps: text }: Text,
): KnownBlock[] {
  const steps = stepsFor(instances);
  if (steps.length === 0) return [];
  return [
    actions(
      'next_steps',
      steps.map((step) => button({ text: text.button[step], actionId: stepAction(step), value: id })),
    ),
  ];
}

const titled = (title: string, rows: readonly Mrkdwn[], ...more: readonly KnownBlock[]): Answer => ({
  text: source(harmless(title)),
  blocks: [section(lines([bold(title), ...rows])), ...more],
});

/** The alternatives as buttons that open the filled-in form, or why there are none. */
export function alternativesMessage(
  { id, spec }: Request,
  found: FoundAlternatives,
  { nextSteps, failures }: Text,
): Answer {
  const text = nextSteps.alternatives;
  if (found.kind === 'unread') {
    const { title, next } = failureWords(failures, found.failure);
    return ephemeral(text.unread(title, next));
  }
  const [first] = found.alternatives;
  if (first === undefined) return ephemeral(text.none(spec.instanceType, spec.region));
  const buttons = found.alternatives.map(({ type, zone, price, vSwitchId, sameVpc, disk }, index) =>
    button({
      text: text.button(
        type.id,
        shortZone(zone, spec.region),
        priceText(price, spec.charge, text),
        disk === spec.systemDisk.category ? null : disk,
      ),
      actionId: TAKE_ALTERNATIVE[index] ?? '',
      value: takenAlternativeValue({ requestId: id, instanceType: type.id, zone, vSwitchId, disk, sameVpc }),
    }),
  );
  const small = [
    ...(found.alternatives.some(({ price }) => price !== null) ? [text.prices[spec.charge.kind]] : []),
    ...found.alternatives.flatMap(({ sameVpc, type, zone }) =>
      sameVpc ? [] : [text.otherNetwork(type.id, shortZone(zone, spec.region))],
    ),
  ];
  return titled(
    text.title(spec.instanceType, spec.zone),
    [mrkdwn`${text.what(first.type.vCpu, first.type.memoryGiB, spec.charge.kind)}`],
    actions('next_alternatives', buttons),
    ...(small.length === 0 ? [] : [contextBlock(...small.map((sentence) => plain(sentence)))]),
  );
}

/** Per hour, or for the whole prepaid term. */
function priceText(price: Price | null, charge: Charge, text: Text['nextSteps']['alternatives']): string | null {
  if (price === null) return null;
  if ('micros' in price) return text.perHour(hourlyText(price));
  return charge.kind === 'prepaid' ? text.perTerm(moneyText(price), charge.term) : moneyText(price);
}

/** `cn-beijing-k` as `k`, if it begins with the region. */
const shortZone = (zone: string, region: string): string =>
  zone.startsWith(`${region}-`) ? zone.slice(region.length + 1) : zone;

/** The balance, and how much is missing for the failed instances. @param failed how many of the quoted ones */
export function balanceMessage(
  balance: Result<Money, Failure>,
  quote: Quote | null,
  failed: number,
  { nextSteps: { balance: text }, failures }: Text,
): Answer {
  if (!balance.ok) {
    const { kind, missing } = balance.error;
    const { title, next } = failureWords(failures, balance.error);
    return ephemeral(kind === 'permission' && missing ? text.missingRight(missing.action) : text.failed(title, next));
  }
  return titled(text.title, [
    mrkdwn`${text.is(moneyText(balance.value))}`,
    mrkdwn`${missingSentence(balance.value, quote, failed, text)}`,
  ]);
}

function missingSentence(has: Money, quote: Quote | null, failed: number, text: Text['nextSteps']['balance']): string {
  if (quote?.kind !== 'term') {
    return has.minor < 0 ? text.owes(moneyText({ ...has, minor: -has.minor })) : text.hourly;
  }
  // Rounded up, because a fraction of a fen is debited as a whole one.
  const needed: Money = { ...quote.price, minor: Math.ceil(times(quote.price, failed).minor / quote.amount) };
  if (needed.currency !== has.currency) return text.otherCurrency(moneyText(needed));
  const missing = needed.minor - has.minor;
  if (missing <= 0) return text.enough(moneyText(needed));
  return text.missing(moneyText({ ...has, minor: missing }), moneyText(needed));
}

/** The result of one instance's look by tag. */
interface TagLookup {
  readonly name: string;
  readonly found: Result<readonly ListedInstance[], Failure>;
}

export function lookMessage(looked: readonly TagLookup[], { nextSteps: { look: text }, failures, many }: Text): Answer {
  const rows = looked.slice(0, MAX_NAMES_LISTED).map(({ name, found }) => {
    if (!found.ok) return mrkdwn`❔ ${code(name)} ${text.unread(failureWords(failures, found.error).title)}`;
    const [first] = found.value;
    if (first === undefined) return mrkdwn`▫️ ${code(name)} ${text.notFound}`;
    return mrkdwn`✅ ${code(name)} ${code(first.cloudId)} ${text.found('unread' in first ? 'Unknown' : first.status)}`;
  });
  const none = looked.some(({ found }) => found.ok && found.value.length === 0);
  const more = looked.length - rows.length;
  const all = more > 0 ? [...rows, mrkdwn`${many.more(more)}`] : rows;
  return titled(text.title(looked.length), all, ...(none ? [contextBlock(plain(text.afterNothing))] : []));
}

/** The missing rights, and the statement that grants them. */
export function permissionMessage(
  failures: readonly Failure[],
  { nextSteps: { permission: text, marks } }: Text,
): Answer {
  const named = new Map(failures.flatMap(({ missing }) => (missing === null ? [] : [[missing.action, missing]])));
  const calls = new Set(failures.flatMap(({ missing, api }) => (missing === null && api !== null ? [api] : [])));
  const statement = { Effect: 'Allow', Action: [...named.keys()], Resource: '*' };
  const granted: readonly KnownBlock[] =
    named.size === 0
      ? []
      : [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_preformatted',
                elements: [{ type: 'text', text: JSON.stringify(statement, null, 2) }],
              },
            ],
          },
        ];
  return titled(
    text.title,
    [
      ...[...named.values()].map(
        ({ principal, action }) => mrkdwn`${text.lacks(principal)} ${code(action)}${marks.end}`,
      ),
      ...[...calls].map((api) => mrkdwn`${text.unnamed(api)}`),
      mrkdwn`${named.size === 0 ? text.todoUnnamed : text.todo}`,
    ],
    ...granted,
  );
}
