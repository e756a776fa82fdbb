export { type FunctionStatistics, ProtocolStatistics } from './statistics.ts'
export { Sensor, type SensorOptions } from './sensor.ts'
