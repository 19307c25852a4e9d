/**
 * Everything that can be wrong in a definition: GZ1xx its text, GZ2xx its shape, GZ3xx names, GZ4xx the flow,
 * GZ5xx expressions, GZ6xx schemas of data and forms. `{name}` in a text is replaced by the argument of that name.
 * GZ430 to GZ446 are told by explore, GZ451 to GZ456 by exploreAll (explore/), the others by compile.
 * docs/PROBLEMS.md lists them all and a test compares the two. Refusals at run time are refusals.ts.
 */
import type { Problem, TrailStep } from './problem.ts';
import type { Path, Place } from './source.ts';
import type { Text } from './text.ts';

export interface ProblemEntry {
  severity: 'error' | 'warning';
  message: Text;
  remedy: Text;
}

/** Nobody reads more. */
const PROBLEM_LIMIT = 500;

type Words = [message: string, remedy: string];
const error = (en: Words, zh: Words) => entry('error', en, zh);
const warning = (en: Words, zh: Words) => entry('warning', en, zh);

export const problemCatalogue = {
  GZ101: error(
    ['The definition is {size} bytes long; at most {limit} are read.', 'Split it into several definitions.'],
    ['流程定义长 {size} 字节，上限 {limit}。', '请拆分为多个流程定义。'],
  ),
  GZ102: error(
    ['This is not valid YAML: {detail}', 'Correct the indentation, quotes or brackets at this place.'],
    ['不是有效的 YAML：{detail}', '请改正此处的缩进、引号或括号。'],
  ),
  GZ103: error(
    ['The file holds more than one document.', 'Keep one definition a file; remove the `---` line.'],
    ['文件中有多于一个文档。', '一个文件只写一个流程定义；删去 `---` 行。'],
  ),
  GZ104: error(
    [
      'The definition is not a mapping of properties.',
      'Begin with `id:`, `version:` and the other properties.',
    ],
    ['流程定义不是由属性组成的对象。', '请以 `id:`、`version:` 等属性开头。'],
  ),
  GZ105: error(
    ['The key {key} appears twice here.', 'Keep one of the two, or rename one.'],
    ['键“{key}”在此出现两次。', '保留其一，或改名。'],
  ),
  GZ106: error(
    ['The key {key} is not allowed.', 'Choose another name.'],
    ['不允许使用键“{key}”。', '请换一个名称。'],
  ),
  GZ107: error(
    [
      'The YAML tag {tag} is not allowed.',
      'Remove it: a definition holds plain text, numbers, lists and mappings.',
    ],
    ['不允许使用 YAML 标签“{tag}”。', '请删去：流程定义只含文字、数、列表和对象。'],
  ),
  GZ108: error(
    ['Aliases blow this definition up ({detail}).', 'Write the repeated part out, or use fewer aliases.'],
    ['别名使流程定义过度膨胀（{detail}）。', '请直接写出重复部分，或减少别名。'],
  ),
  GZ109: error(
    ['The nesting is deeper than {limit}.', 'Flatten it.'],
    ['嵌套超过 {limit} 层。', '请减少嵌套。'],
  ),
  GZ110: error(
    [
      '{value} is not a number that can be kept exactly.',
      'Use a finite number within ±9007199254740991, or a text.',
    ],
    ['{value} 不是可以精确保存的数。', '请用 ±9007199254740991 以内的有限数，或写成文字。'],
  ),
  GZ111: error(
    ['The text holds {what}, which cannot be stored.', 'Remove the character; save the file as UTF-8.'],
    ['文字中含有 {what}，无法保存。', '请删去该字符，并以 UTF-8 保存文件。'],
  ),
  GZ112: error(
    ['A key must be a text.', 'Write a plain name before the colon.'],
    ['键必须是文字。', '冒号前请写一个普通名称。'],
  ),
  GZ113: error(
    ['The merge key << is not supported.', 'Write the merged properties out.'],
    ['不支持合并键 <<。', '请直接写出要合并的属性。'],
  ),

  GZ201: error(
    ['{property} is missing here.', 'Add {property}.'],
    ['此处缺少“{property}”。', '请补上“{property}”。'],
  ),
  GZ202: error(
    ['{property} means nothing here{hint}.', 'Correct the name or remove it; known here: {known}.'],
    ['此处没有名为“{property}”的属性{hint}。', '请改正名称或删去；此处可用：{known}。'],
  ),
  GZ203: error(['{detail}', 'Change the value to that kind.'], ['{detail}', '请改成该类型的值。']),
  GZ204: error(
    ['{value} is not one of: {allowed}{hint}.', 'Choose one of them.'],
    ['“{value}”不是可选值之一：{allowed}{hint}。', '请选择其一。'],
  ),
  GZ205: error(
    [
      '{value} is not a name that can be used here.',
      'Use lower-case words joined by hyphens, e.g. reply-sent.',
    ],
    ['“{value}”不能用作此处的名称。', '请用小写字母、数字，以短横线分词，如 reply-sent。'],
  ),
  GZ206: error(['{detail}', 'Change the value so that it fits.'], ['{detail}', '请修改使其符合要求。']),
  GZ207: error(
    ['The {language} text is missing.', 'Give the words in zh-CN and in en.'],
    ['缺少 {language} 文字。', '请同时写出 zh-CN 与 en。'],
  ),
  GZ211: error(
    [
      '`after` is not used here: a timer inside the machine would be lost at a restart.',
      'Declare a clock under `clocks`, run it by `clock:`, and handle <clock>.lapsed.',
    ],
    [
      '此处不用 `after`：状态机内的定时器在重启时会丢失。',
      '请在 `clocks` 中声明期限，用 `clock:` 运行，并处理 <期限>.lapsed。',
    ],
  ),
  GZ212: error(
    [
      '`invoke` is not used here: it would run again after a restart.',
      'Use an `effect` block and handle <effect>.replied and <effect>.failed.',
    ],
    ['此处不用 `invoke`：重启后会再次执行。', '请用 `effect` 块，并处理 <动作>.replied 与 <动作>.failed。'],
  ),
  GZ213: error(
    [
      '`{word}` is not used here: machines inside a case have no journal.',
      'Use a `case` block (awaits the close) or an `open` action.',
    ],
    ['此处不用 `{word}`：案件内的子状态机没有日志。', '请用 `case` 块（等待办结）或 `open` 动作。'],
  ),
  GZ214: error(
    ['The event {event} is a wildcard.', 'Name each event that is meant.'],
    ['事件“{event}”是通配符。', '请逐一写出所指的事件。'],
  ),
  GZ215: error(
    [
      'Events beginning with xstate belong to the machine.',
      'Use onDone, a clock, an effect or a declared event.',
    ],
    ['以 xstate 开头的事件属于状态机内部。', '请用 onDone、期限、外部动作或已声明的事件。'],
  ),

  GZ301: error(
    [
      'There is no state {name} to go to from here{hint}.',
      'Name a sibling, or give the full path from the top.',
    ],
    ['从此处没有可到达的状态“{name}”{hint}。', '请写同级状态名，或从顶层起的完整路径。'],
  ),
  GZ302: error(
    ['There is no role {name}{hint}.', 'Declare it under `roles`, or correct the name.'],
    ['没有角色“{name}”{hint}。', '请在 `roles` 中声明，或改正名称。'],
  ),
  GZ303: error(
    [
      'No plugin brings the party kind {name}{hint}.',
      'Use one of: {known}; or add the plugin that brings it.',
    ],
    ['没有插件提供主体类型“{name}”{hint}。', '可用：{known}；或添加提供它的插件。'],
  ),
  GZ304: error(
    [
      'No plugin brings the qualification {name}{hint}.',
      'Correct the name, or add the plugin that brings it.',
    ],
    ['没有插件提供资质“{name}”{hint}。', '请改正名称，或添加提供它的插件。'],
  ),
  GZ305: error(
    ['There is no form {name}{hint}.', "Declare it under `forms`, or name a plugin's as <plugin>.<form>."],
    ['没有表单“{name}”{hint}。', '请在 `forms` 中声明，或写插件的 <插件>.<表单>。'],
  ),
  GZ306: error(
    [
      'There is no document {name}{hint}.',
      "Declare it under `documents`, or name a plugin's as <plugin>.<document>.",
    ],
    ['没有文书“{name}”{hint}。', '请在 `documents` 中声明，或写插件的 <插件>.<文书>。'],
  ),
  GZ307: error(
    ['There is no clock {name}{hint}.', 'Declare it under `clocks`, or correct the name.'],
    ['没有期限“{name}”{hint}。', '请在 `clocks` 中声明，或改正名称。'],
  ),
  GZ308: error(
    ['No plugin brings the effect {name}{hint}.', 'Write <plugin>.<effect>; known: {known}.'],
    ['没有插件提供外部动作“{name}”{hint}。', '请写 <插件>.<动作>；可用：{known}。'],
  ),
  GZ309: error(
    ['There is no legal basis {name}{hint}.', 'Declare it under `basis`, or correct the name.'],
    ['没有法律依据“{name}”{hint}。', '请在 `basis` 中声明，或改正名称。'],
  ),
  GZ310: error(
    ['There is no calendar {name}.', 'Name a calendar that is installed, e.g. china-mainland.'],
    ['没有日历“{name}”。', '请写已安装的日历，如 china-mainland。'],
  ),
  GZ311: error(
    ['There is no time zone {name}.', 'Use an IANA name, e.g. Asia/Shanghai.'],
    ['没有时区“{name}”。', '请用 IANA 名称，如 Asia/Shanghai。'],
  ),
  GZ312: error(
    [
      'Nothing sends the event {name}{hint}.',
      "Declare it under `events`, or name a block's event such as <task>.completed.",
    ],
    ['没有任何来源会发出事件“{name}”{hint}。', '请在 `events` 中声明，或写块的事件，如 <任务>.completed。'],
  ),
  GZ313: error(
    [
      'There is no event {name} to raise{hint}.',
      'Declare it under `events`, without `by` if people may not send it.',
    ],
    ['没有可引发的事件“{name}”{hint}。', '请在 `events` 中声明；不许人发出的则不写 `by`。'],
  ),
  GZ314: error(
    ['There is no task {name}{hint}.', 'Name another task of this definition.'],
    ['没有任务“{name}”{hint}。', '请写本流程的另一任务。'],
  ),
  GZ315: error(
    ['There is no definition {name}{hint}.', 'Deploy it first, or correct the id.'],
    ['没有流程“{name}”{hint}。', '请先部署该流程，或改正标识。'],
  ),
  GZ316: error(
    [
      'Definition {definition} has no role {name}{hint}.',
      'The left side names a role there, the right side one here.',
    ],
    ['流程“{definition}”没有角色“{name}”{hint}。', '左边是对方流程的角色，右边是本流程的角色。'],
  ),
  GZ317: error(
    ['There is no state with the full path {name}{hint}.', 'Give the full path from the top, a.b.c.'],
    ['没有完整路径为“{name}”的状态{hint}。', '请写从顶层起的完整路径 a.b.c。'],
  ),
  GZ318: error(
    [
      'The name {name} is taken already by a {other} at line {line}.',
      'Blocks and clocks share one namespace; rename one.',
    ],
    ['名称“{name}”已用于第 {line} 行的{other}。', '块与期限共用一个命名空间；请改名。'],
  ),
  GZ319: error(
    ['`data` has no field {name}{hint}.', 'Declare the field in `data.properties`, or correct the name.'],
    ['`data` 没有字段“{name}”{hint}。', '请在 `data.properties` 中声明，或改正名称。'],
  ),
  GZ320: warning(
    ['The {what} {name} is never used.', 'Use it, or remove it.'],
    ['{what}“{name}”从未使用。', '请使用，或删去。'],
  ),
  GZ321: warning(
    ['No state handles the event {name}.', 'Add a handler under `on`, or remove the event.'],
    ['没有状态处理事件“{name}”。', '请在 `on` 中处理，或删去该事件。'],
  ),
  GZ322: warning(
    [
      'Nobody sends the event {name}: it has no `by` and nothing raises it.',
      'Give it `by`, or raise it by an action.',
    ],
    ['没有人发出事件“{name}”：没有 `by`，也没有动作引发它。', '请写 `by`，或用动作引发。'],
  ),

  GZ401: error(
    ['State {name} has child states but no `initial`.', 'Say which child is entered first.'],
    ['状态“{name}”有子状态但没有 `initial`。', '请写明首先进入哪个子状态。'],
  ),
  GZ402: error(
    ['{name} is not a child state here{hint}.', 'Name one of the child states.'],
    ['“{name}”不是此处的子状态{hint}。', '请写一个子状态的名称。'],
  ),
  GZ403: error(
    [
      'A parallel state needs at least two child states and no `initial`.',
      'Add a region, remove `initial`, or make it a plain state.',
    ],
    ['并行状态须有至少两个子状态，且没有 `initial`。', '请增加子状态、删去 `initial`，或改为普通状态。'],
  ),
  GZ404: error(
    ['A final state cannot have `{property}`.', 'Remove it, or move it to a state before the end.'],
    ['终态不能有 `{property}`。', '请删去，或移到终态之前的状态。'],
  ),
  GZ405: error(
    [
      'A history state sits inside a plain state and has nothing but `history` and `target`.',
      'Move it inside a state that has `initial`, and give it a `target`.',
    ],
    [
      '历史状态须位于普通状态之内，且只有 `history` 与 `target`。',
      '请移到有 `initial` 的状态之内，并写明 `target`。',
    ],
  ),
  GZ406: error(
    [
      '`onDone` can never happen: the child states cannot all become final.',
      'Give each region a final state that can be reached, or remove `onDone`.',
    ],
    ['`onDone` 永远不会发生：子状态不可能全部到达终态。', '请为每个分支加上可到达的终态，或删去 `onDone`。'],
  ),
  GZ407: error(
    ['Nothing handles the lapse of clock {name}.', 'Handle {name}.lapsed in this state or one around it.'],
    ['期限“{name}”到期后无人处理。', '请在本状态或其外层处理 {name}.lapsed。'],
  ),
  GZ408: error(
    [
      'The hand-off {name} can end in a way that nothing handles: {missing}.',
      "Handle {name}.accepted, and {name}.declined or a clock's lapse.",
    ],
    ['移交“{name}”的结果无人处理：{missing}。', '请处理 {name}.accepted，以及 {name}.declined 或期限到期。'],
  ),
  GZ409: error(
    ['Nothing handles the reply of effect {name}.', 'Handle {name}.replied in this state or one around it.'],
    ['外部动作“{name}”的回复无人处理。', '请在本状态或其外层处理 {name}.replied。'],
  ),
  GZ410: warning(
    [
      'Nothing handles a failure of effect {name}.',
      'Handle {name}.failed; otherwise it becomes an incident for an operator.',
    ],
    ['外部动作“{name}”失败时无人处理。', '请处理 {name}.failed；否则将成为运维人员的异常。'],
  ),
  GZ411: error(
    ['Nothing handles the end of task {name}.', 'Handle {name}.completed in this state or one around it.'],
    ['任务“{name}”完成后无人处理。', '请在本状态或其外层处理 {name}.completed。'],
  ),
  GZ412: error(
    ['Nothing handles the close of case {name}.', 'Handle {name}.closed in this state or one around it.'],
    ['案件“{name}”办结后无人处理。', '请在本状态或其外层处理 {name}.closed。'],
  ),
  GZ413: error(
    ['Nothing handles the message {name}.', 'Handle {name}.received in this state or one around it.'],
    ['消息“{name}”收到后无人处理。', '请在本状态或其外层处理 {name}.received。'],
  ),
  GZ414: error(
    ['No path leads to state {name}.', 'Add a transition to it, or remove it.'],
    ['没有路径通向状态“{name}”。', '请增加通向它的转换，或删去。'],
  ),
  GZ415: error(
    ['A case in state {name} can never leave it.', 'Add a transition out, or make it final.'],
    ['案件进入状态“{name}”后再也无法离开。', '请增加离开的转换，或设为终态。'],
  ),
  GZ416: error(
    [
      'These automatic transitions run in a circle for ever: {path}.',
      'Give one of them a guard, or wait for an event.',
    ],
    ['这些自动转换将无限循环：{path}。', '请为其中之一加上条件，或改为等待事件。'],
  ),
  GZ417: warning(
    [
      'These automatic transitions can run in a circle: {path}.',
      'Make sure that an action changes what their guards read.',
    ],
    ['这些自动转换可能循环：{path}。', '请确保有动作改变条件所依据的数据。'],
  ),
  GZ418: warning(
    [
      'This transition is never taken: the one before has no condition.',
      'Give the one before a guard, or remove this one.',
    ],
    ['这一转换永远不会发生：前一个没有条件。', '请为前一个加上条件，或删去这一个。'],
  ),
  GZ419: error(
    [
      'Nobody can be the first custodian: role {name} is not filled at the opening.',
      'Give the role `appoint`, or list it in `open.by`.',
    ],
    ['没有首任主责：角色“{name}”在立案时无人担任。', '请为该角色写 `appoint`，或列入 `open.by`。'],
  ),
  GZ420: error(
    ['Role {name} is kept separate from itself.', 'Name another role.'],
    ['角色“{name}”与自身分离。', '请写另一个角色。'],
  ),
  GZ421: error(
    ['{value} is not a duration that can be counted: {detail}.', 'Use ISO 8601, e.g. P20D, P1M, PT30M.'],
    ['“{value}”不是可计算的时长：{detail}。', '请用 ISO 8601，如 P20D、P1M、PT30M。'],
  ),
  GZ422: error(
    [
      'Calendar {name} does not know the year {year}.',
      "Update the calendar with that year's official notice.",
    ],
    ['日历“{name}”没有 {year} 年的数据。', '请按当年放假安排更新日历。'],
  ),
  GZ423: warning(
    [
      'No state runs clock {name}, so nothing stands still here.',
      'Run it by `clock:` in a state around this one, or remove it here.',
    ],
    ['没有状态运行期限“{name}”，此处无可暂停。', '请在外层状态用 `clock:` 运行，或在此删去。'],
  ),
  GZ424: warning(
    ['`outcome` counts only on a final state at the top.', 'Move it there, or remove it.'],
    ['`outcome` 只在顶层终态有效。', '请移到顶层终态，或删去。'],
  ),
  GZ425: warning(
    [
      'A case can never be closed: no final state at the top can be reached.',
      'Add a final state at the top.',
    ],
    ['案件永远无法办结：没有可到达的顶层终态。', '请在顶层增加终态。'],
  ),
  GZ426: error(
    [
      'The definition has {states} states and {transitions} transitions; at most {stateLimit} and {transitionLimit} are built.',
      'Move a part into a definition of its own and open it by a `case` block.',
    ],
    [
      '流程有 {states} 个状态、{transitions} 个转换；上限为 {stateLimit} 与 {transitionLimit}。',
      '请把一部分移到单独的流程，用 `case` 块开立。',
    ],
  ),
  GZ427: warning(
    [
      'Clock {name} does not run where the task stands, so the task has no due time.',
      'Run it by `clock:` in the state of the task or one around it.',
    ],
    [
      '任务所在状态没有运行期限“{name}”，任务因此没有到期时间。',
      '请在任务所在状态或其外层用 `clock:` 运行该期限。',
    ],
  ),
  GZ428: warning(
    [
      'These events can raise each other in a circle: {path}.',
      'Raise an event only where its own handlers do not lead back.',
    ],
    ['这些事件可能循环引发：{path}。', '只在其处理不会再回到此处的地方引发事件。'],
  ),

  GZ430: warning(
    [
      'Not everything was explored: there are more than {limit} configurations, or too many ways through one step.',
      'What was found holds; that there is nothing else is not proven. Move a part into a definition of its own.',
    ],
    [
      '未能全部推演：状态组合超过 {limit} 个，或一步之内的走法过多。',
      '已发现的问题成立，但不能证明没有其他问题。请把一部分移到单独的流程。',
    ],
  ),
  GZ431: error(
    ['No case ever comes to {state}.', 'Make what leads there possible, or remove the state.'],
    ['没有案件能到达“{state}”。', '请使通向它的途径成为可能，或删去该状态。'],
  ),
  GZ432: error(
    ['From {states} no end can be reached any more.', 'Add a way that leads to a final state.'],
    ['从“{states}”起再也无法办结。', '请增加一条通向终态的途径。'],
  ),
  GZ433: error(
    [
      'Nothing can happen in {states}: the case stands still for good.',
      'Add a way out: an event, a task, a clock.',
    ],
    ['案件停在“{states}”后什么也不会发生。', '请增加出路：事件、任务或期限。'],
  ),
  GZ434: warning(
    [
      'When the conditions on the way do not hold, nothing can happen in {states}.',
      'Add a transition without a condition as the last, or a clock that leads out.',
    ],
    ['途中的条件都不成立时，案件停在“{states}”。', '请在最后加一个无条件的转换，或加一个通向外面的期限。'],
  ),
  GZ435: warning(
    [
      'After “{what}” automatic transitions can go round without an end.',
      'Change what a guard reads inside the circle, or wait for something in it.',
    ],
    ['“{what}”之后，自动转换可能无休止地循环。', '请在循环内改变条件所读的值，或在其中等待某件事。'],
  ),
  GZ436: warning(
    [
      'Clock {name} ({title}) can lapse in {states}, where nothing handles it.',
      'Handle {name}.lapsed there, or stop the clock.',
    ],
    [
      '期限“{name}”（{title}）可能在“{states}”到期，而此处无人处理。',
      '请在此处理 {name}.lapsed，或暂停该期限。',
    ],
  ),
  GZ437: error(
    [
      'Nobody can hold role {role}: no kind of party ({kinds}) brings all of {qualifications}.',
      'Allow the kind of party that has the qualification, or ask for another.',
    ],
    [
      '没有人能担任角色“{role}”：主体种类（{kinds}）都不具备全部资格（{qualifications}）。',
      '请允许具备该资格的主体种类，或改用其他资格。',
    ],
  ),
  GZ438: error(
    [
      'Nobody ever holds role {role} when “{what}” waits for it.',
      'Appoint somebody before, hand over to the role, or let it be claimed.',
    ],
    ['“{what}”等待角色“{role}”时，从来没有人担任该角色。', '请先指定、移交给该角色，或允许认领。'],
  ),
  GZ439: warning(
    [
      'On some ways nobody holds role {role} when “{what}” waits for it.',
      'Appoint somebody on every way, or let the role be claimed.',
    ],
    ['在某些途径上，“{what}”等待角色“{role}”时无人担任该角色。', '请在每条途径上先指定，或允许认领。'],
  ),
  GZ440: error(
    [
      'The roles {one} and {other} are separate, yet always held by one party: {why}.',
      'Separate them by member, or fill one of them otherwise.',
    ],
    [
      '角色“{one}”与“{other}”须分离，却总由同一主体担任：{why}。',
      '请改为成员之间分离，或以其他方式确定其一。',
    ],
  ),
  GZ441: error(
    [
      'Role {role} must be held by the party that holds {other}, but no kind of party may hold both.',
      'Allow a kind of party that both have.',
    ],
    ['角色“{role}”须由担任“{other}”的主体担任，但没有一种主体可同时担任两者。', '请允许两者共有的主体种类。'],
  ),
  GZ442: error(
    [
      'When nobody accepts the hand-off {name}, the case stays there: there is no way back.',
      'Handle a clock that lapses, the recall, or an event that leads out.',
    ],
    ['若无人接受移交“{name}”，案件将停在此处：没有退路。', '请处理期限到期、撤回，或增加通向外面的事件。'],
  ),
  GZ443: warning(
    [
      'Role {role} is dismissed while its holder is the custodian, who stays answerable without a role.',
      'Hand the case over before, or appoint a successor in the same step.',
    ],
    [
      '角色“{role}”被免去时其担任者正是主责，主责将没有角色而仍须负责。',
      '请先移交案件，或在同一步指定继任者。',
    ],
  ),
  GZ444: error(
    [
      'Clock {name} runs {limit}, longer than the {allowed} that its basis {basis} allows.',
      'Shorten the clock, or correct the basis.',
    ],
    ['期限“{name}”为 {limit}，超过其依据“{basis}”所允许的 {allowed}。', '请缩短期限，或改正依据。'],
  ),
  GZ445: error(
    [
      'Clock {name} can be extended by {limit} in all, longer than the {allowed} that its basis {basis} allows.',
      'Shorten the extension or allow it less often, or correct the basis.',
    ],
    [
      '期限“{name}”合计可延长 {limit}，超过其依据“{basis}”所允许的 {allowed}。',
      '请缩短或减少延长，或改正依据。',
    ],
  ),
  GZ446: error(
    ['The longest time of basis {name} cannot be read: {detail}.', 'Write a duration such as P20D.'],
    ['无法读懂依据“{name}”的最长时间：{detail}。', '请写时长，如 P20D。'],
  ),

  GZ451: error(
    [
      'A case of {definition} is opened here without {field}, which its opening form requires.',
      'Add it under `payload`.',
    ],
    ['在此开立“{definition}”时缺少其立案表单必填的“{field}”。', '请在 `payload` 中补上。'],
  ),
  GZ452: error(
    ['The opening form of {definition} has no field {field}{hint}.', 'Remove it, or correct its name.'],
    ['“{definition}”的立案表单没有字段“{field}”{hint}。', '请删去，或改正名称。'],
  ),
  GZ453: error(
    ['{field} does not fit the opening form of {definition}: {detail}.', 'Give what the form asks for.'],
    ['“{field}”不符合“{definition}”的立案表单：{detail}。', '请给出表单所要求的值。'],
  ),
  GZ454: error(
    [
      'No holder of {here} ({kinds}) may hold {there} in {definition} ({allowed}).',
      'Map another role, or allow the kind of party there.',
    ],
    [
      '“{here}”的担任者（{kinds}）都不能在“{definition}”中担任“{there}”（{allowed}）。',
      '请对应其他角色，或在那里允许该主体种类。',
    ],
  ),
  GZ455: error(
    [
      'A case of {definition} opened here would have no custodian: nobody fills its role {role}.',
      'Map a role to it under `roles`, or let it be appointed there.',
    ],
    ['在此开立的“{definition}”没有主责：没有人担任其角色“{role}”。', '请在 `roles` 中对应，或在那里指定。'],
  ),
  GZ456: warning(
    [
      'Each of these always opens the next, without an end: {path}.',
      'Open the case on some ways only, so that the circle can end.',
    ],
    ['以下流程总是依次开立、没有尽头：{path}。', '请只在部分途径上开立，使循环能够结束。'],
  ),

  GZ501: error(
    ['The expression cannot be read: {detail}', 'Correct it at this place; texts stand in quotes.'],
    ['无法读懂表达式：{detail}', '请改正此处；文字须加引号。'],
  ),
  GZ502: error(
    [
      'The expression does not fit: {detail}',
      'Compare and combine values of the same kind; see `data` and the form.',
    ],
    ['表达式类型不符：{detail}', '只能比较、组合同类的值；参见 `data` 与表单。'],
  ),
  GZ503: error(
    ['This must give {expected}, but gives {actual}.', 'Change the expression so that it gives {expected}.'],
    ['此处须得出 {expected}，实际得出 {actual}。', '请修改表达式，使其得出 {expected}。'],
  ),
  GZ504: error(
    ['The expression is too large: {detail}.', 'Split it: assign a part to `data` first.'],
    ['表达式过大：{detail}。', '请拆分：先把一部分赋给 `data`。'],
  ),
  GZ505: warning(
    [
      '{field} may be absent, and then this fails.',
      'Write has({field}) && … before it, give the field a `default`, or require it.',
    ],
    ['“{field}”可能不存在，届时会出错。', '请先写 has({field}) && …，或为字段写 `default`，或设为必填。'],
  ),
  GZ506: error(
    ['The pattern {pattern} cannot be used: {detail}.', 'Write a literal pattern without nested repetition.'],
    ['不能使用模式“{pattern}”：{detail}。', '请写字面模式，且不含嵌套重复。'],
  ),
  GZ507: error(
    ['A place in the text is not closed: {detail}.', 'Write {{ expression }} with both braces.'],
    ['文字中的填充处不完整：{detail}。', '请写 {{ 表达式 }}，两端都有双括号。'],
  ),
  GZ508: error(
    ['Loops (all, exists, map, filter, bind) are nested deeper than {limit}.', 'Split the expression.'],
    ['循环（all、exists、map、filter、bind）嵌套超过 {limit} 层。', '请拆分表达式。'],
  ),
  GZ509: error(
    ['{field} is never {value}{hint}; it is one of: {allowed}.', 'Compare with one of them.'],
    ['“{field}”不会是“{value}”{hint}；可能的值：{allowed}。', '请与其中之一比较。'],
  ),
  GZ510: error(
    ['{of} has no field {name}{hint}.', 'Declare it in the schema, or correct the name.'],
    ['“{of}”没有字段“{name}”{hint}。', '请在 Schema 中声明，或改正名称。'],
  ),
  GZ511: warning(
    [
      '{function}({field}) fails on a text that it cannot read, and {field} may be any text.',
      'Give the field a `format`, a `pattern` or an `enum`: then the form refuses what cannot be read.',
    ],
    [
      '“{field}”可以是任何文字，无法读懂时 {function}({field}) 会出错。',
      '请为该字段写 `format`、`pattern` 或 `enum`，由表单拒绝无法读懂的文字。',
    ],
  ),

  GZ601: error(
    ['The schema is not valid JSON Schema: {detail}', 'Follow JSON Schema draft 2020-12.'],
    ['不是有效的 JSON Schema：{detail}', '请遵循 JSON Schema 2020-12。'],
  ),
  GZ602: error(
    ['The schema refers outside itself: {ref}.', 'Refer only to #/$defs/… inside the same schema.'],
    ['Schema 引用了外部内容：{ref}。', '只能引用同一 Schema 内的 #/$defs/…。'],
  ),
  GZ603: error(
    ['The schema is too large: {detail}.', 'Ask for less in one form, or split it.'],
    ['Schema 过大：{detail}。', '请减少一张表单的内容，或拆分。'],
  ),
  GZ604: error(
    ['The pattern {pattern} cannot be used: {detail}.', 'Write a pattern without nested repetition.'],
    ['不能使用模式“{pattern}”：{detail}。', '请写不含嵌套重复的模式。'],
  ),
  GZ605: error(
    ['The default of {field} does not fit its own schema: {detail}', 'Change the default or the schema.'],
    ['“{field}”的默认值不符合其 Schema：{detail}', '请修改默认值或 Schema。'],
  ),
  GZ606: error(
    ['The schema must describe an object.', 'Write `type: object` with `properties`.'],
    ['该 Schema 必须描述一个对象。', '请写 `type: object` 与 `properties`。'],
  ),
  GZ607: warning(
    [
      'The field {field} is required but nothing gives it at the opening.',
      'Give it a `default`, require it in the opening form, or do not require it.',
    ],
    ['字段“{field}”必填，但立案时无处取得。', '请写 `default`，或在立案表单中设为必填，或改为非必填。'],
  ),
  GZ608: error(
    ['The effect {effect} takes no input {name}{hint}.', 'Its inputs are: {known}.'],
    ['外部动作“{effect}”没有输入“{name}”{hint}。', '其输入为：{known}。'],
  ),
  GZ609: error(
    ['The effect {effect} needs the input {name}.', 'Add it under `input`.'],
    ['外部动作“{effect}”需要输入“{name}”。', '请在 `input` 中补上。'],
  ),

  GZ901: error(
    [
      'The definition could not be built: {detail}',
      'Report this with the definition: it is a fault of the compiler.',
    ],
    ['无法构建流程：{detail}', '请连同流程定义一并报告：这是编译器的缺陷。'],
  ),
} satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCatalogue;
export type ProblemArgs = Record<string, string | number | Text>;

/** These tell of an object what is wrong with a part of it. */
const OF_PARTS = new Set(['GZ112', 'GZ113', 'GZ201', 'GZ207']);

/** Collects problems of one file; the same one at the same place is kept once. */
export class ProblemList {
  readonly #file: string;
  readonly #found = new Map<string, Problem>();
  #hasErrors = false;
  /** What is wrong with a value itself: whatever else is told of it follows from that. */
  readonly #byPath = new Map<string, string>();

  constructor(file: string) {
    this.#file = file;
  }

  add(code: ProblemCode, place: Place, path: Path, args: ProblemArgs = {}, trail: TrailStep[] = []): void {
    const { severity, message, remedy } = problemCatalogue[code];
    // The first error is always kept, however many warnings came before it.
    if (this.#found.size >= PROBLEM_LIMIT && (severity === 'warning' || this.#hasErrors)) return;
    const at = path.join('.');
    const earlier = this.#byPath.get(at);
    if (earlier !== undefined && earlier !== code) return;
    if (/^GZ[12]/.test(code) && at !== '' && !OF_PARTS.has(code)) this.#byPath.set(at, code);
    const problem = {
      code,
      severity,
      message: fill(message, args),
      remedy: fill(remedy, args),
      file: this.#file,
      ...place,
      path: at,
      ...(trail.length === 0 ? {} : { trail }),
    };
    this.#hasErrors ||= severity === 'error';
    this.#found.set(`${code} ${at} ${problem.message.en}`, problem);
  }

  get hasErrors(): boolean {
    return this.#hasErrors;
  }

  /** By place. */
  sorted(): Problem[] {
    return [...this.#found.values()].toSorted(
      (a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1),
    );
  }
}

/** A name in both languages, as an argument. */
export function both(zh: string, en: string): Text {
  return { 'zh-CN': zh, en };
}

/** “did you mean” as a piece of a message; nothing when there is no near name. */
export function hint(nearest: string | undefined): Text {
  return nearest === undefined
    ? both('', '')
    : both(`；是否想写“${nearest}”？`, `; did you mean ${nearest}?`);
}

function fill(text: Text, args: ProblemArgs): Text {
  const replace = (language: keyof Text) =>
    text[language].replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = args[name];
      if (value === undefined) return place;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { 'zh-CN': replace('zh-CN'), en: replace('en') };
}

function entry(severity: 'error' | 'warning', en: Words, zh: Words): ProblemEntry {
  return { severity, message: both(zh[0], en[0]), remedy: both(zh[1], en[1]) };
}
