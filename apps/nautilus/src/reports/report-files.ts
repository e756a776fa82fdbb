// A report as a file. What takes seconds is laid out on a thread of its own, so that others are served meanwhile.
import type { MadeForm } from '@nautilus/api'
import { csvOf, documentOf, docxOf, htmlOf, pdfOf, type Report } from '@nautilus/reports'
import { JobThreads } from '../platform/job-threads.ts'

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
  const threads = new JobThreads<ReportJob, Uint8Array>({
    script: new URL('./report-thread.ts', import.meta.url),
    what: 'lays out a report',
    most: 2,
    deadline: 180_000,
    memory: 1024,
  })
  return {
    of: job => (slow.includes(job.form) ? threads.run(job) : fileOf(job)),
    stop: () => threads.stop(),
  }
}
