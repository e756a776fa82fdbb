// A thread that reads a file of vulnerability intelligence and ends: nobody else waits for a large one.
import { parentPort, workerData } from 'node:worker_threads'
import { filesIn } from './intelligence-files.ts'

export type IntelligenceJob = { readonly name: string; readonly bytes: Uint8Array }

const { name, bytes } = workerData as IntelligenceJob
parentPort!.postMessage(filesIn(name, bytes))
