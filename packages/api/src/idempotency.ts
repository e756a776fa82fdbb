// Requests that may come again: under one Idempotency-Key a POST is carried out once, and answered the same for a day.
// Answers may hold secrets that are shown once, so they are kept encrypted with the key that the caller has.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { asTenant, beginAnswer, forgetAnswer, keepAnswer } from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { callerOf, hashOf } from './access.ts'
import type { App, Context } from './app.ts'
import { Problem } from './problem.ts'

const KEY = /^[\x21-\x7e]{8,200}$/
const CIPHER = 'aes-256-gcm'
const [NONCE, TAG] = [12, 16]

declare module 'fastify' {
  interface FastifyRequest {
    /** What to do with the answer; null for most requests. */
    once: { readonly tenant: string; readonly keyHash: string; readonly secret: Buffer } | null
  }
}

export function onlyOnce(app: App, { db }: Context): void {
  app.decorateRequest('once', null)
  app.addHook('preHandler', async (request, reply) => {
    const given = givenIn(request)
    if (!given) return
    const { tenant, key } = given
    const secret = Buffer.from(hkdfSync('sha256', key, tenant, callerOf(request).name, 32))
    const keyHash = createHash('sha256').update(secret).digest('hex')
    const requestHash = hashOf(`${request.url}\n${JSON.stringify(request.body ?? null)}`)
    const known = await asTenant(db, tenant, scoped => beginAnswer(scoped, { tenant, keyHash, requestHash }))
    if (!known) {
      request.once = { tenant, keyHash, secret }
      return
    }
    if (known.requestHash !== requestHash)
      throw new Problem(422, 'This Idempotency-Key was used for another request: take a new one.')
    if (known.status === null || known.body === null)
      throw new Problem(409, 'The first request under this Idempotency-Key has no answer yet: look what came of it.')
    const { type, text } = JSON.parse(opened(known.body, secret)) as { type: string; text: string }
    return reply.code(known.status).header('idempotency-replayed', 'true').type(type).send(text)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const { once } = request
    if (!once) return
    request.once = null
    const { tenant, keyHash, secret } = once
    if (reply.statusCode >= 500) return asTenant(db, tenant, scoped => forgetAnswer(scoped, keyHash))
    const type = String(reply.getHeader('content-type') ?? 'application/json')
    const body = sealed(JSON.stringify({ type, text: typeof payload === 'string' ? payload : '' }), secret)
    await asTenant(db, tenant, scoped => keepAnswer(scoped, keyHash, reply.statusCode, body))
  })
}

/** Streams are not held, so they cannot be compared: an upload has no key. */
function givenIn(request: FastifyRequest): { tenant: string; key: string } | null {
  const key = request.headers['idempotency-key']
  const { tenant } = request.params as { tenant?: string }
  if (request.method !== 'POST' || key === undefined || tenant === undefined) return null
  if (request.body instanceof Readable || !request.caller) return null
  if (typeof key !== 'string' || !KEY.test(key))
    throw new Problem(400, 'An Idempotency-Key is 8 to 200 printable characters without spaces; a UUID is good.')
  return { tenant, key }
}

function sealed(text: string, secret: Buffer): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, secret, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function opened(bytes: Buffer, secret: Buffer): string {
  const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, NONCE))
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
}
