/** Cases that everybody may read, without signing in. */
import Type from 'typebox';
import { caseFilter } from './case-filter.ts';
import { CaseSummary, CaseView } from './case-view.ts';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { Id } from './text.ts';

const caseParams = Type.Object({ caseId: Id });
const documentParams = Type.Object({ caseId: Id, documentId: Id });

export const publicCaseOperations = defineOperations({
  listPublicCases: {
    method: 'GET',
    path: '/v1/public/cases',
    tag: 'public',
    summary: { 'zh-CN': '已公开的案件', en: 'List public cases' },
    description: {
      'zh-CN': '无须登录；只含流程定义规定公开的案件。',
      en: 'Without signing in; what the definitions make public.',
    },
    access: 'public',
    query: query({ ...caseFilter, ...pageQuery }),
    status: 200,
    reply: pageOf(CaseSummary, 'PublicCasePage'),
  },
  readPublicCase: {
    method: 'GET',
    path: '/v1/public/cases/:caseId',
    tag: 'public',
    summary: { 'zh-CN': '查看已公开的案件', en: 'Read a public case' },
    access: 'public',
    params: caseParams,
    status: 200,
    reply: CaseView,
    refuses: [404],
  },
  downloadPublicDocument: {
    method: 'GET',
    path: '/v1/public/cases/:caseId/documents/:documentId',
    tag: 'public',
    summary: { 'zh-CN': '下载已公开的文件', en: 'Download a public document' },
    access: 'public',
    params: documentParams,
    status: 200,
    reply: 'file',
    refuses: [404],
  },
});
