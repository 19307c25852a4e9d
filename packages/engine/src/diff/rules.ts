/** What is beside the states: who opens, roles, events, clocks, documents, visibility, custody, citations. */
import type { ClockRule, Definition, EventRule, Role } from '../definition.ts';
import type { Text } from '../text.ts';
import { called, say, type ChangeClass, type ChangedPart, type Changes, type Subject } from './change.ts';
import { Facets, isSame } from './facets.ts';
import { compareGuards, plain } from './guards.ts';

const LIMIT = { given: 'stricter', dropped: 'looser', other: 'different' } as const;
const OTHER = { given: 'different', dropped: 'different', other: 'different' } as const;

export function compareRules(changes: Changes, before: Definition, after: Definition): void {
  compareHead(changes, before, after);
  compareOpening(changes, before, after);
  eachNamed(changes, NAMED.roles, before.roles, after.roles, compareRole);
  eachNamed(changes, NAMED.events, before.events, after.events, compareEvent);
  eachNamed(changes, NAMED.clocks, before.clocks, after.clocks, compareClock);
  eachNamed(changes, NAMED.documents, before.documents, after.documents, (facets, a, b) => {
    facets.words('title', say('名称', 'the title'), a.title, b.title);
    facets.other('body', say('正文', 'the text'), a.body, b.body);
  });
  eachNamed(changes, NAMED.basis, before.basis, after.basis, (facets, a, b) => {
    facets.words('law', say('法律', 'the law'), a.law, b.law);
    facets.value('article', say('条款', 'the article'), a.article, b.article, SAME);
    facets.other(
      'unconfirmed',
      say('是否待核', 'whether it is confirmed'),
      a.unconfirmed,
      b.unconfirmed,
      'same-behaviour',
    );
    facets.other('url', say('链接', 'the link'), a.url, b.url, 'same-behaviour');
  });
  compareVisibility(changes, before, after);
}

const SAME = { given: 'same-behaviour', dropped: 'same-behaviour', other: 'same-behaviour' } as const;

interface Kind {
  part: ChangedPart;
  section: 'roles' | 'events' | 'clocks' | 'documents' | 'basis';
  words: Text;
  added: ChangeClass;
  removed: ChangeClass;
}

const NAMED: Record<Kind['section'], Kind> = {
  roles: { part: 'role', section: 'roles', words: say('角色', 'role'), added: 'looser', removed: 'breaking' },
  events: {
    part: 'event',
    section: 'events',
    words: say('事件', 'event'),
    added: 'looser',
    removed: 'breaking',
  },
  // Where it runs says more: see states.ts.
  clocks: {
    part: 'clock',
    section: 'clocks',
    words: say('期限', 'clock'),
    added: 'stricter',
    removed: 'breaking',
  },
  documents: {
    part: 'document',
    section: 'documents',
    words: say('文书', 'document'),
    added: 'same-behaviour',
    removed: 'different',
  },
  basis: {
    part: 'basis',
    section: 'basis',
    words: say('法律依据', 'legal basis'),
    added: 'same-behaviour',
    removed: 'same-behaviour',
  },
};

function eachNamed<Rule extends object>(
  changes: Changes,
  kind: Kind,
  before: Record<string, Rule> | undefined,
  after: Record<string, Rule> | undefined,
  compare: (facets: Facets, before: Rule, after: Rule) => void,
): void {
  const { part, section } = kind;
  const wordsOf = (name: string, rule: Rule) =>
    say('{kind}{name}', '{kind} {name}', {
      kind: kind.words,
      name: called((rule as { title?: Text }).title, name),
    });
  for (const [name, rule] of Object.entries(before ?? {})) {
    const at = [section, name];
    const newer = ownOf(after, name);
    if (newer !== undefined) {
      const subject: Subject = { part, name, words: wordsOf(name, newer), before: at, after: at };
      compare(new Facets(changes, subject), rule, newer);
    } else
      changes.add({
        class: part === 'event' && (rule as EventRule).by === undefined ? 'different' : kind.removed,
        kind: 'removed',
        part,
        name,
        words: say('删去{words}', '{words} is gone', { words: wordsOf(name, rule) }),
        before: at,
        after: null,
      });
  }
  for (const [name, rule] of Object.entries(after ?? {}))
    if (ownOf(before, name) === undefined)
      changes.add({
        class: kind.added,
        kind: 'added',
        part,
        name,
        words: say('新增{words}', 'new {words}', { words: wordsOf(name, rule) }),
        before: null,
        after: [section, name],
      });
}

function ownOf<Rule>(record: Record<string, Rule> | undefined, name: string): Rule | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function compareHead(changes: Changes, before: Definition, after: Definition): void {
  const facets = new Facets(changes, {
    part: 'definition',
    name: after.id,
    words: say('流程', 'definition'),
    before: [],
    after: [],
  });
  facets.value('id', say('标识', 'the id'), before.id, after.id, SAME);
  facets.value('procedure', say('制度', 'the procedure'), before.procedure, after.procedure, OTHER);
  facets.words('title', say('名称', 'the title'), before.title, after.title);
  facets.words('summary', say('摘要', 'the summary'), before.summary, after.summary);
  facets.value('calendar', say('日历', 'the calendar'), before.calendar, after.calendar, OTHER);
  facets.value('timeZone', say('时区', 'the time zone'), before.timeZone, after.timeZone, OTHER);
}

function compareOpening(changes: Changes, before: Definition, after: Definition): void {
  const opening = new Facets(changes, {
    part: 'opening',
    name: 'open',
    words: say('立案', 'opening'),
    before: ['open'],
    after: ['open'],
  });
  opening.names('by', say('可立案的角色', 'roles that may open'), before.open.by, after.open.by, 'looser');
  opening.value('form', say('表单', 'the form'), before.open.form, after.open.form, LIMIT);
  opening.value(
    'title',
    say('案件标题', 'the title of a case'),
    plain(before.open.title),
    plain(after.open.title),
    OTHER,
  );
  const custody = new Facets(changes, {
    part: 'custody',
    name: 'custody',
    words: say('主责', 'custody'),
    before: ['custody'],
    after: ['custody'],
  });
  custody.value(
    'first',
    say('首任主责', 'the first custodian'),
    before.custody.first,
    after.custody.first,
    OTHER,
  );
  custody.names(
    'roles',
    say('可随时接任的角色', 'roles that may take over'),
    before.custody.roles,
    after.custody.roles,
    'looser',
  );
}

function compareRole(facets: Facets, a: Role, b: Role): void {
  facets.words('title', say('名称', 'the title'), a.title, b.title);
  facets.names('party', say('主体类型', 'kinds of party'), a.party, b.party, 'looser');
  facets.names(
    'qualifications',
    say('所需资质', 'qualifications needed'),
    a.qualifications,
    b.qualifications,
    'stricter',
  );
  facets.names('separateFrom', say('不得兼任', 'separate from'), separations(a), separations(b), 'stricter');
  facets.other('appoint', say('选任方式', 'how it is filled'), a.appoint, b.appoint);
  facets.names(
    'visibleTo',
    say('身份可见于', 'its holder is known to'),
    a.visibleTo,
    b.visibleTo,
    'looser',
    'everything',
  );
  facets.value(
    'sameParty',
    say('须属同一主体的角色', 'the role of the same party'),
    a.sameParty,
    b.sameParty,
    LIMIT,
  );
  if ((a.supervises ?? false) !== (b.supervises ?? false))
    facets.tell(
      'supervises',
      b.supervises === true ? 'looser' : 'stricter',
      b.supervises === true
        ? say('可不参与而查阅案件', 'may read cases without taking part')
        : say('不再可不参与而查阅案件', 'may no longer read cases without taking part'),
    );
  facets.count('atMost', say('同时担任人数', 'how many may hold it'), a.atMost ?? 1, b.atMost ?? 1, 'looser');
}

const separations = ({ separateFrom = [] }: Role): string[] =>
  separateFrom.map((rule) =>
    typeof rule === 'string' ? rule : rule.level === 'member' ? rule.role : `${rule.role} (${rule.level})`,
  );

function compareEvent(facets: Facets, a: EventRule, b: EventRule): void {
  facets.words('title', say('名称', 'the title'), a.title, b.title);
  facets.names('by', say('可发出的角色', 'roles that may send it'), a.by, b.by, 'looser');
  facets.value('form', say('表单', 'the form'), a.form, b.form, LIMIT);
  if ((a.reason ?? 'optional') !== (b.reason ?? 'optional'))
    facets.tell(
      'reason',
      b.reason === 'required' ? 'stricter' : 'looser',
      b.reason === 'required'
        ? say('须说明理由', 'a reason must be given')
        : say('不再须说明理由', 'a reason need not be given'),
    );
  facets.names(
    'visibleTo',
    say('内容可见于', 'its payload is visible to'),
    a.visibleTo,
    b.visibleTo,
    'looser',
    'everything',
  );
  facets.names('basis', say('法律依据', 'its legal basis'), a.basis, b.basis, 'same-behaviour');
}

function compareClock(facets: Facets, a: ClockRule, b: ClockRule): void {
  facets.words('title', say('名称', 'the title'), a.title, b.title);
  facets.duration('limit', say('时长', 'the limit'), a.limit, b.limit, 'looser', b.days);
  if (a.days !== b.days)
    facets.tell(
      'days',
      b.days === 'working' ? 'looser' : 'stricter',
      b.days === 'working'
        ? say('改按工作日计算', 'now counted in working days')
        : say('改按自然日计算', 'now counted in calendar days'),
    );
  facets.value('from', say('起算时刻', 'the instant it starts from'), plain(a.from), plain(b.from), OTHER);
  facets.names('warn', say('提前预警', 'it warns ahead by'), a.warn, b.warn, 'different');
  facets.names('basis', say('法律依据', 'its legal basis'), a.basis, b.basis, 'same-behaviour');
  const [from, to] = [a.extendable, b.extendable];
  if (from === undefined || to === undefined) {
    if (isSame(from, to)) return;
    facets.tell(
      'extendable',
      to === undefined ? 'stricter' : 'looser',
      to === undefined
        ? say('不再可以延长', 'can no longer be extended')
        : say('可以延长', 'can be extended'),
    );
    return;
  }
  facets.names('extendable.by', say('可延长的角色', 'roles that may extend it'), from.by, to.by, 'looser');
  facets.duration(
    'extendable.limit',
    say('每次延长', 'each extension'),
    from.limit,
    to.limit,
    'looser',
    b.days,
  );
  facets.count(
    'extendable.times',
    say('延长次数', 'how often it may be extended'),
    from.times,
    to.times,
    'looser',
  );
  facets.names(
    'extendable.basis',
    say('延长的法律依据', 'the legal basis of extension'),
    from.basis,
    to.basis,
    'same-behaviour',
  );
}

function compareVisibility(changes: Changes, before: Definition, after: Definition): void {
  const [a, b] = [before.visibility ?? {}, after.visibility ?? {}];
  const facets = new Facets(changes, {
    part: 'visibility',
    name: 'visibility',
    words: say('可见范围', 'visibility'),
    before: ['visibility'],
    after: ['visibility'],
  });
  for (const field of new Set([...Object.keys(a.fields ?? {}), ...Object.keys(b.fields ?? {})]))
    facets.names(
      `fields.${field}`,
      say('字段“{field}”可见于', 'field “{field}” is visible to', { field }),
      ownOf(a.fields, field),
      ownOf(b.fields, field),
      'looser',
      'everything',
    );
  facets.names(
    'candidates',
    say('候选方可见字段', 'fields for candidates'),
    a.candidates,
    b.candidates,
    'looser',
  );
  const [from, to] = [a.public, b.public];
  if (from === undefined || to === undefined) {
    if (isSame(from, to)) return;
    facets.tell(
      'public',
      to === undefined ? 'stricter' : 'looser',
      to === undefined
        ? say('不再向公众公开', 'nothing is public any more')
        : say('开始向公众公开', 'now something is public'),
    );
    return;
  }
  const [when, then] = [plain(from.when), plain(to.when)];
  const weight = when === then ? 'same-behaviour' : compareGuards(when, then);
  facets.value('public.when', say('公开条件', 'when it is public'), when, then, {
    given: weight,
    dropped: weight,
    other: weight,
  });
  facets.names('public.fields', say('公开字段', 'public fields'), from.fields, to.fields, 'looser');
  facets.names(
    'public.documents',
    say('公开文书', 'public documents'),
    from.documents,
    to.documents,
    'looser',
  );
}
