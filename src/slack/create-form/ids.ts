/** The global shortcut that opens the create form, by its callback id. */
export const SHORTCUT = 'ecs_create_shortcut';

/** The button beside the login, and the window that it opens over the form. */
export const ADD_KEY = 'form_add_key';
export const ADD_KEY_FORM = 'create_form_key';
