/** Who sees what: every viewer asks for every case over HTTP, and the answers are laid side by side. */
import { ApiProblem, each, type CaseView } from '@gongzhi/api';
import { people, type Who } from './people.ts';
import { CASES, type CaseName, type Stage } from './stage.ts';

/** One of each kind; `public` has not signed in and has routes of its own. */
export const VIEWERS = {
  resident: 'li',
  bar: 'bo',
  steward: 'chen',
  committee: 'hua',
  mediator: 'ma',
  hearingOffice: 'mei',
  supervisor: 'shen',
  provider: 'tan',
  otherCommittee: 'ruan',
  stranger: 'zhao',
  public: null,
} as const satisfies Record<string, Who | null>;
export type Viewer = keyof typeof VIEWERS;

export type Seen =
  | {
      status: 200;
      access: CaseView['access'];
      fields: string[];
      data: CaseView['data'];
      documents: string[];
      timeline: string;
    }
  | { status: number; access: null };

export interface Sight {
  viewer: Viewer;
  /** Cases of the story that their list shows. */
  listed: CaseName[];
  cases: Partial<Record<CaseName, Seen>>;
}

const viewers = Object.keys(VIEWERS) as Viewer[];

/** Everybody looks at every case that is open by now; told as a table. */
export async function lookAround(stage: Stage): Promise<Map<Viewer, Sight>> {
  const sights = new Map<Viewer, Sight>();
  for (const viewer of viewers) sights.set(viewer, await look(stage, viewer));
  tell(stage, [...sights.values()]);
  return sights;
}

async function look(stage: Stage, viewer: Viewer): Promise<Sight> {
  const client = clientOf(stage, viewer);
  const list = viewer === 'public' ? client.listPublicCases : client.listCases;
  const listed: CaseName[] = [];
  for await (const { caseId } of each(list, {}))
    listed.push(...stage.opened().filter((name) => stage.caseId(name) === caseId));
  const cases: Sight['cases'] = {};
  for (const name of stage.opened()) cases[name] = await see(stage, viewer, name);
  return { viewer, listed, cases };
}

async function see(stage: Stage, viewer: Viewer, name: CaseName): Promise<Seen> {
  const client = clientOf(stage, viewer);
  const caseId = stage.caseId(name);
  try {
    const isPublic = viewer === 'public';
    const { access, data, documents } = await (isPublic
      ? client.readPublicCase({ caseId })
      : client.readCase({ caseId }));
    const entries = [];
    if (!isPublic)
      for await (const entry of each(client.readTimeline, { caseId, limit: 200 })) entries.push(entry);
    const timeline = JSON.stringify(entries);
    return {
      status: 200,
      access,
      data,
      fields: Object.keys(data),
      documents: documents.map((one) => one.name),
      timeline,
    };
  } catch (cause) {
    if (cause instanceof ApiProblem) return { status: cause.status, access: null };
    throw cause;
  }
}

function clientOf({ world }: Stage, viewer: Viewer) {
  const who = VIEWERS[viewer];
  return who === null ? world.anybody : world.as(who);
}

function tell(stage: Stage, sights: Sight[]): void {
  const { show } = stage;
  const opened = stage.opened();
  show.tell('viewsAbout');
  show.table(
    [show.words('viewsWho'), show.words('viewsListed'), ...opened.map((name) => show.words(`case_${name}`))],
    sights.map(({ viewer, listed, cases }) => [
      label(stage, viewer),
      String(listed.length),
      ...opened.map((name) => cell(stage, cases[name])),
    ]),
  );
  for (const name of opened) {
    const restricted = restrictions(stage, name, sights);
    if (restricted.length > 0)
      show.tell('viewsRestricted', { case: show.words(`case_${name}`), restricted: restricted.join(' · ') });
  }
}

function label(stage: Stage, viewer: Viewer): string {
  const who = VIEWERS[viewer];
  const role = stage.show.words(`viewer_${viewer}`);
  return who === null ? role : `${stage.names.member(people[who].memberId)} – ${role}`;
}

function cell({ show }: Stage, seen: Seen | undefined): string {
  if (seen === undefined) return '';
  if (seen.access === null) return String(seen.status);
  return `${show.words(`access_${seen.access}`)} ${seen.fields.length}/${seen.documents.length}`;
}

/** Fields that some who take part or supervise see and others do not: which, and who does. */
function restrictions(stage: Stage, name: CaseName, sights: Sight[]): string[] {
  const inside = sights.flatMap(({ viewer, cases }) => {
    const seen = cases[name];
    return seen?.access === 'participant' || seen?.access === 'supervisor'
      ? [{ viewer, fields: seen.fields }]
      : [];
  });
  const byAudience = new Map<string, string[]>();
  for (const field of new Set(inside.flatMap(({ fields }) => fields))) {
    const audience = inside.filter(({ fields }) => fields.includes(field));
    if (audience.length === inside.length) continue;
    const whose = audience
      .map(({ viewer }) => stage.names.member(people[VIEWERS[viewer]!].memberId))
      .join(', ');
    byAudience.set(whose, [...(byAudience.get(whose) ?? []), stage.names.of(CASES[name], 'field', field)]);
  }
  return [...byAudience].map(([whose, fields]) => `${whose}: ${fields.join(', ')}`);
}
