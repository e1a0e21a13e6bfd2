import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { askedOptions } from '../../core/policy/asked-options.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { orderTraitsOf } from '../../core/policy/policy-facts.ts';
import { CHARGE_KINDS, PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import { allowedCatalogue } from '../../usecases/policy/allowed-catalogue.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import type { RequestContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { groupOptions, imageOptions, loginOptions, typeOptions, vSwitchOptions } from './options.ts';
import { readBlockId, WINDOWS } from './view-state.ts';

/** Slack waits three seconds for options. A slow catalogue has them ready at the next keystroke. */
const WAIT_MS = 2_000;

/** Type-ahead: the catalogue's choices that match the typed words. Always answers, if need be with none. */
export const onOptions =
  (context: RequestContext) =>
  async ({ ack, body }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> => {
    let options: PlainTextOption[] = [];
    try {
      options = await findOptions(context, body.user.id, body.block_id, body.value.trim());
    } catch (error) {
      context.log.error({ ...describeError(error) }, 'options could not be found');
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
      return typeOptions(
        await known(context, catalogue.instanceTypes.load(region, second, chargeKind)),
        query,
        text.modal,
      );
    }
    case 'image':
      return imageOptions(await known(context, catalogue.images.load(region)), query, text.modal);
    case 'vswitch':
      return vSwitchOptions(await known(context, catalogue.vSwitches.load(region)), second, query, text.modal);
    case 'group': {
      const groups = await known(context, catalogue.securityGroups.load(region));
      return groupOptions(groups, second === '' ? null : second, query);
    }
    case 'login': {
      const { ways } = askedOptions(rulesOf(context), askerOf(context, user, user), orderTraitsOf({}));
      const { keyPairs } = context.keys.bringing(catalogue, user);
      const keys = ways.includes('keyPair') ? await known(context, keyPairs.load(region)) : [];
      return loginOptions(keys, { user, ways, isWindows: second === WINDOWS }, query, text.options);
    }
    default:
      return [];
  }
}

async function known<T>(context: RequestContext, list: Promise<Result<readonly T[], Failure>>): Promise<readonly T[]> {
  const result = await withDeadline(context.clock, WAIT_MS, list);
  return result !== 'late' && result.ok ? result.value : [];
}
