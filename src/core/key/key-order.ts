import { byName } from '../base/lists.ts';
import { nearest } from '../base/nearest.ts';
import { fail, ok } from '../base/result.ts';
import type { Argument } from '../spec/command-arguments.ts';
import { isKeyKind } from './public-key.ts';

/** What a person wants to do with their keys. Typed values prefill the window. */
export type KeyOrder =
  | { readonly what: 'list' }
  | { readonly what: 'add'; readonly name: string; readonly publicKey: string }
  | { readonly what: 'remove'; readonly name: string };

/** Other words for the same, in both languages. */
const OTHER = byName<'add' | 'list' | 'remove'>({
  add: 'new import upload create 添加 新增 导入',
  list: 'show ls 列表 查看',
  remove: 'delete rm del 移除 删除',
});

/** `add`, optionally with a name, a public key or both; `remove <name>`; or nothing. */
export const keyOrder: Argument<KeyOrder> = {
  usage: '[add|remove <name>]',
  takes: 'all that are left',
  read(words) {
    const [first = '', ...rest] = words;
    switch (first.toLowerCase()) {
      case '':
      case 'list':
        return rest.length === 0 ? ok({ what: 'list' }) : fail({ fault: 'tooMany', given: rest.join(' ') });
      case 'add': {
        const at = rest.findIndex(isKeyKind);
        const names = at < 0 ? rest : rest.slice(0, at);
        return ok({ what: 'add', name: names.join(' '), publicKey: at < 0 ? '' : rest.slice(at).join(' ') });
      }
      case 'remove': {
        const [name, ...more] = rest;
        if (name === undefined) return fail({ fault: 'missing', usage: '<name>' });
        return more.length === 0 ? ok({ what: 'remove', name }) : fail({ fault: 'tooMany', given: more.join(' ') });
      }
      default:
        return fail({
          fault: 'unknownWord',
          given: first,
          nearest: OTHER.get(first.toLowerCase()) ?? nearest(first, ['add', 'list', 'remove']),
        });
    }
  },
};
