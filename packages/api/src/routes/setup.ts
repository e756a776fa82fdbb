// The first person. The link with the token is printed on the first start and works once.
import { timingSafeEqual } from 'node:crypto'
import { addMember, addProviderMember, asTenant, hasPeople, listTenants, prove, record } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { createPerson, SHORTEST_PASSWORD } from '../auth.ts'
import { faultOf } from '../passwords.ts'
import { Problem } from '../problem.ts'
import { gives } from './schemas.ts'

const Body = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 200 }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ format: 'email', maxLength: 254 }),
  password: Type.String({ minLength: SHORTEST_PASSWORD, maxLength: 256 }),
})

export const setup: Routes = (app, { db, auth, setup, doors }) => {
  /** Another process may have let the first person in. */
  const isOpen = async () => setup.token !== null && !(await hasPeople(db))

  app.get(
    '/api/setup',
    {
      config: { need: 'public' },
      schema: {
        tags: ['setup'],
        summary: 'Whether the first person is still to come',
        response: gives(Type.Object({ open: Type.Boolean() })),
      },
    },
    async () => ({ open: await isOpen() }),
  )

  app.post(
    '/api/setup',
    {
      config: { need: 'public', rateLimit: { max: 10 } },
      schema: {
        tags: ['setup'],
        summary: 'Makes the first person',
        body: Body,
        response: gives(Type.Object({ email: Type.String() }), 201),
      },
    },
    async (request, reply) => {
      const { token, name, email, password } = request.body
      if (setup.token === null || !(await isOpen()))
        throw new Problem(409, 'This console has its first person already: sign in, or ask for an invitation.')
      if (!isSame(token, setup.token))
        throw new Problem(403, 'This link is not valid. The right one was printed when the platform started.')
      const weakness = await faultOf(password, [name, email], doors.breached)
      if (weakness) throw new Problem(400, weakness, { password: weakness })
      setup.token = null
      // Should this fail the link is good again.
      const person = await createPerson(auth, { email, name, password }).catch(error => {
        setup.token = token
        throw error
      })
      await addProviderMember(db, person.id, null)
      await prove(db, person)
      for (const { id: tenant } of await listTenants(db))
        await asTenant(db, tenant, async scoped => {
          await addMember(scoped, { tenant, user: person.id, role: 'provider-admin', by: null })
          await record(scoped, tenant, { who: person.email, action: 'person.first', object: person.email })
        })
      return reply.code(201).send({ email: person.email })
    },
  )
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
