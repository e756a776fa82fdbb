// Sensors: who they are, how remote ones come in, and what they send.
import {
  addEnrolment,
  asTenant,
  enrol,
  getSite,
  listEnrolments,
  listSensors,
  record,
  revokeEnrolment,
  revokeSensor,
  setBusKey,
  tenantOfEnrolment,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf, hashOf, newSecret } from '../access.ts'
import type { App, Routes } from '../app.ts'
import { notFound, Problem, send } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import { withTroubles } from '../troubles.ts'
import { Document, gives, id, listOf, nothing, nullable, SitePath, Time, Uuid } from './schemas.ts'

const Row = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  last_seen: nullable(Time),
  version: nullable(Type.String()),
  health: Document,
  enrolled_at: Time,
  revoked_at: nullable(Time),
  troubles: Type.Array(
    Type.Object({
      code: Type.String(),
      grade: Type.Enum(['bad', 'warn', 'note']),
      values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    }),
    { description: 'What is not as it should be: a code, and the figures of its sentence.' },
  ),
})
const Enrolment = Type.Object({
  id: Uuid,
  name: Type.String(),
  created_by: nullable(Type.String()),
  made_at: Time,
  expires_at: Time,
  used_at: nullable(Time),
  revoked_at: nullable(Time),
})
const Bus = Type.Object({
  servers: Type.Array(Type.String()),
  credentials: Type.String({ description: 'The text of a credentials file of NATS; it is shown this once.' }),
})
const SensorPath = Type.Object({ ...SitePath.properties, sensor: id })
const HOUR = 3_600_000
/** Bytes of one batch as it is sent; unpacked the bus caps it again. */
const MOST_BATCH = 64 * 1024 * 1024

export const sensors: Routes = (app, context) => {
  known(app, context)
  enrolments(app, context)
  exchange(app, context)
  batches(app, context)
}

const known: Routes = (app, { db, platform }) => {
  const base = '/api/tenants/:tenant/sites/:site/sensors'

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags: ['sensors'], summary: 'Sensors of a site', params: SitePath, response: gives(listOf(Row)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: withTroubles(await listSensors(scoped, request.params.site), platform.version),
      })),
  )

  app.delete(
    `${base}/:sensor/key`,
    {
      config: { need: 'sensor.write' },
      schema: { tags: ['sensors'], summary: 'Revokes the key of a sensor', params: SensorPath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, site, sensor } = request.params
      await asTenant(db, tenant, async scoped => {
        if (!(await revokeSensor(scoped, site, sensor))) throw notFound('sensor with a key')
        await record(scoped, tenant, { who: callerOf(request).name, site, action: 'sensor.revoke', object: sensor })
      })
      // Should the bus be away, it is told when a process of the platform starts.
      await platform.bus
        ?.revoked()
        .catch(error => platform.log('the bus could not be told of a revoked sensor', { err: error }))
      return reply.code(204).send()
    },
  )
}

const enrolments: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/sites/:site/enrolments'
  const config = { need: 'sensor.write' as const }
  const New = Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
      hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720, description: 'How long the token is good; 24.' })),
    },
    { additionalProperties: false },
  )

  app.get(
    base,
    {
      config,
      schema: { tags: ['sensors'], summary: 'Enrolments', params: SitePath, response: gives(listOf(Enrolment)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listEnrolments(scoped, request.params.site),
      })),
  )

  app.post(
    base,
    {
      config,
      schema: {
        tags: ['sensors'],
        summary: 'Makes a token that lets one sensor in; it is shown this once',
        params: SitePath,
        body: New,
        response: gives(Type.Object({ enrolment: Enrolment, token: Type.String() }), 201),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { name, hours = 24 } = request.body
      const by = callerOf(request).name
      const token = `ne_${newSecret()}`
      const enrolment = await asTenant(db, tenant, async scoped => {
        if (!(await getSite(scoped, site))) throw notFound('site of this name')
        const expires = new Date(Date.now() + hours * HOUR)
        const made = await addEnrolment(scoped, { tenant, site, tokenHash: hashOf(token), name, by, expires })
        await record(scoped, tenant, { who: by, site, action: 'sensor.invite', object: name })
        return made
      })
      return reply.code(201).send({ enrolment, token })
    },
  )

  app.delete(
    `${base}/:enrolment`,
    {
      config,
      schema: {
        tags: ['sensors'],
        summary: 'Revokes a token',
        params: Type.Object({ ...SitePath.properties, enrolment: Uuid }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, site, enrolment } = request.params
      await asTenant(db, tenant, async scoped => {
        if (!(await revokeEnrolment(scoped, site, enrolment))) throw notFound('enrolment that is still open')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, site, action: 'enrolment.revoke', object: enrolment })
      })
      return reply.code(204).send()
    },
  )
}

/** The token of a person for the key of a sensor. */
function exchange(app: App, { db, platform }: Parameters<Routes>[1]): void {
  const Body = Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) }, { additionalProperties: false })
  const Given = Type.Object({
    tenant: Type.String(),
    site: Type.String(),
    sensor: Type.String(),
    key: Type.String(),
    bus: nullable(Bus),
  })
  app.post(
    '/api/enrol',
    {
      config: { need: 'public', rateLimit: { max: 30 } },
      schema: { tags: ['sensors'], summary: 'A sensor comes in', body: Body, response: gives(Given, 201) },
    },
    async (request, reply) => {
      const wrong = new Problem(410, 'This token was used, revoked, or is too old: make a new one in the console.')
      const tokenHash = hashOf(request.body.token)
      const tenant = await tenantOfEnrolment(db, tokenHash)
      if (tenant === null) throw wrong
      const key = `ns_${newSecret()}`
      const sensor = `s-${newSecret()
        .replaceAll(/[^a-z0-9]/g, '')
        .slice(0, 10)}`
      const { site, access } = await asTenant(db, tenant, async scoped => {
        const used = await enrol(scoped, { tokenHash, sensor, keyHash: hashOf(key) })
        if (!used) throw wrong
        const { site, name, created_by } = used
        const who = `sensor ${sensor}`
        await record(scoped, tenant, {
          who,
          site,
          action: 'sensor.enrol',
          object: sensor,
          detail: { name, created_by },
        })
        const bus = await platform.bus?.enrol({ tenant, site, sensor })
        if (bus) await setBusKey(scoped, site, sensor, bus.key)
        return { site, access: bus?.access ?? null }
      })
      return reply
        .code(201)
        .send({ tenant, site, sensor, key, bus: access && { ...access, servers: [...access.servers] } })
    },
  )
}

function batches(app: App, { platform }: Parameters<Routes>[1]): void {
  const Headers = Type.Object({
    'nautilus-epoch': Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\w.:-]+$' }),
    'nautilus-seq': Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    'nautilus-health': Type.Optional(Type.String({ maxLength: 4096, description: 'SensorHealth as JSON.' })),
  })
  app.post(
    '/api/tenants/:tenant/sites/:site/sensors/:sensor/batches',
    {
      config: { need: 'sensor', rateLimit: { max: 6000 } },
      schema: {
        tags: ['sensors'],
        summary: 'Takes a batch; the answer comes when it is stored',
        description: 'application/octet-stream. A gap is 409, with `expected`: the number from which to send again.',
        params: SensorPath,
        headers: Headers,
        response: gives(Type.Object({ seq: Type.Integer() })),
      },
    },
    async (request, reply) => {
      const { 'nautilus-epoch': epoch, 'nautilus-seq': seq, 'nautilus-health': health = null } = request.headers
      const body = await bytesOf(request.body, MOST_BATCH)
      if (body.length === 0) throw new Problem(400, 'There is no batch in this request.')
      const taken = await platform.take({ ...request.params, epoch, seq, body, health })
      if (taken.kind === 'stored') return { seq }
      if (taken.kind === 'unreadable') throw new Problem(400, taken.why)
      const { expected } = taken
      return send(reply, 409, `Batch ${seq} came, and ${expected} is missing: send from there again.`, { expected })
    },
  )
}
