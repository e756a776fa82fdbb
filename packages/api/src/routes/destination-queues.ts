// The queue of a destination, as people steer it: stop, go on, send again, and what was refused.
import {
  asTenant,
  discardLetters,
  listDeadLetters,
  positionBefore,
  record,
  replayFrom,
  sendAgain,
  tellInventory,
  turnDestination,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { badCursor, Problem } from '../problem.ts'
import { Count, DestinationPath, Letter, Period, Row, Which } from './destination-schemas.ts'
import { config, existing, one, shown, tags } from './destinations.ts'
import { gives, Paging, pageOf } from './schemas.ts'

export const destinationQueues: Routes = (app, context) => {
  turning(app, context)
  repeating(app, context)
  letters(app, context)
}

const turning: Routes = (app, context) => {
  const { db, platform } = context
  for (const [word, enabled, summary] of [
    ['pause', false, 'Sends nothing for now; events wait'],
    ['resume', true, 'Sends again, at once'],
  ] as const)
    app.post(
      `${one}/${word}`,
      { config, schema: { tags, summary, params: DestinationPath, response: gives(Row) } },
      async request => {
        const { tenant, destination: id } = request.params
        const who = callerOf(request).name
        const row = await asTenant(db, tenant, async scoped => {
          const { name } = await existing(scoped, id)
          await turnDestination(scoped, { id, by: who }, enabled)
          await record(scoped, tenant, { who, action: `destination.${word}`, object: id, detail: { name } })
          return existing(scoped, id)
        })
        platform.outward.wake()
        return shown(context, tenant, row)
      },
    )
}

const repeating: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    `${one}/replay`,
    {
      config,
      schema: {
        tags,
        summary: 'Sends once more what happened since a time, or between two; of at most the last seven days',
        params: DestinationPath,
        body: Period,
        response: gives(Row),
      },
    },
    async request => {
      const { tenant, destination: id } = request.params
      const { from, to } = request.body
      const who = callerOf(request).name
      if (to !== undefined && to <= from) throw new Problem(400, 'It ends before it begins.', { to: 'must be later' })
      const row = await asTenant(db, tenant, async scoped => {
        const { kind, name } = await existing(scoped, id)
        const keeps = platform.outward.kinds.find(each => each.id === kind)?.keeps
        if (to !== undefined && keeps === 'states')
          throw new Problem(400, 'Here what is sent last stands: it can be sent again from a time on alone.', {
            to: 'must be left out',
          })
        const until = to === undefined ? null : await positionBefore(scoped, to)
        await replayFrom(scoped, id, await positionBefore(scoped, from), until)
        const detail = { name, from, to: to ?? null }
        await record(scoped, tenant, { who, action: 'destination.replay', object: id, detail })
        return existing(scoped, id)
      })
      platform.outward.wake()
      return shown(context, tenant, row)
    },
  )

  app.post(
    `${one}/inventory`,
    {
      config: { ...config, rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'Tells every asset as if it were new, to all destinations that hear of assets',
        params: DestinationPath,
        response: gives(Row),
      },
    },
    async request => {
      const { tenant, destination: id } = request.params
      const who = callerOf(request).name
      const row = await asTenant(db, tenant, async scoped => {
        const found = await existing(scoped, id)
        if (!found.filter.topics.includes('asset'))
          throw new Problem(409, 'It hears nothing of assets: choose them in its filter first.')
        await tellInventory(scoped, tenant)
        await record(scoped, tenant, { who, action: 'destination.inventory', object: id, detail: { name: found.name } })
        return found
      })
      platform.outward.wake()
      return shown(context, tenant, row)
    },
  )
}

const letters: Routes = (app, context) => {
  const { db, platform } = context
  app.get(
    `${one}/dead-letters`,
    {
      config,
      schema: {
        tags,
        summary: 'What it refused for good, the newest first',
        params: DestinationPath,
        querystring: Type.Object(Paging),
        response: gives(pageOf(Letter)),
      },
    },
    async request => {
      const { tenant, destination } = request.params
      const { limit, after } = request.query
      const page = await asTenant(db, tenant, async scoped => {
        await existing(scoped, destination)
        return listDeadLetters(scoped, destination, { limit, ...(after === undefined ? {} : { after }) })
      })
      if (!page) throw badCursor()
      return page
    },
  )

  for (const [word, summary] of [
    ['again', 'Sends once more what was refused'],
    ['discard', 'Throws away what was refused'],
  ] as const)
    app.post(
      `${one}/dead-letters/${word}`,
      { config, schema: { tags, summary, params: DestinationPath, body: Which, response: gives(Count) } },
      async request => {
        const { tenant, destination: id } = request.params
        const { ids } = request.body
        const who = callerOf(request).name
        const count = await asTenant(db, tenant, async scoped => {
          const { name } = await existing(scoped, id)
          const done =
            word === 'again' ? await sendAgain(scoped, id, ids, new Date()) : await discardLetters(scoped, id, ids)
          const detail = { name, count: done }
          await record(scoped, tenant, { who, action: `destination.letters-${word}`, object: id, detail })
          return done
        })
        platform.outward.wake()
        return { count }
      },
    )
}
