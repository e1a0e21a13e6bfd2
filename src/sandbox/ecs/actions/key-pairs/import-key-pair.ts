import { createHash } from 'node:crypto';
import { resourceGroup } from '../../create/belonging.ts';
import { isName, tagsOf } from '../../create/naming.ts';
import { TAGS } from '../../create/takes.ts';
import { minute } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import { keyPairsIn, regionNamed } from '../../world.ts';
import type { Action } from '../action.ts';
import { jsonStrings } from '../filters.ts';
import { publicKeyBody } from './public-key.ts';

const MAX_IN_REGION = 500;
const MAX_IN_A_CALL = 100;

const importKeyPair: Action = {
  takes: [...TAGS, 'KeyPairName', 'PublicKeyBody', 'RegionId', 'ResourceGroupId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const name = nameOf(params);
    const publicKey = params.required('PublicKeyBody').trim();
    const body = publicKeyBody(publicKey);
    if (body === null) {
      return refuse(400, 'InvalidPublicKeyBody.Malformed', 'The PublicKeyBody format is not supported.');
    }
    const resourceGroupId = resourceGroup(params);
    const tags = tagsOf(params);
    const pairs = keyPairsIn(world, region);
    if (pairs.some((pair) => pair.name === name)) {
      refuse(400, 'KeyPair.AlreadyExist', 'The key pair already exist.');
    }
    if (pairs.length >= MAX_IN_REGION) refuse(403, 'QuotaExceed.KeyPair', 'The key pair quota exceeds.');
    const fingerPrint = createHash('md5').update(body).digest('hex');
    pairs.push({ name, fingerPrint, created: minute(world.clock.realNow()), publicKey, resourceGroupId, tags });
    return { KeyPairName: name, KeyPairFingerPrint: fingerPrint };
  },
};

function nameOf(params: Params): string {
  const name = params.required('KeyPairName');
  return isName(name) ? name : notValid('InvalidKeyPairName.Malformed', 'KeyPairName');
}

/** Deletes all or none; missing ones are ignored. */
const deleteKeyPairs: Action = {
  takes: ['KeyPairNames', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const names = jsonStrings(params.required('KeyPairNames'));
    if (names === null || names.length === 0) {
      return notValid('InvalidKeyPairNames.ValueNotSupported', 'KeyPairNames');
    }
    if (names.length > MAX_IN_A_CALL) {
      const message = 'Exceeding the allowed amount of instance which will be deleted.';
      refuse(403, 'InstanceKeyPairLimitExceeded', message);
    }
    const used = [...world.vms.values()].some((vm) => vm.region === region && names.includes(vm.login.keyPairName));
    if (used) {
      const message = 'The specified parameter "KeyPairNames" attached to instances can not be deleted.';
      refuse(400, 'InvalidParameter.KeypairAlreadyAttachedInstance', message);
    }
    const pairs = keyPairsIn(world, region);
    pairs.splice(0, pairs.length, ...pairs.filter(({ name }) => !names.includes(name)));
    return {};
  },
};

export const keyPairActions: Readonly<Record<string, Action>> = {
  ImportKeyPair: importKeyPair,
  DeleteKeyPairs: deleteKeyPairs,
};
