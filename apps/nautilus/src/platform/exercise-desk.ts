// Stories for exercises, told in a plant of their own: nothing of it reaches the site.
import { Worker } from 'node:worker_threads'
import type { ExercisePort } from '@nautilus/api'
import type { Finding } from '@nautilus/model'
import { attacks, lookAlikes } from '@nautilus/simulator'
import { tellings } from '../commands/simulate.ts'
import type { ExerciseJob } from './exercise-thread.ts'

const SCRIPT = new URL('./exercise-thread.ts', import.meta.url)
/** Plays at once, of all tenants, and ms after which one is stopped. */
const MOST_PLAYS = 2
const DEADLINE = 120_000

export type ExerciseDesk = ExercisePort & { stop(): Promise<void> }

export function exerciseDesk(): ExerciseDesk {
  const running = new Set<Worker>()
  return {
    stories: [
      ...attacks.map(id => ({ id, title: tellings[id], kind: 'attack' as const })),
      ...lookAlikes.map(id => ({ id, title: tellings[id], kind: 'look-alike' as const })),
    ],
    async play(story, start) {
      if (running.size >= MOST_PLAYS) return null
      const worker = new Worker(SCRIPT, { workerData: { story, start } as ExerciseJob })
      running.add(worker)
      const { promise, resolve, reject } = Promise.withResolvers<readonly Finding[]>()
      const timer = setTimeout(() => reject(new Error('the story took too long')), DEADLINE)
      worker.on('message', resolve)
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread of an exercise ended')))
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        running.delete(worker)
        await worker.terminate()
      }
    },
    after(at, { months, minutes }) {
      const from = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC')
      return from.add({ months, minutes }).epochMilliseconds
    },
    async stop() {
      await Promise.all([...running].map(worker => worker.terminate()))
    },
  }
}
