/** Every word of the command line, in both languages. `{name}` is filled in. */
import type { Language, Text } from '@gongzhi/engine';

const texts = {
  about: ['共治：多方共治的流程与案件引擎。', 'Gongzhi: a workflow and co-governance case engine.'],

  // Headings and labels
  headingExamples: ['示例：', 'Examples:'],
  headingUsage: ['用法：', 'Usage:'],
  headingArguments: ['参数：', 'Arguments:'],
  headingOptions: ['选项：', 'Options:'],
  headingCommands: ['命令：', 'Commands:'],
  headingGlobal: ['通用选项：', 'Global options:'],
  failed: ['失败', 'failed'],
  where: ['位置', 'where'],
  why: ['原因', 'why'],
  fix: ['办法', 'fix'],
  nextLabel: ['下一步', 'next'],
  expected: ['应为', 'expected'],
  found: ['实为', 'found'],
  custodian: ['主责', 'custodian'],
  labelCase: ['案件', 'case'],
  labelState: ['状态', 'state'],

  // Commands
  dev: [
    '在本机起一个完整的街区：建库、发布流程、写入示例主体并提供服务',
    'a whole neighbourhood on this machine: store, definitions, sample parties, server',
  ],
  serve: [
    '提供 API 并在同一进程办理外部动作与期限',
    'serve the API, and deliver effects and due clocks in the same process',
  ],
  worker: [
    '只办理外部动作、期限与立案，不提供 API',
    'deliver effects, due clocks and openings only, without an API',
  ],
  check: [
    '检查流程定义：每个问题的代码、位置和改法',
    'check definitions: each problem with its code, place and remedy',
  ],
  graph: ['画出流程：SVG 图、文字版或布局 JSON', 'draw a definition: as SVG, as text, or as layout JSON'],
  simulate: ['用虚拟时钟一步一步走一个案件', 'walk through a case step by step on a virtual clock'],
  test: [
    '运行流程自带的测试，并给出状态与转换的覆盖',
    'run the tests that definitions carry, and say what they cover',
  ],
  deploy: ['检查、测试并发布流程定义', 'check, test and publish definitions'],
  case: ['立案、查看、推进与核验案件', 'open, read, move on and verify cases'],
  caseOpen: ['立案', 'open a case'],
  caseList: ['您可以查看的案件', 'the cases that you may read'],
  caseShow: ['查看一个案件', 'show a case'],
  caseCan: ['现在可以做什么，各需什么', 'what you may do now, and what each thing needs'],
  caseSend: ['发出一个事件', 'send an event'],
  caseHistory: ['案件日志，最新的在前', 'the journal, newest first'],
  caseVerify: ['以当事方身份核验记录链', 'verify the chain as one of its parties'],
  caseExtend: ['延长期限', 'extend a clock'],
  task: ['任务：列出、认领、退回、完成、转交', 'tasks: list, claim, release, complete, delegate'],
  taskList: ['我可以认领或持有的任务', 'tasks that you may claim, or hold'],
  taskClaim: ['认领', 'claim a task'],
  taskRelease: ['退回', 'give a task back'],
  taskComplete: ['完成', 'complete a task'],
  taskDelegate: ['转交给同事或另一主体', 'delegate a task to a colleague or another party'],
  handoff: ['移交：列出、提出、接受、谢绝、收回', 'hand-offs: list, offer, accept, decline, recall'],
  handoffList: ['等待答复的移交', 'hand-offs that wait for an answer'],
  handoffOffer: ['提出移交主责', 'offer custody of a case'],
  handoffAccept: ['接受', 'accept a hand-off'],
  handoffDecline: ['谢绝', 'decline a hand-off'],
  handoffRecall: ['收回', 'recall a hand-off'],
  signIn: ['登录并打印令牌，供 GONGZHI_TOKEN 使用', 'sign in and print the token, for GONGZHI_TOKEN'],
  verify: [
    '核验整个数据库：记录链、重放、快照与各行',
    'verify the whole database: chains, replay, snapshots and rows',
  ],
  doctor: [
    '检查本机环境：Node、数据库、时钟、日历、端口',
    'examine this machine: Node, database, clock, calendars, port',
  ],
  commandHelp: ['显示一个命令的帮助', 'show the help of a command'],

  // Arguments
  argumentCommand: ['命令', 'command'],
  argumentFiles: [
    '流程文件，或自带流程的标识；不写为全部自带流程',
    'files of definitions, or ids of bundled ones; all bundled ones when absent',
  ],
  argumentTestFiles: [
    '流程或测试文件，或自带流程的标识；不写为全部',
    'files of definitions or tests, or ids of bundled ones; all when absent',
  ],
  argumentDefinition: ['流程文件，或自带流程的标识', 'a file, or the id of a bundled definition'],
  argumentDefinitionId: ['已发布流程的标识', 'id of a published definition'],
  argumentCase: ['案件编号', 'id of the case'],
  argumentEvent: ['事件名', 'name of the event'],
  argumentClock: ['期限名', 'name of the clock'],
  argumentHandoff: ['移交编号', 'id of the hand-off'],
  argumentLogin: ['账号', 'the login'],
  argumentTask: ['任务编号', 'id of the task'],

  // Options
  optionVersion: ['显示版本', 'show the version'],
  optionHelp: ['显示帮助', 'show this help'],
  optionJson: ['以 JSON 输出结果', 'print the result as JSON'],
  optionLang: ['语言；不写则按 LANG', 'language; by LANG when absent'],
  optionServer: ['服务器地址，或 GONGZHI_SERVER', 'address of the server, or GONGZHI_SERVER'],
  optionToken: ['令牌或 API 密钥，或 GONGZHI_TOKEN', 'session token or API key, or GONGZHI_TOKEN'],
  optionAs: [
    '以此账号登录，密码取自 GONGZHI_PASSWORD 或现场输入',
    'sign in with this login; the password is GONGZHI_PASSWORD or asked for',
  ],
  optionFormat: ['输出格式', 'output format'],
  optionOut: ['写入该 SVG 文件', 'write the SVG to this file'],
  optionText: ['文字版', 'as text'],
  optionLayout: ['布局 JSON', 'as layout JSON'],
  optionState: ['标为当前的状态（完整路径）', 'states to mark as current (full paths)'],
  optionScript: ['按测试文件中的步骤走', 'play the steps of this file of tests'],
  optionOnly: ['只取标题含这些字的', 'only those whose title holds these words'],
  optionAt: ['立案时刻', 'instant of the opening'],
  optionFull: ['有未覆盖的状态或转换即失败', 'fail when a state or a transition is not covered'],
  optionJunit: ['另写 JUnit XML', 'also write JUnit XML'],
  optionNote: ['版本说明', 'what this version changes'],
  optionDryRun: ['只说明会做什么', 'only say what would be done'],
  optionHost: ['监听地址，或 GONGZHI_HOST（127.0.0.1）', 'address to listen on, or GONGZHI_HOST (127.0.0.1)'],
  optionPort: [
    '端口，或 GONGZHI_PORT（7080）；0 为任意空闲端口',
    'port, or GONGZHI_PORT (7080); 0 takes any free one',
  ],
  optionRole: ['立案角色', 'role of the opener'],
  optionCell: ['网格单元', 'grid cell'],
  optionPayload: ['内容：JSON、@文件，或 - 表示标准输入', 'content: JSON, @file, or - for stdin'],
  optionReason: ['理由', 'the reason, in words'],
  optionKey: ['幂等键；重发同一请求时给出', 'idempotency key; give it to repeat a request'],
  optionRevision: ['案件须仍为此修订号', 'the revision that the case must still have'],
  optionSearch: ['标题或编号中的字', 'words in the title or the id'],
  optionStatus: ['open 或 closed', 'open or closed'],
  optionList: [
    'offered 可认领，mine 我持有，party 本主体持有',
    'offered: may be claimed; mine; party: held by my party',
  ],
  optionRoleThere: ['对方以何角色接管', 'role in which the other takes over'],
  optionDirection: ['incoming 收到的，outgoing 发出的', 'incoming or outgoing'],
  optionTo: ['接收的主体', 'party that it goes to'],
  optionMember: ['接收的成员', 'member that it goes to'],
  optionCase: ['只核验这一案件', 'only this case'],
  optionDatabase: ['数据库，或 DATABASE_URL', 'the database, or DATABASE_URL'],

  // Results
  next: ['下一步：{command}', 'next: {command}'],
  accepted: ['✓ 案件 {caseId} 已到修订 {revision}', '✓ case {caseId} is at revision {revision}'],
  checked: [
    '{errors} 个错误、{warnings} 个警告，{files} 个文件（{ms} 毫秒）',
    '{errors} errors, {warnings} warnings; files: {files} ({ms} ms)',
  ],
  tested: [
    '通过 {passed}，失败 {failed}，{files} 个流程（{ms} 毫秒）',
    '{passed} passed, {failed} failed; definitions: {files} ({ms} ms)',
  ],
  coverage: [
    '状态 {states}/{allStates} · 转换 {transitions}/{allTransitions}',
    'states {states}/{allStates} · transitions {transitions}/{allTransitions}',
  ],
  uncoveredState: ['未到达的状态：{path}', 'state never entered: {path}'],
  uncoveredTransition: ['未发生的转换 #{id}：{what}', 'transition never taken #{id}: {what}'],
  noTests: ['没有测试文件', 'there is no file of tests'],
  unmet: ['{what}：应为 {expected}，实为 {found}', '{what}: expected {expected}, found {found}'],
  notRefused: ['应以 {expected} 拒绝，实际为 {found}', 'must be refused with {expected}, but: {found}'],
  threw: ['此步出错：{message}', 'this step failed: {message}'],
  invariantBroken: ['引擎违反不变量：{message}', 'the engine broke an invariant: {message}'],
  drawn: ['已写入 {file}（{width} × {height}）', 'wrote {file} ({width} × {height})'],
  working: ['正在办理外部动作与期限；Ctrl+C 停止', 'delivering effects and due clocks; stop with Ctrl+C'],
  seeded: [
    '已写入 {changes} 项：网格、主体、成员、流程',
    'seeded {changes} things: grid, parties, members, definitions',
  ],
  seededBefore: ['示例数据已在，未作改变', 'the neighbourhood is there already; nothing changed'],
  welcome: ['共治已就绪', 'Gongzhi is ready'],
  welcomeApi: ['接口说明', 'the API, readable'],
  welcomeSignIn: [
    '可登录的账号（密码均为 {password}，仅供本机试用）',
    'who can sign in (every password is {password}; for this machine only)',
  ],
  welcomeTry: ['试一试，以居民李伟的身份立案：', 'try this: open a case as the resident Li Wei'],
  welcomeThen: [
    '然后看网格员能做什么：GONGZHI_PASSWORD={password} npm run gongzhi -- task list --as chen.jing',
    'then see what the grid steward may do: GONGZHI_PASSWORD={password} npm run gongzhi -- task list --as chen.jing',
  ],
  noCases: ['没有您可以查看的案件', 'there is no case that you may read'],
  noHandoffs: ['没有待答复的移交', 'there are no open hand-offs'],
  noTasks: ['没有任务', 'there are no tasks'],
  nothingPossible: ['现在没有什么可做', 'there is nothing to be done now'],
  notOpened: ['尚未立案', 'not opened'],
  closedAs: ['已办结（{outcome}）', 'closed ({outcome})'],
  simulateHow: [
    '输入序号执行；可加 JSON 内容与“# 理由”；wait P3D、lapse <期限> 让时间流逝；quit 退出',
    'type a number to do it, with JSON content and “# reason” if wanted; wait P3D, lapse <clock> let time pass; quit ends',
  ],
  simulateUnknown: ['没有这一项：{line}', 'there is no such line: {line}'],
  clockNotRunning: ['期限“{clock}”没有在计算中', 'clock {clock} is not running'],
  chainFits: [
    '{entries} 条记录首尾相接，链首 {head}… 签名有效',
    '{entries} entries follow from one another; the head {head}… is signed',
  ],
  chainBroken: [
    '第 {at} 条与前一条不相接，或链首不符',
    'entry {at} does not follow from the one before, or the head does not fit',
  ],
  chainNote: [
    '记录内容由服务器上的 gongzhi verify 核验',
    'the contents of the entries are verified by gongzhi verify at the server',
  ],
  verified: ['{cases} 个案件、{entries} 条记录全部吻合', '{cases} cases with {entries} entries all fit'],
  verifyBroken: ['{cases} 个案件中有 {broken} 个不吻合', '{broken} of {cases} cases do not fit'],
  brokenChain: ['记录与其哈希不符', 'the entry does not fit its hash'],
  brokenState: [
    '重放得到的案件与记录的状态哈希不符',
    'the replayed case does not fit the state hash of the entry',
  ],
  brokenSnapshot: ['快照与重放得到的案件不符', 'the snapshot is not what the journal replays to'],
  brokenRows: ['日志之外的各行与案件不符', 'rows beside the journal do not fit the case'],
  brokenGap: ['记录有缺失', 'an entry is missing'],
  brokenDefinition: ['流程版本缺失或被改动', 'the definition version is missing or altered'],
  brokenUnreadable: ['记录无法读取', 'the entry cannot be read'],
  dryRun: ['仅演练，未作改变', 'dry run: nothing was changed'],
  deployChecked: ['检查：{errors} 个错误、{warnings} 个警告', 'check: {errors} errors, {warnings} warnings'],
  deployTested: ['测试：通过 {passed}，失败 {failed}', 'tests: {passed} passed, {failed} failed'],
  doctorNode: ['Node.js {version}', 'Node.js {version}'],
  doctorNodeFix: ['请使用 Node.js 22 或更新版本。', 'Use Node.js 22 or newer.'],
  doctorDatabase: ['数据库 {database}', 'database {database}'],
  doctorDatabaseFix: [
    '请让本用户可写 {folder}，或设置 DATABASE_URL。',
    'Make {folder} writable for this user, or set DATABASE_URL.',
  ],
  doctorClock: ['时钟 {now}，时区 {timeZone}', 'clock {now}, time zone {timeZone}'],
  doctorClockFix: ['请校准系统时间（NTP）。', 'Set the system clock (NTP).'],
  doctorCalendar: ['日历 {calendar}：{known} 年', 'calendar {calendar}: years {known}'],
  doctorCalendarFix: [
    '缺少 {year} 年的放假安排；请更新 Gongzhi。',
    'The notice for {year} is missing; update Gongzhi.',
  ],
  doctorPortFree: ['端口 {host}:{port} 空闲', 'port {host}:{port} is free'],
  doctorPortTaken: ['端口 {host}:{port} 已被占用', 'port {host}:{port} is taken'],

  // Failures
  unknownCommand: ['没有命令“{name}”', 'there is no command {name}'],
  unknownOption: ['没有选项“{name}”', 'there is no option {name}'],
  missingArgument: ['缺少参数“{name}”', 'the argument {name} is missing'],
  missingOption: ['缺少选项“{name}”', 'the option {name} is missing'],
  optionWithoutValue: ['选项“{name}”需要一个值', 'the option {name} needs a value'],
  tooManyArguments: ['参数过多：{detail}', 'too many arguments: {detail}'],
  wrongValue: ['选项的值不对：{detail}', 'a wrong value: {detail}'],
  fileUnreadable: ['读不到文件 {file}', 'cannot read {file}'],
  fileUnreadableFix: ['请检查路径与权限。', 'Check the path and the permissions.'],
  fault: ['程序出错：{error}', 'the program failed: {error}'],
  faultFix: [
    '这是 Gongzhi 的缺陷；请连同以上内容报告。',
    'This is a fault of Gongzhi; report it with what is shown above.',
  ],
  definitionInvalid: ['{file} 有错误', '{file} has errors'],
  stateUnknown: ['流程中没有状态“{state}”', 'the definition has no state {state}'],
  stateUnknownFix: ['请写完整路径，可选：{states}', 'Give a full path; there are: {states}'],
  scriptInvalid: ['脚本有 {count} 处问题', 'the script has {count} problems'],
  instantWrong: [
    '“{at}”不是时刻；请写如 2026-02-09T09:00:00+08:00',
    '{at} is not an instant; write one like 2026-02-09T09:00:00+08:00',
  ],
  portWrong: ['“{port}”不是端口；请写 0 到 65535', '{port} is not a port; write 0 to 65535'],
  portTaken: ['不能在 {host}:{port} 上监听', 'cannot listen on {host}:{port}'],
  portTakenFix: [
    '停止占用它的程序，或用 --port 换一个端口。',
    'Stop what uses it, or take another with --port.',
  ],
  devShared: [
    'dev 会写入人人知道的密码，不能用于共享数据库',
    'dev seeds passwords that everybody knows; it does not touch a shared database',
  ],
  devSharedFix: ['去掉 DATABASE_URL，或改用 gongzhi serve。', 'Unset DATABASE_URL, or use gongzhi serve.'],
  unreachable: ['连不上服务器 {server}', 'cannot reach the server {server}'],
  unreachableWhy: ['{why}', '{why}'],
  unreachableFix: [
    '启动服务器，或用 --server 指明地址。',
    'Start the server, or name its address with --server.',
  ],
  notSignedIn: ['还没有登录', 'not signed in'],
  notSignedInFix: [
    '用 --as 指明账号，或用 --token 给出令牌。',
    'Name a login with --as, or give a token with --token.',
  ],
  noPassword: ['没有账号 {login} 的密码', 'there is no password for {login}'],
  noPasswordFix: [
    '放入环境变量 GONGZHI_PASSWORD，或在终端中运行。',
    'Put it into GONGZHI_PASSWORD, or run in a terminal.',
  ],
  payloadWrong: ['内容不是 JSON 对象：{error}', 'the content is not a JSON object: {error}'],
  payloadWrongFix: [
    '写 --payload \'{"字段": "值"}\'，或 @文件。',
    'Write --payload \'{"field": "value"}\', or @file.',
  ],
  configWrong: ['设置有误：{message}', 'a setting is wrong: {message}'],
  configWrongFix: ['改正该环境变量。', 'Correct that environment variable.'],
  databaseUnreachable: ['连不上数据库', 'cannot reach the database'],
  databaseUnreachableFix: [
    '启动数据库，或改正 DATABASE_URL。',
    'Start the database, or correct DATABASE_URL.',
  ],
  databaseUnreadable: ['数据库无法使用', 'the database cannot be used'],
  databaseUnreadableFix: [
    '检查文件是否损坏、被占用或磁盘已满；必要时从备份恢复。',
    'See whether the file is damaged, locked, or the disk full; restore a backup if need be.',
  ],
  noDatabase: ['没有数据库 {file}', 'there is no database {file}'],
  noDatabaseFix: [
    '用 --database 指明，或先运行 gongzhi dev。',
    'Name it with --database, or run gongzhi dev first.',
  ],
  deployErrors: ['{errors} 个错误，未发布', '{errors} errors; nothing was published'],
  deployErrorsFix: ['改正所列各处。', 'Correct each place that is listed.'],
  deployTestsFailed: ['{failed} 个测试未通过，未发布', '{failed} tests failed; nothing was published'],
  deployTestsFailedFix: ['改正流程或其测试。', 'Correct the definition or its tests.'],
} satisfies Record<string, readonly [chinese: string, english: string]>;

export type TextKey = keyof typeof texts;
export type TextArgs = Record<string, string | number>;

export function text(key: TextKey, args: TextArgs = {}): Text {
  const [chinese, english] = texts[key];
  return { 'zh-CN': fill(chinese, args), en: fill(english, args) };
}

export function say(key: TextKey, language: Language, args: TextArgs = {}): string {
  return text(key, args)[language];
}

function fill(words: string, args: TextArgs): string {
  return words.replace(/\{(\w+)\}/g, (place, name: string) => String(args[name] ?? place));
}
