import { defineErrors } from './errors.ts';

/** Refusals of the engine. */
export const engineErrors = defineErrors({
  GZ_CASE_CLOSED: {
    status: 409,
    message: {
      'zh-CN': '案件已于 {closedAt} 办结，不再接受任何操作。',
      en: 'The case was closed at {closedAt} and takes nothing more.',
    },
    remedy: {
      'zh-CN': '如有新情况，请新立案件，并注明本案为其来源。',
      en: 'Open a new case that names this one as its origin.',
    },
  },
  GZ_NOT_A_PARTICIPANT: {
    status: 403,
    message: {
      'zh-CN': '您在本案中不担任可以这样做的角色；需要的角色：{roles}。',
      en: 'You hold no role in this case that may do this; it takes: {roles}.',
    },
    remedy: {
      'zh-CN': '请由担任该角色的主体办理，或先认领、接受移交以取得角色。',
      en: 'Have a holder of that role do it, or take the role first by a claim or a hand-off.',
    },
  },
  GZ_ROLE_NOT_QUALIFIED: {
    status: 403,
    message: {
      'zh-CN': '角色“{role}”要求主体类型 {kinds}，资质 {qualifications}；您不符合。',
      en: 'Role {role} takes a party of kind {kinds} with qualifications {qualifications}; you do not meet this.',
    },
    remedy: {
      'zh-CN': '请由符合条件的成员办理，或由管理员登记资质。',
      en: 'Have a qualified member act, or have the qualification recorded by an administrator.',
    },
  },
  GZ_DUTIES_SEPARATE: {
    status: 403,
    message: {
      'zh-CN': '您已在本案中以“{acted}”行事，不能再担任“{role}”：两项职责必须分离。',
      en: 'You have acted as {acted} in this case and may not act as {role}: these duties are separate.',
    },
    remedy: {
      'zh-CN': '请由另一名未参与前一职责的成员办理。',
      en: 'Have another member act who took no part in the first duty.',
    },
  },
  GZ_ROLE_UNFILLED: {
    status: 409,
    message: {
      'zh-CN': '没有主体可担任角色“{role}”（{rule}）。',
      en: 'Nobody can be found for role {role} ({rule}).',
    },
    remedy: {
      'zh-CN': '请为该网格登记负责人，或为一个主体登记所需资质，然后重试。',
      en: 'Record a steward for that grid cell, or the qualification for a party, and try again.',
    },
  },
  GZ_ROLE_FULL: {
    status: 409,
    message: {
      'zh-CN': '角色“{role}”最多 {atMost} 名，已满。',
      en: 'Role {role} takes at most {atMost} and is full.',
    },
    remedy: { 'zh-CN': '请先免去一名现任者。', en: 'Dismiss a holder first.' },
  },
  GZ_APPOINTEE_UNKNOWN: {
    status: 422,
    message: {
      'zh-CN': '不能任命“{appointee}”担任“{role}”：查无此人，或不属于主体 {party}。',
      en: '{appointee} cannot be appointed {role}: unknown, or not of party {party}.',
    },
    remedy: {
      'zh-CN': '请核对主体与成员编号；成员须在职并属于该主体。',
      en: 'Check the ids of party and member; the member must be active and belong to that party.',
    },
  },
  GZ_EVENT_UNKNOWN: {
    status: 400,
    message: {
      'zh-CN': '流程“{definition}”没有可由人发出的事件“{event}”。',
      en: 'Definition {definition} has no event {event} that people may send.',
    },
    remedy: {
      'zh-CN': '可用的事件见 details.possible。',
      en: 'See details.possible for the events that exist.',
    },
  },
  GZ_EVENT_NOT_POSSIBLE: {
    status: 409,
    message: {
      'zh-CN': '案件现处“{state}”，不能“{event}”。',
      en: 'The case is in {state}; {event} is not possible now.',
    },
    remedy: {
      'zh-CN': '现在可以做什么、由谁做，见 details.possible。',
      en: 'See details.possible for what is possible now, and to whom.',
    },
  },
  GZ_GUARD_REFUSED: {
    status: 409,
    message: {
      'zh-CN': '“{event}”的条件不满足：{because}',
      en: 'The condition for {event} does not hold: {because}',
    },
    remedy: {
      'zh-CN': '满足该条件后重试；现在可以做什么见 details.possible。',
      en: 'Meet the condition and try again; see details.possible for what is possible now.',
    },
  },
  GZ_PAYLOAD_INVALID: {
    status: 422,
    message: {
      'zh-CN': '“{form}”的内容有 {count} 处不符合要求：{first}',
      en: 'The content of {form} has {count} problems: {first}',
    },
    remedy: {
      'zh-CN': '逐处改正 details.fields 所列内容后重新提交。',
      en: 'Correct each place listed in details.fields and send it again.',
    },
  },
  GZ_REASON_REQUIRED: {
    status: 422,
    message: { 'zh-CN': '“{what}”必须说明理由。', en: '{what} needs a reason.' },
    remedy: {
      'zh-CN': '在 reason 中用文字说明理由（不超过 2000 字）。',
      en: 'Give the reason in words in `reason` (at most 2000 characters).',
    },
  },
  GZ_TASK_NOT_OPEN: {
    status: 409,
    message: {
      'zh-CN': '任务 {task} 已完成、已撤回或不存在。',
      en: 'Task {task} is done, withdrawn, or never was.',
    },
    remedy: { 'zh-CN': '刷新任务列表。', en: 'Read the task list again.' },
  },
  GZ_TASK_ALREADY_CLAIMED: {
    status: 409,
    message: {
      'zh-CN': '任务“{task}”已由 {member}（{party}）于 {at} 认领。',
      en: 'Task {task} was claimed by {member} of {party} at {at}.',
    },
    remedy: {
      'zh-CN': '请选择其他任务，或请现持有人退回。',
      en: 'Take another task, or ask the holder to release it.',
    },
  },
  GZ_TASK_NOT_CLAIMED: {
    status: 409,
    message: { 'zh-CN': '任务“{task}”还没有人认领。', en: 'Task {task} is not claimed by anybody.' },
    remedy: { 'zh-CN': '请先认领。', en: 'Claim it first.' },
  },
  GZ_TASK_NOT_YOURS: {
    status: 403,
    message: {
      'zh-CN': '任务“{task}”的持有人是 {member}（{party}），不是您。',
      en: 'Task {task} is held by {member} of {party}, not by you.',
    },
    remedy: {
      'zh-CN': '请由持有人办理，或请其转交给您。',
      en: 'Have the holder act, or ask for it to be handed to you.',
    },
  },
  GZ_TASK_RESERVED: {
    status: 403,
    message: {
      'zh-CN': '任务“{task}”已指定由 {holder} 办理。',
      en: 'Task {task} is reserved for {holder}.',
    },
    remedy: {
      'zh-CN': '请由被指定者办理，或请其转交。',
      en: 'Have that holder do it, or ask for it to be handed over.',
    },
  },
  GZ_HANDOFF_NOT_OPEN: {
    status: 409,
    message: {
      'zh-CN': '移交 {handoff} 已被接受、谢绝、收回或失效。',
      en: 'Hand-off {handoff} is accepted, declined, recalled or lapsed already.',
    },
    remedy: { 'zh-CN': '刷新移交列表。', en: 'Read the hand-offs again.' },
  },
  GZ_HANDOFF_NOT_FOR_YOU: {
    status: 403,
    message: {
      'zh-CN': '移交 {handoff} 不是给您所在主体的。',
      en: 'Hand-off {handoff} is not addressed to your party.',
    },
    remedy: { 'zh-CN': '请由被移交的主体答复。', en: 'Have the addressed party answer it.' },
  },
  GZ_HANDOFF_NOT_YOURS: {
    status: 403,
    message: {
      'zh-CN': '只有现任主责（或任务持有人）可以移交或收回。',
      en: 'Only the custodian (or the holder of the task) may hand over or recall.',
    },
    remedy: { 'zh-CN': '请由现任主责办理。', en: 'Have the custodian do it.' },
  },
  GZ_HANDOFF_PENDING: {
    status: 409,
    message: {
      'zh-CN': '移交 {handoff} 尚待答复，不能再次移交。',
      en: 'Hand-off {handoff} is still waiting for an answer.',
    },
    remedy: { 'zh-CN': '等待答复，或先收回。', en: 'Wait for the answer, or recall it first.' },
  },
  GZ_HANDOFF_ROLE: {
    status: 422,
    message: {
      'zh-CN': '本流程不允许以角色“{role}”接管案件。',
      en: 'The definition does not let role {role} take custody.',
    },
    remedy: { 'zh-CN': '可以接管的角色：{roles}。', en: 'Roles that may: {roles}.' },
  },
  GZ_CLOCK_NOT_RUNNING: {
    status: 409,
    message: { 'zh-CN': '期限“{clock}”没有在计算中。', en: 'Clock {clock} is not running.' },
    remedy: { 'zh-CN': '刷新案件。', en: 'Read the case again.' },
  },
  GZ_CLOCK_NOT_DUE: {
    status: 409,
    message: { 'zh-CN': '期限“{clock}”尚未到：{due}。', en: 'Clock {clock} is not due yet: {due}.' },
    remedy: { 'zh-CN': '到期后再试。', en: 'Try again when it is due.' },
  },
  GZ_CLOCK_NOT_EXTENDABLE: {
    status: 409,
    message: {
      'zh-CN': '期限“{clock}”不可延长，或已延长 {times} 次（上限）。',
      en: 'Clock {clock} cannot be extended, or has been {times} times, which is the limit.',
    },
    remedy: {
      'zh-CN': '请在期限内办结，或说明逾期原因。',
      en: 'Finish within the limit, or explain the lapse.',
    },
  },
  GZ_EFFECT_NOT_AWAITED: {
    status: 409,
    message: {
      'zh-CN': '没有状态在等待外部动作 {effect} 的回复。',
      en: 'No state awaits a reply of effect {effect}.',
    },
    remedy: {
      'zh-CN': '回复来迟，已不需要；无需处理。',
      en: 'The reply came late and is not needed; nothing to do.',
    },
  },
  GZ_SYSTEM_ONLY: {
    status: 403,
    message: { 'zh-CN': '“{kind}”只能由系统发出。', en: '{kind} is for the system only.' },
    remedy: { 'zh-CN': '请改用公开的操作。', en: 'Use one of the public commands.' },
  },
  GZ_OPERATOR_ONLY: {
    status: 403,
    message: { 'zh-CN': '“{kind}”只能由运维人员发出。', en: '{kind} is for operators only.' },
    remedy: { 'zh-CN': '请联系平台运维人员。', en: 'Ask an operator of the platform.' },
  },
  GZ_MOVE_TARGET: {
    status: 422,
    message: { 'zh-CN': '流程中没有状态“{target}”。', en: 'There is no state {target}.' },
    remedy: {
      'zh-CN': '使用完整路径；可选状态见 details.states。',
      en: 'Use the full path; details.states lists them.',
    },
  },
  GZ_OPEN_ROLE: {
    status: 403,
    message: {
      'zh-CN': '不能以角色“{role}”立案；可以立案的角色：{roles}。',
      en: 'A case cannot be opened as {role}; it takes one of: {roles}.',
    },
    remedy: { 'zh-CN': '选择所列角色之一。', en: 'Choose one of those roles.' },
  },
  GZ_STEP_FAILED: {
    status: 500,
    message: {
      'zh-CN': '流程在此步出错：{error}。案件未改变。',
      en: 'The definition failed at this step: {error}. The case is unchanged.',
    },
    remedy: {
      'zh-CN': '已记为异常；请联系运维人员重试、跳过或移动案件。',
      en: 'It is recorded as an incident; ask an operator to retry, skip or move the case.',
    },
  },
  GZ_MIGRATION_PLAN_INVALID: {
    status: 422,
    message: {
      'zh-CN': '迁移方案有 {count} 处错误，第一处：{pointer} {firstZh}',
      en: 'The migration plan has {count} problems; the first: {pointer} {first}',
    },
    remedy: {
      'zh-CN': '按 details.problems 逐处更正；名称须在所指版本中存在。',
      en: 'Mend what details.problems lists; every name must exist in the version it speaks of.',
    },
  },
  GZ_MIGRATION_OTHER_VERSION: {
    status: 409,
    message: {
      'zh-CN': '案件 {case} 按 {found} 办理，不是方案所说的 {expected}。',
      en: 'Case {case} runs on {found}, not on {expected} as the plan says.',
    },
    remedy: {
      'zh-CN': '请选用以该版本为起点的方案。',
      en: 'Use a plan that starts from that version.',
    },
  },
  GZ_MIGRATION_STATE: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 处于“{state}”，新版本中没有与之对应的状态。',
      en: 'Case {case} is in {state}, which has no image in the new version.',
    },
    remedy: {
      'zh-CN': '在方案的 states 中写明该状态迁往何处。',
      en: 'Say in the plan, under states, where that state goes.',
    },
  },
  GZ_MIGRATION_STATES_COLLIDE: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 同时处于“{first}”和“{second}”，二者不能都迁往“{target}”。',
      en: 'Case {case} is in {first} and in {second}; both cannot go to {target}.',
    },
    remedy: {
      'zh-CN': '为每个并行分支写明各自的目标状态。',
      en: 'Give each region a place of its own under states.',
    },
  },
  GZ_MIGRATION_FINAL: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 会落到终态“{target}”，方案没有写明这是有意的。',
      en: 'Case {case} would land in the final state {target}, and the plan does not say that this is meant.',
    },
    remedy: {
      'zh-CN': '改迁往仍在办理的状态，或写 final: true。',
      en: 'Choose a state in which work goes on, or write final: true.',
    },
  },
  GZ_MIGRATION_ALL_FINAL: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 迁入后“{state}”内已全部办完，但其办完后的去向不会再触发，案件将停滞。',
      en: 'In case {case} everything inside {state} would be over, and what follows its end would never come: the case would be stranded.',
    },
    remedy: {
      'zh-CN': '直接迁往“{state}”办完后的状态。',
      en: 'Map to the state that follows {state} instead.',
    },
  },
  GZ_MIGRATION_DATA: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 的数据不符合新版本：{pointer} {problemZh}',
      en: 'The data of case {case} do not fit the new version: {pointer} {problem}',
    },
    remedy: {
      'zh-CN': '在方案的 data 中写明该字段如何得出，或写 null 删去。',
      en: 'Say under data how the field is made, or null to drop it.',
    },
  },
  GZ_MIGRATION_ROLE: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 中 {party} 担任“{role}”，新版本没有该角色，或不容其担任。',
      en: 'In case {case} {party} holds {role}; the new version has no such role, or not for it.',
    },
    remedy: {
      'zh-CN': '在方案的 roles 中写明对应的角色；主体类型与人数须相符。',
      en: 'Name the role it becomes under roles; kind of party and number of holders must fit.',
    },
  },
  GZ_MIGRATION_DUTIES: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 中 {member} 已以“{first}”和“{second}”行事，新版本要求二者回避。',
      en: 'In case {case} {member} acted as {first} and as {second}, which the new version keeps apart.',
    },
    remedy: {
      'zh-CN': '该案件留在原版本办结。',
      en: 'Let the case end on the version that it runs on.',
    },
  },
  GZ_MIGRATION_CLOCK: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 的期限“{clock}”正在计算，新版本改了它的规则，方案没有决定如何处理。',
      en: 'Clock {clock} of case {case} runs, its rule is another in the new version, and the plan does not decide.',
    },
    remedy: {
      'zh-CN': '在方案的 clocks 中写 keep、restart、end 或 as。',
      en: 'Write keep, restart, end or as under clocks.',
    },
  },
  GZ_MIGRATION_CLOCK_PLACE: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 的期限“{clock}”在新版本中不由任何所处状态计算。',
      en: 'No state that case {case} would be in runs clock {clock}.',
    },
    remedy: {
      'zh-CN': '在方案的 clocks 中写 end，或用 as 换成所处状态计算的期限。',
      en: 'Write end under clocks, or as: with a clock that such a state runs.',
    },
  },
  GZ_MIGRATION_WORK: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 的“{name}”尚未完成（状态“{state}”），新版本所处状态中没有它。',
      en: '{name} is open in case {case} (state {state}), and no state that it would be in has it.',
    },
    remedy: {
      'zh-CN': '在方案的 tasks 中写明新名称，或在 states 中对该状态写 reenter: true 予以撤回。',
      en: 'Name what it becomes under tasks, or withdraw it by reenter: true on that state.',
    },
  },
  GZ_MIGRATION_TASK_ROLE: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 的任务“{task}”已由 {member} 以“{from}”认领，新版本交由“{to}”办理。',
      en: 'Task {task} of case {case} is held by {member} as {from}; in the new version it is for {to}.',
    },
    remedy: {
      'zh-CN': '待其完成或退回后再迁移，或写 reenter: true 予以撤回。',
      en: 'Migrate when it is completed or released, or withdraw it by reenter: true.',
    },
  },
  GZ_MIGRATION_FAILED: {
    status: 422,
    message: {
      'zh-CN': '案件 {case} 迁移时新版本出错：{error}',
      en: 'The new version fails as case {case} comes to it: {error}',
    },
    remedy: {
      'zh-CN': '更正新版本的进入动作或表达式，另行发布后再迁移。',
      en: 'Mend the entry actions or expressions in a further version, and migrate to that.',
    },
  },
});
