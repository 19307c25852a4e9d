/** Problem details: RFC 9457, with a code and a remedy. */
import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

export const FieldProblem = Type.Object(
  {
    /** JSON pointer; '' is the whole. */
    pointer: Type.String(),
    message: Text,
  },
  {
    title: 'FieldProblem',
    examples: [{ pointer: '/limit', message: { 'zh-CN': '应为整数', en: 'must be integer' } }],
  },
);

export const ProblemDetails = Type.Object(
  {
    type: Type.String({ description: 'Where the code is explained; relative to this server.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ pattern: '^GZ_[A-Z_]+$' }),
    remedy: Type.String(),
    instance: Type.String({ description: 'Id of the request, as in the log.' }),
    /** Machine-readable extras, e.g. `possible`: what could be done instead. */
    details: Type.Optional(Type.Unknown()),
    /** Each field that is wrong. */
    fields: Type.Optional(Type.Array(FieldProblem)),
  },
  {
    title: 'ProblemDetails',
    examples: [
      {
        type: '/docs/errors#GZ_CASE_UNKNOWN',
        title: '没有这个案件，或您无权查看。',
        status: 404,
        detail: '没有这个案件，或您无权查看。',
        code: 'GZ_CASE_UNKNOWN',
        remedy: '核对案件编号，或请参与本案的主体办理。',
        instance: 'urn:uuid:7c6f6d0a-2a51-4b33-8f6a-93f8a42f1e10',
      },
    ],
  },
);
export type ProblemDetails = Static<typeof ProblemDetails>;
