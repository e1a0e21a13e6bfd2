import { type Saying, said } from '../../../core/saying.ts';

/**
 * What separates the bot from Slack or its directory, by its English text; `test/text/slack-troubles.test.ts` finds missing ones.
 */
export const SLACK_TROUBLES: Readonly<Record<string, string>> = {
  'Slack has ended the connection because this app has too many (too_many_websockets): Slack allows ten. Stop the other bots that run with this SLACK_APP_TOKEN, or give each an app of its own.':
    'Slack 断开了连接：应用的连接过多（too_many_websockets），最多 10 个。请停止使用同一 SLACK_APP_TOKEN 的其他机器人，或为每个机器人单独创建应用。',
  "Slack has ended the connection because Socket Mode was switched off for this app (link_disabled). Switch it on under Socket Mode in the app's settings, or set SLACK_MODE=http.":
    'Slack 断开了连接：应用的 Socket Mode 已关闭（link_disabled）。请在应用设置的 Socket Mode 中开启，或设置 SLACK_MODE=http。',
  'The token in SLACK_APP_TOKEN lacks the scope connections:write (missing_scope). Generate an app-level token with it under Basic Information and start again.':
    'SLACK_APP_TOKEN 缺少权限范围 connections:write（missing_scope）。请在 Basic Information 中生成包含该范围的 app-level token，然后重启机器人。',
  'SLACK_APP_TOKEN must be an app-level token (not_allowed_token_type). Generate one (xapp-…) with the scope connections:write under Basic Information and start again.':
    'SLACK_APP_TOKEN 必须是 app-level token（not_allowed_token_type）。请在 Basic Information 中生成包含 connections:write 的 token（xapp-…），然后重启机器人。',
  "Slack does not allow Socket Mode for this app ({0}). Switch it on under Socket Mode in the app's settings, or set SLACK_MODE=http.":
    'Slack 不允许应用使用 Socket Mode（{0}）。请在应用设置的 Socket Mode 中开启，或设置 SLACK_MODE=http。',
  'Slack refused the token in SLACK_APP_TOKEN ({0}). Copy the app-level token (xapp-…, scope connections:write) from Basic Information of the same app and start again.':
    'Slack 拒绝了 SLACK_APP_TOKEN 中的令牌（{0}）。请从同一应用的 Basic Information 复制 app-level token（xapp-…，权限范围 connections:write），然后重启机器人。',
  'Reinstall the app to the workspace (OAuth & Permissions), copy the Bot User OAuth Token and start again.':
    '请在 OAuth & Permissions 中将应用重新安装到工作区，复制 Bot User OAuth Token，然后重启机器人。',
  'Slack does not know the token in SLACK_BOT_TOKEN ({0}). Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions of the app and start again.':
    'SLACK_BOT_TOKEN 中的令牌在 Slack 中不存在（{0}）。请从应用的 OAuth & Permissions 复制 Bot User OAuth Token（xoxb-…），然后重启机器人。',
  'The token in SLACK_BOT_TOKEN is no longer valid ({0}). {1}': 'SLACK_BOT_TOKEN 中的令牌已失效（{0}）。{1}',
  'Slack refused the token in SLACK_BOT_TOKEN ({0}). {1}': 'Slack 拒绝了 SLACK_BOT_TOKEN 中的令牌（{0}）。{1}',
  'The user groups of the policy ({0}) cannot be read: the app lacks the scope usergroups:read. Update the app from manifest.yml and reinstall it to the workspace (OAuth & Permissions); the bot need not be started again. Until then nobody counts as their member.':
    '无法加载策略中的用户组（{0}）：应用缺少权限范围 usergroups:read。请按 manifest.yml 更新应用，并在 OAuth & Permissions 中重新安装到工作区，机器人无需重启。在此之前，用户组视为无成员。',
  'The policy names user groups that Slack does not know, or that are disabled: {0}. Mend the policy, or enable them in Slack. Until then nobody counts as their member.':
    '策略中的以下用户组在 Slack 中不存在或已停用：{0}。请修改策略，或在 Slack 中启用。在此之前，用户组视为无成员。',
  "The user groups of the policy ({0}) cannot be read: this workspace's plan has none (plan_upgrade_required). Name people one by one.":
    '无法加载策略中的用户组（{0}）：工作区的套餐不含用户组（plan_upgrade_required）。请逐个列出成员。',
  'The user groups of the policy ({0}) could not be read ({1}). The bot asks again every minute. Until then nobody counts as their member.':
    '无法加载策略中的用户组（{0}，{1}）。机器人每分钟重新查询。在此之前，用户组视为无成员。',
  'Nobody can use the bot: the app may not ask Slack who is a member, for it lacks the scope users:read. Update the app from manifest.yml and reinstall it to the workspace (OAuth & Permissions); the bot need not be started again.':
    '机器人暂时无法使用：应用缺少权限范围 users:read，无法向 Slack 查询成员身份。请按 manifest.yml 更新应用，并在 OAuth & Permissions 中重新安装到工作区，机器人无需重启。',
  'Slack did not say who somebody is ({0}), so that the bot does nothing for them. It asks again at their next try.':
    'Slack 未返回某个用户的身份（{0}），机器人不为其执行操作；下次操作时重新查询。',
};

/** In Chinese; in English if a text is missing here. */
export const slackTroubleText = (saying: Saying): string => said(saying, (words) => SLACK_TROUBLES[words] ?? words);
