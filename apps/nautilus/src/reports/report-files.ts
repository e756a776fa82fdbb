// A report as a file. What takes seconds is laid out on a thread of its own, so that others are served meanwhile.
import { Worker } from 'node:worker_threads'
import type { MadeForm } from '@nautilus/api'
import { csvOf, documentOf, docxOf, htmlOf, pdfOf, type Report } from '@nautilus/reports'

const SCRIPT = new URL('./report-thread.ts', import.meta.url)
/** Files laid out at once, of all tenants; ms after which one is stopped; MB that a thread may take. */
const [MOST, DEADLINE, MEMORY] = [2, 180_000, 1024]

export type ReportJob = { readonly report: Report; readonly form: MadeForm }
export type ReportFiles = {
  /** Null: too many at once. */
  of(job: ReportJob): Promise<Uint8Array | null>
  stop(): Promise<void>
}

export async function fileOf({ report, form }: ReportJob): Promise<Uint8Array> {
  const document = documentOf(report)
  switch (form) {
    case 'pdf':
      return pdfOf(document)
    case 'html':
      return htmlOf(document)
    case 'docx':
      return docxOf(document)
    case 'csv':
      return csvOf(document)
    case 'json':
      return Buffer.from(`${JSON.stringify(report, null, 2)}\n`)
  }
}

const slow: readonly MadeForm[] = ['pdf', 'docx']

export function reportFiles(): ReportFiles {
  const running = new Set<Worker>()
  return {
    async of(job) {
      if (!slow.includes(job.form)) return fileOf(job)
      if (running.size >= MOST) return null
      const worker = new Worker(SCRIPT, { workerData: job, resourceLimits: { maxOldGenerationSizeMb: MEMORY } })
      running.add(worker)
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
      const timer = setTimeout(() => reject(new Error('a report took too long to lay out')), DEADLINE)
      worker.on('message', resolve)
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread that lays out reports ended')))
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        running.delete(worker)
        await worker.terminate()
      }
    },
    async stop() {
      await Promise.all([...running].map(worker => worker.terminate()))
    },
  }
}
