// modbus-serial on both ends: every function that it has.
import ModbusRTU from 'modbus-serial'
import { mark } from './mark.ts'

const registers = new Uint16Array(200).map((_, i) => i * 3)
const coils = new Uint8Array(200)
const server = new ModbusRTU.ServerTCP(
  {
    getCoil: address => coils[address] === 1,
    getDiscreteInput: address => address % 2 === 0,
    getInputRegister: address => address,
    getHoldingRegister: address => registers[address],
    setCoil: (address, value) => {
      coils[address] = value ? 1 : 0
    },
    setRegister: (address, value) => {
      registers[address] = value
    },
    readDeviceIdentification: () => ({ 0: 'Peer Works', 1: 'PW-1', 2: 'V1.2' }),
  },
  { host: '127.0.0.1', port: 502, unitID: 1 },
)
await new Promise(resolve => server.on('initialized', resolve))

const client = new ModbusRTU()
await client.connectTCP('127.0.0.1', { port: 502 })
client.setID(1)
for (let round = 0; round < 5; round++) {
  await client.readCoils(0, 20)
  await client.readDiscreteInputs(3, 11)
  await client.readHoldingRegisters(10, 5)
  await client.readInputRegisters(0, 8)
  await client.writeCoil(4, true)
  await client.writeCoils(8, [true, false, true])
  await client.writeRegister(12, 700 + round)
  await client.writeRegisters(20, [1, 2, 3, round])
}
await client.readDeviceIdentification(1, 0)
await mark()
client.close(() => server.close(() => process.exit(0)))
