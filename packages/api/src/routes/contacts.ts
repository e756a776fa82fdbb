// Where each channel reaches people. What is secret goes in and never comes out.
import { channels } from '@nautilus/response'
import { asTenant, getContact, listContacts, record, removeContact, writeContact } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch } from '../etag.ts'
import { notFound, problemOf } from '../problem.ts'
import { checkHere } from './existing.ts'
import { Document, gives, listOf, nothing, nullable, SitePath, Time } from './schemas.ts'

const Channel = Type.Union(channels.map(channel => Type.Literal(channel)))
const Person = Type.String({ minLength: 1, maxLength: 200, description: 'Of the person; * for the site itself.' })
const Row = Type.Object({
  person: Type.String(),
  channel: Type.String(),
  kind: Type.String(),
  shown: Type.String({ description: 'Names it without giving it away.' }),
  version: Type.Integer(),
  changed_by: nullable(Type.String()),
  changed_at: Time,
})
const ContactPath = Type.Object({ ...SitePath.properties, person: Person, channel: Channel })
const Body = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 40 }),
    settings: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 4000 }), { maxProperties: 20 }),
  },
  { additionalProperties: false },
)
const Tried = Type.Object({
  kind: Type.String({ description: 'ok, temporary, permanent or by-hand' }),
  why: Type.String(),
})
const base = '/api/tenants/:tenant/sites/:site/contacts'
const tags = ['escalation']
const write = { need: 'response.write' as const }

export const contacts: Routes = (app, { db, platform }) => {
  app.get(
    base,
    {
      config: { need: 'response.write' },
      schema: {
        tags,
        summary: 'Contacts, and the kinds that there are',
        params: SitePath,
        response: gives(Type.Object({ items: Type.Array(Row), kinds: Type.Array(Document) })),
      },
    },
    request => {
      const { tenant, site } = request.params
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return { items: await listContacts(scoped, site), kinds: platform.escalation.kinds }
      })
    },
  )

  app.put(
    `${base}/:person/:channel`,
    {
      config: write,
      schema: {
        tags,
        summary: 'Writes a contact, whole',
        params: ContactPath,
        body: Body,
        response: gives(listOf(Row)),
      },
    },
    request => {
      const { tenant, site, person, channel } = request.params
      const { kind, settings } = request.body
      const by = callerOf(request).name
      const faults = platform.escalation.contactFaults({ channel, kind, person }, settings)
      const [first] = Object.entries(faults)
      if (first)
        throw problemOf(400, 'contact.faults', `The contact was not taken: ${first[0]} ${first[1]}.`, {
          fields: faults,
        })
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const here = await platform.escalation.people(scoped, site)
        if (person !== '*' && !here.some(one => one.person === person)) throw notFound('person of this id')
        checkMatch(request, (await getContact(scoped, site, { person, channel }))?.version ?? 0)
        const made = platform.escalation.sealContact({ tenant, site, person, channel }, kind, settings)
        await writeContact(scoped, { tenant, site, by }, { person, channel, kind, ...made })
        const detail = { channel, kind, shown: made.shown }
        await record(scoped, tenant, { who: by, site, action: 'contact.change', object: person, detail })
        return { items: await listContacts(scoped, site) }
      })
    },
  )

  app.delete(
    `${base}/:person/:channel`,
    { config: write, schema: { tags, summary: 'Removes a contact', params: ContactPath, response: nothing } },
    async (request, reply) => {
      const { tenant, site, person, channel } = request.params
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        if (!(await removeContact(scoped, site, { person, channel }))) throw notFound('contact like this')
        await record(scoped, tenant, { who, site, action: 'contact.remove', object: person, detail: { channel } })
      })
      return reply.code(204).send()
    },
  )

  app.post(
    `${base}/:person/:channel/test`,
    {
      config: { ...write, rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'Sends a trial over this channel at once; nothing has to be done by whoever gets it',
        params: ContactPath,
        response: gives(Tried),
      },
    },
    async request => {
      const { tenant, site, person, channel } = request.params
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const here = await platform.escalation.people(scoped, site)
        if (person !== '*' && !here.some(one => one.person === person)) throw notFound('person of this id')
        await record(scoped, tenant, { who, site, action: 'contact.test', object: person, detail: { channel } })
      })
      return platform.escalation.tryChannel({ tenant, site, person, channel })
    },
  )
}
