// The playbooks of a tenant: those in force, every version of one, and what is other in two.
import { FIRST_OWN, playbookDifference, playbookName } from '@nautilus/response'
import { asTenant, type Edition, lastExercised, ownPlaybook, ownVersions, type Scoped } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { tagged } from '../etag.ts'
import { editionsOf, editOf, ownInForce, rowOf, shelfOf, shelvesOf } from '../playbooks/shelf.ts'
import type { Library } from '../port.ts'
import { notFound } from '../problem.ts'
import { base, OneVersion, PlaybookPath, Row, tags, Version, VersionPath, Whole } from './playbook-schemas.ts'
import { writing } from './playbook-writing.ts'
import { Document, gives, listOf, TenantPath } from './schemas.ts'

const config = { need: 'site.read' as const, bySite: true as const }

export const playbooks: Routes = (app, context) => {
  reading(app, context)
  versions(app, context)
  writing(app, context)
}

const reading: Routes = (app, { db, platform: { library } }) => {
  app.get(
    base,
    {
      config,
      schema: { tags, summary: 'Playbooks, those in force', params: TenantPath, response: gives(listOf(Row)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const exercised = await lastExercised(scoped, callerOf(request).sites)
        const own = await ownVersions(scoped)
        return { items: shelvesOf(library, own).map(shelf => rowOf(shelf, library, exercised)) }
      }),
  )

  app.get(
    `${base}/:playbook`,
    {
      config,
      schema: { tags, summary: 'One, as it is in force', params: PlaybookPath, response: gives(Whole) },
    },
    (request, reply) => {
      const { tenant, playbook: id } = request.params
      return asTenant(db, tenant, async scoped => {
        const shelf = shelfOf(library, id, await ownVersions(scoped, id))
        const version = ownInForce(shelf)?.version ?? shelf.cameAlong?.playbook.version
        const found = version === undefined ? null : await wholeOf(scoped, library, id, version)
        if (!found) throw notFound('playbook of this id in force')
        const exercised = await lastExercised(scoped, callerOf(request).sites)
        return tagged(request, reply, { ...rowOf(shelf, library, exercised), ...found }, editOf(shelf))
      })
    },
  )
}

const versions: Routes = (app, { db, platform: { library } }) => {
  app.get(
    `${base}/:playbook/versions`,
    {
      config,
      schema: {
        tags,
        summary: 'Every version, the newest first',
        params: PlaybookPath,
        response: gives(listOf(OneVersion)),
      },
    },
    request => {
      const { tenant, playbook: id } = request.params
      return asTenant(db, tenant, async scoped => {
        const shelf = shelfOf(library, id, await ownVersions(scoped, id))
        const editions = await editionsOf(scoped, library, id)
        if (shelf.own.length === 0 && editions.length === 0) throw notFound('playbook of this id')
        const inForce = ownInForce(shelf)?.version ?? shelf.cameAlong?.playbook.version
        const own = shelf.own.map(({ version, title, basis, by, at, note }) => ({
          ...{ version, isOwn: true, isWithdrawal: title === null, basis, by, at: at.toISOString(), note },
        }))
        const cameAlong = editions.map(({ playbook: { version } }) => ({
          ...{ version, isOwn: false, isWithdrawal: false, basis: null, by: null, at: null, note: null },
        }))
        const items = [...cameAlong, ...own].map(one => ({
          ...{ name: playbookName({ id, version: one.version }), isInForce: one.version === inForce, ...one },
        }))
        return { items: items.reverse() }
      })
    },
  )

  app.get(
    `${base}/:playbook/versions/:version`,
    {
      config,
      schema: {
        tags,
        summary: 'One version, whoever began an incident with it: the text and what was read from it',
        params: VersionPath,
        response: gives(Type.Object({ playbook: Document, source: Type.String() })),
      },
    },
    request => {
      const { tenant, playbook: id, version } = request.params
      return asTenant(db, tenant, async scoped => (await wholeOf(scoped, library, id, version)) ?? missing())
    },
  )

  app.get(
    `${base}/:playbook/difference`,
    {
      config,
      schema: {
        tags,
        summary: 'What is other in two versions',
        params: PlaybookPath,
        querystring: Type.Object({ from: Version, to: Version }),
        response: gives(listOf(Document)),
      },
    },
    request => {
      const { tenant, playbook: id } = request.params
      const { from, to } = request.query
      return asTenant(db, tenant, async scoped => {
        const [before, after] = [await wholeOf(scoped, library, id, from), await wholeOf(scoped, library, id, to)]
        if (!before || !after) return missing()
        return { items: [...playbookDifference(before.playbook, after.playbook)] }
      })
    },
  )
}

const missing = (): never => {
  throw notFound('version of this playbook')
}

/** Null where there is none, and where this version was a withdrawal. */
async function wholeOf(scoped: Scoped, library: Library, id: string, version: number): Promise<Edition | null> {
  if (version < FIRST_OWN)
    return (await editionsOf(scoped, library, id)).find(({ playbook }) => playbook.version === version) ?? null
  return ownPlaybook(scoped, id, version)
}
