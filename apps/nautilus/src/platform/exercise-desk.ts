// Stories for exercises, told in a plant of their own: nothing of it reaches the site.
import type { ExercisePort } from '@nautilus/api'
import type { Finding } from '@nautilus/model'
import { attacks, lookAlikes } from '@nautilus/simulator'
import { tellings } from '../commands/simulate.ts'
import type { ExerciseJob } from './exercise-thread.ts'
import { JobThreads } from './job-threads.ts'

export type ExerciseDesk = ExercisePort & { stop(): Promise<void> }

export function exerciseDesk(): ExerciseDesk {
  const threads = new JobThreads<ExerciseJob, readonly Finding[]>({
    script: new URL('./exercise-thread.ts', import.meta.url),
    what: 'plays an exercise',
    most: 2,
    deadline: 120_000,
  })
  return {
    stories: [
      ...attacks.map(id => ({ id, title: tellings[id], kind: 'attack' as const })),
      ...lookAlikes.map(id => ({ id, title: tellings[id], kind: 'look-alike' as const })),
    ],
    play: (story, start) => threads.run({ story, start } as ExerciseJob),
    after(at, { months, minutes }) {
      const from = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC')
      return from.add({ months, minutes }).epochMilliseconds
    },
    stop: () => threads.stop(),
  }
}
