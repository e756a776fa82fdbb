// Orders out of files, and as a file that calendars subscribe to.
import type { PlannedWork } from '@nautilus/model'
import {
  asTenant,
  cancelOrder,
  getOrder,
  getSite,
  listOrders,
  lockOrders,
  nextOrderId,
  putOrder,
  record,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import type { Fault } from '../port.ts'
import { notFound, Problem } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import type { FoundWork } from '../work-port.ts'
import { gives, nullable, SitePath } from './schemas.ts'
import { approvalOf, checkRoom, spread, type WorkPlace, workBase } from './work.ts'
import { Faults, Work } from './work-schemas.ts'

/** `what`: what importing it does. */
const Found = Type.Object({
  line: Type.Integer(),
  id: nullable(Type.String()),
  what: Type.Union(['new', 'changed', 'same', 'cancelled'].map(word => Type.Literal(word))),
  work: Work,
})
const Answer = Type.Object({
  taken: Type.Boolean(),
  orders: Type.Array(Found),
  faults: Faults,
  more: Type.Integer({ description: 'Faults beyond those that are told.' }),
})
type What = 'new' | 'changed' | 'same' | 'cancelled'
type Planned = FoundWork & { readonly what: What }

export const workFiles: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    `${workBase}-import`,
    {
      config: { need: 'work.write' },
      schema: {
        tags: ['work'],
        summary: 'Orders of a file: iCalendar or CSV. All of them are taken, or none',
        description: 'application/octet-stream: the file as it is.',
        params: SitePath,
        querystring: Type.Object(
          {
            dry: Type.Boolean({ default: false, description: 'Only tells what would be done.' }),
            leave: Type.Boolean({ default: false, description: 'Leaves out what is wrong and takes the rest.' }),
          },
          { additionalProperties: false },
        ),
        response: gives(Answer),
      },
    },
    async request => {
      const place = request.params
      const { dry, leave } = request.query
      const site = await asTenant(db, place.tenant, scoped => getSite(scoped, place.site))
      if (!site) throw notFound('site of this name')
      const bytes = await bytesOf(request.body, platform.work.mostFile)
      const { orders, faults, more } = await readFile(context, place, bytes, site.time_zone)
      if (dry) return { taken: false, orders: await planned(context, place, orders), faults, more }
      const [first] = faults
      if (first && (!leave || orders.length === 0))
        throw new Problem(400, `Nothing was taken. ${sayFault(first)}`, { file: sayFault(first) }, { faults })
      const done = await takeAll(context, place, orders, callerOf(request).name)
      await spread(platform, place)
      return { taken: true, orders: done, faults, more }
    },
  )

  app.get(
    `${workBase}.ics`,
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['work'],
        summary: 'All orders as iCalendar',
        produces: ['text/calendar'],
        params: SitePath,
        response: { 200: { content: { 'text/calendar': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const text = await asTenant(db, tenant, async scoped => {
        const row = await getSite(scoped, site)
        if (!row) throw notFound('site of this name')
        const orders = await listOrders(scoped, site, null)
        return platform.work.calendar(
          row.name,
          orders
            .filter(({ state }) => state !== 'waiting')
            .map(({ id, version, work, state, changed_at }) => ({
              ...{ id, version, work, cancelled: state === 'cancelled' },
              changed: changed_at.getTime(),
            })),
        )
      })
      reply.header('content-disposition', `attachment; filename="${site}-work.ics"`)
      return reply.type('text/calendar; charset=utf-8').send(text)
    },
  )
}

const sayFault = ({ line, message }: Fault): string => (line > 0 ? `Line ${line}: ${message}` : message)

async function readFile({ platform }: Context, place: WorkPlace, bytes: Uint8Array, timeZone: string) {
  const file = platform.work.read(bytes, timeZone)
  const checked = await platform.work.check(
    place,
    file.orders.map(({ work }) => work),
  )
  const faults: Fault[] = [...file.faults]
  const orders = file.orders.flatMap((order, at): FoundWork[] => {
    const { work, faults: wrong } = checked[at]!
    // What is cancelled needs nothing but its id.
    if (wrong.length === 0 || (order.cancelled && order.id !== null)) return [{ ...order, work }]
    for (const { field, message } of wrong.slice(0, 5))
      faults.push({ line: order.line, message: `${field}: ${message}` })
    return []
  })
  const told = faults.sort((a, b) => a.line - b.line).slice(0, MOST_TOLD)
  return { orders, faults: told, more: file.more + faults.length - told.length }
}
const MOST_TOLD = 100

async function planned({ db }: Context, { tenant, site }: WorkPlace, orders: readonly FoundWork[]): Promise<Planned[]> {
  const known = await asTenant(db, tenant, scoped => listOrders(scoped, site, null))
  const byId = new Map(known.map(row => [row.id, row]))
  return orders.flatMap(order => {
    const row = order.id === null ? undefined : byId.get(order.id)
    const what = whatOf(order, row ?? null)
    return what ? [{ ...order, what }] : []
  })
}

type Known = { readonly state: string; readonly work: PlannedWork } | null

/** Null: nothing is to be done, as with what is cancelled and was never here. */
function whatOf({ cancelled, work }: FoundWork, known: Known): What | null {
  if (cancelled) return known && known.state !== 'cancelled' ? 'cancelled' : null
  if (!known) return 'new'
  return known.state !== 'cancelled' && same(known.work, work) ? 'same' : 'changed'
}

/** PostgreSQL keeps no order of keys. */
const same = (a: PlannedWork, b: PlannedWork): boolean => sorted(a) === sorted(b)
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

async function takeAll(
  context: Context,
  place: WorkPlace,
  orders: readonly FoundWork[],
  by: string,
): Promise<Planned[]> {
  const { tenant, site } = place
  return asTenant(context.db, tenant, async scoped => {
    const approval = await approvalOf(scoped, site)
    await lockOrders(scoped, place)
    await checkRoom(scoped, context, site, 0)
    const done: Planned[] = []
    for (const order of orders) {
      const id = order.id ?? (await nextOrderId(scoped, site))
      const row = await getOrder(scoped, site, id)
      const what = whatOf(order, row)
      if (!what) continue
      if (what === 'cancelled') await cancelOrder(scoped, place, row!, { by, reason: 'cancelled in an imported file' })
      else if (what !== 'same')
        await putOrder(scoped, place, { id, work: order.work, by, step: 'imported', approved: !approval })
      done.push({ ...order, id, what })
    }
    await checkRoom(scoped, context, site, 0)
    const count = (word: What) => done.filter(({ what }) => what === word).length
    const detail = { new: count('new'), changed: count('changed'), same: count('same'), cancelled: count('cancelled') }
    await record(scoped, tenant, { who: by, site, action: 'work.import', detail })
    return done
  })
}
