import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { describeError } from '../describe-error.ts';
import { examine, type Patient } from '../doctor/examine.ts';
import { doctorMessage } from '../doctor/message.ts';
import { type Answer, ephemeral } from '../help-message.ts';
import { readFor } from '../newest-reads.ts';
import type { Room } from '../room.ts';
import { answerSlowly } from '../slow-answer.ts';

/** `/ecs doctor`: the whole of it for admins, a short version for others. */
export function sayDoctor(
  room: Room,
  client: WebClient,
  patient: Patient,
  tell: (answer: Answer) => Promise<void>,
): Promise<void> {
  const { doctor } = room.text;
  const work = examine(room, client, patient).then((findings) => doctorMessage(findings, patient.isAdmin, room.text));
  return answerSlowly(room, work, { tell, waiting: doctor.checking, late: doctor.late });
}

/** The button below the findings: they are replaced by new ones. */
export const onCheckAgain =
  (room: Room) =>
  async ({ ack, body, client, respond }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const user = body.user.id;
    const channel = body.channel?.id ?? user;
    const tell = async (answer: Answer): Promise<void> => {
      try {
        await respond({ response_type: 'ephemeral', replace_original: true, ...answer });
      } catch (error) {
        room.log.warn({ ...describeError(error) }, 'an answer to a button could not be given');
      }
    };
    try {
      // Asked anew: who pressed may not be an admin any more.
      const patient = { user, channel, isAdmin: room.authority.isAdmin(user) };
      await readFor(room, user, tell, (say) => sayDoctor(room, client, patient, say));
    } catch (error) {
      const reference = room.random.id(8);
      room.log.error({ reference, ...describeError(error) }, 'a button failed');
      await tell(ephemeral(room.text.nextSteps.broken(reference)));
    }
  };
