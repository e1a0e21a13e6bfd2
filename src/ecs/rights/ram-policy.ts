import { APIS, type Api, BILLING_APIS, type BillingApi } from '../apis.ts';

// Calls whose RAM action is not `ecs:<name>`. DescribeVSwitches answers for the VPC service, and some accounts authorise it
// there, so both actions are needed.
const ACTIONS: Partial<Record<Api, readonly string[]>> = {
  DescribeVSwitches: ['ecs:DescribeVSwitches', 'vpc:DescribeVSwitches'],
};

/** Spelt with three c, as RAM spells it: https://www.alibabacloud.com/help/en/user-center/developer-reference/api-bssopenapi-2017-12-14-queryaccountbalance */
export const BILLING_ACTIONS: Readonly<Record<BillingApi, string>> = { QueryAccountBalance: 'bss:DescribeAcccount' };

/** The RAM actions that authorise a call. */
export const actionsOf = (api: Api): readonly string[] => ACTIONS[api] ?? [`ecs:${api}`];

/** The RAM actions that the bot's calls need, and no more; sorted. */
export const ramActions = (): readonly string[] =>
  [...APIS.flatMap(actionsOf), ...BILLING_APIS.map((api) => BILLING_ACTIONS[api])].sort();

interface RamPolicy {
  readonly Version: '1';
  readonly Statement: readonly [
    { readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: '*' },
  ];
}

/** The least policy for the bot's RAM user or role. `Resource` may be narrowed to regions or resource groups. */
export const ramPolicy = (): RamPolicy => ({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: ramActions(), Resource: '*' }],
});
