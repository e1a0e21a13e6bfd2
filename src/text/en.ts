import { approval } from './en/approval/approval.ts';
import { decision } from './en/approval/decision.ts';
import { attribute } from './en/attribute.ts';
import { marks } from './en/base/marks.ts';
import { money } from './en/base/money.ts';
import { commands } from './en/commands.ts';
import { connect } from './en/connect.ts';
import { digest } from './en/digest.ts';
import { disk } from './en/disk.ts';
import { doctor } from './en/doctor.ts';
import { expiry } from './en/expiry.ts';
import { failures } from './en/failure/failures.ts';
import { freeze } from './en/freeze.ts';
import { help } from './en/help.ts';
import { home } from './en/home.ts';
import { instancesText } from './en/instance/instances.ts';
import { many } from './en/instance/many.ts';
import { sweep } from './en/instance/sweep.ts';
import { key } from './en/key.ts';
import { lease } from './en/lease.ts';
import { menu } from './en/menu.ts';
import { people } from './en/people.ts';
import { limits } from './en/policy/limits.ts';
import { policy } from './en/policy/policy.ts';
import { power } from './en/power.ts';
import { prepaidDisk } from './en/prepaid-disk.ts';
import { renewal } from './en/renewal.ts';
import { card } from './en/request/card.ts';
import { history } from './en/request/history.ts';
import { nextSteps } from './en/request/next-steps.ts';
import { places } from './en/request/places.ts';
import { selection } from './en/selection.ts';
import { modal } from './en/spec/modal.ts';
import { options } from './en/spec/options.ts';
import { spot } from './en/spec/spot.ts';
import { templates } from './en/spec/template.ts';

/** Every sentence the bot says, in English. Plain text: the Slack side escapes what it puts into mrkdwn. */
export const en = {
  approval,
  attribute,
  disk,
  card,
  commands,
  connect,
  decision,
  digest,
  doctor,
  expiry,
  failures,
  freeze,
  help,
  history,
  home,
  instances: instancesText,
  key,
  limits,
  many,
  marks,
  lease,
  menu,
  modal,
  money,
  nextSteps,
  options,
  people,
  places,
  policy,
  power,
  spot,
  templates,
  sweep,
  prepaidDisk,
  renewal,
  selection,
};

/** The shape of the catalogue: another language that lacks a key does not compile. */
export type Text = typeof en;
