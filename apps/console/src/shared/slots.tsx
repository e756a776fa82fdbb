// Parts of one feature that pages of another show. app/ fills them, so that features need not know each other.
import { type ComponentType, createContext, useContext } from 'react'

export type Slots = {
  /** The map around some devices. */
  readonly Around: ComponentType<{ readonly devices: readonly string[] }>
  /** Incidents that wait for a decision. */
  readonly Awaiting: ComponentType
  /** What an incident obliges to. */
  readonly Obligations: ComponentType<{ readonly tenant: string; readonly site: string; readonly incident: string }>
  /** What an incident has cost, and may still cost. */
  readonly Loss: ComponentType<{ readonly incident: string }>
}

const nothing = () => null
const SlotsContext = createContext<Slots>({ Around: nothing, Awaiting: nothing, Obligations: nothing, Loss: nothing })

export const SlotsProvider = SlotsContext.Provider
export const useSlots = (): Slots => useContext(SlotsContext)
