export { decodeBatch, encodeBatch, Undecodable } from './codec.ts'
export type { SensorBatch, SensorHealth } from './sensor-batch.ts'
