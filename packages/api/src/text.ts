// Text that no store takes: PostgreSQL holds no NUL, and JSON of half a character is no JSON to it.
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

export function refuseBadText(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    const isJson = typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype
    if ([params, query, isJson ? body : null].some(part => holdsBad(part)))
      throw new Problem(400, 'There is text in this request that is none: a NUL, or half a character.')
  })
}
