export { Sensor, type SensorOptions } from './sensor.ts'
export { Sight } from './sight.ts'
export { type FunctionStatistics, ProtocolStatistics } from './statistics.ts'
export { entropyOf, type Service, type Unrecognised } from './unrecognised.ts'
