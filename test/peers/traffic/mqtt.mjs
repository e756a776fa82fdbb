// aedes and mqtt.js: every quality of service, a last will and a log-in.
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { connectAsync } from 'mqtt'
import { mark } from './mark.ts'

const broker = await Aedes.createBroker()
const server = createServer(broker.handle)
await new Promise(resolve => server.listen(1883, '127.0.0.1', resolve))

// aedes speaks 3.1 and 3.1.1.
for (const [protocolId, protocolVersion] of [
  ['MQIsdp', 3],
  ['MQTT', 4],
]) {
  const will = { topic: 'plant/line1/state', payload: Buffer.from('offline'), qos: 1 }
  const login = { username: 'line1', password: 'never shown' }
  const client = await connectAsync('mqtt://127.0.0.1', {
    protocolId,
    protocolVersion,
    clientId: `peer-${protocolVersion}`,
    will,
    ...login,
  })
  await client.subscribeAsync('plant/+/temperature', { qos: 2 })
  for (const qos of [0, 1, 2]) {
    const heard = new Promise(resolve => client.once('message', resolve))
    await client.publishAsync('plant/line1/temperature', `21.${qos}`, { qos, retain: qos === 1 })
    await heard
  }
  await client.unsubscribeAsync('plant/+/temperature')
  await client.endAsync()
}
await mark()
broker.close(() => server.close(() => process.exit(0)))
