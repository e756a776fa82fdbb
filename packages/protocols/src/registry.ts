// One line per protocol. The order of names means nothing: structure and ports decide who is tried first.
export { arp } from './arp/index.ts'
export { dnp3 } from './dnp3/index.ts'
export { icmp } from './icmp/index.ts'
export { lldp } from './lldp/index.ts'
export { modbus } from './modbus/index.ts'
export { modbusRtu } from './modbus-rtu/index.ts'
export { s7comm } from './s7comm/index.ts'
export { s7commPlus } from './s7comm-plus/index.ts'
