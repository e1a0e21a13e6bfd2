import type { HomeView } from '@slack/types';
import type { Text } from '../text/en.ts';
import { actions, button, header, plain, section } from './blocks.ts';

export const HOME_CREATE = 'home_create';

/** What the bot does, how to begin, and a button to do so. */
export const homeView = ({ modal: { home } }: Pick<Text, 'modal'>): HomeView => ({
  type: 'home',
  blocks: [
    header(home.title),
    section(plain(home.what)),
    section(plain(home.how)),
    actions('home', [button({ text: home.button, actionId: HOME_CREATE, style: 'primary' })]),
  ],
});
