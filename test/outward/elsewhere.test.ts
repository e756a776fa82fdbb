// Both ways: what closes here closes there, and what people closed there is told here, and closes nothing.
import { asTenant, endedElsewhere, tellOutward } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { incident } from '../../packages/integrations/test/samples.ts'
import { type Serving, serve } from '../../packages/integrations/test/served.ts'
import { ServiceNow } from '../../packages/integrations/test/snow.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { addTo, deskOn, testClock } from './plant.ts'

let state: TestState
let serving: Serving
const snow = new ServiceNow()
beforeAll(async () => {
  state = await testState()
  serving = await serve(heard => snow.answer(heard))
})
afterAll(async () => {
  await serving.end()
  await state.end()
})

const inA = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(state.db, 'a', use)
const tell = (what: 'opened' | 'changed' | 'closed', part: object = {}) =>
  inA(scoped =>
    tellOutward(scoped, 'a', [
      { kind: `incident.${what}`, object: incident.id, site: 's', body: { incident: { ...incident, ...part } } },
    ]),
  )
const elsewhere = () => inA(scoped => endedElsewhere(scoped, 's', incident.id))

test('what people close there is told here and asked about, until they open it again', async () => {
  const clock = testClock()
  const notes: string[] = []
  const desk = deskOn(state.db, clock, [], async (of, text) => void notes.push(`${of.incident}: ${text}`))
  try {
    await addTo(state.db, {
      ...{ kind: 'servicenow', settings: { url: serving.url, clientId: 'id', table: 'incident' } },
      ...{ secrets: { clientSecret: 'right' }, filter: { topics: ['incident'] } },
    })
    await tell('opened')
    await desk.settled()
    expect(snow.records).toMatchObject([{ correlation_id: 'nautilus:a:s:i-77', state: '1' }])
    expect(await elsewhere()).toEqual([])

    Object.assign(snow.records[0]!, { state: '7', close_code: 'Done', sys_updated_by: 'kim', number: 'INC001' })
    clock.forward(61_000)
    await desk.settled()
    const said =
      'ServiceNow INC001 was closed (Done) by kim. Here it stays open until those who answer for the process close it.'
    expect(notes).toEqual([`i-77: ${said}`])
    expect(await elsewhere()).toMatchObject([{ kind: 'servicenow', text: said }])
    // Told once, and of another tenant nobody hears.
    clock.forward(61_000)
    await desk.settled()
    expect(notes).toHaveLength(1)
    expect(await asTenant(state.db, 'b', scoped => endedElsewhere(scoped, 's', incident.id))).toEqual([])

    // What happens here meanwhile opens nothing there.
    await tell('changed', { severity: 'critical' })
    await desk.settled()
    expect(snow.records[0]).toMatchObject({ state: '7', close_code: 'Done' })

    Object.assign(snow.records[0]!, { state: '2' })
    clock.forward(61_000)
    await desk.settled()
    expect(notes.at(-1)).toContain('moved to state 2')
    expect(await elsewhere()).toEqual([])

    await tell('closed', { state: 'closed', outcome: 'resolved' })
    await desk.settled()
    expect(snow.records[0]).toMatchObject({ state: '6' })
    // Our own closing is no news.
    clock.forward(61_000)
    await desk.settled()
    expect(notes).toHaveLength(2)
    expect(snow.records).toHaveLength(1)
  } finally {
    await desk.stop()
  }
})
