/** Everybody in the story. Some live in the neighbourhood that `gongzhi dev` seeds; the others are added over HTTP. */
import type { Text } from '@gongzhi/engine';

export interface Person {
  memberId: string;
  login: string;
  partyId: string;
  name: Text;
}

export type Who = keyof typeof people;

export const people = {
  admin: person('m-admin', 'p-district-centre', 'admin', '管理员', 'the administrator'),
  li: person('m-li', 'p-household-li', 'li.wei', '李伟', 'Li Wei'),
  bo: person('m-bo', 'p-bar', 'bo.kai', '薄凯', 'Bo Kai'),
  chen: person('m-chen', 'p-street-centre', 'chen.jing', '陈静', 'Chen Jing'),
  he: person('m-he', 'p-street-centre', 'he.jun', '何军', 'He Jun'),
  ruan: person('m-ruan', 'p-trade-mediation', 'ruan.ming', '阮明', 'Ruan Ming'),
  hua: person('m-hua', 'p-mediation', 'hua.jing', '华静', 'Hua Jing'),
  ma: person('m-ma', 'p-mediation', 'ma.jun', '马骏', 'Ma Jun'),
  ding: person('m-ding', 'p-mediation', 'ding.lan', '丁岚', 'Ding Lan'),
  mei: person('m-mei', 'p-hearing', 'mei.ying', '梅英', 'Mei Ying'),
  wu: person('m-wu', 'p-hearing', 'wu.gang', '吴刚', 'Wu Gang'),
  zhou: person('m-zhou', 'p-hearing', 'zhou.zheng', '周正', 'Zhou Zheng'),
  qian: person('m-qian', 'p-hearing', 'qian.ling', '钱玲', 'Qian Ling'),
  feng: person('m-feng', 'p-hearing', 'feng.yuan', '冯远', 'Feng Yuan'),
  tao: person('m-tao', 'p-hearing', 'tao.xin', '陶欣', 'Tao Xin'),
  yan: person('m-yan', 'p-hearing', 'yan.shuo', '严硕', 'Yan Shuo'),
  guo: person('m-guo', 'p-hearing', 'guo.min', '郭敏', 'Guo Min'),
  tan: person('m-tan', 'p-works', 'tan.yong', '谭勇', 'Tan Yong'),
  jin: person('m-jin', 'p-property', 'jin.bo', '金波', 'Jin Bo'),
  shen: person('m-shen', 'p-supervision', 'shen.qing', '沈清', 'Shen Qing'),
  jiang: person('m-jiang', 'p-supervision', 'jiang.fan', '江帆', 'Jiang Fan'),
  cao: person('m-cao', 'p-supervision', 'cao.ming', '曹明', 'Cao Ming'),
  zhao: person('m-zhao', 'p-household-zhao', 'zhao.lei', '赵磊', 'Zhao Lei'),
} satisfies Record<string, Person>;

/** Parties that the seed does not have. */
export const newParties = [
  newParty('p-bar', 'market-provider', '河畔酒吧', 'Riverside Bar', 'licensed-business'),
  newParty(
    'p-trade-mediation',
    'social-organization',
    '江湾行业调解委员会',
    'Jiangwan Trade Mediation',
    'mediation-committee',
  ),
];

/** Members that the seed does not have, or who are qualified for more here: the chair may also decide, elsewhere. */
export const qualifications: Partial<Record<Who, string[]>> = {
  bo: [],
  ruan: ['mediator'],
  hua: [],
  mei: [],
  tao: ['disclosure-officer'],
  yan: ['secrecy-reviewer'],
  guo: ['disclosure-approver'],
  jiang: ['supervision-verifier'],
  zhou: ['hearing-chair', 'decision-maker'],
};

function person(memberId: string, partyId: string, login: string, chinese: string, english: string): Person {
  return { memberId, partyId, login, name: { 'zh-CN': chinese, en: english } };
}

function newParty(partyId: string, kind: string, chinese: string, english: string, qualification: string) {
  const held = [{ name: qualification, validUntil: null }];
  return { partyId, kind, name: { 'zh-CN': chinese, en: english }, qualifications: held };
}
