// Versions of documents (RFC 9110, 8.8.3). A tag has two parts: one of the whole document, which saves sending what the
// caller has; one of what people wrote in it, so that traffic that is heard meanwhile is no conflict between people.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from './problem.ts'

const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('base64url')
    .slice(0, 16)

const tagsOf = (header: string | undefined): string[] =>
  (header ?? '').split(',').map(tag => tag.trim().replace(/^W\//, ''))

/** The document, or 304 where the caller has it. `edited`: the part of it that people change. */
export function tagged<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  document: T,
  edited: unknown,
): T | FastifyReply {
  const tag = `"${hashOf(document)}.${hashOf(edited)}"`
  // A proxy must not give one person's answer to another; the browser asks again each time.
  reply.header('etag', tag).header('cache-control', 'private, no-cache')
  const known = tagsOf(request.headers['if-none-match'])
  return known.includes(tag) || known.includes('*') ? reply.code(304).send() : document
}

/** Throws 412 where somebody else changed it since the caller read it. Without If-Match the last one wins. */
export function checkMatch(request: FastifyRequest, edited: unknown): void {
  const header = request.headers['if-match']
  if (header === undefined || header.trim() === '*') return
  const end = `.${hashOf(edited)}"`
  if (!tagsOf(header).some(tag => tag.endsWith(end)))
    throw problemOf(
      412,
      'changed.meanwhile',
      'Somebody else changed this meanwhile: load it again, and then change it.',
    )
}
