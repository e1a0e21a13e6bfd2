import type { Action } from './action.ts';
import { autoRenewActions } from './auto-renew.ts';
import { createActions } from './create.ts';
import { availableActions } from './describe-available.ts';
import { catalogueActions } from './describe-catalogue.ts';
import { diskActions } from './describe-disks.ts';
import { imageActions } from './describe-images.ts';
import { instanceActions } from './describe-instances.ts';
import { networkActions } from './describe-network.ts';
import { typeActions } from './describe-types.ts';
import { identityActions } from './identity.ts';
import { keyPairActions } from './key-pairs.ts';
import { moneyActions } from './money.ts';
import { powerActions } from './power.ts';
import { releaseActions } from './release.ts';
import { tagActions } from './tags.ts';

/** Every action by name. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  ...createActions,
  ...powerActions,
  ...instanceActions,
  ...diskActions,
  ...catalogueActions,
  ...typeActions,
  ...availableActions,
  ...imageActions,
  ...networkActions,
  ...keyPairActions,
  ...moneyActions,
  ...identityActions,
  ...autoRenewActions,
  ...releaseActions,
  ...tagActions,
};
