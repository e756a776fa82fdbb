// Doing something in an incident, and whether one may.
import { type Act, type ActKind, mayAct } from '@nautilus/response'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { actOn, type Room } from './api.ts'

/** What is old after anything was done in an incident. */
export function useRenewed(id: string) {
  const here = useHere()
  return [keyOf(here, 'incident', id), keyOf(here, 'incidents')]
}

export function useDo(id: string, onDone?: () => void) {
  const here = useHere()
  const renews = useRenewed(id)
  return useAct((act: Act) => actOn(here, id, act), { renews, ...(onDone ? { onDone } : {}) })
}

/** The platform asks again; here it decides what is offered. */
export function useMay({ duties, incident }: Room): (kind: ActKind) => boolean {
  const { may } = useHere()
  return kind =>
    may('incident.work') && incident.mergedInto === null && duties.some(duty => mayAct[kind].who.includes(duty))
}
