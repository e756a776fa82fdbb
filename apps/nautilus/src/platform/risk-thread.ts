// Lives through the years of one book, tells what came of it, and ends: nobody who looks at a page waits for it.
import { parentPort, workerData } from 'node:worker_threads'
import type { RiskJob } from '@nautilus/api'
import { runBook } from '@nautilus/risk'

const { book, ...how } = workerData as RiskJob
parentPort!.postMessage(runBook(book, how))
