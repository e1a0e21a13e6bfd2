import { expect, test } from 'vitest';
import { failed, mayExist, needsToken, sending } from '../../../src/core/instance/create-calls.ts';
import { kindOfCode } from '../../../src/ecs/failures/failure-codes.ts';

/** A row after its one CreateInstance was answered so. */
function after(code: string) {
  const sent = sending({ sent: 0, undone: 0, lastAt: 0, mayRepeat: true }, 1);
  const creates = failed(sent, { kind: kindOfCode(code) ?? 'unknown', code }, 2);
  return { creates, createTriedAt: 1, cloudId: null };
}

test.each(['ProcessingSameRequest', 'LastTokenProcessing', 'ORDER.PROCESSING', 'Duplicated.ClientToken', 'Brand.New'])(
  'after %s it may exist, and no other token is used',
  (code) => expect([mayExist(after(code)), needsToken(after(code))]).toEqual([true, false]),
);

test.each(['IncorrectVSwitchStatus', 'OperationDenied.CreatingConflict', 'OperationDenied.ResourceControl'])(
  'after %s nothing exists, and the next call is sent with another token',
  (code) => expect([mayExist(after(code)), needsToken(after(code))]).toEqual([false, true]),
);
