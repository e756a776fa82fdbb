// Approved work of a site: who may do what, on which devices, when. Detection judges by it from the next event on.
import type { PlannedWork } from '@nautilus/model'
import {
  approveOrder,
  askApproval,
  asTenant,
  cancelOrder,
  countInForce,
  getOrder,
  getSite,
  listOrders,
  lockOrders,
  needsApproval,
  nextOrderId,
  type OrderRow,
  orderHistory,
  ordersInForce,
  putOrder,
  record,
  type Scoped,
} from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, listOf, Micro, Reason, SitePath } from './schemas.ts'
import { Occurrence, Order, OrderId, OrderPath, State, Step, Work } from './work-schemas.ts'

export const workBase = '/api/tenants/:tenant/sites/:site/work'
const read = { need: 'site.read' as const }
const write = { need: 'work.write' as const }
const MOST_SPAN = 100 * 86_400e6

export type WorkPlace = { readonly tenant: string; readonly site: string }

export const work: Routes = (app, context) => {
  reading(app, context)
  calendar(app, context)
  making(app, context)
  deciding(app, context)
}

const reading: Routes = (app, { db }) => {
  app.get(
    workBase,
    {
      config: read,
      schema: {
        tags: ['work'],
        summary: 'Work orders and visits',
        params: SitePath,
        querystring: Type.Object({ state: Type.Optional(State) }, { additionalProperties: false }),
        response: gives(Type.Object({ approval: Type.Boolean(), items: Type.Array(Order) })),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        approval: await approvalOf(scoped, request.params.site),
        items: await listOrders(scoped, request.params.site, request.query.state ?? null),
      })),
  )

  app.get(
    `${workBase}/:order`,
    { config: read, schema: { tags: ['work'], summary: 'One of them', params: OrderPath, response: gives(Order) } },
    async (request, reply) => {
      const { tenant, site, order } = request.params
      const row = await asTenant(db, tenant, scoped => found(scoped, site, order))
      return tagged(request, reply, row, editedOf(row))
    },
  )

  app.get(
    `${workBase}/:order/history`,
    {
      config: read,
      schema: {
        tags: ['work'],
        summary: 'Everything that was done with it, and each version',
        params: OrderPath,
        response: gives(listOf(Step)),
      },
    },
    request => {
      const { tenant, site, order } = request.params
      return asTenant(db, tenant, async scoped => {
        await found(scoped, site, order)
        return { items: await orderHistory(scoped, site, order) }
      })
    },
  )
}

const calendar: Routes = (app, { db, platform }) => {
  app.get(
    `${workBase}-calendar`,
    {
      config: read,
      schema: {
        tags: ['work'],
        summary: 'When work that holds is done, between two times',
        params: SitePath,
        querystring: Type.Object({ from: Micro, to: Micro }, { additionalProperties: false }),
        response: gives(listOf(Occurrence)),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { from, to } = request.query
      if (!(to > from) || to - from > MOST_SPAN || Math.abs(from) > 1e16)
        throw new Problem(400, 'Ask for at most a hundred days.', { to: 'must be within 100 days after from' })
      const orders = await asTenant(db, tenant, scoped => ordersInForce(scoped, site))
      return { items: platform.work.occurrences(orders, from, to) }
    },
  )
}

const making: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    workBase,
    {
      config: write,
      schema: {
        tags: ['work'],
        summary: 'Makes an order; it holds at once, unless the site asks for approval by another person',
        params: SitePath,
        body: Type.Object({ id: Type.Optional(OrderId), work: Work }, { additionalProperties: false }),
        response: gives(Order, 201),
      },
    },
    async (request, reply) => {
      const { id: wanted } = request.body
      const place = request.params
      const work = await checked(context, place, request.body.work)
      const by = callerOf(request).name
      const row = await asTenant(db, place.tenant, async scoped => {
        const approval = await approvalOf(scoped, place.site)
        await lockOrders(scoped, place)
        await checkRoom(scoped, context, place.site, 1)
        const id = wanted ?? (await nextOrderId(scoped, place.site))
        if (await getOrder(scoped, place.site, id))
          throw new Problem(409, 'There is an order of this id already.', { id: 'is taken' })
        const row = await putOrder(scoped, place, { id, work, by, step: 'created', approved: !approval })
        await noted(scoped, request, place, 'work.create', row)
        return row
      })
      await spread(platform, place)
      return reply.code(201).send(row)
    },
  )

  app.put(
    `${workBase}/:order`,
    {
      config: write,
      schema: {
        tags: ['work'],
        summary: 'A new version of an order; findings keep the one by which they were judged',
        params: OrderPath,
        body: Type.Object({ work: Work }, { additionalProperties: false }),
        response: gives(Order),
      },
    },
    async (request, reply) => {
      const { order, ...place } = request.params
      const work = await checked(context, place, request.body.work)
      const by = callerOf(request).name
      const row = await asTenant(db, place.tenant, async scoped => {
        const approval = await approvalOf(scoped, place.site)
        await lockOrders(scoped, place)
        const known = await found(scoped, place.site, order)
        checkMatch(request, editedOf(known))
        if (known.state === 'cancelled') throw new Problem(409, 'This order was cancelled: make a new one.')
        const row = await putOrder(scoped, place, { id: order, work, by, step: 'changed', approved: !approval })
        await noted(scoped, request, place, 'work.change', row)
        return row
      })
      await spread(platform, place)
      return tagged(request, reply, row, editedOf(row))
    },
  )
}

const deciding: Routes = (app, { db, platform }) => {
  app.post(
    `${workBase}/:order/approve`,
    {
      config: { need: 'work.approve' },
      schema: {
        tags: ['work'],
        summary: 'Approves what somebody else wrote: it holds from now on',
        params: OrderPath,
        response: gives(Order),
      },
    },
    async (request, reply) => {
      const { order, ...place } = request.params
      const by = callerOf(request).name
      const row = await asTenant(db, place.tenant, async scoped => {
        await lockOrders(scoped, place)
        const known = await found(scoped, place.site, order)
        checkMatch(request, editedOf(known))
        if (known.state !== 'waiting') throw new Problem(409, 'This order does not wait for approval.')
        if (known.changed_by === by) throw new Problem(403, 'You wrote this order: another person must approve it.')
        const row = await approveOrder(scoped, place, known, by)
        await noted(scoped, request, place, 'work.approve', row)
        return row
      })
      await spread(platform, place)
      return tagged(request, reply, row, editedOf(row))
    },
  )

  app.post(
    `${workBase}/:order/cancel`,
    {
      config: write,
      schema: {
        tags: ['work'],
        summary: 'The order holds no longer; what was judged by it stays as it was judged',
        params: OrderPath,
        body: Type.Object({ reason: Reason }, { additionalProperties: false }),
        response: gives(Order),
      },
    },
    async (request, reply) => {
      const { order, ...place } = request.params
      const { reason } = request.body
      const row = await asTenant(db, place.tenant, async scoped => {
        await lockOrders(scoped, place)
        const known = await found(scoped, place.site, order)
        checkMatch(request, editedOf(known))
        if (known.state === 'cancelled') throw new Problem(409, 'This order was cancelled already.')
        const row = await cancelOrder(scoped, place, known, { by: callerOf(request).name, reason })
        await noted(scoped, request, place, 'work.cancel', row)
        return row
      })
      await spread(platform, place)
      return tagged(request, reply, row, editedOf(row))
    },
  )

  app.put(
    `${workBase}-approval`,
    {
      config: { need: 'site.write' },
      schema: {
        tags: ['work'],
        summary: 'Whether another person must approve each order of this site',
        params: SitePath,
        body: Type.Object({ approval: Type.Boolean() }, { additionalProperties: false }),
        response: gives(Type.Object({ approval: Type.Boolean() })),
      },
    },
    request => {
      const { tenant, site } = request.params
      const { approval } = request.body
      return asTenant(db, tenant, async scoped => {
        await approvalOf(scoped, site)
        await askApproval(scoped, site, approval)
        const who = callerOf(request).name
        await record(scoped, tenant, { who, site, action: 'work.approval', object: site, detail: { approval } })
        return { approval }
      })
    },
  )
}

async function found(scoped: Scoped, site: string, order: string): Promise<OrderRow> {
  const row = await getOrder(scoped, site, order)
  if (!row) throw notFound('order of this id')
  return row
}

export async function approvalOf(scoped: Scoped, site: string): Promise<boolean> {
  const approval = await needsApproval(scoped, site)
  if (approval === null) throw notFound('site of this name')
  return approval
}

const editedOf = ({ version, state }: OrderRow) => ({ version, state })

async function checked({ db, platform }: Context, place: WorkPlace, given: PlannedWork): Promise<PlannedWork> {
  if (!(await asTenant(db, place.tenant, scoped => getSite(scoped, place.site)))) throw notFound('site of this name')
  const [result] = await platform.work.check(place, [given])
  const { work, faults } = result!
  const [first] = faults
  if (first)
    throw new Problem(
      400,
      `The order was not taken. ${first.message}`,
      Object.fromEntries([...faults].reverse().map(({ field, message }) => [field, message])),
    )
  return work
}

export async function checkRoom(scoped: Scoped, { platform }: Context, site: string, more: number): Promise<void> {
  const { mostOrders } = platform.work
  if ((await countInForce(scoped, site)) + more > mostOrders)
    throw new Problem(409, `A site has at most ${mostOrders} orders: cancel those that are over.`)
}

const noted = (scoped: Scoped, request: FastifyRequest, { tenant, site }: WorkPlace, action: string, row: OrderRow) =>
  record(scoped, tenant, {
    ...{ who: callerOf(request).name, site, action, object: row.id },
    detail: { version: row.version, state: row.state, title: row.work.title },
  })

/** Should the site fail, it judges by the orders when it comes back. */
export async function spread(platform: Context['platform'], place: WorkPlace): Promise<void> {
  try {
    await platform.work.changed(place)
  } catch (error) {
    platform.log('a site does not judge by changed orders yet', { err: error, ...place })
  }
}
