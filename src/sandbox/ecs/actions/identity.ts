import { hashedLetters } from '../seeded.ts';
import { type Action, STS_VERSION } from './action.ts';

/** The owner of the credentials that signed the call: always a RAM user of the account. */
const getCallerIdentity: Action = {
  version: STS_VERSION,
  takes: [],
  run: ({ accountId }) => {
    const id = `2${accountId.slice(1).split('').reverse().join('')}`;
    return {
      IdentityType: 'RAMUser',
      AccountId: accountId,
      PrincipalId: id,
      UserId: id,
      Arn: `acs:ram::${accountId}:user/${hashedLetters(6, accountId)}`,
    };
  },
};

export const identityActions: Readonly<Record<string, Action>> = { GetCallerIdentity: getCallerIdentity };
