// Lets calls through, and can be closed: then it is quiet behind it.

export type Gate = {
  /** Begins when the gate is open. */
  pass<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nothing is under way any more; what it answers opens the gate again, once all who closed it did so. */
  close(): Promise<() => void>
}

export function newGate(): Gate {
  const under = new Set<Promise<unknown>>()
  let opened: PromiseWithResolvers<void> | null = null
  let closed = 0
  return {
    async pass(work) {
      while (opened) await opened.promise
      const done = work()
      under.add(done)
      try {
        return await done
      } finally {
        under.delete(done)
      }
    },
    async close() {
      opened ??= Promise.withResolvers()
      closed++
      while (under.size > 0) await Promise.allSettled(under)
      return () => {
        if (--closed > 0) return
        opened?.resolve()
        opened = null
      }
    },
  }
}
