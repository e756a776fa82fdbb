// Approved work of a site. What holds is what was approved last: a change that still waits for approval changes nothing.
import type { PlannedWork, WorkInForce } from '@nautilus/model'
import { alone, type Scoped } from '../database.ts'

export const workStates = ['waiting', 'approved', 'cancelled'] as const
export type WorkState = (typeof workStates)[number]
export type WorkStep = 'created' | 'changed' | 'approved' | 'cancelled' | 'imported'

type Place = { readonly tenant: string; readonly site: string }

const columns = [
  ...(['site', 'id', 'version', 'state', 'data', 'force_version', 'made_by', 'made_at'] as const),
  ...(['changed_by', 'changed_at', 'approved_by', 'approved_at'] as const),
] as const

/** Orders are changed one after the other. */
export const lockOrders = (scoped: Scoped, { tenant, site }: Place): Promise<void> =>
  alone(scoped, tenant, site, 'work orders')

const MOST = 5000

/** `state`: null for all. By id. */
export async function listOrders(scoped: Scoped, site: string, state: WorkState | null) {
  let query = scoped.selectFrom('work_orders').select(columns).where('site', '=', site)
  if (state !== null) query = query.where('state', '=', state)
  return (await query.orderBy('id').limit(MOST).execute()).map(told)
}

export type OrderRow = Awaited<ReturnType<typeof listOrders>>[number]

export async function getOrder(scoped: Scoped, site: string, id: string): Promise<OrderRow | null> {
  const found = await scoped
    .selectFrom('work_orders')
    .select(columns)
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()
  return found ? told(found) : null
}

const told = <R extends { readonly data: object; readonly state: string }>({ data, state, ...row }: R) => ({
  ...row,
  state: state as WorkState,
  work: data as PlannedWork,
})

/** Those that hold, by id. */
export async function ordersInForce(scoped: Scoped, site: string): Promise<WorkInForce[]> {
  const rows = await scoped
    .selectFrom('work_orders')
    .select(['id', 'force_version', 'force_data'])
    .where('site', '=', site)
    .where('force_version', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id, force_version, force_data }) => ({
    id,
    version: force_version!,
    work: force_data as PlannedWork,
  }))
}

/** Whether the site ever had any: without one nobody said what is planned. */
export const hasOrders = async (scoped: Scoped, site: string): Promise<boolean> =>
  (await scoped.selectFrom('work_orders').select('id').where('site', '=', site).limit(1).executeTakeFirst()) !==
  undefined

export async function countInForce(scoped: Scoped, site: string): Promise<number> {
  const row = await scoped
    .selectFrom('work_orders')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('site', '=', site)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst()
  return row?.n ?? 0
}

/** `WO-1`, `WO-2`: behind those that are there. Under the lock. */
export async function nextOrderId(scoped: Scoped, site: string): Promise<string> {
  const rows = await scoped
    .selectFrom('work_orders')
    .select('id')
    .where('site', '=', site)
    .where('id', '~', '^WO-[0-9]{1,9}$')
    .execute()
  return `WO-${Math.max(0, ...rows.map(({ id }) => Number(id.slice(3)))) + 1}`
}

export type Written = {
  readonly id: string
  readonly work: PlannedWork
  readonly by: string
  readonly step: WorkStep
  /** It holds at once; else it waits for another person, and what held before still does. */
  readonly approved: boolean
}

/** A new order, or a new version of one. Under the lock. */
export async function putOrder(scoped: Scoped, { tenant, site }: Place, written: Written): Promise<OrderRow> {
  const { id, work, by, step, approved } = written
  const known = await getOrder(scoped, site, id)
  const version = (known?.version ?? 0) + 1
  const data = JSON.stringify(work)
  const row = {
    ...{ version, data, changed_by: by, changed_at: new Date(), approved_by: null, approved_at: null },
    state: approved ? 'approved' : 'waiting',
    ...(approved ? { force_version: version, force_data: data } : {}),
  }
  await scoped
    .insertInto('work_orders')
    .values({ tenant, site, id, made_by: by, ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'id']).doUpdateSet(row))
    .execute()
  await addStep(scoped, { tenant, site }, id, { version, step, work, who: by, reason: null })
  return (await getOrder(scoped, site, id))!
}

/** Under the lock. */
export async function approveOrder(scoped: Scoped, place: Place, row: OrderRow, by: string): Promise<OrderRow> {
  const { id, version, work } = row
  const change = { state: 'approved', approved_by: by, approved_at: new Date() }
  const force = { force_version: version, force_data: JSON.stringify(work) }
  await changed(scoped, place.site, id, { ...change, ...force })
  await addStep(scoped, place, id, { version, step: 'approved', work, who: by, reason: null })
  return (await getOrder(scoped, place.site, id))!
}

/** It holds no longer; what was judged by it stays as it was judged. Under the lock. */
export async function cancelOrder(
  scoped: Scoped,
  place: Place,
  { id, version, work }: OrderRow,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<OrderRow> {
  const force = { force_version: null, force_data: null }
  await changed(scoped, place.site, id, { state: 'cancelled', changed_by: by, changed_at: new Date(), ...force })
  await addStep(scoped, place, id, { version, step: 'cancelled', work, who: by, reason })
  return (await getOrder(scoped, place.site, id))!
}

type Change = {
  readonly state: string
  readonly force_version: number | null
  readonly force_data: string | null
  readonly changed_by?: string
  readonly changed_at?: Date
  readonly approved_by?: string
  readonly approved_at?: Date
}

const changed = (scoped: Scoped, site: string, id: string, change: Change) =>
  scoped.updateTable('work_orders').set(change).where('site', '=', site).where('id', '=', id).execute()

type Step = {
  readonly version: number
  readonly step: WorkStep
  readonly work: PlannedWork
  readonly who: string
  readonly reason: string | null
}

async function addStep(scoped: Scoped, { tenant, site }: Place, order: string, { work, ...step }: Step): Promise<void> {
  const last = await scoped
    .selectFrom('work_order_steps')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('site', '=', site)
    .where('work_order', '=', order)
    .executeTakeFirst()
  const seq = Number(last?.seq ?? 0) + 1
  await scoped
    .insertInto('work_order_steps')
    .values({ tenant, site, work_order: order, seq, data: JSON.stringify(work), ...step })
    .execute()
}

/** Everything that was done with an order, the newest first. */
export async function orderHistory(scoped: Scoped, site: string, id: string) {
  const rows = await scoped
    .selectFrom('work_order_steps')
    .select(['seq', 'version', 'step', 'data', 'reason', 'who', 'at'])
    .where('site', '=', site)
    .where('work_order', '=', id)
    .orderBy('seq', 'desc')
    .limit(500)
    .execute()
  return rows.map(({ data, ...row }) => ({ ...row, work: data as PlannedWork }))
}

/** Whether a person other than who wrote an order must approve it. Null when there is no such site. */
export async function needsApproval(scoped: Scoped, site: string): Promise<boolean | null> {
  const found = await scoped.selectFrom('sites').select('approve_work').where('id', '=', site).executeTakeFirst()
  return found?.approve_work ?? null
}

export async function askApproval(scoped: Scoped, site: string, asked: boolean): Promise<void> {
  await scoped.updateTable('sites').set({ approve_work: asked }).where('id', '=', site).execute()
}
