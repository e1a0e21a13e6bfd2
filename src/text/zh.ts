import type { Text } from './en.ts';
import { approval } from './zh/approval.ts';
import { card } from './zh/card.ts';
import { commands } from './zh/commands.ts';
import { connect } from './zh/connect.ts';
import { decision } from './zh/decision.ts';
import { digest } from './zh/digest.ts';
import { doctor } from './zh/doctor.ts';
import { expiry } from './zh/expiry.ts';
import { failures } from './zh/failures.ts';
import { freeze } from './zh/freeze.ts';
import { history } from './zh/history.ts';
import { home } from './zh/home.ts';
import { instancesText } from './zh/instances.ts';
import { key } from './zh/key.ts';
import { lease } from './zh/lease.ts';
import { limits } from './zh/limits.ts';
import { marks } from './zh/marks.ts';
import { modal } from './zh/modal.ts';
import { money } from './zh/money.ts';
import { nextSteps } from './zh/next-steps.ts';
import { options } from './zh/options.ts';
import { people } from './zh/people.ts';
import { places } from './zh/places.ts';
import { policy } from './zh/policy.ts';
import { power } from './zh/power.ts';
import { renewal } from './zh/renewal.ts';
import { selection } from './zh/selection.ts';
import { spot } from './zh/spot.ts';
import { sweep } from './zh/sweep.ts';

/** Every sentence the bot says, in Simplified Chinese, with the terms of Alibaba Cloud's own Chinese console. */
export const zh: Text = {
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
  lease,
  key,
  limits,
  marks,
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
