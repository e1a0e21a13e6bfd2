import { ok } from '../../core/base/result.ts';
import { foundAmong, requestTagOf } from '../../core/chunk/chunk-rows.ts';
import { causeOf } from '../../core/failure/failure-cause.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import { failedFor, NEXT_STEPS, type NextStep } from '../../core/instance/next-steps.ts';
import { lacksMoney } from '../../core/renewal/renewal-act.ts';
import { REQUEST_TAG, type Request } from '../../core/request/request.ts';
import { draftOf } from '../../core/spec/presets.ts';
import type { Draft } from '../../core/spec/spec.ts';
import { leftElsewhere } from '../../usecases/instance/find-instance.ts';
import { openForm } from '../create-form/open.ts';
import { elsewhereAnswer } from '../instance/search-answer.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { answerWhenReady } from '../kit/answer-when-ready.ts';
import type { ActionArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { isUserId } from '../kit/ids.ts';
import { type Opener, windowCallerOf } from '../kit/modal-flow.ts';
import { readFor } from '../kit/newest-reads.ts';
import { plainNamesOf } from '../kit/post.ts';
import { refusedHere } from '../policy/refused-here.ts';
import { findAlternatives } from './alternatives.ts';
import { alternativesMessage, balanceMessage, lookMessage, permissionMessage } from './next-step-blocks.ts';
import { isRequestId, readTakenAlternative, stepAction, TAKE_ALTERNATIVE } from './next-step-ids.ts';

type Listener = (args: ActionArgs) => Promise<void>;

/** The listeners for each button about failures, and for those of the alternatives. */
export const NEXT_STEP_LISTENERS: ReadonlyMap<string, (context: RequestContext) => Listener> = new Map([
  ...NEXT_STEPS.map((step) => [stepAction(step), onStep(step)] as const),
  ...TAKE_ALTERNATIVE.map((actionId) => [actionId, onTake] as const),
]);

/** The subject of a failure's button. */
interface Failed {
  readonly request: Request;
  readonly instances: readonly Instance[];
}

const OF_CREATING: ReadonlySet<NextStep> = new Set<NextStep>(['alternatives', 'balance']);

function onStep(step: NextStep): (context: RequestContext) => Listener {
  return (context) => async (args) => {
    const id = pressedValue(args);
    await guarded(context, args, async (opener) => {
      const { tell } = opener;
      const failed = await failedOf(context, id, step);
      if (typeof failed === 'string') return tell(ephemeral(failed));
      if (step === 'address') return tell(await askAgainForAddresses(context, args.body.user.id, failed));
      if (step === 'tryAgain') return openAgain(context, opener, failed, {});
      // Prices and the balance are shown only to people who may create.
      const refused = OF_CREATING.has(step) ? refusedFor(context, args.body.user.id, failed.request) : null;
      if (refused !== null) return tell(ephemeral(refused));
      const { looking: waiting, late } = context.text.nextSteps;
      return readFor(context, args.body.user.id, tell, (say) =>
        answerWhenReady(context, answerTo(context, step, failed), { tell: say, waiting, late }),
      );
    });
  };
}

/** The button of one alternative: opens the form filled in with it. */
function onTake(context: RequestContext): Listener {
  return async (args) => {
    const taken = readTakenAlternative(pressedValue(args));
    if (taken === null) return;
    await guarded(context, args, async (opener) => {
      const { tell } = opener;
      const failed = await failedOf(context, taken.requestId, 'alternatives');
      if (typeof failed === 'string') return tell(ephemeral(failed));
      const { instanceType: type, zone, vSwitchId: vswitch, disk, sameVpc } = taken;
      return openAgain(context, opener, failed, { type, zone, vswitch, disk, ...(sameVpc ? {} : { group: '' }) });
    });
  };
}

async function answerTo(
  context: RequestContext,
  step: Exclude<NextStep, 'tryAgain' | 'address'>,
  { request, instances }: Failed,
): Promise<Answer> {
  const { text } = context;
  switch (step) {
    case 'alternatives':
      return alternativesMessage(
        request,
        await findAlternatives(context, request, instances.length, instances.some(diskRefused)),
        text,
      );
    case 'balance':
      // A renewal has no instances of its own.
      return balanceMessage(
        await context.quotes.balance.fresh(),
        request.approval?.quote ?? request.quote ?? null,
        Math.max(1, instances.length),
        text,
      );
    case 'lookAgain':
      return lookAgain(context, instances, await context.store.instancesOf(request.id));
    case 'permission':
      return permissionMessage(
        instances.flatMap(({ failure, noAddress }) => failure ?? noAddress ?? []),
        text,
      );
  }
}

/**
 * Looks by tag again. Instances in a previous account are not looked for in the present one.
 *
 * @param all also the instances that have not failed
 */
async function lookAgain(
  context: RequestContext,
  instances: readonly Instance[],
  all: readonly Instance[],
): Promise<Answer> {
  const { text } = context;
  const searched = await Promise.all(instances.map(async (one) => ({ one, left: await leftElsewhere(context, one) })));
  const left = searched.flatMap(({ left }) => (left === null ? [] : [elsewhereAnswer(left, text)]));
  const asked = new Map<string, ReturnType<typeof context.cloud.findByTag>>();
  const here = searched.filter(({ left }) => left === null).map(({ one }) => one);
  const looked = here.map(async (one) => {
    const { spec } = one;
    const tag = requestTagOf(one);
    const look = asked.get(tag) ?? context.cloud.findByTag(spec.region, REQUEST_TAG, tag);
    asked.set(tag, look);
    const found = await look;
    return { name: spec.name, found: found.ok ? ok(ownAmong(found.value, one, { here, all })) : found };
  });
  const [first, ...more] = looked.length === 0 ? left : [lookMessage(await Promise.all(looked), context.text), ...left];
  if (first === undefined) return ephemeral(context.text.nextSteps.nothingLeft);
  return { ...first, blocks: [...first.blocks, ...more.flatMap(({ blocks }) => blocks)] };
}

/** The found instances that belong to this row: rows of one chunk share their tag, so ids and names tell them apart. */
function ownAmong(
  found: readonly ListedInstance[],
  one: Instance,
  { here, all }: { readonly here: readonly Instance[]; readonly all: readonly Instance[] },
): readonly ListedInstance[] {
  if (one.chunk === undefined) return found;
  if (one.cloudId !== null) return found.filter(({ cloudId }) => cloudId === one.cloudId);
  const without = here.filter((row) => row.cloudId === null && requestTagOf(row) === requestTagOf(one));
  const known = new Set(all.flatMap(({ cloudId }) => cloudId ?? []));
  const ours = new Set(without.map(({ id }) => id));
  const others = all.filter(({ id, cloudId }) => cloudId === null && !ours.has(id));
  const named = new Set(others.map(({ spec }) => spec.name));
  const theirs = found.filter(({ name = '' }) => !named.has(name));
  const told = foundAmong(without, theirs, { known, lookedAt: 0, isLast: true })[without.indexOf(one)];
  return told?.is === 'foundByTag' ? told.found : [];
}

/** For each instance on which the person may act; the thread tells the outcome. */
async function askAgainForAddresses(context: RequestContext, user: string, { instances }: Failed): Promise<Answer> {
  const { address, nothingLeft, storeDown } = context.text.nextSteps;
  const by = { user, isAdmin: context.authority.isAdmin(user) };
  const asked = await Promise.all(
    instances.map(async ({ id, spec }) => ({ name: spec.name, is: await context.power.address(id, by) })),
  );
  const names = asked.filter(({ is }) => is === 'taken').map(({ name }) => name);
  if (names.length > 0) return ephemeral(address.asked(plainNamesOf(names, context.text)));
  const why = new Set(asked.map(({ is }) => is));
  if (why.has('storeDown')) return ephemeral(storeDown);
  if (why.has('busy')) return ephemeral(address.busy);
  return ephemeral(why.has('notYours') ? address.notYours : nothingLeft);
}

const diskRefused = ({ failure }: Instance): boolean => failure !== null && causeOf(failure) === 'disk';

async function failedOf({ store, text }: RequestContext, id: string, step: NextStep): Promise<Failed | string> {
  const request = isRequestId(id) ? await store.request(id) : null;
  if (request === null) return text.nextSteps.unknownRequest;
  if (step === 'balance' && lacksMoney(request)) return { request, instances: [] };
  const instances = failedFor(step, await store.instancesOf(id));
  return instances.length === 0 ? text.nextSteps.nothingLeft : { request, instances };
}

/** A request from direct messages gets its new card in the presser's own. */
const channelFor = (user: string, { channel }: Request): string => (isUserId(channel) ? user : channel);

const refusedFor = (context: RequestContext, user: string, request: Request): string | null =>
  refusedHere(context, { user, isAdmin: context.authority.isAdmin(user), channel: channelFor(user, request) });

/** Opens the form with the failed order, and only the failed amount: running instances are not ordered again. */
async function openAgain(
  context: RequestContext,
  opener: Opener,
  { request, instances }: Failed,
  changed: Draft,
): Promise<void> {
  const { user } = opener;
  const channel = channelFor(user, request);
  const refused = refusedFor(context, user, request);
  if (refused !== null) return opener.tell(ephemeral(refused));
  const all = Object.entries({ ...draftOf({ spec: request.spec, amount: instances.length }), ...changed });
  const typed: Draft = Object.fromEntries(all.filter(([, value]) => value !== ''));
  await openForm(context, opener, { channel, typed });
}

/** Answers the person alone, whatever happens; the card with the button stays as it is. */
async function guarded(
  context: RequestContext,
  args: ActionArgs,
  run: (opener: Opener) => Promise<void>,
): Promise<void> {
  const { storeDown, broken, button } = context.text.nextSteps;
  const opener = windowCallerOf(context, args, button.tryAgain);
  try {
    await run(opener);
  } catch (error) {
    await opener.tell(troubleAnswer(context, error, { storeDown, broken, logged: 'a button failed' }));
  }
}

const pressedValue = ({ action }: ActionArgs): string => ('value' in action ? String(action.value ?? '') : '');
