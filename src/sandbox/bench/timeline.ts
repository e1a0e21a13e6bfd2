type Shown = Readonly<Record<string, unknown>>;

const began = (instance: Shown, wanted: string): number => {
  const timeline = instance._timeline as readonly { readonly status: string; readonly at: number }[];
  return timeline.find(({ status }) => status === wanted)?.at ?? Number.NaN;
};

/** When the cloud truly began to build an instance, in milliseconds UTC. */
export const pendingAt = (instance: Shown): number => began(instance, 'Pending');

/** When it truly ran; NaN if it does not. */
export const runningAt = (instance: Shown): number => began(instance, 'Running');

/** The instances whose names begin with `name`. */
export const namedFrom = (instances: readonly Shown[], name: string): readonly Shown[] =>
  instances.filter(({ InstanceName }) => String(InstanceName).startsWith(`${name}-`));
