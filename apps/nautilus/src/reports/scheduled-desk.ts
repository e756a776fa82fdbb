// Reports of a platform that runs: those that somebody asks for, and those that come by themselves.
import type { Logger } from 'pino'
import { type Calls, ownCalls } from '../response/escalation.ts'
import { type ReportDesk, type ReportDeskOptions, reportDesk } from './report-desk.ts'
import { ReportScheduler } from './scheduler.ts'

type Given = { readonly calls?: Calls; readonly log: Logger }

export function scheduledDesk(options: ReportDeskOptions, { calls = ownCalls(), log }: Given): ReportDesk {
  const desk = reportDesk(options)
  const { mailer, url } = calls
  const scheduler = new ReportScheduler({ db: options.db, reports: desk, mailer, url, log })
  return {
    ...desk,
    stop: async () => {
      await scheduler.stop()
      await desk.stop()
    },
  }
}
