// aedes and mqtt.js: a broker, a gateway that publishes, and a program that listens to it.
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { connectAsync } from 'mqtt'
import { cycle, other, own, ready, role, until } from './station.ts'

if (role === 'broker') {
  const broker = await Aedes.createBroker()
  createServer(broker.handle).listen(1883, own, ready)
} else {
  const client = await until(() => connectAsync(`mqtt://${other}`, { clientId: `${role}-1`, reconnectPeriod: 0 }))
  if (role === 'gateway')
    await cycle(() => client.publishAsync('plant/line1/temperature', String(20 + Math.random()), { qos: 1 }))
  await client.subscribeAsync('plant/line1/#', { qos: 1 })
  ready()
}
