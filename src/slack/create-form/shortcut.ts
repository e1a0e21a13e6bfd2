/** The global shortcut that opens the create form, by its callback id. */
export const SHORTCUT = 'ecs_create_shortcut';
