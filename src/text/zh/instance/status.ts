/** As the console calls the states that the cloud names. */
export const STATUS = {
  Pending: '创建中',
  Starting: '启动中',
  Running: '运行中',
  Stopping: '停止中',
  Stopped: '已停止',
  Unknown: '未知',
} as const;

/** A state that the cloud has named, and one that is not known here as it was written. */
export const statusText = (status: string): string =>
  status in STATUS ? STATUS[status as keyof typeof STATUS] : status;
