/** For scrolling parts: lets the keyboard reach them and scroll by arrows. */
export const SCROLLS = { tabIndex: 0 };
