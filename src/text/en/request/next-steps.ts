import type { NextStep } from '../../../core/instance/next-steps.ts';
import type { ChargeKind, Term } from '../../../core/spec/charge.ts';
import type { DiskCategory } from '../../../core/spec/disks.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';
import { DISK, INSTANCES } from '../spec/spec.ts';

const instances = (count: number): string => (count === 1 ? 'the instance' : `the ${count} instances`);

/** The buttons under what has failed, and their answers, which only the person who pressed sees. */
export const nextSteps = {
  marks,
  button: {
    alternatives: 'Show alternatives',
    tryAgain: 'Try again',
    balance: 'Check the balance again',
    lookAgain: 'Look again',
    permission: 'Show the missing right',
    address: 'Try the address again',
  } satisfies Readonly<Record<NextStep, string>>,
  address: {
    /** After the names of the instances. */
    asked: (names: string): string =>
      `A public address is asked for once more for ${names}. It takes effect at the next restart and is told in the thread.`,
    notYours: 'Only who asked for these instances and admins may do that. Nothing was changed.',
    busy: 'The instance changed too often in the last moment, so nothing was done. Press the button again.',
  },
  looking: 'Asking Alibaba Cloud takes a few seconds. The answer follows.',
  /** Where a button finds nothing that it is for. */
  nothingLeft: 'There is nothing left of this request for which that would help.',
  unknownRequest: 'This request is not known any more. Ask again with /ecs create.',
  storeDown: 'The bot cannot read its database at the moment. Nothing was changed. Try again in a minute.',
  broken: (reference: string): string =>
    `Something went wrong in the bot. Nothing was bought or changed. Try again; if it happens again, show the reference ${reference} to whoever runs the bot.`,
  late: 'Alibaba Cloud has not answered in time. Nothing was bought or changed. Press the button again in a minute.',

  alternatives: {
    title: (type: string, zone: string): string => `Instead of ${type} in ${zone}`,
    what: (vCpu: number, memoryGiB: number, chargeKind: ChargeKind): string =>
      `The same ${vCpu} vCPU and ${memoryGiB} GiB, in stock for ${INSTANCES[chargeKind]} right now, as far as the policy allows it. A button opens the form filled in; nothing is bought before you submit it.`,
    /** @param disk where that is another one than was asked for */
    button: (type: string, zone: string, price: string | null, disk: DiskCategory | null): string =>
      `${type} in zone ${zone}${disk === null ? '' : ` with ${DISK[disk]}`}${price === null ? '' : `, ${price}`}`,
    perHour: (amount: string): string => `${amount} per hour`,
    perTerm: (amount: string, term: Term): string => `${amount} for ${termText(term)}`,
    prices: {
      payAsYouGo: 'Prices are for one pay-as-you-go instance with its disk.',
      spot: 'Prices are for one spot instance with its disk, at the market price of now, which changes.',
      prepaid: 'Prices are for one prepaid instance with its disk, for the whole period.',
    } satisfies Record<ChargeKind, string>,
    otherNetwork: (type: string, zone: string): string =>
      `${type} in zone ${zone} is in another VPC: pick a security group of it in the form.`,
    none: (type: string, region: string): string =>
      `Nothing with the vCPUs and memory of ${type} is in stock in ${region} where you have a vSwitch with room, as far as the policy allows it. Try another region or size with /ecs create, or try again later.`,
    unread: (title: string, next: string): string =>
      `The bot cannot read what is in stock: ${title}. ${next} Nothing was bought.`,
  },

  balance: {
    title: 'Account balance',
    is: (amount: string): string => `The account has ${amount} now.`,
    enough: (needed: string): string => `That covers the ${needed} to be debited at once. Try again.`,
    missing: (missing: string, needed: string): string =>
      `${missing} is missing of the ${needed} to be debited at once. Have the account topped up, then try again.`,
    owes: (missing: string): string =>
      `It owes money: ${missing} is missing until Alibaba Cloud sells anything new. Have the account topped up, then try again.`,
    hourly:
      'Pay-as-you-go is billed afterwards, so no amount is missing for certain; Alibaba Cloud may still ask for a least balance or a payment method. Look at Expenses and Costs in the console if it refuses again.',
    otherCurrency: (needed: string): string =>
      `The price is ${needed}, in another currency, so the bot cannot tell whether that is enough.`,
    failed: (title: string, next: string): string => `The balance cannot be read: ${title}. ${next}`,
    missingRight: (action: string): string =>
      `The balance cannot be read: the bot's RAM user lacks ${action}. Have the operator of the bot add it to the RAM policy, or look at the balance in the console.`,
  },

  look: {
    title: (count: number): string => `Looked for ${instances(count)} by tag`,
    found: (status: string): string =>
      `found, ${status}. It exists and costs money: use or release it in the ECS console.`,
    notFound: 'not found. Nothing with its tag that could be it exists in the region at this moment.',
    unread: (title: string): string => `could not be looked for: ${title}. Press the button again in a minute.`,
    afterNothing:
      'Where nothing was found, and nothing is in the ECS console under its name either, it can be asked for again with /ecs create.',
  },

  permission: {
    title: 'The missing right',
    /** The RAM action follows, then a full stop. */
    lacks: (principal: string): string => `${principal} lacks`,
    unnamed: (api: string): string => `Alibaba Cloud did not name the right; the call was ${api}.`,
    /** Where the cloud named no right, so that there is no statement. */
    todoUnnamed:
      'Have the bot operator run /ecs doctor, which checks every permission, and compare the RAM policy with the one in docs/install.md.',
    todo: 'Have the operator of the bot add this statement to its RAM policy, then try again. /ecs doctor checks all rights at once.',
  },
};
