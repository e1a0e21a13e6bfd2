import type { Failure } from '../../core/failure/failure.ts';
import { type Brought, MAX_KEYS, type OwnKey } from '../../core/key/own-key.ts';
import type { KeyNotice } from '../../core/request/notice.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import type { KeyAdded, KeyFault } from '../../usecases/key/add-key.ts';
import { type KeyRemoval, type KeyRemoved, untaggedIn } from '../../usecases/key/remove-key.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { contextBlock, section } from '../kit/blocks.ts';
import { code, fallback, lines, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { keyFacts } from './blocks.ts';

/** What is wrong with a field of the window, without repeating its content. */
export function keyFaultSentence(fault: KeyFault, { key: text }: Text): string {
  if (fault.field === 'publicKey') {
    if (fault.is.fault === 'known') return text.known(fault.is.name);
    return fault.is.fault === 'tooMany' ? text.tooMany(MAX_KEYS) : text.fault(fault.is);
  }
  return fault.is.fault === 'inCloud' ? text.nameInCloud(fault.is.region) : text.nameFault[fault.is.fault];
}

type Told =
  | Exclude<KeyAdded, { kind: 'fault' | 'added' }>
  | { readonly kind: 'added'; readonly key: Pick<OwnKey, 'name'>; readonly brought: readonly Brought[] };

/** To the owner, who has not seen the outcome of adding the key. */
export function keyNoticeMessage(notice: KeyNotice, text: Text): Answer {
  const { name } = notice;
  switch (notice.is) {
    case 'added':
      return keyAddedAnswer({ kind: 'added', key: notice, brought: notice.brought }, text);
    case 'refused':
      return keyAddedAnswer({ kind: 'refused', name, failure: notice.failure }, text);
    case 'removed':
      return goneAnswer(name, notice.untagged, text);
    case 'kept':
      return ephemeral(text.key.removal.kept(name));
  }
}

function goneAnswer(name: string, untagged: readonly string[], { key: { removal } }: Text): Answer {
  return {
    text: fallback(removal.removed(name)),
    blocks: [
      section(mrkdwn`✅ ${removal.removed(name)}`),
      ...(untagged.length === 0 ? [] : [section(removal.leftUntagged(untagged))]),
    ],
  };
}

/** The outcome of adding a key. */
export function keyAddedAnswer(added: Told, text: Text): Answer {
  const { key: words } = text;
  if (added.kind === 'storeDown') return ephemeral(words.storeDown);
  if (added.kind === 'refused') {
    const { smallPrint } = explainFailure(text, added.failure);
    const said = ephemeral(words.refused(added.name));
    return smallPrint === '' ? said : { ...said, blocks: [...said.blocks, contextBlock(smallPrint)] };
  }
  const { key, brought } = added;
  const where = (...is: Brought['is'][]): string[] =>
    brought.filter((one) => is.includes(one.is)).map(({ region }) => region);
  const there = where('imported', 'there');
  const taken = where('taken');
  const failed = brought.flatMap((one) => (one.is === 'failed' ? [one] : []));
  const said = words.added(key.name);
  return {
    text: fallback(said),
    blocks: [
      section(mrkdwn`✅ ${said}`),
      section(there.length === 0 ? words.noRegion : `${words.brought(there)}\n${words.elsewhere}`),
      ...(taken.length === 0 ? [] : [section(mrkdwn`⚠️ ${words.taken(taken)}`)]),
      ...(failed.length === 0
        ? []
        : [
            section(
              lines([
                ...failed.map(({ region, failure }) => mrkdwn`⚠️ ${words.failedIn(region)}${why(failure, text)}`),
                mrkdwn`${words.tryLater}`,
              ]),
            ),
          ]),
    ],
  };
}

const why = (failure: Failure, text: Text): Mrkdwn => mrkdwn`${text.marks.colon}${explainFailure(text, failure).title}`;

/** Why a key cannot be removed, or the outcome of removing it. */
export function keyRemovedAnswer(
  removed: KeyRemoved | Exclude<KeyRemoval, { kind: 'may' }> | { readonly kind: 'storeDown' },
  text: Text,
): Answer {
  const { removal, storeDown } = text.key;
  switch (removed.kind) {
    case 'storeDown':
      return ephemeral(storeDown);
    case 'none': {
      const { name, names } = removed;
      return ephemeral(names.length === 0 ? removal.none(name) : `${removal.none(name)}\n${removal.yours(names)}`);
    }
    case 'unread':
      return ephemeral(removal.unread(removed.name, removed.regions));
    case 'inUse':
      return {
        text: fallback(removal.inUse(removed.key.name)),
        blocks: [
          section(mrkdwn`⚠️ ${removal.inUse(removed.key.name)}`),
          section(keyFacts(removed.key, text)),
          section(removal.inUseNext),
        ],
      };
    case 'removed':
      return goneAnswer(removed.key.name, untaggedIn(removed.key), text);
    case 'partly':
      return {
        text: fallback(removal.partly(removed.key.name)),
        blocks: [
          section(
            lines([
              mrkdwn`⚠️ ${removal.partly(removed.key.name)}`,
              ...removed.left.map(({ region, why: reason }) =>
                reason === 'attached'
                  ? mrkdwn`${code(region)}${text.marks.colon}${removal.attached}`
                  : mrkdwn`${code(region)}${why(reason, text)}`,
              ),
              mrkdwn`${removal.again}`,
            ]),
          ),
        ],
      };
  }
}
