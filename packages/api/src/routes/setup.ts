// The first person. The link with the token is printed on the first start and works once.
import { timingSafeEqual } from 'node:crypto'
import { addMember, listTenants, record } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { createPerson, SHORTEST_PASSWORD } from '../auth.ts'
import { weaknessOf } from '../passwords.ts'
import { Problem } from '../problem.ts'

const Body = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 200 }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ format: 'email', maxLength: 254 }),
  password: Type.String({ minLength: SHORTEST_PASSWORD, maxLength: 256 }),
})

export const setup: Routes = (app, { db, auth, setup }) => {
  app.get(
    '/api/setup',
    { config: { need: 'public' }, schema: { tags: ['setup'], summary: 'Whether the first person is still to come' } },
    () => ({
      open: setup.token !== null,
    }),
  )

  app.post(
    '/api/setup',
    { config: { need: 'public', rateLimit: { max: 10 } }, schema: { tags: ['setup'], body: Body } },
    async (request, reply) => {
      const { token, name, email, password } = request.body
      if (setup.token === null)
        throw new Problem(409, 'This Nautilus has its first person already: sign in, or ask for an invitation.')
      if (!isSame(token, setup.token))
        throw new Problem(403, 'This link is not valid. The right one was printed when Nautilus started.')
      const weakness = weaknessOf(password, [name, email])
      if (weakness) throw new Problem(400, weakness, { password: weakness })
      setup.token = null
      const person = await createPerson(auth, { email, name, password })
      for (const tenant of await listTenants(db)) {
        await addMember(db, { tenant: tenant.id, user: person.id, role: 'provider-admin', by: null })
        await record(db as never, tenant.id, { who: email, action: 'person.first', object: email })
      }
      return reply.code(201).send({ email })
    },
  )
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
