// One report, laid out.
import { parentPort, workerData } from 'node:worker_threads'
import { fileOf, type ReportJob } from './report-files.ts'

// A copy: what a library gives may be a part of a larger buffer.
parentPort?.postMessage(Uint8Array.from(await fileOf(workerData as ReportJob)))
