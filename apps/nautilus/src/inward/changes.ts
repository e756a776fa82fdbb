// Changes that are planned in ServiceNow as work orders. They hold only while the change is approved; what was judged by one
// stays as it was judged.
import type { WorkPort } from '@nautilus/api'
import { type Change, PullFailed, readChanges } from '@nautilus/integrations'
import type { PlannedWork } from '@nautilus/model'
import { canonical } from '@nautilus/response'
import {
  assetsByRef,
  asTenant,
  cancelOrder,
  countInForce,
  type Database,
  getOrder,
  getSite,
  listOrders,
  lockOrders,
  type OrderRow,
  putOrder,
  record,
  type Scoped,
} from '@nautilus/store'
import { MOST_NOTE, MOST_ORDERS, MOST_TITLE, MOST_WORD } from '../work/limits.ts'

type Place = { readonly tenant: string; readonly site: string }
type Connection = Parameters<typeof readChanges>[0]

/** ms: changes that ended longer ago are left alone. */
const BEHIND = 7 * 86_400_000
/** Faults that are told. */
const MOST_FAULTS = 100

/** States of a change (ServiceNow, change_request.state): scheduled, implement, review may hold; the rest is not yet or over. */
const [REVIEW, CLOSED, CANCELLED] = ['0', '3', '4']
const HOLDING: readonly string[] = ['-2', '-1', REVIEW]

export type Planned = {
  readonly id: string
  readonly work: PlannedWork
  readonly state: 'approved' | 'waiting' | 'cancelled'
  readonly reason: string
  readonly faults: readonly string[]
}

/** `refs`: ids of devices of the inventory, by their sys_id in the CMDB. */
export function plannedOf({ entry, cis }: Change, refs: ReadonlyMap<string, string>): Planned | string {
  const value = (name: string) => entry[name]?.value.trim() ?? ''
  const shown = (name: string) => entry[name]?.display.trim() || null
  const id = value('number')
  if (!/^[\w.-]{1,60}$/.test(id)) return `A change has no number: ${id.slice(0, 60)}`
  const [from, to] = [minuteOf(value('start_date'), false), minuteOf(value('end_date'), true)]
  if (from === null || to === null) return `${id}: the planned start or end is missing`
  const work: PlannedWork = {
    title: (value('short_description') || id).slice(0, MOST_TITLE),
    assets: cis.map(ci => refs.get(ci.value) ?? ci.display.slice(0, MOST_WORD)).filter(name => name !== ''),
    ...{ verbs: null, sources: null, tools: null, laptop: null, timeZone: 'UTC' },
    person: shown('assigned_to')?.slice(0, MOST_WORD) ?? null,
    company: shown('assignment_group')?.slice(0, MOST_WORD) ?? null,
    contact: shown('requested_by')?.slice(0, MOST_WORD) ?? null,
    note: value('description').slice(0, MOST_NOTE) || null,
    windows: [{ from, to, repeat: null, except: [] }],
  }
  return { id, work, ...stateOf(value('state'), value('approval'), value('on_hold') === 'true'), faults: [] }
}

function stateOf(state: string, approval: string, isOnHold: boolean): Pick<Planned, 'state' | 'reason'> {
  if (state === CANCELLED || approval === 'rejected')
    return { state: 'cancelled', reason: state === CANCELLED ? 'cancelled in ServiceNow' : 'rejected in ServiceNow' }
  if (state === CLOSED) return { state: 'cancelled', reason: 'closed in ServiceNow' }
  if (approval === 'approved' && HOLDING.includes(state) && !isOnHold) return { state: 'approved', reason: '' }
  return { state: 'waiting', reason: isOnHold ? 'put on hold in ServiceNow' : 'not approved in ServiceNow any more' }
}

/** `2026-01-12 02:00:30` (UTC) → `2026-01-12T02:00`; what ends within a minute ends with it. */
function minuteOf(text: string, isEnd: boolean): string | null {
  const at = Date.parse(`${text.replace(' ', 'T')}Z`)
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) || Number.isNaN(at)) return null
  const minute = isEnd ? Math.ceil(at / 60_000) : Math.floor(at / 60_000)
  return new Date(minute * 60_000).toISOString().slice(0, 16)
}

export type ChangesPulled = {
  readonly changes: number
  readonly taken: number
  readonly cancelled: number
  readonly faults: readonly string[]
}

type Around = { readonly db: Database; readonly work: WorkPort; readonly now: () => number }
type Whose = { readonly place: Place; readonly by: string }

export async function pullChanges(
  connection: Connection,
  around: Around,
  { place, by }: Whose,
): Promise<ChangesPulled> {
  const { db, work, now } = around
  const changes = await readChanges(connection, now() - BEHIND)
  const { site, refs } = await asTenant(db, place.tenant, async scoped => ({
    site: await getSite(scoped, place.site),
    refs: await assetsByRef(scoped, place.site),
  }))
  if (!site) throw new PullFailed('The site is no longer there.')
  const faults: string[] = []
  const planned = changes.flatMap(change => {
    const read = plannedOf(change, refs)
    if (typeof read !== 'string') return [read]
    faults.push(read)
    return []
  })
  const checked = await work.check(
    place,
    planned.map(({ work }) => work),
  )
  const good = planned.flatMap((one, at): Planned[] => {
    const { work, faults: wrong } = checked[at]!
    if (wrong.length === 0 || one.state === 'cancelled') return [{ ...one, work }]
    return withoutUnknown(one, wrong, faults)
  })
  const done = await asTenant(db, place.tenant, scoped => takeAll(scoped, place, good, { by, faults, now: now() }))
  if (done.taken + done.cancelled > 0) await work.changed(place)
  return { changes: changes.length, ...done, faults: faults.slice(0, MOST_FAULTS) }
}

/** Devices that are not known here are left out and told; a change of which nothing is left, or that lacks more, is not taken. */
function withoutUnknown(
  one: Planned,
  wrong: readonly { field: string; message: string }[],
  faults: string[],
): Planned[] {
  for (const { message } of wrong.slice(0, 5)) faults.push(`${one.id}: ${message}`)
  if (wrong.some(({ field }) => field !== 'assets')) return []
  const assets = one.work.assets.filter(name => !wrong.some(({ message }) => message.includes(`\`${name}\``)))
  return assets.length === 0 ? [] : [{ ...one, work: { ...one.work, assets } }]
}

async function takeAll(
  scoped: Scoped,
  place: Place,
  planned: readonly Planned[],
  { by, faults, now }: { readonly by: string; readonly faults: string[]; readonly now: number },
): Promise<{ readonly taken: number; readonly cancelled: number }> {
  await lockOrders(scoped, place)
  let [taken, cancelled] = [0, 0]
  for (const one of planned) {
    const known = await getOrder(scoped, place.site, one.id)
    const isForeign = known !== null && !isOf(known, by)
    if (isForeign) faults.push(`${one.id}: there is an order of this number that somebody else made; it stays as it is`)
    const done = isForeign ? null : await takeOne(scoped, place, one, known, by)
    if (done === 'taken') taken++
    if (done === 'cancelled') cancelled++
  }
  cancelled += await cancelGone(scoped, place, new Set(planned.map(({ id }) => id)), by, now)
  if ((await countInForce(scoped, place.site)) > MOST_ORDERS)
    throw new PullFailed(`A site has at most ${MOST_ORDERS} orders: narrow what is asked by a query.`)
  if (taken + cancelled > 0) {
    const { tenant, site } = place
    await record(scoped, tenant, { who: by, site, action: 'work.pull', detail: { taken, cancelled } })
  }
  return { taken, cancelled }
}

/** A source may be called another name meanwhile: what stands in brackets stays. */
const isOf = ({ made_by }: OrderRow, by: string): boolean => made_by?.endsWith(by.slice(by.lastIndexOf('('))) ?? false

async function takeOne(scoped: Scoped, place: Place, one: Planned, known: OrderRow | null, by: string) {
  const { id, work, state, reason } = one
  if (state === 'cancelled') {
    if (!known || known.state === 'cancelled') return null
    await cancelOrder(scoped, place, known, { by, reason })
    return 'cancelled'
  }
  if (known && known.state === state && canonical(known.work) === canonical(work)) return null
  // What was approved and is not any more must not go on to hold.
  if (state === 'waiting' && known?.force_version) await cancelOrder(scoped, place, known, { by, reason })
  await putOrder(scoped, place, { id, work, by, step: 'imported', approved: state === 'approved' })
  return 'taken'
}

/** Orders of this source that are still to come, and that ServiceNow does not have any more. */
async function cancelGone(scoped: Scoped, place: Place, there: ReadonlySet<string>, by: string, now: number) {
  let gone = 0
  for (const order of await listOrders(scoped, place.site, null)) {
    const isOver = order.work.windows.every(({ to }) => Date.parse(`${to}Z`) <= now)
    if (!isOf(order, by) || order.state === 'cancelled' || there.has(order.id) || isOver) continue
    await cancelOrder(scoped, place, order, { by, reason: 'no longer in ServiceNow' })
    gone++
  }
  return gone
}
