/** For what scrolls: with the keyboard one can go there and scroll it by the arrows. */
export const SCROLLS = { tabIndex: 0 };
