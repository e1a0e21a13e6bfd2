import type { FailureKind } from '../../../core/failure/failure.ts';
import { nextSteps } from '../request/next-steps.ts';
import { causes } from './causes.ts';
import type { FailuresText, FailureText } from './failure-text.ts';

const kinds: Readonly<Record<FailureKind, FailureText>> = {
  throttled: {
    title: 'Alibaba Cloud is limiting our calls',
    cause: 'The account has sent more API calls than Alibaba Cloud allows right now.',
    next: 'Wait a minute or two, then try again. If it keeps happening, have the API rate quota raised in Quota Center.',
  },
  queued: {
    title: 'Bot busy',
    cause: 'So many of the bot’s own calls to Alibaba Cloud are waiting that this one wasn’t sent.',
    next: 'Wait a minute or two, then try again.',
  },
  transient: {
    title: 'Alibaba Cloud had an error',
    cause: 'The service answered that it couldn’t process the call right now.',
    next: 'Try again in a few minutes. If it keeps happening, see the Alibaba Cloud status page.',
  },
  ambiguous: {
    title: 'No usable answer from Alibaba Cloud',
    cause: 'The call was sent, but the answer was lost or unreadable, so it may or may not have taken effect.',
    next: 'Look for the instance by name or tag in the ECS console before you try again.',
  },
  notSent: {
    title: 'Couldn’t reach Alibaba Cloud',
    cause: 'The bot couldn’t connect to the ECS API, so nothing was sent.',
    next: 'Have the bot operator check its network, proxy, and DNS. This call bought nothing.',
  },
  inFlight: {
    title: 'Still in progress',
    cause: 'Alibaba Cloud is still processing the same call.',
    next: 'Look in the ECS console in a few minutes; the instance may appear there.',
  },
  tokenMismatch: {
    title: 'Conflicting call refused',
    cause: 'Its ClientToken was used before with other parameters. This is a bug in the bot.',
    next: 'Report it to the bot operator with the error details below. The call isn’t repeated.',
  },
  wrongState: {
    title: 'Not possible in its current state',
    cause: 'The instance wasn’t in a state in which Alibaba Cloud allows this.',
    next: 'Look at the instance in the ECS console; somebody else may have started, stopped, or changed it.',
  },
  busy: {
    title: 'The instance is busy',
    cause: 'Another operation on the instance or its network is in progress.',
    next: 'Wait until that operation has ended, then try again.',
  },
  alreadyDone: {
    title: 'Already done',
    cause: 'It was already the way you requested.',
    next: 'Nothing to do.',
  },
  gone: {
    title: 'Instance not found',
    cause: 'Alibaba Cloud doesn’t list this instance, or no longer does.',
    next: 'Check in the ECS console whether somebody released it.',
  },
  noStock: {
    title: 'Sold out',
    cause: 'Alibaba Cloud doesn’t offer this instance type with this disk in this zone, or has none left.',
    next: 'Try another zone, instance type, or disk category.',
  },
  underMarket: {
    title: 'Market price above limit',
    cause: 'The market price of this spot instance is above the maximum hourly price of the request.',
    next: 'Try again with a higher limit or none; the form shows the current market price.',
  },
  vSwitchFull: {
    title: 'vSwitch is full',
    cause: 'The vSwitch has no private IP left.',
    next: 'Try another vSwitch in this zone, or have the network team create a larger one.',
  },
  money: {
    title: 'Account can’t pay',
    cause: 'The balance, credit, or payment method of the Alibaba Cloud account doesn’t cover this.',
    next: 'Have the account’s owner top it up or check its payment method, then try again.',
  },
  quota: {
    title: 'Quota used up',
    cause: 'The account has reached one of its limits, for example the number of vCPUs in this region.',
    next: 'Release instances you don’t need, or have the quota raised in Quota Center, then try again.',
  },
  permission: {
    title: 'Bot lacks a permission',
    cause: 'The bot’s RAM identity has no permission for this call.',
    next: 'Have the bot operator add it to the RAM policy, then try again.',
  },
  account: {
    title: 'Account needs attention',
    cause: 'Alibaba Cloud requires real-name verification, or its risk control stopped the order.',
    next: 'Have the account’s owner sign in to the console and complete what it asks for, then try again.',
  },
  locked: {
    title: 'Instance is locked',
    cause:
      'Alibaba Cloud’s own rules forbid this: a security lock, an overdue payment, release protection, or its billing method.',
    next: 'See the reason for the lock in the ECS console, and resolve it there.',
  },
  credentials: {
    title: 'Bot’s credentials refused',
    cause: 'Alibaba Cloud doesn’t accept the bot’s AccessKey or token, or the clock of its machine is wrong.',
    next: 'Have the bot operator check its credentials and its machine’s clock, then try again.',
  },
  badInput: {
    title: 'A value was refused',
    cause: 'One of the values of this request doesn’t exist at Alibaba Cloud, or doesn’t fit the others.',
    next: 'See which one in the error details, then try again with another value.',
  },
  vanished: {
    title: 'Instance disappeared',
    cause: 'Alibaba Cloud had accepted it but no longer lists it.',
    next: 'Check in the ECS console and ActionTrail who released it. The bot doesn’t create it again.',
  },
  reclaimed: {
    title: 'Reclaimed by Alibaba Cloud',
    cause:
      'Alibaba Cloud announced that it was reclaiming this spot instance, and it’s gone: the market price exceeded the maximum, or others needed the machines.',
    next: `Request another one: ${nextSteps.button.alternatives} lists what is in stock. The bot doesn’t create it again.`,
  },
  deadline: {
    title: 'Took too long',
    cause: 'The instance didn’t reach Running in the time the bot allows for it.',
    next: 'Check it in the ECS console: it may still start, and it costs money while it exists.',
  },
  doubtful: {
    title: 'Unconfirmed whether it was created',
    cause:
      'It was sent, but no clear answer came, and no instance with its tag has been found: it may or may not exist. The bot won’t send it again, so nothing is bought twice.',
    next: 'Look in the ECS console for the name or the tag ecs-chatops:request; request it again only if it isn’t there.',
  },
  priceChanged: {
    title: 'Price has changed',
    cause: 'Right before buying, Alibaba Cloud quoted another price than the approved one.',
    next: 'It wasn’t bought. Request it again, and have the new price approved.',
  },
  lapsed: {
    title: 'Approval too old',
    cause: 'It couldn’t be bought while the approval was valid, for example because of a freeze.',
    next: 'It wasn’t bought. Request it again, and have it approved again.',
  },
  scriptChanged: {
    title: 'Start script missing or changed',
    cause: 'The policy no longer has the start script that was requested, or has other content under its name.',
    next: 'It wasn’t bought. Request it again with the script as it is now.',
  },
  notAllowed: {
    title: 'No longer allowed by the policy',
    cause: 'The policy has changed since the request and no longer allows this. The error details name the rule.',
    next: 'It wasn’t bought. /ecs policy shows what is allowed now; request that, or ask a policy maintainer.',
  },
  unreadable: {
    title: 'Unknown state',
    cause:
      'Alibaba Cloud shows the instance in a state, or with a billing method, that the bot doesn’t know. Until that changes, the bot doesn’t start, stop, release, or buy it again.',
    next: 'Look at it in the ECS console: it costs money while it exists. Show the bot operator the error details.',
  },
  unknown: {
    title: 'Alibaba Cloud refused it',
    cause: 'It gave a reason the bot doesn’t know.',
    next: 'See the error details. Look the code up in the Alibaba Cloud documentation, or show it to the bot operator.',
  },
};

export const failures: FailuresText = {
  kinds,
  causes,
  perhapsReclaimed: {
    title: 'Gone, reason unconfirmed',
    cause:
      'Alibaba Cloud no longer lists this spot instance, and nobody released it through the bot. No announcement was seen: either the market reclaimed it, or somebody released it elsewhere.',
    next: `ActionTrail shows whether somebody released it. ${nextSteps.button.alternatives} lists what is in stock; the bot doesn’t create it again.`,
  },
  retrying: 'The bot keeps trying; nothing to do.',
  untilMended: {
    permission:
      'Have the bot operator add it to the RAM policy. The bot keeps trying until then: no need to request again.',
    credentials:
      'Have the bot operator check its credentials and clock. The bot keeps trying: no need to request again.',
    unreadable:
      'The bot keeps checking, and resumes when Alibaba Cloud shows a state that it knows. If this continues, show the bot operator the error details.',
    account:
      'Have the account’s owner do what the ECS console asks for. The bot keeps trying: no need to request again.',
  },
  missing: (action, principal) => `${principal} lacks the permission ${action}.`,
  leftBehind: (ids) =>
    ids.length === 1
      ? `${ids[0]} was created and costs money while it exists: start or release it in the ECS console.`
      : `${ids.join(', ')} were created and cost money while they exist: start or release them in the ECS console.`,
};
