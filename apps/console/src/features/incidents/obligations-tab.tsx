import { useHere } from '../../shared/here.tsx'
import { useSlots } from '../../shared/slots.tsx'
import type { TabProps } from './tabs.ts'

/** What the incident obliges to. */
export function ObligationsTab({ room }: TabProps) {
  const { Obligations } = useSlots()
  return <Obligations {...useHere()} incident={room.incident.id} />
}
