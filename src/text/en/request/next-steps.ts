import type { NextStep } from '../../../core/instance/next-steps.ts';
import type { ChargeKind, Term } from '../../../core/spec/charge.ts';
import type { DiskCategory } from '../../../core/spec/disks.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';
import { DISK, INSTANCES } from '../spec/spec.ts';

const instances = (count: number): string => (count === 1 ? 'the instance' : `the ${count} instances`);

/** The buttons for failures, and their answers, which only the presser sees. */
export const nextSteps = {
  marks,
  button: {
    alternatives: 'Show alternatives',
    tryAgain: 'Try again',
    balance: 'Check the balance again',
    lookAgain: 'Look again',
    permission: 'Show missing permission',
    address: 'Try the public IP again',
  } satisfies Readonly<Record<NextStep, string>>,
  address: {
    /** After the names of the instances. */
    asked: (names: string): string =>
      `The bot is requesting a public IP for ${names} again. It takes effect at the next restart; the result is posted in the thread.`,
    notYours: 'Only the owner of these instances and admins can do that. Nothing was changed.',
    busy: 'The instance is changing too often right now, so nothing was done. Click the button again.',
  },
  looking: 'Checking with Alibaba Cloud… The answer follows in a few seconds.',
  /** If there is nothing left for a button to do. */
  nothingLeft: 'Nothing is left of this request that this would help with.',
  unknownRequest: 'The bot no longer knows this request. Request again with /ecs create.',
  storeDown: 'The bot can’t reach its database right now. Nothing was changed. Try again in a minute.',
  broken: (reference: string): string =>
    `Something went wrong in the bot. Nothing was bought or changed. Try again; if it happens again, give the bot operator reference ${reference}.`,
  late: 'Alibaba Cloud didn’t answer in time. Nothing was bought or changed. Click the button again in a minute.',

  alternatives: {
    title: (type: string, zone: string): string => `Instead of ${type} in ${zone}`,
    what: (vCpu: number, memoryGiB: number, chargeKind: ChargeKind): string =>
      `The same ${vCpu} vCPU${vCpu === 1 ? '' : 's'} and ${memoryGiB} GiB, in stock for ${INSTANCES[chargeKind]} right now and allowed by the policy. A button opens the form with it filled in; nothing is bought until you submit.`,
    /** @param disk if it differs from the ordered one */
    button: (type: string, zone: string, price: string | null, disk: DiskCategory | null): string =>
      `${type} in zone ${zone}${disk === null ? '' : ` with ${DISK[disk]}`}${price === null ? '' : `, ${price}`}`,
    perHour: (amount: string): string => `${amount} per hour`,
    perTerm: (amount: string, term: Term): string => `${amount} for ${termText(term)}`,
    prices: {
      payAsYouGo: 'Prices are for one pay-as-you-go instance with its disk.',
      spot: 'Prices are for one spot instance with its disk, at the current market price, which changes.',
      prepaid: 'Prices are for one prepaid instance with its disk, for the whole period.',
    } satisfies Record<ChargeKind, string>,
    otherNetwork: (type: string, zone: string): string =>
      `${type} in zone ${zone} is in another VPC: choose one of its security groups in the form.`,
    none: (type: string, region: string): string =>
      `Nothing with the vCPUs and memory of ${type} is in stock in ${region} that the policy allows and that has a vSwitch with free IPs. Try another region or size with /ecs create, or try again later.`,
    unread: (title: string, next: string): string =>
      `Couldn’t check what is in stock: ${title}. ${next} Nothing was bought.`,
  },

  balance: {
    title: 'Account balance',
    is: (amount: string): string => `The account has ${amount} now.`,
    enough: (needed: string): string => `That covers the ${needed} charged upfront. Try again.`,
    missing: (missing: string, needed: string): string =>
      `That is ${missing} short of the ${needed} charged upfront. Have the account topped up, then try again.`,
    owes: (missing: string): string =>
      `The account is overdue: it needs ${missing} before Alibaba Cloud sells anything new. Have it topped up, then try again.`,
    hourly:
      'Pay-as-you-go is billed afterwards, so the bot can’t say how much is short. Alibaba Cloud may still require a minimum balance or a payment method. If it refuses again, see Expenses and Costs in the console.',
    otherCurrency: (needed: string): string =>
      `The price is ${needed}, in another currency, so the bot can’t say whether that is enough.`,
    failed: (title: string, next: string): string => `Couldn’t load the balance: ${title}. ${next}`,
    missingRight: (action: string): string =>
      `Couldn’t load the balance: the bot’s RAM user lacks ${action}. Have the bot operator add it to the RAM policy, or look at the balance in the console.`,
  },

  look: {
    title: (count: number): string => `Looked for ${instances(count)} by tag`,
    found: (status: string): string =>
      `found, ${status}. It exists and costs money: use it or release it in the ECS console.`,
    notFound: 'not found. The region has nothing with its tag right now that could be it.',
    unread: (title: string): string => `couldn’t be checked: ${title}. Click the button again in a minute.`,
    afterNothing:
      'Request it again with /ecs create only if it wasn’t found here and isn’t in the ECS console under its name either.',
  },

  permission: {
    title: 'Missing permission',
    /** The RAM action follows, then a full stop. */
    lacks: (principal: string): string => `${principal} lacks`,
    unnamed: (api: string): string => `Alibaba Cloud didn’t name the permission; the call was ${api}.`,
    /** If the cloud named no right, so that there is no statement. */
    todoUnnamed:
      'Have the bot operator run /ecs doctor, which checks every permission, and compare the RAM policy with the one in docs/install.md.',
    todo: 'Have the bot operator add this statement to the RAM policy, then try again. /ecs doctor checks every permission at once.',
  },
};
