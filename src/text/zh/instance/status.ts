/** The console's names of the cloud's states. */
export const STATUS = {
  Pending: '创建中',
  Starting: '启动中',
  Running: '运行中',
  Stopping: '停止中',
  Stopped: '已停止',
  Unknown: '未知',
} as const;

/** A state in Chinese; an unknown one as the cloud wrote it. */
export const statusText = (status: string): string =>
  status in STATUS ? STATUS[status as keyof typeof STATUS] : status;
