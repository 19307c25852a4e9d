/** Work that a state waits for: tasks, hand-offs, effects, cases, messages. */
import type { OutlineBlock } from '../outline.ts';
import type { Text } from '../text.ts';
import { called, say, type Changes } from './change.ts';
import { Facets } from './facets.ts';

export const BLOCK_WORDS = {
  task: say('任务', 'task'),
  handoff: say('移交', 'hand-off'),
  effect: say('外部动作', 'effect'),
  case: say('案件', 'case'),
  await: say('消息', 'message'),
} as const;

export const blockTitle = ({ rule }: OutlineBlock): Text | undefined =>
  'title' in rule ? rule.title : undefined;

export const blockWords = (block: OutlineBlock): Text =>
  say('{kind}{name}', '{kind} {name}', {
    kind: BLOCK_WORDS[block.kind],
    name: called(blockTitle(block), block.name),
  });

/** Both have the same kind and name. */
export function compareBlock(changes: Changes, older: OutlineBlock, newer: OutlineBlock): void {
  const { kind, name } = newer;
  const facets = new Facets(changes, {
    part: kind,
    name,
    words: blockWords(newer),
    before: older.at,
    after: newer.at,
  });
  facets.words('title', say('名称', 'the title'), blockTitle(older), blockTitle(newer));
  if (older.kind === 'task' && newer.kind === 'task') compareTask(facets, older.rule, newer.rule);
  else if (older.kind === 'handoff' && newer.kind === 'handoff') {
    const breaking = { given: 'breaking', dropped: 'breaking', other: 'breaking' } as const;
    facets.value('to', say('接收角色', 'the receiving role'), older.rule.to, newer.rule.to, breaking);
    facets.value('party', say('接收主体', 'the receiving party'), older.rule.party, newer.rule.party, LIMIT);
  } else if (older.kind === 'effect' && newer.kind === 'effect') {
    facets.value('use', say('所用动作', 'what it uses'), older.rule.use, newer.rule.use, OTHER);
    facets.other('input', say('输入', 'its input'), older.rule.input, newer.rule.input);
    facets.duration(
      'timeout',
      say('等待时限', 'its timeout'),
      older.rule.timeout,
      newer.rule.timeout,
      'looser',
    );
    facets.other('retry', say('重试规则', 'its retries'), older.rule.retry, newer.rule.retry);
  } else if (older.kind === 'case' && newer.kind === 'case') {
    facets.value(
      'definition',
      say('所立流程', 'what is opened'),
      older.rule.definition,
      newer.rule.definition,
      OTHER,
    );
    facets.other('payload', say('立案内容', 'the opening payload'), older.rule.payload, newer.rule.payload);
    facets.other('roles', say('带入的角色', 'the roles taken over'), older.rule.roles, newer.rule.roles);
  } else if (older.kind === 'await' && newer.kind === 'await') {
    const breaking = { given: 'breaking', dropped: 'breaking', other: 'breaking' } as const;
    facets.value('message', say('消息名', 'the message'), older.rule.message, newer.rule.message, breaking);
    facets.value(
      'correlate',
      say('对应值', 'what it is matched by'),
      older.rule.correlate,
      newer.rule.correlate,
      breaking,
    );
    facets.value('form', say('表单', 'the form'), older.rule.form, newer.rule.form, LIMIT);
  }
}

const OTHER = { given: 'different', dropped: 'different', other: 'different' } as const;
/** To have one is a limit. */
const LIMIT = { given: 'stricter', dropped: 'looser', other: 'different' } as const;

type TaskRule = Extract<OutlineBlock, { kind: 'task' }>['rule'];

function compareTask(facets: Facets, older: TaskRule, newer: TaskRule): void {
  facets.value('role', say('角色', 'the role'), older.role, newer.role, {
    given: 'breaking',
    dropped: 'breaking',
    other: 'breaking',
  });
  facets.value('form', say('表单', 'the form'), older.form, newer.form, LIMIT);
  facets.value(
    'distribute',
    say('分配方式', 'the distribution'),
    older.distribute ?? 'offer',
    newer.distribute ?? 'offer',
    OTHER,
  );
  facets.value('to', say('指派对象', 'who it goes to'), older.to, newer.to, OTHER);
  facets.value('clock', say('期限', 'the clock'), older.clock, newer.clock, LIMIT);
  facets.duration(
    'claimLimit',
    say('认领时限', 'the claim limit'),
    older.claimLimit,
    newer.claimLimit,
    'looser',
  );
  facets.value('reason', say('理由', 'the reason'), older.reason ?? 'optional', newer.reason ?? 'optional', {
    ...OTHER,
    other: newer.reason === 'required' ? 'stricter' : 'looser',
  });
  facets.value(
    'sameAs',
    say('须与之同一人办理的任务', 'the task of the same member'),
    older.sameAs,
    newer.sameAs,
    LIMIT,
  );
  facets.names(
    'visibleTo',
    say('结果可见于', 'its result is visible to'),
    older.visibleTo,
    newer.visibleTo,
    'looser',
    'everything',
  );
}
