import type { Random } from '../random.ts'
import { SECOND } from './story.ts'

const DAY_SECONDS = 86_400
/** Surface of each tank in square metres. */
const SURFACE = 120
const FLOW_PER_INTAKE_PUMP = 170

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** The water: what the controllers measure and what they are told. It moves in steps of one second. */
export class Process {
  readonly #random: Random
  #steppedTo: number

  /** What operators may change. Levels in metres, flows in m³/h, chlorine in mg/l, pressure in bar. */
  readonly setpoints = { rawLevel: 3.5, chlorine: 0.8, ph: 7.2, filtrateFlow: 240, pressure: 4.2 }
  readonly enabled = { intakePumps: [true, true], dosing: true, filters: true }

  rawLevel = 3.4
  intakeFlow = 180
  turbidity = 6.2
  temperature = 11.4
  intakeRunning = [true, false]
  intakeHours = [10_412, 9867]

  filtrateFlow = 238
  filterPressure = 18
  filteredTurbidity = 0.12
  backwashing = false
  filteredVolume = 184_220

  chlorine = 0.79
  ph = 7.21
  dosingRate = 3.1
  hypochlorite = 71.5

  clearLevel = 3.9
  pressure = 4.18
  outletFlow = 235
  pumpSpeed = 41.5

  constructor(random: Random, start: number) {
    this.#random = random
    this.#steppedTo = start
  }

  /** Lets the water move until a time in microseconds. */
  advance(to: number): void {
    while (this.#steppedTo + SECOND <= to) {
      this.#steppedTo += SECOND
      this.#intake()
      this.#filtration()
      this.#dosing()
      this.#pumping((this.#steppedTo / SECOND) % DAY_SECONDS)
    }
  }

  /** `value` a step nearer to `target`, and a little beside it. */
  #towards(value: number, target: number, share: number, noise: number): number {
    return value + (target - value) * share + this.#random.noise() * noise
  }

  #intake(): void {
    const { rawLevel } = this.setpoints
    if (this.rawLevel < rawLevel - 0.3) this.intakeRunning = [true, true]
    if (this.rawLevel > rawLevel + 0.3) this.intakeRunning = [true, false]
    this.intakeRunning = this.intakeRunning.map((running, pump) => running && this.enabled.intakePumps[pump]!)
    const pumps = this.intakeRunning.filter(Boolean).length
    this.intakeRunning.forEach((running, pump) => {
      if (running) this.intakeHours[pump]! += 1 / 3600
    })
    this.intakeFlow = Math.max(0, this.#towards(this.intakeFlow, pumps * FLOW_PER_INTAKE_PUMP, 0.08, 0.4))
    this.rawLevel = clamp(this.rawLevel + (this.intakeFlow - this.filtrateFlow) / 3600 / SURFACE, 0, 6)
    this.turbidity = clamp(this.#towards(this.turbidity, 6, 0.002, 0.02), 0.5, 60)
    this.temperature = this.#towards(this.temperature, 11.5, 0.0005, 0.002)
  }

  #filtration(): void {
    if (this.filterPressure > 45) this.backwashing = true
    if (this.filterPressure < 14) this.backwashing = false
    const drift = this.backwashing ? -0.11 : 0.004
    this.filterPressure = Math.max(5, this.filterPressure + drift + this.#random.noise() * 0.01)
    // The filters follow the level of the clear water tank, so that it neither overflows nor runs dry.
    const followed = clamp(1 + (3.9 - this.clearLevel) * 0.25, 0.5, 1.3)
    const share = this.enabled.filters ? followed * (this.backwashing ? 0.7 : 1) : 0
    const wanted = this.setpoints.filtrateFlow * share
    this.filtrateFlow = Math.max(0, this.#towards(this.filtrateFlow, this.rawLevel > 0.2 ? wanted : 0, 0.05, 0.3))
    this.filteredTurbidity = clamp(this.#towards(this.filteredTurbidity, 0.12, 0.01, 0.0008), 0.02, 2)
    this.filteredVolume += this.filtrateFlow / 3600
  }

  #dosing(): void {
    const wanted = this.enabled.dosing ? (this.setpoints.chlorine * this.filtrateFlow) / 60 : 0
    this.dosingRate = Math.max(0, this.#towards(this.dosingRate, wanted, 0.1, 0.004))
    const reached = this.filtrateFlow > 5 ? (this.dosingRate * 60) / this.filtrateFlow : 0
    this.chlorine = Math.max(0, this.#towards(this.chlorine, reached, 0.01, 0.0006))
    this.ph = clamp(this.#towards(this.ph, this.setpoints.ph, 0.005, 0.002), 5, 9)
    this.hypochlorite -= this.dosingRate / 3600 / 20
    if (this.hypochlorite < 15) this.hypochlorite = 96
  }

  #pumping(secondOfDay: number): void {
    const demand = 235 + 55 * Math.sin((2 * Math.PI * (secondOfDay - 25_000)) / DAY_SECONDS)
    this.outletFlow = Math.max(0, this.#towards(this.outletFlow, this.clearLevel > 0.2 ? demand : 0, 0.02, 0.6))
    this.clearLevel = clamp(this.clearLevel + (this.filtrateFlow - this.outletFlow) / 3600 / SURFACE, 0, 6)
    this.pressure = Math.max(0, this.#towards(this.pressure, this.setpoints.pressure, 0.06, 0.006))
    this.pumpSpeed = clamp(this.#towards(this.pumpSpeed, 28 + this.outletFlow * 0.06, 0.1, 0.03), 0, 50)
  }
}
