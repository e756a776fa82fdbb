// A session that begins by another door than the password's, and what is told when a device is new.
import { createHmac } from 'node:crypto'
import { languageOf } from '@nautilus/mail'
import { seeDevice } from '@nautilus/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashOf, newSecret } from './access.ts'
import type { Context } from './app.ts'
import type { Auth, Person } from './auth.ts'

const DEVICE_COOKIE = 'nautilus.device'
/** s; browsers keep no cookie longer than 400 days. */
const DEVICE_AGE = 400 * 86_400
const SECRET = /^[\w-]{43}$/
/** Characters of what a browser says of itself. */
const LONGEST_AGENT = 300

/** Signs somebody in: a row and a cookie as better-auth makes them. */
export async function beginSession(context: Context, request: FastifyRequest, reply: FastifyReply, person: Person) {
  const { internalAdapter, authCookies, secret } = await context.auth.$context
  const session = await internalAdapter.createSession(person.id, false, {
    ipAddress: request.ip,
    userAgent: agentOf(request) ?? '',
  })
  const { name, attributes } = authCookies.sessionToken
  const signature = createHmac('sha256', secret).update(session.token).digest('base64')
  const value = encodeURIComponent(`${session.token}.${signature}`)
  setCookie(reply, name, value, { secure: attributes.secure === true, path: '/', age: attributes.maxAge ?? 0 })
  await noticeDevice(context, request, reply, person)
}

/** After a sign-in by better-auth: whoever got a session, with its cookie. */
export async function noticeSignIn(context: Context, request: FastifyRequest, reply: FastifyReply, cookies: string[]) {
  const { name } = (await context.auth.$context).authCookies.sessionToken
  const cookie = cookies.map(one => one.split(';')[0] ?? '').find(one => one.startsWith(`${name}=`))
  if (cookie === undefined) return
  const session = await context.auth.api.getSession({ headers: new Headers({ cookie }) })
  if (session) await noticeDevice(context, request, reply, session.user)
}

async function noticeDevice(
  { db, auth, doors: { post } }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, email }: Person,
): Promise<void> {
  const given = cookieOf(request, DEVICE_COOKIE)
  const device = given !== null && SECRET.test(given) ? given : newSecret()
  const secure = baseUrlOf(auth).startsWith('https:')
  setCookie(reply, DEVICE_COOKIE, device, { secure, path: '/api', age: DEVICE_AGE })
  const agent = agentOf(request)
  const seen = await seeDevice(db, { user: id, deviceHash: hashOf(device), agent })
  if (seen !== 'new' || !post) return
  const language = languageOf(request.headers['accept-language'])
  const time = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const values = { email, device: agent ?? '?', address: request.ip, time }
  // Nobody waits for a letter.
  void post
    .tenantOf(id)
    .then(tenant => post.send('new-device', { to: email, language, values, path: '/', tenant }))
    .catch(error => request.log.error({ error }, 'a letter was not sent'))
}

/** Of what the page of the console is told, and links begin with. */
export const baseUrlOf = (auth: Auth): string => String(auth.options.baseURL)

const agentOf = (request: FastifyRequest): string | null =>
  request.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null

export function cookieOf(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

export type CookieLook = { readonly secure: boolean; readonly path: string; readonly age: number }

export function setCookie(reply: FastifyReply, name: string, value: string, { secure, path, age }: CookieLook): void {
  const parts = [`${name}=${value}`, `Max-Age=${age}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax']
  reply.header('set-cookie', [...(secure ? [...parts, 'Secure'] : parts)].join('; '))
}
