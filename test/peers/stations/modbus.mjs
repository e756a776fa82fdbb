// modbus-serial: a controller that says who it is, and the panel that polls it and sets one value.
import ModbusRTU from 'modbus-serial'
import { cycle, other, own, ready, role, until } from './station.ts'

function controller() {
  const registers = new Uint16Array(400).map((_, i) => 1000 + i)
  const coils = new Uint8Array(64)
  const server = new ModbusRTU.ServerTCP(
    {
      getCoil: address => coils[address] === 1,
      getHoldingRegister: address => registers[address],
      getInputRegister: address => 200 + address + Math.floor(Math.random() * 5),
      setCoil: (address, value) => {
        coils[address] = value ? 1 : 0
      },
      setRegister: (address, value) => {
        registers[address] = value
      },
      readDeviceIdentification: () => ({ 0: 'Schneider Electric', 1: 'TM241CE24R', 2: 'V5.1.9.21' }),
    },
    { host: own, port: 502, unitID: 1 },
  )
  server.on('initialized', ready)
}

async function panel() {
  const client = new ModbusRTU()
  client.setTimeout(2000)
  await until(() => client.connectTCP(other, { port: 502 }))
  client.setID(1)
  await client.readDeviceIdentification(2, 0)
  await cycle(async number => {
    await client.readHoldingRegisters(0, 10)
    await client.readInputRegisters(0, 8)
    await client.readCoils(0, 16)
    if (number % 2 === 0) await client.writeRegister(5, 1005 + (number % 4))
  })
}

if (role === 'controller') controller()
else await panel()
