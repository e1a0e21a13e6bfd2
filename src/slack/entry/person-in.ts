/** The user id of the person behind a payload; empty if none. */
export function personIn(body: object): string {
  const { user_id, user, event } = body as Readonly<Record<string, unknown>>;
  return idOf(user_id) ?? idOf(user) ?? idOf((event as { readonly user?: unknown } | undefined)?.user) ?? '';
}

const idOf = (user: unknown): string | null => {
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : user;
  return typeof id === 'string' ? id : null;
};
