// One measured run, in a process of its own: argv is the capture and `on` or `off` for the repeat path.
import '../heap.ts'
import { readCapture } from '@nautilus/capture'
import { Baseline, loadRules } from '@nautilus/detection'
import { Analysis } from '../analysis.ts'
import { vendorLookup } from '../vendors.ts'

const [file = '', repeat] = process.argv.slice(2)
const began = performance.now()
const before = process.cpuUsage()
const analysis = new Analysis({
  vendorOf: vendorLookup(),
  repeat: repeat !== 'off',
  detection: { rules: await loadRules(), memory: new Baseline() },
})
const sensor = analysis.sensor(file)
const reading = await readCapture(file, sensor)
const flows = sensor.table.created
analysis.add(sensor, file, null)
const report = analysis.report()
const { user, system } = process.cpuUsage(before)
const figures = {
  ok: reading.ok,
  packets: report.capture.packets,
  flows,
  rows: report.activities.length,
  wall: (performance.now() - began) / 1000,
  cpu: (user + system) / 1e6,
  memory: process.resourceUsage().maxRSS * 1024,
}
process.stdout.write(JSON.stringify(figures))
