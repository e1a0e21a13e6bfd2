import type { Text } from './en.ts';
import { approval } from './zh/approval/approval.ts';
import { decision } from './zh/approval/decision.ts';
import { attribute } from './zh/attribute.ts';
import { marks } from './zh/base/marks.ts';
import { money } from './zh/base/money.ts';
import { commands } from './zh/commands.ts';
import { connect } from './zh/connect.ts';
import { digest } from './zh/digest.ts';
import { disk } from './zh/disk.ts';
import { doctor } from './zh/doctor.ts';
import { expiry } from './zh/expiry.ts';
import { failures } from './zh/failure/failures.ts';
import { freeze } from './zh/freeze.ts';
import { help } from './zh/help.ts';
import { home } from './zh/home.ts';
import { instancesText } from './zh/instance/instances.ts';
import { many } from './zh/instance/many.ts';
import { sweep } from './zh/instance/sweep.ts';
import { key } from './zh/key.ts';
import { lease } from './zh/lease.ts';
import { menu } from './zh/menu.ts';
import { people } from './zh/people.ts';
import { limits } from './zh/policy/limits.ts';
import { policy } from './zh/policy/policy.ts';
import { power } from './zh/power.ts';
import { prepaidDisk } from './zh/prepaid-disk.ts';
import { renewal } from './zh/renewal.ts';
import { card } from './zh/request/card.ts';
import { history } from './zh/request/history.ts';
import { nextSteps } from './zh/request/next-steps.ts';
import { places } from './zh/request/places.ts';
import { selection } from './zh/selection.ts';
import { modal } from './zh/spec/modal.ts';
import { options } from './zh/spec/options.ts';
import { spot } from './zh/spec/spot.ts';
import { templates } from './zh/spec/template.ts';

/** Every sentence the bot says, in Simplified Chinese, with the terms of Alibaba Cloud's own Chinese console. */
export const zh: Text = {
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
  lease,
  menu,
  key,
  limits,
  many,
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
  templates,
  sweep,
  prepaidDisk,
  renewal,
  selection,
};
