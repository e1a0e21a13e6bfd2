import { appMethods } from './apps.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import type { Method } from './method.ts';
import { peopleMethods } from './people.ts';
import { userGroupMethods } from './user-groups.ts';
import { viewMethods } from './views.ts';

/** Every modelled Web API method. `ticket`: makes a ticket to a Socket Mode link. */
export const methodsOf = (ticket: () => string): Readonly<Record<string, Method>> => ({
  ...appMethods(ticket),
  ...chatMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...userGroupMethods,
  ...viewMethods,
});
