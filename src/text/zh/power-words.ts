import type { Power } from '../../core/power/power.ts';

export const NOUN: Readonly<Record<Power, string>> = { start: '启动', stop: '停止', restart: '重启', release: '释放' };
