import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import { answerWithin } from '../../core/base/deadline.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { KeyChoice } from '../../core/option/key-pair.ts';
import { askedOptions } from '../../core/policy/asked-options.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { orderTraitsOf } from '../../core/policy/policy-facts.ts';
import { CHARGE_KINDS, PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import { allowedCatalogue } from '../../usecases/policy/allowed-catalogue.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import type { RequestContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { groupOptions, imageOptions, loginOptions, noteOption, typeOptions, vSwitchOptions } from './options.ts';
import { readBlockId, WINDOWS } from './view-state.ts';

/** Slack waits three seconds for options. A slow catalogue has them ready at the next keystroke. */
const WAIT_MS = 2_000;

/** Type-ahead: the catalogue's choices that match the typed words. Always answers; if a list is not there, why. */
export const onOptions =
  (context: RequestContext) =>
  async ({ ack, body }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> => {
    let options: PlainTextOption[] = [];
    try {
      options = await findOptions(context, body.user.id, body.block_id, body.value.trim());
    } catch (error) {
      context.log.error({ ...describeError(error) }, 'options could not be found');
      options = [noteOption('failed', context.text.modal)];
    }
    await ack({ options });
  };

async function findOptions(
  context: RequestContext,
  user: string,
  blockId: string,
  query: string,
): Promise<PlainTextOption[]> {
  const { text } = context;
  const catalogue = allowedCatalogue(context);
  const block = readBlockId(blockId);
  const [region = '', second = '', third] = block?.parents ?? [];
  if (region === '') return [];
  switch (block?.field) {
    case 'type': {
      if (second === '') return [];
      const chargeKind = CHARGE_KINDS.find((kind) => kind === third) ?? PAY_AS_YOU_GO.kind;
      return optionsOf(context, catalogue.instanceTypes.load(region, second, chargeKind), (types) =>
        typeOptions(types, query, text.modal),
      );
    }
    case 'image':
      return optionsOf(context, catalogue.images.load(region), (images) => imageOptions(images, query, text.modal));
    case 'vswitch':
      return optionsOf(context, catalogue.vSwitches.load(region), (all) =>
        vSwitchOptions(all, second, query, text.modal),
      );
    case 'group':
      return optionsOf(context, catalogue.securityGroups.load(region), (groups) =>
        groupOptions(groups, second === '' ? null : second, query),
      );
    case 'login': {
      const { ways } = askedOptions(rulesOf(context), askerOf(context, user, user), orderTraitsOf({}));
      const offered = { user, ways, isWindows: second === WINDOWS };
      const draw = (keys: readonly KeyChoice[]) => loginOptions(keys, offered, query, text.options);
      if (!ways.includes('keyPair') || offered.isWindows) return draw([]);
      const { keyPairs } = context.keys.bringing(catalogue, user);
      // The other ways need no list.
      return optionsOf(context, keyPairs.load(region), draw, draw([]));
    }
    default:
      return [];
  }
}

/** A list's entries, or why there are none, and what can be picked without it. */
async function optionsOf<T>(
  { clock, text }: RequestContext,
  list: Promise<Result<readonly T[], Failure>>,
  draw: (items: readonly T[]) => PlainTextOption[],
  always: readonly PlainTextOption[] = [],
): Promise<PlainTextOption[]> {
  const result = await answerWithin(clock, WAIT_MS, list);
  if (result.ok) return draw(result.value);
  return [noteOption(result.error === 'late' ? 'loading' : 'failed', text.modal), ...always];
}
