/** Members: people and system accounts that act for a party. */
import { hasAdministrator, isolationFor } from '../store/first-administrator.ts';
import { isTaken } from '../store/taken.ts';
import { v7 as newId } from 'uuid';
import { directoryErrors } from '../directory-errors.ts';
import type { Member, NewMember, Page, PageRequest } from '../directory.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from '../query/cursor.ts';
import { MemberRow, PartyRow, SignInRow } from '../store/directory-rows.ts';
import type { EntityManager, Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import { checkId, checkList, checkName, checkOneOf, checkQualifications, wrong } from './check.ts';
import { GRANTS } from './grants.ts';
import { checkPassword, hashPassword } from './password.ts';
import { holders, qualificationsOf, replaceQualifications } from './qualifications.ts';

export interface Members {
  list(filter: PageRequest & { partyId?: string; qualification?: string }): Promise<Page<Member>>;
  read(memberId: string): Promise<Member>;
  /** `isFirst`: only when there is no administrator. */
  save(member: NewMember, options?: { isFirst?: boolean }): Promise<Member>;
  /** Refuses with GZ_ADMINISTRATOR_EXISTS. */
  refuseSecondAdministrator(): Promise<void>;
}

export function createMembers(store: Store, now: () => number): Members {
  return {
    async list(filter) {
      const limit = pageLimit(filter.limit);
      const after = readCursor('members', ['string'], filter.after);
      const em = store.em();
      const rows = await em.find(
        MemberRow,
        {
          ...(after === null ? {} : { memberId: { $gt: String(after[0]) } }),
          ...(filter.partyId === undefined ? {} : { partyId: storable(filter.partyId) }),
          ...(filter.qualification === undefined
            ? {}
            : { active: true, $and: activeHolders(em, storable(filter.qualification), now()) }),
        },
        { orderBy: { memberId: 'asc' }, limit: limit + 1 },
      );
      return pageOf(
        await withQualifications(em, rows),
        limit,
        (last) => writeCursor('members', [last.memberId]),
        (member) => member,
      );
    },

    read: (memberId) => readMember(store.em(), memberId),

    refuseSecondAdministrator: () => refuseSecondAdministrator(store.em()),

    async save(member, { isFirst = false } = {}) {
      const memberId = member.memberId ?? newId();
      const login = member.login === undefined ? null : normaliseLogin(member.login);
      checkMember({ ...member, memberId }, login);
      const passwordHash = member.password === undefined ? undefined : await hashPassword(member.password);
      try {
        return await store.em().transactional(
          async (em) => {
            if (isFirst) await refuseSecondAdministrator(em);
            await writeMember(em, memberId, member, { login, passwordHash });
            await replaceQualifications(em, 'member', memberId, member.qualifications ?? []);
            return readMember(em, memberId);
          },
          isFirst ? isolationFor(store.dialect) : {},
        );
      } catch (error) {
        // Another save at the same time took the login between the question and the write.
        if (!isTaken(error)) throw error;
        throw directoryErrors.error('GZ_LOGIN_TAKEN', { login: login ?? '' });
      }
    },
  };

  async function writeMember(
    em: EntityManager,
    memberId: string,
    member: NewMember,
    { login, passwordHash }: { login: string | null; passwordHash: string | undefined },
  ): Promise<void> {
    const { partyId } = member;
    if ((await em.count(PartyRow, { partyId })) === 0)
      throw directoryErrors.error('GZ_PARTY_UNKNOWN', { partyId });
    if (login !== null && (await em.count(MemberRow, { login, memberId: { $ne: memberId } })) > 0)
      throw directoryErrors.error('GZ_LOGIN_TAKEN', { login });
    const before = await em.findOne(MemberRow, { memberId }, { disableIdentityMap: true });
    const active = member.active ?? true;
    const kept = login === null ? null : (before?.passwordHash ?? null);
    await em.upsert(
      MemberRow,
      {
        memberId,
        partyId,
        name: member.name,
        login,
        passwordHash: passwordHash ?? kept,
        grants: [...new Set(member.grants ?? [])],
        active,
        createdAt: now(),
        changedAt: now(),
      },
      { onConflictExcludeFields: ['createdAt'] },
    );
    const signedInNoMore = passwordHash !== undefined || !active || login !== before?.login;
    if (before !== null && signedInNoMore) await em.nativeDelete(SignInRow, { memberId });
  }
}

/** As logins are compared: `Ａlice` and `alice` are one. */
export function normaliseLogin(login: string): string {
  return String(login).replaceAll('\0', '').normalize('NFKC').trim().toLowerCase();
}

async function refuseSecondAdministrator(em: EntityManager): Promise<void> {
  if (await hasAdministrator(em)) throw directoryErrors.error('GZ_ADMINISTRATOR_EXISTS');
}

/** Members that hold the qualification, of parties that are active. */
function activeHolders(em: EntityManager, qualification: string, now: number) {
  const parties = em.createQueryBuilder(PartyRow, 'party').select('partyId').where({ active: true }).toRaw();
  return [{ memberId: { $in: holders(em, 'member', qualification, now) } }, { partyId: { $in: parties } }];
}

async function readMember(em: EntityManager, memberId: string): Promise<Member> {
  const row = await em.findOne(MemberRow, { memberId: storable(memberId) }, { disableIdentityMap: true });
  const [member] = await withQualifications(em, row === null ? [] : [row]);
  if (member === undefined) throw directoryErrors.error('GZ_MEMBER_UNKNOWN', { memberId });
  return member;
}

/** The password's hash stays behind. */
async function withQualifications(em: EntityManager, rows: MemberRow[]): Promise<Member[]> {
  const held = await qualificationsOf(
    em,
    'member',
    rows.map((row) => row.memberId),
  );
  return rows.map(({ memberId, partyId, name, login, grants, active }) => ({
    memberId,
    partyId,
    name,
    login: login ?? null,
    qualifications: held.get(memberId) ?? [],
    grants: GRANTS.filter((grant) => grants.includes(grant)),
    active,
  }));
}

function checkMember(member: NewMember, login: string | null): void {
  checkId('memberId', member.memberId);
  checkId('partyId', member.partyId);
  checkName('name', member.name);
  if (login !== null) checkName('login', login, 100);
  checkQualifications('qualifications', member.qualifications ?? []);
  checkList('grants', member.grants ?? []);
  for (const [index, grant] of (member.grants ?? []).entries()) checkOneOf(`grants.${index}`, grant, GRANTS);
  if (member.password === undefined) return;
  if (login === null)
    wrong('login', { 'zh-CN': '有密码须有登录名', en: 'a login beside the password' }, null);
  checkPassword(member.password, login);
}
