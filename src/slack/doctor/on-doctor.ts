import type { WebClient } from '@slack/web-api';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { answerWhenReady } from '../kit/answer-when-ready.ts';
import type { ActionArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { errorReference } from '../kit/error-reference.ts';
import { readFor } from '../kit/newest-reads.ts';
import { type ExamineContext, examine } from './examine.ts';
import { doctorMessage } from './message.ts';

/** `/ecs doctor`: complete for admins, short for others. */
export function sayDoctor(
  context: RequestContext,
  client: WebClient,
  patient: ExamineContext,
  tell: (answer: Answer) => Promise<void>,
): Promise<void> {
  const { doctor } = context.text;
  const work = examine(context, client, patient).then((findings) =>
    doctorMessage(findings, patient.isAdmin, context.text),
  );
  return answerWhenReady(context, work, { tell, waiting: doctor.checking, late: doctor.late });
}

/** The button below the findings: replaces them with new ones. */
export const onCheckAgain =
  (context: RequestContext) =>
  async ({ body, client, respond }: ActionArgs): Promise<void> => {
    const user = body.user.id;
    const channel = body.channel?.id ?? user;
    const tell = async (answer: Answer): Promise<void> => {
      try {
        await respond({ response_type: 'ephemeral', replace_original: true, ...answer });
      } catch (error) {
        context.log.warn({ ...describeError(error) }, 'an answer to a button could not be given');
      }
    };
    try {
      // Read again: the presser may not be an admin any more.
      const patient = { user, channel, isAdmin: context.authority.isAdmin(user) };
      await readFor(context, user, tell, (say) => sayDoctor(context, client, patient, say));
    } catch (error) {
      const reference = errorReference(context, error, 'a button failed');
      await tell(ephemeral(context.text.nextSteps.broken(reference)));
    }
  };
