export { Sensor, type SensorOptions } from './sensor.ts'
export { type FunctionStatistics, ProtocolStatistics } from './statistics.ts'
