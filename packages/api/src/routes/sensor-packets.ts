// What a sensor that speaks HTTP is asked of its packets, and what it brings.
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import { Document, gives, id, listOf, nothing, SitePath } from './schemas.ts'

const SensorPath = Type.Object({ ...SitePath.properties, sensor: id })
const base = '/api/tenants/:tenant/sites/:site/sensors/:sensor/packet-questions'
/** s that a question is waited for, and ms between two looks where nothing is heard. */
const MOST_WAIT = 30
const LOOK_EVERY = 5000
/** Bytes of an answer. */
const MOST_ANSWER = 32 * 1024 * 1024

export const packetsOfSensors: Routes = (app, context) => {
  asked(app, context)
  brought(app, context)
}

const asked: Routes = (app, { platform }) => {
  const Question = Type.Object({ finding: Type.String(), question: Document })
  app.get(
    base,
    {
      config: { need: 'sensor', rateLimit: { max: 600 } },
      schema: {
        tags: ['sensors'],
        summary: 'Which packets are wanted of this sensor; the answer waits until there are some',
        description:
          'A question names frames of one run by their numbers, a window of time (µs) and the most bytes of frames.',
        params: SensorPath,
        querystring: Type.Object({
          wait: Type.Integer({ minimum: 0, maximum: MOST_WAIT, default: 0, description: 'Seconds.' }),
        }),
        response: gives(listOf(Question)),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const until = performance.now() + request.query.wait * 1000
      for (;;) {
        const items = [...(await platform.packets.questions(request.params))]
        const left = until - performance.now()
        if (items.length > 0 || left <= 0 || request.raw.destroyed) return { items }
        await findingAt(tenant, site, Math.min(left, LOOK_EVERY))
      }
    },
  )

  /** Resolves when there is a finding at this site, or when that takes too long. */
  function findingAt(tenant: string, site: string, within: number): Promise<void> {
    return new Promise(resolve => {
      const end = () => {
        clearTimeout(late)
        deaf()
        resolve()
      }
      const late = setTimeout(end, within)
      const deaf = platform.subscribe(event => {
        if (event.kind === 'finding' && event.tenant === tenant && event.site === site) end()
      })
    })
  }
}

const brought: Routes = (app, { platform }) => {
  app.put(
    `${base}/:finding`,
    {
      config: { need: 'sensor', rateLimit: { max: 600 } },
      schema: {
        tags: ['sensors'],
        summary: 'The packets that were asked for; what they are is looked at before they are kept',
        description:
          'application/octet-stream: the length of a head (32 bits, little-endian), the head as JSON, a capture packed with zstd. docs/live-capture.md says what is in them.',
        params: Type.Object({ ...SensorPath.properties, finding: id }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { finding, ...sensor } = request.params
      const bytes = await bytesOf(request.body, MOST_ANSWER)
      const taken = await platform.packets.answered(sensor, finding, bytes)
      if (taken.kind === 'unknown') throw notFound('question for packets of this finding')
      if (taken.kind === 'refused') throw new Problem(400, `This is no answer: ${taken.why}.`)
      return reply.code(204).send()
    },
  )
}
