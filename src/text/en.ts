import { approval } from './en/approval.ts';
import { card } from './en/card.ts';
import { commands } from './en/commands.ts';
import { connect } from './en/connect.ts';
import { decision } from './en/decision.ts';
import { digest } from './en/digest.ts';
import { doctor } from './en/doctor.ts';
import { expiry } from './en/expiry.ts';
import { failures } from './en/failures.ts';
import { freeze } from './en/freeze.ts';
import { history } from './en/history.ts';
import { home } from './en/home.ts';
import { instancesText } from './en/instances.ts';
import { key } from './en/key.ts';
import { lease } from './en/lease.ts';
import { limits } from './en/limits.ts';
import { marks } from './en/marks.ts';
import { modal } from './en/modal.ts';
import { money } from './en/money.ts';
import { nextSteps } from './en/next-steps.ts';
import { options } from './en/options.ts';
import { people } from './en/people.ts';
import { places } from './en/places.ts';
import { policy } from './en/policy.ts';
import { power } from './en/power.ts';
import { renewal } from './en/renewal.ts';
import { selection } from './en/selection.ts';
import { spot } from './en/spot.ts';
import { sweep } from './en/sweep.ts';

/** Every sentence the bot says, in English. Plain text: the Slack side escapes what it puts into mrkdwn. */
export const en = {
  approval,
  card,
  commands,
  connect,
  decision,
  digest,
  doctor,
  expiry,
  failures,
  freeze,
  history,
  home,
  instances: instancesText,
  key,
  limits,
  marks,
  lease,
  modal,
  money,
  nextSteps,
  options,
  people,
  places,
  policy,
  power,
  spot,
  sweep,
  renewal,
  selection,
};

/** The shape of the catalogue: another language that lacks a key does not compile. */
export type Text = typeof en;
