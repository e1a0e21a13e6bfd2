/** Mistakes in what a policy says about launch templates, and in the templates. */
export const TEMPLATE_MISTAKES: Readonly<Record<string, string>> = {
  '{0}: only a preset can start from a launch template. Write it under presets.':
    '{0}：仅预设可使用启动模板，请写在 presets 中。',
  '{0} is {1}, which isn’t a launch template ID. Copy it from the console; it looks like lt-bp1….':
    '{0} 为 {1}，不是有效的启动模板 ID。请从控制台复制，形如 lt-bp1…。',
  '{0} is {1}, which isn’t a launch template name. Use 2–128 characters, starting with a letter.':
    '{0} 为 {1}，不是有效的启动模板名称。请使用 2～128 个字符，以字母开头。',
  '{0} is {1}. Set it to a version number, default, or latest.': '{0} 为 {1}，应为版本号、default 或 latest。',
  '{0} needs a launch template. Add launchTemplate with its name or ID.':
    '{0} 须配合启动模板，请添加 launchTemplate 及其名称或 ID。',
  'The launch template contains a password or key. Remove it there: use a key pair or a RAM role.':
    '启动模板包含密码或密钥，请从模板中删除，改用密钥对或 RAM 角色。',
  '{0}: the bot doesn’t know this setting. Leave it out.': '{0}：机器人不支持该设置，请删除。',
  '{0}: a fixed date doesn’t suit later requests. Leave it out, or set lease in the preset.':
    '{0}：固定日期不适用于之后的申请。请删除，或在预设中设置 lease。',
  '{0}: the launch template sets this to two different values. Keep one.':
    '{0}：启动模板中有两个不同的值，请仅保留一个。',
  'UserData: the launch template’s start script isn’t one of userData. Add its text there, or set script in the preset.':
    'UserData：启动模板中的启动脚本不在 userData 中。请将其内容添加到 userData，或在预设中设置 script。',
  'UserData: the launch template’s start script contains a password or key in line {0}. Have the server fetch it at run time.':
    'UserData：启动模板中的启动脚本第 {0} 行包含密码或密钥，请改为由实例在运行时获取。',
};
