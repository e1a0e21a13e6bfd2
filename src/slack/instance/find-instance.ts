import type { Asking } from '../../commands/context.ts';
import { leftIn, type StoredAccount } from '../../core/account/account.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Found, Unseen } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { InstanceRef } from '../../core/spec/command-arguments.ts';
import { isCloudId } from '../../core/spec/list-query.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { actions } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { RUN_HERE, runButton } from '../kit/run-buttons.ts';
import { type Deadline, deadlineIn, fromStore, isUnderWay, knownOf, knownRegions } from '../kit/store-reads.ts';
import { regionsWorthAsking, searchId, searchName } from './search-regions.ts';
import { candidatesMessage } from './show-message.ts';
import { exactRef } from './words.ts';

/** The instance that is meant, or what the person is answered instead. */
export type Search = { readonly found: Found } | { readonly answer: Answer };

/** More of one name are not told apart by buttons anyway. */
const MOST_ROWS = 11;

/**
 * By the bot's own id, by the cloud's, or by name, in one region or in all of them. What the bot has written down is asked first: it
 * knows the region.
 */
export async function findInstance(context: RequestContext, ref: InstanceRef, by: Asking): Promise<Search> {
  const deadline = deadlineIn(context.clock);
  const own = await fromStore<Instance | null | 'storeDown'>(
    context,
    () => context.store.queries.withId(ref.word.toLowerCase()),
    'storeDown',
  );
  // Nobody is told that the bot did not create what it cannot look up.
  if (own === 'storeDown' && by.who !== 'anyone') return { answer: ephemeral(context.text.power.storeDown) };
  const elsewhere = own === null || own === 'storeDown' ? null : await answerElsewhere(context, own);
  if (elsewhere !== null) return elsewhere;
  if (own !== null && own !== 'storeDown') return { found: await lookedUp(context, deadline, own) };
  const known = ref.region === null ? await knownRegions(context, deadline) : { ids: [ref.region], trouble: null };
  const trouble = known.trouble === null ? [] : [{ region: '', why: known.trouble }];
  const { asked, empty } =
    ref.region === null ? regionsWorthAsking(context, known.ids) : { asked: [ref.region], empty: 0 };
  const lookup: Lookup = { ref, by, regions: asked, empty, trouble };
  if (isCloudId(ref.word)) return byId(context, deadline, lookup);
  const rows = await calledSo(context, ref);
  const account = await accountOf(context);
  const here = rows.filter((row) => leftIn(row, account) === null);
  const left = rows.find((row) => !here.includes(row));
  return byName(context, deadline, lookup, here, left === undefined ? null : await answerElsewhere(context, left));
}

/** What belongs to the account of before is not looked for in the present one, where it would be told as gone. */
export async function answerElsewhere(context: RequestContext, own: Instance): Promise<Search | null> {
  const owner = leftIn(own, await accountOf(context));
  return owner === null ? null : { answer: ephemeral(context.text.instances.otherAccount(own.spec.name, owner)) };
}

/** How one of the bot's own stands in the cloud. */
async function lookedUp(context: RequestContext, deadline: Deadline, own: Instance): Promise<Found> {
  const { cloudId } = own;
  if (cloudId === null) return { cloud: null, own, why: isUnderWay(own) ? 'notYet' : 'gone' };
  const seen = await deadline.wait(() => context.inventory.instance(own.spec.region, cloudId));
  const why: Unseen | null =
    seen === 'late' ? seen : !seen.ok ? seen.error : seen.value !== null ? null : isUnderWay(own) ? 'notYet' : 'gone';
  if (why !== null) return { cloud: null, own, why };
  return seen !== 'late' && seen.ok && seen.value !== null
    ? { cloud: seen.value, own }
    : { cloud: null, own, why: 'gone' };
}

interface Lookup {
  readonly ref: InstanceRef;
  readonly by: Asking;
  /** Those that are asked. */
  readonly regions: readonly string[];
  /** How many are not, because they were seen empty a moment ago. */
  readonly empty: number;
  readonly trouble: readonly Trouble[];
}

interface Trouble {
  /** Empty where it is not known which regions there are. */
  readonly region: string;
  readonly why: Failure | 'late';
}

async function byId(context: RequestContext, deadline: Deadline, lookup: Lookup): Promise<Search> {
  const asked = lookup.regions.map((region) => searchId(context, deadline, region, lookup.ref.word));
  // Ids are unique over all regions, so nobody waits for the others.
  const hit = await firstOf(asked, (answer) => ('cloud' in answer ? answer.cloud : null));
  if (hit !== null) return { found: { cloud: hit, own: null } };
  const trouble = (await Promise.all(asked)).flatMap((answer) => ('why' in answer ? [answer] : []));
  return { answer: notFound(context, { ...lookup, trouble: [...lookup.trouble, ...trouble] }) };
}

/** The first that is not null; null when none is. */
function firstOf<A, T>(asked: readonly Promise<A>[], pick: (answer: A) => T | null): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const each = asked.map((one) =>
      one.then((answer) => {
        const value = pick(answer);
        if (value !== null) resolve(value);
      }),
    );
    Promise.all(each).then(() => resolve(null), reject);
  });
}

const accountOf = (context: RequestContext): Promise<StoredAccount | null> =>
  fromStore<StoredAccount | null>(context, context.store.metadata.storedAccount, null);

async function byName(
  context: RequestContext,
  deadline: Deadline,
  lookup: Lookup,
  rows: readonly Instance[],
  elsewhere: Search | null,
): Promise<Search> {
  const { ref, by } = lookup;
  const searched = await Promise.all(lookup.regions.map((region) => searchName(context, deadline, region, ref.word)));
  const unread = searched.flatMap(({ region, trouble: why }) => (why === null ? [] : [{ region, why }]));
  const trouble = [...lookup.trouble, ...unread];
  const exact = searched.flatMap((one) => one.exact);
  const own = (await knownOf(context, exact, [])).own;
  const found: readonly Found[] = [
    ...exact.map((cloud): Found => ({ cloud, own: own.get(cloud.cloudId) ?? null })),
    ...(await Promise.all(
      rows
        .filter(({ cloudId }) => !exact.some((cloud) => cloud.cloudId === cloudId))
        .map((one) => lookedUp(context, deadline, one)),
    )),
  ];
  const [only] = found;
  const isSure = trouble.length === 0 || by.who === 'anyone';
  if (only !== undefined && found.length === 1 && isSure) return { found: only };
  const text = context.text.instances;
  const again = (one: Found): string => by.again(exactRef(one));
  if (only !== undefined) {
    const sentence = found.length === 1 ? text.unsure(ref.word) : text.several(ref.word);
    return { answer: candidatesMessage(sentence, found, again, context.text) };
  }
  const similar = searched.flatMap((one) => one.similar);
  if (similar.length === 0 && elsewhere !== null) return elsewhere;
  if (similar.length === 0) return { answer: notFound(context, { ...lookup, trouble }) };
  const alike = similar.map((cloud): Found => ({ cloud, own: null }));
  return { answer: candidatesMessage(text.similar(ref.word), alike, again, context.text) };
}

/** The bot's own of that name, also those that the cloud does not list yet; the case of letters does not matter. */
async function calledSo(context: RequestContext, { word, region }: InstanceRef): Promise<readonly Instance[]> {
  const rows = await fromStore(context, () => context.store.instancesCalled(word.toLowerCase(), MOST_ROWS), []);
  return rows.filter(({ spec }) => region === null || spec.region === region);
}

/** That there is none; or, where not everything could be read, what could not. */
function notFound({ text, defaultRegion }: RequestContext, { ref, by, regions, empty, trouble }: Lookup): Answer {
  const words = text.instances;
  const unread = trouble.filter(({ region }) => region !== '');
  const [first] = unread;
  const unknown = trouble.find(({ region }) => region === '');
  const sentences = [
    words.unknown(ref.word, regions.length + empty),
    ...(empty === 0 ? [] : [words.seenEmpty(empty, `/ecs ${by.again({ word: ref.word, region: '<region>' })}`)]),
    ...(unknown === undefined ? [] : [words.regionsUnknown(defaultRegion, unknown.why)]),
    ...(first === undefined
      ? []
      : [
          words.someUnread(
            unread.map(({ region }) => region),
            first.why,
          ),
        ]),
  ];
  const told = ephemeral(sentencesOf(sentences));
  if (trouble.length === 0) return told;
  return {
    ...told,
    blocks: [...told.blocks, actions('find_again', [runButton(RUN_HERE, 'again', words.again, by.again(ref))])],
  };
}
