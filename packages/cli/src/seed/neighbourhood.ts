/** A small neighbourhood to try Gongzhi in. Every name is invented. */
import type { GridCell, NewMember, NewParty } from '@gongzhi/runtime';

/** Known to everybody: only `gongzhi dev` seeds it, and `dev` listens on 127.0.0.1 alone. */
export const DEMO_PASSWORD = 'gongzhi-demo';

/** Publishes and repairs. */
export const ADMINISTRATOR = 'm-admin';

const both = (chinese: string, english: string) => ({ 'zh-CN': chinese, en: english });
const held = (...names: string[]) => names.map((name) => ({ name, validUntil: null }));

export const cells: GridCell[] = [
  cell('d-hekou', null, 'district', '河口区', 'Hekou District'),
  cell('s-jiangwan', 'd-hekou', 'street', '江湾街道', 'Jiangwan Subdistrict'),
  cell('n-xingfu', 's-jiangwan', 'net', '幸福里居民区网格', 'Xingfuli residential net'),
  cell('n-jiangwan-road', 's-jiangwan', 'net', '江湾路街面网格', 'Jiangwan Road street-front net'),
  cell('c-xingfu-1', 'n-xingfu', 'cell', '幸福里 1–6 号楼', 'Xingfuli, buildings 1–6', 'm-chen'),
  cell('c-xingfu-2', 'n-xingfu', 'cell', '幸福里 7–12 号楼', 'Xingfuli, buildings 7–12', 'm-lin'),
  cell('c-jiangwan-road-1', 'n-jiangwan-road', 'cell', '江湾路沿街商铺', 'Shops on Jiangwan Road', 'm-gu'),
];

export const parties: NewParty[] = [
  party(
    'p-district-centre',
    'government',
    '河口区城市运行中心',
    'Hekou Urban Operations Centre',
    'd-hekou',
    'district-centre',
    'procurement-office',
  ),
  party(
    'p-street-centre',
    'government',
    '江湾街道城运分中心',
    'Jiangwan Operations Sub-centre',
    's-jiangwan',
    'street-centre',
  ),
  party(
    'p-disclosure',
    'government',
    '河口区政府信息公开办公室',
    'Hekou Disclosure Office',
    'd-hekou',
    'disclosure-office',
  ),
  party(
    'p-hearing',
    'government',
    '河口区听证办公室',
    'Hekou Hearing Office',
    'd-hekou',
    'hearing-office',
    'petition-office',
  ),
  party(
    'p-supervision',
    'government',
    '河口区督查室',
    'Hekou Supervision Office',
    'd-hekou',
    'supervision-office',
  ),
  party('p-police', 'government', '江湾派出所', 'Jiangwan Police Station', 's-jiangwan', 'police-station'),
  party(
    'p-committee',
    'social-organization',
    '幸福里居民委员会',
    'Xingfuli Residential Committee',
    'n-xingfu',
    'residential-committee',
    'liaison-work',
  ),
  party(
    'p-mediation',
    'social-organization',
    '江湾人民调解委员会',
    'Jiangwan Mediation Committee',
    's-jiangwan',
    'mediation-committee',
  ),
  party(
    'p-assessment',
    'social-organization',
    '河口社会评估中心',
    'Hekou Assessment Centre',
    'd-hekou',
    'assessment',
  ),
  party(
    'p-property',
    'market-provider',
    '安居物业服务有限公司',
    'Anju Property Services',
    'n-xingfu',
    'licensed-business',
    'property-management',
  ),
  party(
    'p-works',
    'market-provider',
    '静界隔声工程有限公司',
    'Jingjie Sound Insulation',
    null,
    'licensed-business',
    'small-works',
    'sound-insulation',
    'noise-measurement',
  ),
  party(
    'p-owners',
    'resident',
    '幸福里业主委员会',
    'Xingfuli Owners’ Committee',
    'n-xingfu',
    'owners-committee',
  ),
  party('p-household-li', 'resident', '幸福里 3 号楼李家', 'The Li household', 'c-xingfu-1', 'household'),
  party('p-household-zhao', 'resident', '幸福里 3 号楼赵家', 'The Zhao household', 'c-xingfu-1', 'household'),
];

export const members: NewMember[] = [
  {
    ...member(ADMINISTRATOR, 'p-district-centre', '管理员', 'admin'),
    grants: ['administrator', 'operator', 'author'],
  },
  member('m-xu', 'p-district-centre', '徐立', 'xu.li', 'dispatcher'),
  member('m-chen', 'p-street-centre', '陈静', 'chen.jing', 'grid-steward'),
  member('m-lin', 'p-street-centre', '林涛', 'lin.tao', 'grid-steward'),
  member('m-gu', 'p-street-centre', '顾平', 'gu.ping', 'grid-steward'),
  member('m-zhang', 'p-street-centre', '张敏', 'zhang.min', 'dispatcher'),
  member('m-he', 'p-street-centre', '何军', 'he.jun', 'verification-officer'),
  member('m-wang', 'p-disclosure', '王芳', 'wang.fang', 'disclosure-officer'),
  member('m-luo', 'p-disclosure', '罗伟', 'luo.wei', 'information-searcher'),
  member('m-tang', 'p-disclosure', '唐敏', 'tang.min', 'secrecy-reviewer'),
  member('m-han', 'p-disclosure', '韩雪', 'han.xue', 'disclosure-approver'),
  member('m-zhou', 'p-hearing', '周正', 'zhou.zheng', 'hearing-chair'),
  member('m-qian', 'p-hearing', '钱玲', 'qian.ling', 'hearing-recorder'),
  member('m-wu', 'p-hearing', '吴刚', 'wu.gang', 'investigator'),
  member('m-feng', 'p-hearing', '冯远', 'feng.yuan', 'decision-maker', 'reception-official'),
  {
    ...member('m-shen', 'p-supervision', '沈清', 'shen.qing', 'supervision-verifier'),
    grants: ['supervisor'],
  },
  member('m-cao', 'p-supervision', '曹明', 'cao.ming', 'supervision-decider'),
  member('m-bai', 'p-supervision', '白洁', 'bai.jie', 'reviewer'),
  member('m-lei', 'p-police', '雷鸣', 'lei.ming'),
  member('m-sun', 'p-committee', '孙燕', 'sun.yan', 'community-worker', 'meeting-host'),
  member('m-ma', 'p-mediation', '马骏', 'ma.jun', 'mediator'),
  member('m-ding', 'p-mediation', '丁岚', 'ding.lan', 'mediator'),
  member('m-yu', 'p-assessment', '于洋', 'yu.yang', 'assessor'),
  member('m-jin', 'p-property', '金波', 'jin.bo', 'project-lead'),
  member('m-tan', 'p-works', '谭勇', 'tan.yong', 'project-lead'),
  member(
    'm-song',
    'p-owners',
    '宋华',
    'song.hua',
    'committee-representative',
    'building-head',
    'public-representative',
  ),
  member('m-li', 'p-household-li', '李伟', 'li.wei'),
  member('m-zhao', 'p-household-zhao', '赵磊', 'zhao.lei'),
];

function cell(
  cellId: string,
  parentId: string | null,
  level: GridCell['level'],
  chinese: string,
  english: string,
  stewardMemberId: string | null = null,
): GridCell {
  return { cellId, parentId, level, name: both(chinese, english), stewardMemberId };
}

function party(
  partyId: string,
  kind: string,
  chinese: string,
  english: string,
  cellId: string | null,
  ...qualifications: string[]
): NewParty {
  return { partyId, kind, name: both(chinese, english), cellId, qualifications: held(...qualifications) };
}

function member(
  memberId: string,
  partyId: string,
  name: string,
  login: string,
  ...qualifications: string[]
): NewMember {
  return { memberId, partyId, name, login, qualifications: held(...qualifications) };
}
