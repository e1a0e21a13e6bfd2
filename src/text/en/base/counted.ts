/** `1 check`, `2 checks`. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const countedInstances = (count: number): string => counted(count, 'instance', 'instances');
