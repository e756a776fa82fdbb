// A thread that matches the devices of a site with everything that is known, and ends.
import { parentPort, workerData } from 'node:worker_threads'
import { connectTo } from '@nautilus/store'
import { matchSite } from './match-site.ts'

export type MatchJob = {
  readonly databaseUrl: string
  readonly tenant: string
  readonly site: string
  /** ms since 1970. */
  readonly now: number
}

const { databaseUrl, now, ...place } = workerData as MatchJob
const { db } = connectTo(databaseUrl, 2)
try {
  parentPort!.postMessage(await matchSite(db, place, now))
} finally {
  await db.destroy()
}
