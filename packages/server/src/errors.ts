import { defineErrors } from '@gongzhi/engine';

/** Refusals of the HTTP server: everything that is decided before a command reaches the runtime. */
export const serverErrors = defineErrors({
  GZ_ROUTE_UNKNOWN: {
    status: 404,
    message: { 'zh-CN': '没有地址 {method} {path}。', en: 'There is no {method} {path}.' },
    remedy: {
      'zh-CN': '全部操作见 /docs 或 /openapi.json。',
      en: 'See /docs or /openapi.json for every operation.',
    },
  },
  GZ_METHOD_UNKNOWN: {
    status: 405,
    message: {
      'zh-CN': '{path} 不接受 {method}；可用：{allowed}。',
      en: '{path} does not take {method}; it takes {allowed}.',
    },
    remedy: { 'zh-CN': '改用所列方法之一。', en: 'Use one of those methods.' },
  },
  GZ_URL_MALFORMED: {
    status: 400,
    message: { 'zh-CN': '地址无法解析。', en: 'The URL cannot be read.' },
    remedy: {
      'zh-CN': '按 RFC 3986 对地址中的特殊字符编码；单个参数不超过 200 字符。',
      en: 'Percent-encode special characters (RFC 3986); a path parameter has at most 200 characters.',
    },
  },
  GZ_REQUEST_MALFORMED: {
    status: 400,
    message: { 'zh-CN': 'HTTP 请求无法解析。', en: 'The HTTP request cannot be read.' },
    remedy: {
      'zh-CN': '检查客户端是否发送合法的 HTTP/1.1 请求。',
      en: 'Check that the client sends well-formed HTTP/1.1.',
    },
  },
  GZ_REQUEST_INVALID: {
    status: 400,
    message: {
      'zh-CN': '请求有 {count} 处不符合要求，第一处：{first}',
      en: 'The request has {count} problems, the first at {first}.',
    },
    remedy: {
      'zh-CN': '逐处改正 fields 所列内容；接口的形状见 /docs。',
      en: 'Correct each place listed in fields; /docs shows the shape.',
    },
  },
  GZ_BODY_MALFORMED: {
    status: 400,
    message: {
      'zh-CN': '正文不是可以接受的 JSON。',
      en: 'The body is not JSON that can be taken.',
    },
    remedy: {
      'zh-CN': '以 UTF-8 发送一个 JSON 对象，不含 __proto__、NUL 或残缺字符，嵌套不超过 {depth} 层。',
      en: 'Send one JSON object in UTF-8, without __proto__, NUL or broken characters, at most {depth} levels deep.',
    },
  },
  GZ_BODY_TOO_LARGE: {
    status: 413,
    message: {
      'zh-CN': '正文超过 {limit} 字节。',
      en: 'The body is larger than {limit} bytes.',
    },
    remedy: {
      'zh-CN': '缩小正文；文件请用 POST /v1/documents 上传。',
      en: 'Send less; upload files with POST /v1/documents.',
    },
  },
  GZ_MEDIA_TYPE: {
    status: 415,
    message: {
      'zh-CN': '不接受内容类型“{type}”。',
      en: 'Content type {type} is not taken here.',
    },
    remedy: {
      'zh-CN': '使用 application/json；上传文件使用 multipart/form-data。',
      en: 'Use application/json; for uploads multipart/form-data.',
    },
  },
  GZ_UPLOAD_MALFORMED: {
    status: 400,
    message: {
      'zh-CN': '上传须恰好含一个名为 file 的文件，并带文件名。',
      en: 'An upload has exactly one part, a file named `file` with a filename.',
    },
    remedy: {
      'zh-CN': '例如：curl -F file=@report.pdf …/v1/documents',
      en: 'For example: curl -F file=@report.pdf …/v1/documents',
    },
  },
  GZ_SIGN_IN_NEEDED: {
    status: 401,
    message: {
      'zh-CN': '请先登录，或提供有效的令牌。',
      en: 'Sign in, or give a token that is valid.',
    },
    remedy: {
      'zh-CN': '发送 Authorization: Bearer <会话令牌或 API 密钥>；令牌由 POST /v1/session 取得。',
      en: 'Send Authorization: Bearer <session token or API key>; POST /v1/session gives a token.',
    },
  },
  GZ_SCOPE_MISSING: {
    status: 403,
    message: {
      'zh-CN': '此密钥没有权限范围“{scope}”。',
      en: 'This key lacks the scope {scope}.',
    },
    remedy: {
      'zh-CN': '使用含该范围的密钥，或登录后操作。',
      en: 'Use a key with that scope, or sign in.',
    },
  },
  GZ_GRANT_MISSING: {
    status: 403,
    message: {
      'zh-CN': '此操作需要下列授权之一：{grants}。',
      en: 'This takes one of the grants: {grants}.',
    },
    remedy: { 'zh-CN': '请联系管理员。', en: 'Ask an administrator.' },
  },
  GZ_SCOPE_EXCEEDED: {
    status: 403,
    message: {
      'zh-CN': '新密钥的范围“{scope}”超出您的范围。',
      en: 'Scope {scope} exceeds what you hold.',
    },
    remedy: {
      'zh-CN': '只选择 GET /v1/session 所列的范围。',
      en: 'Choose among the scopes that GET /v1/session lists.',
    },
  },
  GZ_KEY_MAKES_NO_KEYS: {
    status: 403,
    message: {
      'zh-CN': '不能用 API 密钥生成或吊销密钥。',
      en: 'An API key neither makes nor revokes keys.',
    },
    remedy: { 'zh-CN': '请登录后操作。', en: 'Sign in and do it again.' },
  },
  GZ_ORIGIN_REFUSED: {
    status: 403,
    message: {
      'zh-CN': '使用 Cookie 的写操作只能来自本站页面。',
      en: 'A write with the session cookie must come from a page of this site.',
    },
    remedy: {
      'zh-CN': '改用 Authorization: Bearer；或由管理员将该来源加入 origins。',
      en: 'Use Authorization: Bearer, or have the origin added to the setting `origins`.',
    },
  },
  GZ_IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    message: {
      'zh-CN': '写操作必须带 Idempotency-Key 请求头。',
      en: 'A write needs the header Idempotency-Key.',
    },
    remedy: {
      'zh-CN': '为每个操作生成一个 UUID；重试同一操作时用同一个值。',
      en: 'Make a UUID for each operation, and send the same one when you try it again.',
    },
  },
  GZ_IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    message: {
      'zh-CN': 'Idempotency-Key 应为 8 至 200 个可见 ASCII 字符。',
      en: 'Idempotency-Key is 8 to 200 visible ASCII characters.',
    },
    remedy: { 'zh-CN': '使用 UUID。', en: 'Use a UUID.' },
  },
  GZ_IF_MATCH_INVALID: {
    status: 400,
    message: {
      'zh-CN': 'If-Match 应为案件的修订号，例如 "7"。',
      en: 'If-Match is the revision of the case, for example "7".',
    },
    remedy: {
      'zh-CN': '使用读取案件时得到的 ETag。',
      en: 'Send the ETag that reading the case gave.',
    },
  },
  GZ_TASK_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有这个待办任务，或您无权查看。',
      en: 'There is no such open task, or you may not see it.',
    },
    remedy: { 'zh-CN': '刷新任务列表。', en: 'Read the task list again.' },
  },
  GZ_HANDOFF_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '没有这个移交，或您无权查看。',
      en: 'There is no such hand-off, or you may not see it.',
    },
    remedy: { 'zh-CN': '刷新移交列表。', en: 'Read the hand-offs again.' },
  },
  GZ_CLOCK_UNKNOWN: {
    status: 404,
    message: {
      'zh-CN': '本案没有期限“{clock}”。',
      en: 'The case has no clock {clock}.',
    },
    remedy: {
      'zh-CN': '期限的名称见案件的 clocks。',
      en: 'The case lists its clocks by name.',
    },
  },
  GZ_DOCUMENT_NOT_THERE: {
    status: 404,
    message: {
      'zh-CN': '没有这份文件，或您无权查看。',
      en: 'There is no such document, or you may not see it.',
    },
    remedy: {
      'zh-CN': '您可以查看的文件见案件的 documents。',
      en: 'The case lists the documents that you may read.',
    },
  },
  GZ_RATE_LIMITED: {
    status: 429,
    message: {
      'zh-CN': '请求过于频繁（每分钟 {limit} 次）。',
      en: 'Too many requests (limit {limit} a minute).',
    },
    remedy: {
      'zh-CN': '{seconds} 秒后重试。',
      en: 'Try again in {seconds} seconds.',
    },
  },
  GZ_STREAMS_TOO_MANY: {
    status: 429,
    message: {
      'zh-CN': '您已打开 {limit} 个动态连接，已达上限。',
      en: 'You have {limit} streams open, which is the limit.',
    },
    remedy: { 'zh-CN': '先关闭一个。', en: 'Close one first.' },
  },
  GZ_LAST_EVENT_ID_INVALID: {
    status: 400,
    message: {
      'zh-CN': 'Last-Event-ID 应为先前收到的 id。',
      en: 'Last-Event-ID is an id that the stream gave before.',
    },
    remedy: {
      'zh-CN': '省略它即从最新处开始。',
      en: 'Leave it out to begin at the newest entry.',
    },
  },
  GZ_METRICS_LOCAL: {
    status: 403,
    message: {
      'zh-CN': '指标只对本机或运维人员开放。',
      en: 'Metrics are for this machine and for operators.',
    },
    remedy: {
      'zh-CN': '使用运维人员含 operate 范围的密钥。',
      en: 'Use an operator’s key with the scope operate.',
    },
  },
  GZ_NOT_READY: {
    status: 503,
    message: { 'zh-CN': '存储暂时没有响应。', en: 'The store does not answer.' },
    remedy: { 'zh-CN': '稍后重试。', en: 'Try again shortly.' },
  },
  GZ_INTERNAL: {
    status: 500,
    message: {
      'zh-CN': '服务器内部错误；案件未因此改变，或改变已完整记录。',
      en: 'Something failed inside; a change is recorded wholly or not at all.',
    },
    remedy: {
      'zh-CN': '以同一 Idempotency-Key 重试；仍失败时请把 instance 告知运维人员。',
      en: 'Try again with the same Idempotency-Key; if it fails again, tell an operator the instance.',
    },
  },
});
