/** Whether it names a person, who stands for the direct messages between them and the bot. */
export const isUserId = (id: string): boolean => /^[UW][A-Z0-9]+$/.test(id);

/** Whether it names a channel that can be mentioned; conversations between people (`D…`) cannot. */
export const isChannelId = (id: string): boolean => /^[CG][A-Z0-9]+$/.test(id);

/** The block at the top of a window that says of a field that it holds a secret; it is there until the window is drawn again. */
export const SECRET_NOTE = 'secret';
