// What people of a tenant do with playbooks: a text to go on from, what is wrong with one, a new version, a withdrawal.
import { headedPlaybook } from '@nautilus/response'
import {
  addPlaybook,
  asTenant,
  countPlaybooks,
  lockPlaybooks,
  nextVersion,
  ownPlaybook,
  ownVersions,
  record,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import {
  editionsOf,
  editOf,
  lastWritten,
  nextPlace,
  ownInForce,
  rowOf,
  type Shelf,
  shelfOf,
} from '../playbooks/shelf.ts'
import type { Library } from '../port.ts'
import { notFound, Problem } from '../problem.ts'
import { base, PlaybookPath, Row, tags } from './playbook-schemas.ts'
import { Document, gives, nullable, Reason } from './schemas.ts'

/** Characters of one text, and versions of one tenant: incidents keep those with which they began, so none ever goes. */
const MOST_SOURCE = 100_000
const MOST_VERSIONS = 500

const Source = Type.String({ minLength: 1, maxLength: MOST_SOURCE, description: 'YAML: docs/playbooks.md' })
const Name = Type.String({ pattern: '^[A-Z][A-Z0-9]{0,7}-\\d{2,4}@\\d{1,7}$', description: '`PB-01@1`' })
const Basis = Type.Optional(Name)
const Fault = Type.Object({ line: Type.Integer(), column: Type.Integer(), message: Type.String() })
const config = { need: 'response.write' as const }

export const writing: Routes = (app, context) => {
  drafting(app, context)
  changing(app, context)
  withdrawing(app, context)
}

const drafting: Routes = (app, context) => {
  const { db, platform } = context
  app.get(
    `${base}/:playbook/draft`,
    {
      config,
      schema: {
        tags,
        summary: 'A text to go on from; its head is that of the next version',
        params: PlaybookPath,
        querystring: Type.Object({ basis: Basis }),
        response: gives(
          Type.Object({ source: Type.String(), version: Type.Integer(), basis: nullable(Type.String()) }),
        ),
      },
    },
    async (request, reply) => {
      const { tenant, playbook: id } = request.params
      const books = await platform.playbooks(tenant)
      return asTenant(db, tenant, async scoped => {
        const shelf = await shelfIn(context, scoped, id)
        const place = nextPlace(shelf, platform.library, books, request.query.basis)
        const source = await sourceFor(scoped, platform.library, shelf, place.basisName)
        if (source === null) throw new Problem(400, 'Say from which playbook it is made.', { basis: 'is needed' })
        const draft = { source: headedPlaybook(source, place), version: place.version, basis: place.basisName }
        return tagged(request, reply, draft, editOf(shelf))
      })
    },
  )

  app.post(
    `${base}/:playbook/check`,
    {
      config,
      schema: {
        tags,
        summary: 'What is wrong with a text, and what is read from it; nothing is kept',
        params: PlaybookPath,
        body: Type.Object({ source: Source, basis: Basis }, { additionalProperties: false }),
        response: gives(Type.Object({ faults: Type.Array(Fault), more: Type.Integer(), playbook: nullable(Document) })),
      },
    },
    async request => {
      const { tenant, playbook: id } = request.params
      const { source, basis } = request.body
      const books = await platform.playbooks(tenant)
      const shelf = await asTenant(db, tenant, scoped => shelfIn(context, scoped, id))
      const read = platform.library.readOwn(source, nextPlace(shelf, platform.library, books, basis))
      return 'playbook' in read ? { faults: [], more: 0, playbook: read.playbook } : { ...read, playbook: null }
    },
  )
}

const changing: Routes = (app, context) => {
  const { db, platform } = context
  app.put(
    `${base}/:playbook`,
    {
      config,
      schema: {
        tags,
        summary: 'The next version, in force at once for what begins from now on; with a fault the old one stays',
        params: PlaybookPath,
        body: Type.Object({ source: Source, note: Reason, basis: Basis }, { additionalProperties: false }),
        response: gives(Row),
      },
    },
    async (request, reply) => {
      const { tenant, playbook: id } = request.params
      const { source, note, basis } = request.body
      const by = callerOf(request).name
      const books = await platform.playbooks(tenant)
      return asTenant(db, tenant, async scoped => {
        await lockPlaybooks(scoped, tenant)
        const shelf = await shelfIn(context, scoped, id)
        checkMatch(request, editOf(shelf))
        await refuseTooMany(scoped)
        const { basisName, ...place } = nextPlace(shelf, platform.library, books, basis)
        const read = platform.library.readOwn(source, place)
        if ('faults' in read) throw refused(read)
        const { playbook } = read
        const { version } = place
        await addPlaybook(scoped, { tenant, id, version, basis: basisName, text: { playbook, source }, note, by })
        const detail = { version, basis: basisName, note }
        await record(scoped, tenant, { who: by, action: 'playbook.change', object: id, detail })
        const after = await shelfIn(context, scoped, id)
        return tagged(request, reply, rowOf(after, platform.library, new Map()), editOf(after))
      })
    },
  )
}

const withdrawing: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    `${base}/:playbook/withdraw`,
    {
      config,
      schema: {
        tags,
        summary: 'What came along is in force again; incidents go on by the version with which they began',
        params: PlaybookPath,
        body: Type.Object({ reason: Reason }, { additionalProperties: false }),
        response: gives(Row),
      },
    },
    (request, reply) => {
      const { tenant, playbook: id } = request.params
      const { reason: note } = request.body
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        await lockPlaybooks(scoped, tenant)
        const shelf = await shelfIn(context, scoped, id)
        const own = ownInForce(shelf)
        if (!own) throw notFound('playbook of your own with this id')
        checkMatch(request, editOf(shelf))
        await refuseTooMany(scoped)
        const version = nextVersion(shelf.own)
        await addPlaybook(scoped, { tenant, id, version, basis: own.basis, text: null, note, by })
        await record(scoped, tenant, { who: by, action: 'playbook.withdraw', object: id, detail: { version, note } })
        const after = await shelfIn(context, scoped, id)
        return tagged(request, reply, rowOf(after, platform.library, new Map()), editOf(after))
      })
    },
  )
}

const shelfIn = async ({ platform: { library } }: Context, scoped: Scoped, id: string): Promise<Shelf> =>
  shelfOf(library, id, await ownVersions(scoped, id))

/** The text in force; where none is, the last that was written, or that of the edition it is to be made from. */
async function sourceFor(scoped: Scoped, library: Library, shelf: Shelf, basis: string | null): Promise<string | null> {
  const own = ownInForce(shelf) ?? (shelf.cameAlong ? null : lastWritten(shelf))
  if (own) return (await ownPlaybook(scoped, shelf.id, own.version))?.source ?? null
  const [id = '', version] = basis?.split('@') ?? []
  const editions = basis === null ? [] : await editionsOf(scoped, library, id)
  return editions.find(({ playbook }) => playbook.version === Number(version))?.source ?? null
}

async function refuseTooMany(scoped: Scoped): Promise<void> {
  if ((await countPlaybooks(scoped)) >= MOST_VERSIONS)
    throw new Problem(
      409,
      `An organisation may write ${MOST_VERSIONS} versions of playbooks, and none is ever removed.`,
    )
}

type Faulty = {
  readonly faults: readonly { readonly line: number; readonly column: number; readonly message: string }[]
}

function refused({ faults, ...rest }: Faulty): Problem {
  const { line, column, message } = faults[0]!
  const said = `line ${line}, column ${column}: ${message}`
  return new Problem(400, `The playbook was not taken. In ${said}`, { source: said }, { faults, ...rest })
}
