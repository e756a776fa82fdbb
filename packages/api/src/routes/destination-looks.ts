// A look at what a destination would be told, with settings as they stand in the form: nothing is saved, nothing is sent.
import type { DestinationFilter } from '@nautilus/store'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { Look, Looked } from './destination-schemas.ts'
import { base, config, tags } from './destinations.ts'
import { gives, TenantPath } from './schemas.ts'

export const destinationLooks: Routes = (app, { platform }) => {
  app.post(
    `${base}/preview`,
    {
      config: { ...config, rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'Shows what one real event would look like there; secrets are not needed, and not told',
        params: TenantPath,
        body: Looked,
        response: gives(Look),
      },
    },
    async request => {
      const { kind, settings, filter, mapping } = request.body
      const faults = platform.outward.lookFaultsOf(kind, settings)
      const [first] = Object.entries(faults)
      if (first) {
        const fields = Object.fromEntries(Object.entries(faults).map(([name, why]) => [`settings.${name}`, why]))
        throw new Problem(400, `It cannot be shown: ${first[0]} ${first[1]}.`, fields)
      }
      const looked = { settings, filter: filter as DestinationFilter, mapping }
      const look = await platform.outward.look(request.params.tenant, kind, looked)
      if (!look) throw notFound('kind of destination')
      return look
    },
  )
}
