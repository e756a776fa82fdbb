// Receivers that are away for an hour, and a sender that is killed ten times: nothing is lost, what comes twice says so,
// and events of one finding come in their order.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Hec } from '../../packages/integrations/test/hec.ts'
import { KafkaBroker } from '../../packages/integrations/test/kafka-broker.ts'
import { type Heard, type Serving, serve } from '../../packages/integrations/test/served.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { addTo, happen, START, stateIn } from './plant.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const TOKEN = '12345678-1234-1234-1234-1234567890ab'
const HOUR = 3_600_000
const EVENTS = 3000
const OBJECTS = 10
const KILLS = 10

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

test('nothing is lost over an hour and ten kills', { timeout: 300_000 }, async () => {
  let now = START
  let child: ChildProcess | null = null
  let kills = 0
  const isAway = () => now < START + HOUR
  /** Requests that were taken since the receivers are back. */
  let taken = 0
  const killed = () => {
    if (isAway() || kills >= KILLS || ++taken % 40 !== 0) return false
    kills++
    child?.kill('SIGKILL')
    return true
  }
  const numbers: number[] = []
  const ids: string[] = []
  const hooks = await serve(({ body, headers }) => {
    if (isAway()) return { status: 503 }
    numbers.push(JSON.parse(body.toString()).data.finding.count)
    ids.push(String(headers['webhook-id']))
    // It was taken, and nobody hears of it.
    return killed() ? { status: 0, breaks: true } : { status: 204 }
  })
  const hec = new Hec({ token: TOKEN, ack: true })
  hec.polls = 0
  const splunk = await serve((heard: Heard) => {
    if (isAway()) return { status: 503, body: { text: 'Server is busy', code: 9 } }
    const answer = hec.answer(heard)
    return heard.path.endsWith('/event') && killed() ? { status: 0, breaks: true } : answer
  })
  const broker = await new KafkaBroker({ topics: { 'ot.finding.v1': 3 } }).start()
  broker.isAway = isAway
  broker.fate = () => (killed() ? 'break-after' : null)
  const filter = { topics: ['finding'] } as const
  const servings: Serving[] = [hooks, splunk]
  try {
    const hook = await addTo(state.db, {
      ...{ kind: 'webhook', settings: {}, secrets: { url: hooks.url, secret: SECRET }, filter },
    })
    const index = await addTo(state.db, {
      ...{ kind: 'splunk', settings: { url: splunk.url, ack: 'true' }, secrets: { token: TOKEN }, filter },
    })
    const log = await addTo(state.db, {
      ...{ kind: 'kafka', settings: { servers: `127.0.0.1:${broker.port}`, tls: 'false' }, secrets: {}, filter },
    })
    await happen(state.db, { count: EVENTS / 2, objects: OBJECTS })
    let isDone = false
    let later = false
    while (!isDone) {
      const running = spawn(process.execPath, [CHILD, state.url, String(now)], { stdio: ['ignore', 'pipe', 'inherit'] })
      child = running
      let rounds = 0
      for await (const piece of running.stdout) {
        now = Math.max(now, ...String(piece).trim().split('\n').map(Number))
        if (!later && now > START + HOUR / 2) {
          later = true
          await happen(state.db, { count: EVENTS / 2, from: EVENTS / 2, objects: OBJECTS })
        }
        // Half of the kills while the receivers are away.
        if (isAway() && kills < KILLS / 2 && ++rounds > 3) {
          kills++
          running.kill('SIGKILL')
        }
        const states = await Promise.all([hook, index, log].map(id => stateIn(state.db, id)))
        isDone = later && states.every(({ position }) => position === EVENTS)
        if (isDone) running.kill('SIGKILL')
      }
    }
    expect(kills).toBe(KILLS)
    inOrderAndWhole(numbers)
    inOrderAndWhole(hec.indexed.map(({ event }) => (event as { count: number }).count))
    inOrderAndWhole(broker.all.map(({ value }) => JSON.parse(value).finding.count))
    expect(new Set(broker.all.map(({ headers }) => headers.ce_id)).size).toBe(EVENTS)
    // The same event comes under the same id, however often: a receiver that keeps them has each once.
    expect(new Set(ids).size).toBe(EVENTS)
    const deliveries = hec.indexed.map(({ fields }) => fields?.delivery_id)
    expect(new Set(deliveries).size).toBe(EVENTS)
    // Twice comes only what was under way in a kill, or in a request that broke.
    expect(numbers.length - EVENTS).toBeLessThanOrEqual(KILLS * 500)
    for (const id of [hook, index, log]) expect(await stateIn(state.db, id)).toMatchObject({ dropped: 0, refused: 0 })
  } finally {
    child?.kill('SIGKILL')
    for (const serving of servings) await serving.end()
    await broker.end()
  }
})

/** Of every finding, nothing is there before what happened earlier. */
function inOrderAndWhole(numbers: readonly number[]): void {
  const seen = new Set<number>()
  for (const number of numbers) {
    if (number >= OBJECTS) expect(seen.has(number - OBJECTS), `${number} came too early`).toBe(true)
    seen.add(number)
  }
  expect(seen.size).toBe(EVENTS)
}
