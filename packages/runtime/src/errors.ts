import { defineErrors } from '@gongzhi/engine';

/** Refusals of the write path, the definitions, the incidents and the store. */
export const runtimeErrors = defineErrors({
  GZ_CASE_UNKNOWN: {
    status: 404,
    message: { 'zh-CN': '没有案件 {case}。', en: 'There is no case {case}.' },
    remedy: { 'zh-CN': '核对案件编号。', en: 'Check the case id.' },
  },
  GZ_CASE_EXISTS: {
    status: 409,
    message: { 'zh-CN': '案件 {case} 已存在。', en: 'There is a case {case} already.' },
    remedy: { 'zh-CN': '立案时不要指定案件编号。', en: 'Leave the case id out when you open a case.' },
  },
  GZ_COMMAND_ID_INVALID: {
    status: 400,
    message: {
      'zh-CN': '指令编号须为 1 至 200 个可见字符，收到 {length} 个。',
      en: 'A command id has 1 to 200 visible characters; this one has {length}.',
    },
    remedy: {
      'zh-CN': '每项请求生成一个新的 UUID，重发时沿用同一个。',
      en: 'Make a new UUID for each request, and send the same one again when you repeat it.',
    },
  },
  GZ_COMMAND_UNREADABLE: {
    status: 400,
    message: {
      'zh-CN': '请求含有 JSON 不能保存的内容：{problem}',
      en: 'The request holds what JSON cannot keep: {problem}',
    },
    remedy: {
      'zh-CN': '只发送 JSON：文本、数字、真假、null、列表和对象。',
      en: 'Send plain JSON: texts, numbers, true, false, null, lists and objects.',
    },
  },
  GZ_COMMAND_ID_REUSED: {
    status: 409,
    message: {
      'zh-CN': '指令编号 {commandId} 已用于另一项不同的请求。',
      en: 'Command id {commandId} was used for a different request.',
    },
    remedy: {
      'zh-CN': '新的请求请使用新的 Idempotency-Key；重发请保持内容不变。',
      en: 'Use a new Idempotency-Key for a new request; repeat a request unchanged.',
    },
  },
  GZ_REVISION_STALE: {
    status: 412,
    message: {
      'zh-CN': '案件已是第 {current} 版，您依据的是第 {expected} 版。',
      en: 'The case is at revision {current}; you relied on {expected}.',
    },
    remedy: {
      'zh-CN': '重新读取案件，确认后再提交。',
      en: 'Read the case again, then decide and send it with the new revision.',
    },
  },
  GZ_CASE_CONTENDED: {
    status: 503,
    message: {
      'zh-CN': '案件 {case} 正被多个进程同时修改，本次未能写入。',
      en: 'Case {case} is being changed by several processes at once; this was not written.',
    },
    remedy: { 'zh-CN': '稍后以同一编号重发。', en: 'Send it again with the same id in a moment.' },
  },
  GZ_FACTS_UNSETTLED: {
    status: 500,
    message: {
      'zh-CN': '流程连续 {rounds} 轮向名录提问，未能得出结果。',
      en: 'The step asked the directory {rounds} times over and came to no answer.',
    },
    remedy: {
      'zh-CN': '请联系运维人员检查流程定义的角色指定规则。',
      en: 'Ask an operator to look at how the definition appoints its roles.',
    },
  },
  GZ_STORE_UNAVAILABLE: {
    status: 503,
    message: {
      'zh-CN': '数据库暂时无法写入（{cause}），此项操作没有执行。',
      en: 'The database cannot be written now ({cause}); nothing was done.',
    },
    remedy: {
      'zh-CN': '以同一编号稍后重发；运维人员请检查磁盘空间、锁和连接。',
      en: 'Send it again with the same id in a moment; operators: look at disk space, locks and the connection.',
    },
  },
  GZ_CLOSING: {
    status: 503,
    message: {
      'zh-CN': '服务正在停止，不再接受新的操作。',
      en: 'The service is stopping and takes nothing new.',
    },
    remedy: { 'zh-CN': '以同一编号稍后重发。', en: 'Send it again with the same id in a moment.' },
  },
  GZ_BUSY: {
    status: 503,
    message: {
      'zh-CN': '排队的操作已达上限（{limit}）。',
      en: 'As many commands wait as may ({limit}).',
    },
    remedy: { 'zh-CN': '以同一编号稍后重发。', en: 'Send it again with the same id in a moment.' },
  },
  GZ_DEFINITION_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有已发布的流程“{definition}”（版本 {version}）。',
      en: 'No definition {definition} (version {version}) is published.',
    },
    remedy: {
      'zh-CN': '用 gongzhi deploy 发布，或查看已发布的流程列表。',
      en: 'Publish it with gongzhi deploy, or list what is published.',
    },
  },
  GZ_DEFINITION_INVALID: {
    status: 422,
    message: {
      'zh-CN': '流程定义有 {count} 处错误：{first}',
      en: 'The definition has {count} errors: {first}',
    },
    remedy: {
      'zh-CN': '逐处改正 details.problems 所列的错误。',
      en: 'Correct each place listed in details.problems.',
    },
  },
  GZ_DEFINITION_VERSION_TAKEN: {
    status: 409,
    message: {
      'zh-CN': '流程“{definition}”第 {version} 版已发布，内容不同。',
      en: 'Version {version} of definition {definition} is published with other content.',
    },
    remedy: {
      'zh-CN': '已发布的版本不可更改；请把 version 加一后发布。',
      en: 'A published version never changes; raise `version` and publish that.',
    },
  },
  GZ_INCIDENT_UNKNOWN: {
    status: 404,
    message: { 'zh-CN': '没有异常 {incident}。', en: 'There is no incident {incident}.' },
    remedy: { 'zh-CN': '查看异常列表。', en: 'List the incidents.' },
  },
  GZ_INCIDENT_RESOLVED: {
    status: 409,
    message: {
      'zh-CN': '异常 {incident} 已处理（{status}）。',
      en: 'Incident {incident} is resolved already ({status}).',
    },
    remedy: { 'zh-CN': '刷新异常列表。', en: 'List the incidents again.' },
  },
  GZ_INCIDENT_NOT_RETRIABLE: {
    status: 409,
    message: {
      'zh-CN': '异常 {incident} 没有可重试的内容。',
      en: 'Incident {incident} has nothing that could be tried again.',
    },
    remedy: { 'zh-CN': '请跳过或移动案件。', en: 'Skip it, or move the case.' },
  },
  GZ_MESSAGE_INVALID: {
    status: 400,
    message: {
      'zh-CN': '消息的 {field} 须为 1 至 {limit} 个字符。',
      en: 'A message’s {field} has 1 to {limit} characters.',
    },
    remedy: { 'zh-CN': '改正后重发。', en: 'Correct it and send it again.' },
  },
  GZ_KEYS_FOREIGN: {
    status: 500,
    message: {
      'zh-CN': '目录“{folder}”中的密钥（{keys}）不是此数据库首次启动时的密钥。',
      en: 'The keys in {folder} ({keys}) are not those with which this database was first started.',
    },
    remedy: {
      'zh-CN':
        '让 GONGZHI_FOLDER 指向原来的目录，或从备份恢复 keys；确已遗失时运行 gongzhi admin accept-keys。',
      en: 'Point GONGZHI_FOLDER at the folder as it was, or restore keys/ from the backup; if they are lost, run gongzhi admin accept-keys.',
    },
  },
  GZ_SCHEMA_OLDER: {
    status: 500,
    message: {
      'zh-CN': '数据库的结构比程序旧，缺少：{missing}。',
      en: 'The schema of the database is older than this program; it lacks: {missing}.',
    },
    remedy: {
      'zh-CN': '用写入它的版本核验；或先在副本上用 gongzhi serve 升级，再核验该副本。',
      en: 'Verify it with the version that wrote it; or start gongzhi serve on a copy, which migrates it, and verify that.',
    },
  },
  GZ_SCHEMA_NEWER: {
    status: 500,
    message: {
      'zh-CN': '数据库的结构比程序新，程序不认识：{unknown}。',
      en: 'The schema of the database is newer than this program, which does not know: {unknown}.',
    },
    remedy: {
      'zh-CN': '使用写入它的版本或更新的版本。',
      en: 'Use the version that wrote it, or a newer one.',
    },
  },
  GZ_FOLDER_NOT_MADE: {
    status: 500,
    message: {
      'zh-CN': '无法建立目录“{folder}”（{reason}）。',
      en: 'The folder {folder} cannot be made ({reason}).',
    },
    remedy: {
      'zh-CN': '让 DATABASE_URL 或 GONGZHI_FOLDER 指向本用户可写的目录。',
      en: 'Point DATABASE_URL or GONGZHI_FOLDER at a folder that this user may write to.',
    },
  },
  GZ_PUBLISH_TWO_PERSONS: {
    status: 403,
    message: {
      'zh-CN': '在本平台发布流程须经两人。',
      en: 'Publishing takes two persons here.',
    },
    remedy: {
      'zh-CN': '请提交发布申请（gongzhi deploy），由另一位成员批准。',
      en: 'Submit it (gongzhi deploy), and have another member approve it.',
    },
  },
  GZ_PUBLISH_SELF_APPROVAL: {
    status: 403,
    message: {
      'zh-CN': '申请 {request} 由您提交，不能由您批准。',
      en: 'You submitted request {request}, so you cannot approve it.',
    },
    remedy: {
      'zh-CN': '请由另一位有权限的成员批准；要撤回，请驳回它。',
      en: 'Have another author or administrator approve it; to withdraw it, reject it.',
    },
  },
  GZ_PUBLISH_REQUEST_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有发布申请 {request}。',
      en: 'There is no publish request {request}.',
    },
    remedy: {
      'zh-CN': '核对申请编号（gongzhi deploy requests）。',
      en: 'Check its id (gongzhi deploy requests).',
    },
  },
  GZ_PUBLISH_REQUEST_DECIDED: {
    status: 409,
    message: {
      'zh-CN': '申请 {request} 已由 {member} 作出决定：{status}。',
      en: 'Request {request} was decided by {member}: {status}.',
    },
    remedy: {
      'zh-CN': '如仍需发布，请重新提交。',
      en: 'Submit it again if it is still wanted.',
    },
  },
  GZ_MIGRATION_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有迁移 {migration}。',
      en: 'There is no migration {migration}.',
    },
    remedy: {
      'zh-CN': '核对迁移编号。',
      en: 'Check its id.',
    },
  },
});
