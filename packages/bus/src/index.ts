export { decodeBatch, encodeBatch, Undecodable } from './codec.ts'
export { faultInBatch, faultInHealth } from './faults.ts'
export type { SensorBatch } from './sensor-batch.ts'
