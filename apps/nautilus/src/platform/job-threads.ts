// Work that takes seconds, on threads of its own: a job goes in, one answer comes out, and others are served meanwhile.
import { Worker } from 'node:worker_threads'

export type JobThreadsOptions = {
  /** The thread's program: it posts one message. */
  readonly script: URL
  /** What it does, for a sentence: `the thread that … ended`. */
  readonly what: string
  /** Jobs at once, of all tenants. */
  readonly most: number
  /** ms after which a job is stopped. */
  readonly deadline: number
  /** MB that a thread may take; not given: what Node allows. */
  readonly memory?: number
}

/** It took longer than its deadline. */
export class TooLate extends Error {}

export class JobThreads<Job, Answer> {
  readonly #options: JobThreadsOptions
  readonly #running = new Set<Worker>()

  constructor(options: JobThreadsOptions) {
    this.#options = options
  }

  /** Null: there are as many as there may be. Rejects where the thread fails, and with `TooLate`. */
  async run(job: Job): Promise<Answer | null> {
    const { script, what, most, deadline, memory } = this.#options
    if (this.#running.size >= most) return null
    const limits = memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }
    const worker = new Worker(script, { workerData: job, ...limits })
    this.#running.add(worker)
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const timer = setTimeout(() => reject(new TooLate(`the thread that ${what} took too long`)), deadline)
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error(`the thread that ${what} ended`)))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#running.delete(worker)
      await worker.terminate()
    }
  }

  /** What is under way fails. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(worker => worker.terminate()))
  }
}
