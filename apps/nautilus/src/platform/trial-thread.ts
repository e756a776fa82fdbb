// A thread that tries a rule out and ends: nobody else waits for it, and one that takes too long is stopped.
import { parentPort, workerData } from 'node:worker_threads'
import { loadRules } from '@nautilus/detection'
import { openDatabase } from '@nautilus/store'
import { type TryOut, tryOut } from '../custom/try-out.ts'
import { vendorLookup } from '../vendors.ts'

export type TrialJob = { readonly databaseUrl: string; readonly asked: TryOut }

const { databaseUrl, asked } = workerData as TrialJob
const state = await openDatabase(databaseUrl, 1)
try {
  const around = { database: state.db, builtIn: await loadRules(), vendorOf: vendorLookup() }
  parentPort!.postMessage(await tryOut(asked, around, () => performance.now()))
} finally {
  await state.close()
}
