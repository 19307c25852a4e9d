/** Answers what is not even HTTP, as problem details; in Chinese, since no header could be read. */
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { serverErrors } from './errors.ts';
import { problemDetails } from './problem-details.ts';

export function refuseMalformed(error: Error & { code?: string }, socket: Socket) {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const refusal = serverErrors.refuse('GZ_REQUEST_MALFORMED');
  const body = JSON.stringify(problemDetails(refusal, 'zh-CN', randomUUID()));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
