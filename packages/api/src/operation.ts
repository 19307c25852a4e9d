/**
 * An operation of the API: everything that the server, the client and the OpenAPI document must agree on, once.
 *
 * The server registers a route for each, the client has a method for each, and both take their types from here.
 */
import type { Static, TObject, TSchema } from 'typebox';
import type { Text } from './text.ts';

export const SCOPES = ['read', 'act', 'publish', 'administer', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];

export const GRANTS = ['operator', 'administrator', 'author', 'supervisor'] as const;
export type Grant = (typeof GRANTS)[number];

/** Who may call: anybody, or a signed-in member with the scope and, where named, one of the grants. */
export type OperationAccess = 'public' | { scope: Scope; grants?: readonly Grant[] };

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` places. */
  path: string;
  tag: string;
  summary: Text;
  description?: Text;
  access: OperationAccess;
  params?: TObject;
  query?: TObject;
  /** JSON, or `upload`: one file as multipart/form-data. */
  body?: TObject | 'upload';
  /** Also takes the body's `source` as application/yaml. */
  yaml?: true;
  /** Needs Idempotency-Key; the same key again changes nothing. */
  write?: true;
  /** Takes If-Match with the case's revision. */
  ifMatch?: true;
  status: 200 | 201 | 204;
  /** JSON, `file`: bytes, `stream`: text/event-stream, `none`: no content. */
  reply: TSchema | 'file' | 'stream' | 'none';
  /** Statuses of refusals beyond those that every operation may have. */
  refuses?: readonly number[];
}

/** Declares operations by their operationId; keeps their exact types. */
export function defineOperations<const Operations extends Record<string, Operation>>(
  operations: Operations,
): Operations {
  return operations;
}

type Fields<Part> = Part extends TSchema ? Static<Part> : object;

/** What a caller gives: path, query and body fields side by side (no operation uses one name twice). */
export type InputOf<Op extends Operation> = Fields<Op['params']> &
  Fields<Op['query']> &
  (Op['body'] extends 'upload' ? { file: Blob; name: string } : Fields<Op['body']>);

/** What it answers. */
export type ReplyOf<Op extends Operation> = Op['reply'] extends 'none'
  ? void
  : Op['reply'] extends 'file' | 'stream'
    ? Response
    : Fields<Op['reply']>;
