// Tells one story in a plant of its own, and what the rules find of it. Ends when it is told.
import { parentPort, workerData } from 'node:worker_threads'
import { CaptureReader } from '@nautilus/capture'
import { Baseline, loadRules } from '@nautilus/detection'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, LivePlant, type Story } from '@nautilus/simulator'
import { vendorLookup } from '../vendors.ts'
import { SiteFold } from './site-fold.ts'

export type ExerciseJob = {
  readonly story: Exclude<Story, 'normal'>
  /** µs: the story begins then. */
  readonly start: number
}

const SEED = 7
/** µs of normal operation before it, which teach, and of what is watched. */
const LESSON = 300e6
const LENGTH = 120e6
/** Of a pcap file. */
const HEADER = 24

const { story, start } = workerData as ExerciseJob
const plant = new LivePlant({ seed: SEED, start: start - LESSON })
const fold = new SiteFold({
  vendorOf: vendorLookup(),
  detection: { rules: await loadRules(), memory: new Baseline() },
})
const sensor = new Sensor({
  onBatch: batch => fold.learn(batch, { taught: batch.to <= start, file: null }),
})
const reader = new CaptureReader(sensor)
let isFirst = true

function watch(until: number): void {
  let header = isFirst ? 0 : HEADER
  for (const chunk of encodePcap(plant.until(until))) {
    reader.push(chunk.subarray(header))
    header = 0
  }
  isFirst = false
  sensor.tell()
}

watch(start)
plant.tell(story)
watch(start + LENGTH)
sensor.finish()
const findings = fold.newFindings().findings.filter(({ first, severity }) => first >= start && severity !== 'recorded')
parentPort!.postMessage(findings)
