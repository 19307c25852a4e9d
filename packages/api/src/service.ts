/** What the installation says of itself. */
import Type from 'typebox';
import { defineOperations } from './operation.ts';

const Health = Type.Object({ status: Type.Literal('ok') }, { title: 'Health', examples: [{ status: 'ok' }] });

export const serviceOperations = defineOperations({
  healthz: {
    method: 'GET',
    path: '/healthz',
    tag: 'service',
    summary: { 'zh-CN': '进程存活', en: 'The process lives' },
    access: 'public',
    status: 200,
    reply: Health,
  },
  readyz: {
    method: 'GET',
    path: '/readyz',
    tag: 'service',
    summary: { 'zh-CN': '可以接收请求', en: 'Ready for requests' },
    access: 'public',
    status: 200,
    reply: Health,
    refuses: [503],
  },
});
