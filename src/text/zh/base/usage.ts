/** The Chinese names of placeholders in a command's usage. Literal words stay as they are. */
const NAMES: Readonly<Record<string, string>> = {
  name: '名称',
  id: 'ID',
  'id or name': 'ID 或名称',
  'name or id': '名称或 ID',
  'id or name …': 'ID 或名称 …',
  n: '数量',
  number: '编号',
  'part of the name': '名称的一部分',
  preset: '预设',
  topic: '主题',
  reason: '原因',
  region: '地域',
};

/** `<id or name> [7d]` with Chinese names of the placeholders. */
export const usageText = (usage: string): string =>
  usage.replaceAll(/<([^<>]+)>/gu, (whole, name: string) => (name in NAMES ? `<${NAMES[name]}>` : whole));
