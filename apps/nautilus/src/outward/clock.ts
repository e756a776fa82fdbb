// Time as senders see it; tests turn it.
import { setTimeout as pause } from 'node:timers/promises'

export type Clock = {
  /** ms since 1970. */
  now(): number
  /** Ends early, and without an error, where the signal says so. */
  pause(ms: number, signal?: AbortSignal): Promise<void>
  /** 0 to 1. */
  random(): number
}

export const ownClock: Clock = {
  now: () => Date.now(),
  pause: async (ms, signal) => {
    await pause(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => {})
  },
  random: () => Math.random(),
}
