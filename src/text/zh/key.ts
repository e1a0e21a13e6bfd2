import type { PublicKeyFault } from '../../core/key/public-key.ts';
import type { Text } from '../en.ts';
import { quoted } from '../quoted.ts';

const COMMAND = 'ssh-keygen -t rsa -b 4096';

const among = (names: readonly string[]): string => names.join('、');

const KINDS: Readonly<Record<Extract<PublicKeyFault, { fault: 'kind' }>['kind'], string>> = {
  Ed25519: `阿里云不支持导入 Ed25519 密钥。请用 ${COMMAND} 生成 RSA 密钥，粘贴其 .pub 文件。`,
  DSA: `服务器已不再接受 DSA 密钥。请用 ${COMMAND} 生成 RSA 密钥，粘贴其 .pub 文件。`,
  FIDO: `阿里云不支持导入安全密钥（sk-…）。请用 ${COMMAND} 生成 RSA 密钥，粘贴其 .pub 文件。`,
  certificate: '内容为证书。请粘贴对应的公钥，文件名中不含 -cert。',
};

function publicKeyFault(given: PublicKeyFault): string {
  switch (given.fault) {
    case 'empty':
      return '必填。';
    case 'privateKey':
      return '内容为私钥，未保存。请改为粘贴 .pub 文件中的公钥。';
    case 'otherFormat':
      return '不是 OpenSSH 格式。请用 ssh-keygen -i -f FILE 转换（BEGIN PUBLIC KEY 格式加 -m PKCS8），或复制 PuTTYgen 上方的内容。';
    case 'options':
      return '密钥前有其他内容。请粘贴 .pub 文件中以 ssh-rsa 或 ecdsa-sha2 开头的一行。';
    case 'several':
      return '包含多个密钥，请逐个添加。';
    case 'kind':
      return KINDS[given.kind];
    case 'short':
      return `RSA 密钥至少需要 2048 位，当前为 ${given.bits} 位。请用 ${COMMAND} 生成。`;
    case 'long':
      return `RSA 密钥为 ${given.bits} 位，OpenSSH 不支持。请用 ${COMMAND} 生成。`;
    case 'damaged':
      return '密钥内容缺失或有改动。请重新复制 .pub 文件中的整行。';
    case 'noKey':
      return '不是有效的公钥。请粘贴 .pub 文件中以 ssh-rsa 或 ecdsa-sha2 开头的一行。';
  }
}

/** A person's SSH keys. */
export const key: Text['key'] = {
  title: '我的 SSH 密钥',
  none: '尚未添加密钥。公钥只需添加一次，机器人会导入到您创建实例的每个地域。',
  fingerprint: '指纹（MD5）',
  kind: (kind, bits) => `${kind}，${bits} 位`,
  usedBy: (names, count) => `使用中：${among(names)}${count > names.length ? ` 等 ${count} 台` : ''}`,
  unused: '未使用',
  usersUnread: '未能查询使用情况',
  missing: '尚未导入，在该地域打开创建表单时导入',
  noRegion: '尚未导入：首次在某地域打开创建表单时导入。',
  removing: '移除尚未完成，请再次点击“移除”。',
  unread: (regions) => `未能查询 ${among(regions)}，可能有密钥未列出。`,
  regionsUnread: '未能加载地域列表，其他地域的密钥可能未列出。',
  fingerprintMeans: '核对指纹：ssh-keygen -l -E md5 -f FILE.pub。',
  add: '添加密钥…',
  remove: '移除…',
  refresh: '刷新',
  cancel: '取消',
  close: '关闭',
  checking: '正在向阿里云查询…',
  late: '阿里云尚未响应，请 1 分钟后查看 /ecs key。',
  lateAdded: '阿里云尚未响应，结果将以私信发送给您。',
  storeDown: '数据库暂时无法访问，未做更改。请 1 分钟后重试。',
  broken: (reference) => `机器人内部出错。请查看 /ecs key，并联系运维人员，提供编号 ${reference}。`,
  form: {
    title: '添加 SSH 密钥',
    submit: '添加',
    what: '公钥只需添加一次。机器人会在您使用的地域导入为密钥对，创建实例时可在表单中选择。',
    publicKey: '公钥',
    publicKeyHint:
      '即 ~/.ssh/id_rsa.pub 中的一行（Windows：%USERPROFILE%\\.ssh\\id_rsa.pub）。支持 2048 位及以上的 RSA 和 ECDSA，不支持 Ed25519。切勿粘贴私钥。',
    name: '名称',
    nameHint: '例如 ines-laptop。留空则取自密钥末尾的注释。',
    make: `尚无密钥？在您的电脑上运行 ${COMMAND}，然后粘贴 id_rsa.pub。`,
  },
  fault: publicKeyFault,
  known: (name) => `密钥此前已添加，名称：${name}。`,
  tooMany: (most) => `最多 ${most} 个密钥，请先移除一个。`,
  nameFault: {
    missing: '请填写名称，例如 ines-laptop。',
    malformed: '2～128 个字符，以文字开头，可包含文字、数字和 : _ . -。',
    others: '名称已由他人的密钥使用，请更换。',
    another: '名称已由您的另一个密钥使用。请更换名称，或先移除原密钥。',
  },
  nameInCloud: (region) => `${region} 中已有同名密钥对，请更换。`,
  added: (name) => `SSH 密钥${quoted(name)}已添加。`,
  brought: (regions) => `已导入 ${among(regions)}。`,
  elsewhere: '其他地域在首次打开创建表单时导入。',
  taken: (regions) => `未导入 ${among(regions)}：该地域已有同名密钥对。`,
  failedIn: (region) => `未导入 ${region}`,
  tryLater: '在该地域打开创建表单时会重试。',
  refused: (name) => `阿里云拒绝了 SSH 密钥${quoted(name)}，未保存。`,
  removal: {
    title: '移除 SSH 密钥',
    submit: '移除',
    what: (name) => `从所有地域移除密钥对${quoted(name)}？`,
    means: '您电脑上的私钥不受影响，公钥可随时重新添加。',
    removed: (name) => `SSH 密钥${quoted(name)}已移除。`,
    kept: (name) => `SSH 密钥${quoted(name)}未能从所有地域移除。请查看 /ecs key 中的地域和使用情况，再次点击“移除”。`,
    leftUntagged: (regions) => `${among(regions)} 中的密钥对无您的标签，已保留。请在 ECS 控制台移除。`,
    inUse: (name) => `${quoted(name)}正被实例使用，无法移除，未做更改。`,
    inUseNext: '请先释放这些实例，或在 ECS 控制台为其绑定其他密钥对，再移除。',
    unread: (name, regions) => `未能查询${quoted(name)}在 ${among(regions)} 的使用情况，未做更改，请 1 分钟后重试。`,
    none: (name) => `密钥${quoted(name)}不存在。`,
    yours: (names) => `您的密钥：${among(names)}。`,
    partly: (name) => `${quoted(name)}仍在以下地域：`,
    attached: '刚被实例使用',
    again: '请再次移除以完成。',
  },
};
