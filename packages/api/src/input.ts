// What no store takes: PostgreSQL's text holds no NUL, its JSON no half of a character, its numbers end somewhere.
import type { FastifyInstance } from 'fastify'
import { Problem } from './problem.ts'

const isBad = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

/** Parts of a body that stand in each other. */
const DEEPEST = 100

function holdsBad(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isBad(value)
  if (typeof value !== 'object' || value === null) return false
  if (depth > DEEPEST) return true
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [name, part] of entries) if (isBad(String(name)) || holdsBad(part, depth + 1)) return true
  return false
}

export function refuseOddInput(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    const isJson = typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype
    if ([params, query, isJson ? body : null].some(part => holdsBad(part)))
      throw new Problem(400, 'There is text in this request that is none: a NUL, or half a character.')
  })
  // 1e999 is a number to whoever checks schemas, and its limits do not hold for what has no end.
  app.addHook('preHandler', async ({ params, query, headers }) => {
    for (const part of [params, query, headers])
      for (const [name, value] of Object.entries(part as object))
        if (typeof value === 'number' && !Number.isFinite(value))
          throw new Problem(400, 'The request is not valid.', { [name]: 'is too large' })
  })
}
