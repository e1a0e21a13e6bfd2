import type { Overdraft } from '../../../core/approval/budget.ts';
import { UNTOLD_LINE } from '../../../core/policy/rules.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { moneyText } from '../../amounts.ts';

/** Nothing for people who are not shown the lines of rules. */
export const atLine = (line: number): string => (line === UNTOLD_LINE ? '' : `, line ${line}`);

const chargeName: Readonly<Record<ChargeKind, string>> = {
  payAsYouGo: 'pay-as-you-go',
  spot: 'spot',
  prepaid: 'prepaid',
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** `1h`, `36h`, `2 days`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes % 1440 === 0) return counted(minutes / 1440, 'day', 'days');
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour', 'hours') : counted(minutes, 'minute', 'minutes');
}

/** Who has to agree to what, and what may be spent: as the policy says it, and of an order that is only asked about. */
export const policyAsking = {
  chargeName,
  /** After the sentence that somebody may create here. */
  mayPay: (charges: readonly ChargeKind[]): string =>
    `You may pay in these ways: ${charges.map((charge) => chargeName[charge]).join(', ')}.`,
  /** Followed by the names of user groups. */
  dependsOnGroups:
    'Whether you may create instances here depends on who is in a user group, which is not known just now:',

  agreeTitle: 'Who has to agree',
  agreeHow:
    'Every line that fits has to be met. Amounts are those of the whole period of what is prepaid, and of about a month of everything else; what has no known price counts as above.',
  /** What a rule fits. */
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
  otherPrepaid: 'whatever else is prepaid',
  approversAre: 'The approvers are',
  approversAreAdmins: 'The approvers are the admins:',
  noApprovers: 'There is nobody who may approve: name people under approvers, or admins.',
  ownRequest: 'Nobody agrees to what they asked for themselves.',
  ownRequestToo: 'Approvers may agree to what they asked for themselves.',
  expires: (ms: number): string => `What nobody decides on within ${duration(ms)} ends, and nothing is bought.`,
  moreRules: (count: number): string => `and ${count} more`,

  budgetsTitle: 'Budgets per month (UTC)',
  budgetsHow:
    'Prepaid counts when it is debited, and is held while it waits. What is billed by the hour counts for the hours it has existed plus, while it exists, the rest of the month, in every month; released instances count only their hours. Stopped in standard mode it counts on; in economical mode its hours do not count, but the rest of the month does. Spot counts at its last known price. Automatic renewals count when they are seen. Adopted instances do not count.',
  each: 'everybody alone',
  perMonth: (amount: string): string => amount,
  left: (amount: string): string => `${amount} left`,
  leftForYou: (amount: string): string => `${amount} left for you`,
  nothingLeft: 'nothing left',

  wouldAgree: 'Who would have to agree',
  nobodyHasTo: 'Nobody has to agree to it.',
  /** @param price of money, as it counts */
  atPrice: (price: string): string => `It is counted as ${price}.`,
  withoutPrice: 'Its price is not known, so that every rule about the price counts.',
  byRule: (line: number | null): string =>
    line === null ? '(what is prepaid needs an approver)' : `(policy: approvals${atLine(line)})`,
  nobody: 'nobody',
  /** On the command line, which knows the policy file alone. */
  adminsElsewhere: 'the admins of ADMIN_USERS',
  notAPrice: (given: string): string => `--price ${given} is no amount. Write a plain number, such as 4800 or 99.50.`,
  /** Between names and the names of groups. */
  unknownMembers: 'whoever is in',
  unknownMeans: '(which is not known here)',
  unsatisfiable: (needed: number, there: number, line: number | null): string =>
    `Nobody could ever agree to it: ${counted(needed, 'person has', 'people have')} to, and ${there === 0 ? 'nobody' : `only ${there}`} may ${policyAsking.byRule(line)}. Tell whoever wrote the policy.`,
  wouldBeTold: 'Would be told:',
  pings: (count: number): string =>
    count === 0 ? 'That calls nobody.' : `That calls ${counted(count, 'person', 'people')}.`,
  pingsAtLeast: (count: number): string =>
    `That calls ${counted(count, 'person', 'people')}, and those who are not known here.`,

  overBudget: ({ line, shared, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? 'a shared budget' : 'your budget'} of ${moneyText(perMonth)} per month`;
    const rule = `(policy: budgets${atLine(line)})`;
    if (cost === null)
      return `No price is known for it, and what has none cannot be held against ${budget} ${rule}. Try again in a minute, or choose another zone, type or disk.`;
    const costs = hourly
      ? `Until the end of the month (UTC) it would cost ${moneyText(cost)}`
      : `It costs ${moneyText(cost)}`;
    if (cost.currency !== perMonth.currency)
      return `${costs}, which cannot be held against ${budget} ${rule}: that is in another currency. Ask whoever wrote the policy to write its amounts in ${cost.currency}.`;
    return `${costs}; of ${budget}, ${moneyText(spent)} has been debited, has run up by the hour, or is committed for the rest of the month ${rule}. ${hourly ? 'Request less, or release what is no longer needed.' : 'Request less, or wait for next month.'}`;
  },
  countsAgainst: (perMonth: string, line: number): string =>
    `It counts against a budget of ${perMonth} per month (policy: budgets${atLine(line)}); what has been spent is not known here.`,
};
