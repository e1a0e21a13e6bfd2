import type { FailureKind } from '../../../core/failure/failure.ts';
import type { FailureCause } from '../../../core/failure/failure-cause.ts';
import { nextSteps } from '../request/next-steps.ts';
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
  unknown: {
    title: 'Alibaba Cloud refused it',
    cause: 'It gave a reason the bot doesn’t know.',
    next: 'See the error details. Look the code up in the Alibaba Cloud documentation, or show it to the bot operator.',
  },
};

const causes: Readonly<Record<FailureCause, FailureText>> = {
  keyPair: {
    title: 'Key pair not found',
    cause: 'The requested key pair is no longer in the region, or another key has its name now.',
    next: 'It wasn’t bought. Choose another key pair, or add yours with /ecs key, and request it again.',
  },
  certificate: {
    title: 'Certificate not trusted',
    cause:
      'The bot’s machine doesn’t trust the certificate at Alibaba Cloud’s address, so nothing was sent. A company’s proxy often presents its own.',
    next: 'Have the bot operator set NODE_EXTRA_CA_CERTS to the file with the company’s certificate authority, check the machine’s clock, and restart the bot.',
  },
  proxy: {
    title: 'The proxy doesn’t let the bot through',
    cause: 'The proxy in HTTPS_PROXY refused the connection or didn’t answer, so nothing was sent.',
    next: 'Have the bot operator check HTTPS_PROXY, its user and password, and which addresses the proxy allows.',
  },
  redisAway: {
    title: 'Bot can’t reach its Redis',
    cause: 'The bot’s replicas share their call rate through Redis, which doesn’t answer, so nothing was sent.',
    next: 'Have the bot operator start Redis or check REDIS_URL.',
  },
  otherAccount: {
    title: 'The bot has credentials of another account',
    cause:
      'The bot’s credentials belong to another Alibaba Cloud account than its database, so nothing was sent: your instances don’t exist there.',
    next: 'Notify the bot operator; /ecs doctor names both accounts and what to do. Waiting requests resume automatically once the account is right.',
  },
  unknownAccount: {
    title: 'Couldn’t check the account',
    cause: 'The bot couldn’t find out which Alibaba Cloud account its credentials belong to, so nothing was sent.',
    next: 'It checks again every few seconds, and waiting requests resume automatically. If this continues, notify the bot operator: /ecs doctor says what to do.',
  },
  accountGivenUp: {
    title: 'Unconfirmed: its account is out of reach',
    cause:
      'An admin confirmed that nobody can get credentials of the Alibaba Cloud account in which this began. Its outcome can’t be checked. The bot won’t send it again, so nothing is bought twice.',
    next: 'Have somebody who can sign in to that account look in its ECS console for the name or the tag ecs-chatops:request: it may exist and cost money.',
  },
  disk: {
    title: 'Disk not available here',
    cause: 'Alibaba Cloud doesn’t offer this disk category with this instance type in this zone.',
    next: 'Choose another disk category: the alternatives show which ones fit.',
  },
  notOpened: {
    title: 'Not opened for the account',
    cause:
      'The Alibaba Cloud account isn’t allowed to use this region, instance type, disk, or feature yet. RAM permissions don’t change that.',
    next: 'Have the account’s owner apply for it in the console, or try again with another choice.',
  },
  image: {
    title: 'Image can’t be used',
    cause: 'The account hasn’t subscribed to this image in the Marketplace, or it is no longer available.',
    next: 'Have the account’s owner subscribe to it, or try again with another image.',
  },
  payMethod: {
    title: 'Billing method not open to the account',
    cause: 'The account can’t pay for this instance this way (pay-as-you-go, spot, or prepaid).',
    next: 'Try again with another billing method, or have the account’s owner ask Alibaba Cloud to open it.',
  },
  noPublicIp: {
    title: 'No public IP left',
    cause: 'Alibaba Cloud has no public IP address left here right now.',
    next: 'Try again later, or without a public IP address.',
  },
  noPrice: {
    title: 'No price to check',
    cause: 'Right before buying, the bot checks the price, but Alibaba Cloud named none. Nothing was bought.',
    next: 'Try again later. If this continues, see whether the ECS console shows a price for it.',
  },
  mayNotRead: {
    title: 'Bot may not look this up',
    cause:
      'The bot’s RAM user isn’t allowed to look this up, and the bot buys or changes nothing it can’t check first.',
    next: 'Have the bot operator allow it in the RAM policy (/ecs doctor shows what is missing), then try again.',
  },
  noAnswer: {
    title: 'No usable answer from Alibaba Cloud',
    cause:
      'The bot looked something up at Alibaba Cloud and got no usable answer. Looking up buys and changes nothing.',
    next: 'Try again in a few minutes. If it keeps happening, see the Alibaba Cloud status page.',
  },
  unlooked: {
    title: 'Unconfirmed: the bot couldn’t check',
    cause:
      'It was sent, but no clear answer came, and every check since has failed: it may or may not exist. The bot won’t send it again, so nothing is bought twice.',
    next: 'Look in the ECS console for the name or the tag ecs-chatops:request before you try again: it may exist and cost money.',
  },
  unseen: {
    title: 'Couldn’t check the instance',
    cause:
      'Every check of this instance failed until the time the bot allows was over, so its current state is unknown.',
    next: 'Check it in the ECS console: it may be starting, and it costs money while it exists.',
  },
  notPlaced: {
    title: 'Not enough room for all',
    cause: 'Alibaba Cloud had room for only some instances of this request. This one wasn’t created and costs nothing.',
    next: 'Request the missing ones again later, or with another type or zone.',
  },
  neverOrdered: {
    title: 'Not ordered in time',
    cause: 'The order couldn’t be sent in the time the bot allows for it. Nothing was created.',
    next: 'Try again.',
  },
  needsApproval: {
    title: 'Needs approval at the new price',
    cause:
      'The price has risen since the request. At the price that Alibaba Cloud quotes now, the policy requires approval, and nobody has been asked.',
    next: 'It wasn’t bought. Request it again; it then waits for approval.',
  },
  requesterLeft: {
    title: 'Requester’s account deactivated',
    cause: 'The Slack account of the person who requested this was deactivated before it was bought.',
    next: 'Nothing was bought. Somebody else can request it.',
  },
  unpaidOrder: {
    title: 'Another order is unpaid',
    cause:
      'Somebody placed another order for this instance, for example a renewal in the console, and it’s still open. The bot has paid nothing.',
    next: 'Have the account’s owner pay or cancel it under Orders in the console, then try again.',
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
    account:
      'Have the account’s owner do what the ECS console asks for. The bot keeps trying: no need to request again.',
  },
  missing: (action, principal) => `${principal} lacks the permission ${action}.`,
  leftBehind: (ids) =>
    ids.length === 1
      ? `${ids[0]} was created and costs money while it exists: start or release it in the ECS console.`
      : `${ids.join(', ')} were created and cost money while they exist: start or release them in the ECS console.`,
};
