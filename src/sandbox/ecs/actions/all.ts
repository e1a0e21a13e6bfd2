import { accountListActions } from './account-lists.ts';
import type { Action } from './action.ts';
import { autoRenewActions } from './auto-renew.ts';
import { createActions } from './create.ts';
import { deploymentSetActions } from './deployment-sets.ts';
import { availableActions } from './describe-available.ts';
import { catalogueActions } from './describe-catalogue.ts';
import { imageActions } from './describe-images.ts';
import { typeActions } from './describe-types.ts';
import { attachDiskActions } from './disks/attach-disk.ts';
import { createDiskActions } from './disks/create-disk.ts';
import { diskActions } from './disks/describe-disks.ts';
import { modificationPriceActions } from './disks/modification-price.ts';
import { resizeDiskActions } from './disks/resize-disk.ts';
import { identityActions } from './identity.ts';
import { cloudAssistantActions } from './instances/cloud-assistant.ts';
import { instanceActions } from './instances/describe-instances.ts';
import { attributeActions } from './instances/instance-attributes.ts';
import { modifyActions } from './instances/modify-instance.ts';
import { attachKeyPairActions } from './key-pairs/attach-key-pair.ts';
import { describeKeyPairActions } from './key-pairs/describe-key-pairs.ts';
import { keyPairActions } from './key-pairs/import-key-pair.ts';
import { launchTemplateActions } from './launch-templates.ts';
import { moneyActions } from './money.ts';
import { networkActions } from './network/describe-network.ts';
import { groupRuleActions } from './network/group-rules.ts';
import { powerActions } from './power.ts';
import { releaseActions } from './release.ts';
import { tagActions } from './tags.ts';

/** Every action by name. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  ...createActions,
  ...powerActions,
  ...instanceActions,
  ...attributeActions,
  ...modifyActions,
  ...diskActions,
  ...createDiskActions,
  ...attachDiskActions,
  ...modificationPriceActions,
  ...resizeDiskActions,
  ...catalogueActions,
  ...typeActions,
  ...availableActions,
  ...imageActions,
  ...networkActions,
  ...deploymentSetActions,
  ...groupRuleActions,
  ...describeKeyPairActions,
  ...keyPairActions,
  ...attachKeyPairActions,
  ...launchTemplateActions,
  ...cloudAssistantActions,
  ...moneyActions,
  ...identityActions,
  ...accountListActions,
  ...autoRenewActions,
  ...releaseActions,
  ...tagActions,
};
