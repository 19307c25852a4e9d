import { defineErrors } from '@gongzhi/engine';

/** Refusals of the directory, the documents and the read side. */
export const directoryErrors = defineErrors({
  GZ_PARTY_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有主体 {partyId}，或其已停用。',
      en: 'There is no party {partyId}, or it is not active.',
    },
    remedy: {
      'zh-CN': '核对主体编号；已停用的主体由管理员恢复。',
      en: 'Check the id in the list of parties; an administrator can make a party active again.',
    },
  },
  GZ_MEMBER_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有成员 {memberId}，或该成员、其主体已停用。',
      en: 'There is no member {memberId}, or the member or its party is not active.',
    },
    remedy: {
      'zh-CN': '核对成员编号；已停用的由管理员恢复。',
      en: 'Check the id in the list of members; an administrator can make it active again.',
    },
  },
  GZ_CELL_UNKNOWN: {
    status: 404,
    message: { 'zh-CN': '没有网格 {cellId}。', en: 'There is no grid cell {cellId}.' },
    remedy: {
      'zh-CN': '核对网格编号；上级网格须先登记。',
      en: 'Check the id in the grid; a parent is recorded before its children.',
    },
  },
  GZ_SIGN_IN_FAILED: {
    status: 401,
    message: {
      'zh-CN': '登录名或密码不正确，或账号不能登录。',
      en: 'Login or password is wrong, or the account may not sign in.',
    },
    remedy: {
      'zh-CN': '核对后重试；忘记密码请由管理员重设。',
      en: 'Check both and try again; an administrator can set a new password.',
    },
  },
  GZ_SIGN_IN_TOO_OFTEN: {
    status: 429,
    message: {
      'zh-CN': '该登录名在 15 分钟内失败次数过多。',
      en: 'Signing in failed too often for this login within 15 minutes.',
    },
    remedy: {
      'zh-CN': '请在 {minutes} 分钟后重试。',
      en: 'Try again in {minutes} minutes.',
    },
  },
  GZ_LOGIN_TAKEN: {
    status: 409,
    message: {
      'zh-CN': '登录名“{login}”已由另一成员使用。',
      en: 'The login {login} belongs to another member.',
    },
    remedy: { 'zh-CN': '换一个登录名。', en: 'Choose another login.' },
  },
  GZ_PASSWORD_WEAK: {
    status: 422,
    message: { 'zh-CN': '密码太弱。', en: 'The password is too weak.' },
    remedy: {
      'zh-CN': '使用 {min} 至 {max} 个字符、不易猜到、不含登录名的密码。',
      en: 'Use {min} to {max} characters that are hard to guess and do not hold the login.',
    },
  },
  GZ_KEY_UNKNOWN: {
    status: 404,
    message: { 'zh-CN': '没有接口密钥 {keyId}。', en: 'There is no API key {keyId}.' },
    remedy: { 'zh-CN': '在密钥列表中核对编号。', en: 'Check the id in the list of keys.' },
  },
  GZ_DIRECTORY_INVALID: {
    status: 422,
    message: {
      'zh-CN': '“{field}”不符合要求：应为 {expectedZh}，实为 {got}。',
      en: '{field} does not fit: expected {expected}, got {got}.',
    },
    remedy: { 'zh-CN': '改正该处后重新保存。', en: 'Mend that place and save again.' },
  },
  GZ_DOCUMENT_TOO_LARGE: {
    status: 413,
    message: {
      'zh-CN': '文件超过 {limit} 字节的上限。',
      en: 'The file is larger than the limit of {limit} bytes.',
    },
    remedy: { 'zh-CN': '压缩或拆分后重新上传。', en: 'Make it smaller or split it, and upload again.' },
  },
  GZ_DOCUMENT_TYPE: {
    status: 415,
    message: {
      'zh-CN': '不接收此类文件（{found}）。',
      en: 'Files of this type ({found}) are not accepted.',
    },
    remedy: {
      'zh-CN': '转换为下列类型之一后上传：{allowed}。',
      en: 'Convert it to one of: {allowed}.',
    },
  },
  GZ_DOCUMENT_DISGUISED: {
    status: 415,
    message: {
      'zh-CN': '文件名或声明的类型是 {claimed}，内容却是 {found}。',
      en: 'The name or the claimed type says {claimed}, the content is {found}.',
    },
    remedy: {
      'zh-CN': '改用与内容相符的文件名和类型。',
      en: 'Use a name and a type that match the content.',
    },
  },
  GZ_DOCUMENT_EMPTY: {
    status: 422,
    message: { 'zh-CN': '文件是空的。', en: 'The file is empty.' },
    remedy: { 'zh-CN': '核对文件后重新上传。', en: 'Check the file and upload it again.' },
  },
  GZ_DOCUMENT_UNKNOWN: {
    status: 404,
    message: { 'zh-CN': '没有文件 {sha256}。', en: 'There is no document {sha256}.' },
    remedy: {
      'zh-CN': '核对校验值，或先上传该文件。',
      en: 'Check the SHA-256, or upload the file first.',
    },
  },
  GZ_CURSOR_INVALID: {
    status: 400,
    message: {
      'zh-CN': '翻页标记不属于此列表。',
      en: 'The cursor does not belong to this list.',
    },
    remedy: {
      'zh-CN': '原样使用上一页给出的 next，或从第一页开始。',
      en: 'Use `next` of the page before as it is, or begin with the first page.',
    },
  },
  GZ_PAGE_LIMIT: {
    status: 400,
    message: {
      'zh-CN': '每页条数应为 1 至 {max} 的整数，实为 {got}。',
      en: 'A page holds 1 to {max} items, a whole number; got {got}.',
    },
    remedy: { 'zh-CN': '改正 limit，或省略（50）。', en: 'Mend `limit`, or leave it out (50).' },
  },
  GZ_SEARCH_INVALID: {
    status: 400,
    message: {
      'zh-CN': '搜索词应为 1 至 {max} 个字符，且不含控制字符。',
      en: 'A search takes 1 to {max} characters and no control characters.',
    },
    remedy: { 'zh-CN': '缩短搜索词。', en: 'Search for less.' },
  },
  GZ_ADMINISTRATOR_EXISTS: {
    status: 409,
    message: {
      'zh-CN': '已有管理员；首位管理员只能建立一次。',
      en: 'There is an administrator already; the first one is made once.',
    },
    remedy: {
      'zh-CN': '请由现有管理员通过 POST /v1/members 登记其他管理员。',
      en: 'Let that administrator enter others, with POST /v1/members.',
    },
  },
});
