import { type ModbusController, ModbusMemory } from '../modbus/server.ts'
import { type S7Controller, S7Memory } from '../s7/server.ts'
import { type Device, dosing, filtration, intake, pumping } from './cast.ts'
import type { Process } from './process.ts'

/** Where operators write. */
export const POINTS = {
  heartbeat: 20,
  intakeLevelSetpoint: 102,
  chlorineSetpoint: 100,
  phSetpoint: 102,
  filtrateSetpoint: { db: 11, byte: 0 },
  backwashRequest: { byte: 12, bit: 0 },
  pressureSetpoint: { db: 21, byte: 0 },
} as const

/** Analog inputs of both vendors count to this at full scale. */
const FULL_SCALE = 27_648
const raw = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * FULL_SCALE)

function modbus(device: Device, ident: number, parts: Pick<ModbusController, 'memory' | 'refresh' | 'apply'>) {
  const identity = { model: device.model!, firmware: device.firmware!, ident }
  return { ...parts, vendor: device.vendor, identity }
}

function intakeController(process: Process): ModbusController {
  const memory = new ModbusMemory()
  const { holding, inputs, coils, discretes } = memory
  memory.setFloat('holding', POINTS.intakeLevelSetpoint, process.setpoints.rawLevel)
  holding[100] = 80
  holding[104] = 350
  coils.set([1, 1, 1])
  const refresh = (): void => {
    const measured = [process.rawLevel, process.intakeFlow, process.turbidity, process.temperature]
    measured.forEach((value, i) => {
      memory.setFloat('holding', i * 2, value)
    })
    holding[10] = Math.round(process.intakeFlow / 3.5)
    holding.set(process.intakeHours, 11)
    holding[13] = (process.rawLevel > 4.5 ? 1 : 0) | (process.rawLevel < 1.5 ? 2 : 0)
    inputs.set([process.rawLevel / 6, process.intakeFlow / 400, process.turbidity / 50].map(raw))
    process.intakeRunning.forEach((running, i) => {
      discretes.set([Number(running), Number(!running), 1], i * 4)
    })
  }
  const apply = (): void => {
    process.setpoints.rawLevel = memory.float('holding', POINTS.intakeLevelSetpoint)
    process.enabled.intakePumps = [coils[0] === 1, coils[1] === 1]
  }
  return modbus(intake, 0x0e30_2021, { memory, refresh, apply })
}

function dosingController(process: Process): ModbusController {
  const memory = new ModbusMemory()
  const { holding, inputs, coils, discretes } = memory
  memory.setFloat('holding', POINTS.phSetpoint, process.setpoints.ph)
  holding[POINTS.chlorineSetpoint] = process.setpoints.chlorine * 100
  coils.set([1, 1])
  const refresh = (): void => {
    const measured = [process.chlorine, process.ph, process.dosingRate, process.hypochlorite]
    measured.forEach((value, i) => {
      memory.setFloat('holding', i * 2, value)
    })
    holding[10] = Math.round(process.dosingRate * 12)
    holding[12] = (process.chlorine > 1.5 ? 1 : 0) | (process.hypochlorite < 20 ? 2 : 0)
    inputs.set([process.chlorine / 5, process.ph / 14, process.hypochlorite / 100, process.dosingRate / 20].map(raw))
    discretes.set([Number(process.dosingRate > 0.05), 0, 1, Number(process.hypochlorite > 20)])
  }
  const apply = (): void => {
    process.setpoints.chlorine = holding[POINTS.chlorineSetpoint]! / 100
    process.setpoints.ph = memory.float('holding', POINTS.phSetpoint)
    process.enabled.dosing = coils[0] === 1
  }
  return modbus(dosing, 0x0e30_2032, { memory, refresh, apply })
}

function s7(device: Device, serial: string, cpu: string, parts: Pick<S7Controller, 'memory' | 'refresh' | 'apply'>) {
  return { ...parts, identity: { name: device.name, order: device.model!, firmware: device.firmware!, serial, cpu } }
}

function filtrationController(process: Process): S7Controller {
  const memory = new S7Memory({ 10: 64, 11: 16 })
  const measured = memory.db(10)
  const told = memory.db(POINTS.filtrateSetpoint.db)
  told.setFloat32(POINTS.filtrateSetpoint.byte, process.setpoints.filtrateFlow)
  told.setInt16(4, 45)
  const refresh = (): void => {
    measured.setFloat32(0, process.filtrateFlow)
    measured.setFloat32(4, process.filterPressure)
    measured.setFloat32(8, process.filteredTurbidity)
    measured.setInt16(12, process.backwashing ? 3 : 4)
    measured.setUint32(16, Math.round(process.filteredVolume))
    memory.merker.setUint8(10, process.backwashing ? 0x05 : 0x01)
    memory.inputs.setUint16(0, process.backwashing ? 0x0f70 : 0x0ff0)
    memory.inputs.setUint16(4, raw(process.filterPressure / 100))
    memory.outputs.setUint8(0, process.backwashing ? 0x87 : 0x0f)
  }
  const apply = (): void => {
    process.setpoints.filtrateFlow = told.getFloat32(POINTS.filtrateSetpoint.byte)
    if (memory.merker.getUint8(POINTS.backwashRequest.byte) & 1) process.backwashing = true
  }
  return s7(filtration, 'S C-X4U421302009', 'CPU 315-2 PN/DP', { memory, refresh, apply })
}

function pumpingController(process: Process): S7Controller {
  const memory = new S7Memory({ 20: 64, 21: 16 })
  const measured = memory.db(20)
  const told = memory.db(POINTS.pressureSetpoint.db)
  told.setFloat32(POINTS.pressureSetpoint.byte, process.setpoints.pressure)
  const refresh = (): void => {
    const values = [process.clearLevel, process.pressure, process.outletFlow, process.pumpSpeed]
    values.forEach((value, i) => {
      measured.setFloat32(i * 4, value)
    })
    measured.setInt16(16, process.outletFlow > 250 ? 3 : 2)
    memory.merker.setUint8(10, process.clearLevel < 1 ? 0x03 : 0x01)
    memory.inputs.setUint16(0, process.outletFlow > 250 ? 0x0707 : 0x0303)
    memory.inputs.setUint16(4, raw(process.pressure / 10))
    memory.outputs.setUint8(0, process.outletFlow > 250 ? 0x07 : 0x03)
  }
  const apply = (): void => {
    process.setpoints.pressure = told.getFloat32(POINTS.pressureSetpoint.byte)
  }
  return s7(pumping, 'S C-B1U880512044', 'CPU 317-2 PN/DP', { memory, refresh, apply })
}

export type Controllers = ReturnType<typeof controllersOf>

export const controllersOf = (process: Process) => ({
  intake: intakeController(process),
  dosing: dosingController(process),
  filtration: filtrationController(process),
  pumping: pumpingController(process),
})
