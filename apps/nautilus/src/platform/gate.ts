// Lets calls through, and can be closed: then it is quiet behind it.

export type Gate = {
  /** Begins when the gate is open. */
  pass<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nothing is under way any more; what it answers opens the gate again. */
  close(): Promise<() => void>
}

export function newGate(): Gate {
  const under = new Set<Promise<unknown>>()
  let opened: Promise<void> | null = null
  return {
    async pass(work) {
      while (opened) await opened
      const done = work()
      under.add(done)
      try {
        return await done
      } finally {
        under.delete(done)
      }
    },
    async close() {
      let open = () => {}
      opened = new Promise(resolve => {
        open = () => {
          opened = null
          resolve()
        }
      })
      while (under.size > 0) await Promise.allSettled(under)
      return open
    },
  }
}
