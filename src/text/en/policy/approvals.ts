import type { Overdraft } from '../../../core/approval/budget.ts';
import { UNTOLD_LINE } from '../../../core/policy/rules.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { moneyText } from '../../amounts.ts';
import { counted } from '../base/counted.ts';

/** Empty for people who are not shown the lines of rules. */
export const atLine = (line: number): string => (line === UNTOLD_LINE ? '' : `, line ${line}`);

const chargeName: Readonly<Record<ChargeKind, string>> = {
  payAsYouGo: 'pay-as-you-go',
  spot: 'spot',
  prepaid: 'prepaid',
};

/** `1h`, `36h`, `2 days`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes % 1440 === 0) return counted(minutes / 1440, 'day', 'days');
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour', 'hours') : counted(minutes, 'minute', 'minutes');
}

/** Who has to approve what, and the budgets: as the policy says it, and for an order that is only asked about. */
export const policyApprovals = {
  chargeName,
  /** After the sentence that somebody may create here. */
  mayPay: (charges: readonly ChargeKind[]): string =>
    `Billing methods you can use: ${charges.map((charge) => chargeName[charge]).join(', ')}.`,
  /** Followed by the names of user groups. */
  dependsOnGroups: 'Whether you can create instances here depends on user groups that can’t be loaded right now:',

  agreeTitle: 'Who must approve',
  agreeHow:
    'Every matching line must be met. Prepaid counts for its whole period, everything else for about a month; an unknown price counts as above.',
  /** What a rule matches. */
  fits: (charge: ChargeKind | null, above: string | null): string =>
    [
      charge === null ? (above === null ? 'everything' : '') : chargeName[charge],
      above === null ? '' : `above ${above}`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  /** Followed by the people. */
  outOf: (needed: number): string => `${needed} of`,
  approvers: 'the approvers',
  otherPrepaid: 'all other prepaid requests',
  approversAre: 'Approvers:',
  approversAreAdmins: 'Approvers, who are the admins:',
  noApprovers: 'Nobody can approve: name people under approvers, or admins.',
  ownRequest: 'Nobody can approve their own requests.',
  ownRequestToo: 'Approvers can approve their own requests.',
  expires: (ms: number): string => `Requests expire after ${duration(ms)} without a decision, and nothing is bought.`,
  moreRules: (count: number): string => `and ${count} more`,

  budgetsTitle: 'Budgets per month (UTC)',
  budgetsHow:
    'Prepaid counts when it’s charged, and is reserved while it waits. Hourly billing counts for the hours an instance has existed plus, while it exists, the rest of the month, in every month; released instances count only for their hours. Stopped in standard mode it keeps counting; in economical mode its hours don’t count, but the rest of the month does. Spot counts at its last known price. Automatic renewals count once they’re seen. Adopted instances don’t count.',
  each: 'each person',
  perMonth: (amount: string): string => amount,
  left: (amount: string): string => `${amount} left`,
  leftForYou: (amount: string): string => `${amount} left for you`,
  nothingLeft: 'nothing left',

  wouldAgree: 'Who would have to approve',
  nobodyHasTo: 'It needs no approval.',
  /** @param price the amount that counts */
  atPrice: (price: string): string => `It counts as ${price}.`,
  withoutPrice: 'Its price is unknown, so every rule about prices applies.',
  byRule: (line: number | null): string =>
    line === null ? '(prepaid requests need an approver)' : `(policy: approvals${atLine(line)})`,
  nobody: 'nobody',
  /** On the command line, which knows only the policy file. */
  adminsElsewhere: 'the admins of ADMIN_USERS',
  notAPrice: (given: string): string =>
    `--price ${given} isn’t an amount. Write a plain number, such as 4800 or 99.50.`,
  /** Between names and the names of groups. */
  unknownMembers: 'the members of',
  unknownMeans: '(unknown here)',
  unsatisfiable: (needed: number, there: number, line: number | null): string =>
    `It can never be approved: it needs ${counted(needed, 'approval', 'approvals')}, and ${there === 0 ? 'nobody' : `only ${there}`} can approve ${policyApprovals.byRule(line)}. Notify the policy maintainer.`,
  wouldBeTold: 'Would be notified:',
  pings: (count: number): string =>
    count === 0 ? 'This notifies nobody.' : `This notifies ${counted(count, 'person', 'people')}.`,
  pingsAtLeast: (count: number): string =>
    `This notifies ${count === 0 ? 'people unknown here' : `${counted(count, 'person', 'people')}, and those unknown here`}.`,

  overBudget: ({ line, shared, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? 'a shared budget' : 'your budget'} of ${moneyText(perMonth)} per month`;
    const rule = `(policy: budgets${atLine(line)})`;
    if (cost === null)
      return `Its price is unknown, so it can’t be checked against ${budget} ${rule}. Try again in a minute, or choose another zone, type, or disk.`;
    const costs = hourly
      ? `By the end of the month (UTC) it would cost ${moneyText(cost)}`
      : `It costs ${moneyText(cost)}`;
    if (cost.currency !== perMonth.currency)
      return `${costs}, which can’t be checked against ${budget} ${rule}, as that is in another currency. Ask the policy maintainer to use ${cost.currency}.`;
    return `${costs}; of ${budget}, ${moneyText(spent)} has been charged, has accrued by the hour, or is committed for the rest of the month ${rule}. ${hourly ? 'Request less, or release what is no longer needed.' : 'Request less, or wait for next month.'}`;
  },
  countsAgainst: (perMonth: string, line: number): string =>
    `It counts against a budget of ${perMonth} per month (policy: budgets${atLine(line)}); how much has been spent is unknown here.`,
};
