// One site measured in a process of its own, started with --expose-gc: argv is the number of assets and of links.
import { processTime, siteCost } from './inventory.ts'

const [assets = 0, links = 0] = process.argv.slice(2).map(Number)
const cost = siteCost({ assets, links }, processTime, globalThis.gc as (() => void) | undefined)
process.stdout.write(JSON.stringify({ ...cost, peak: process.resourceUsage().maxRSS * 1024 }))
