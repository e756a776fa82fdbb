// @bacnet-js/client on both ends, which a device and a workstation are on this network: they speak from port 47808 to 47808.
import bacnet from '@bacnet-js/client'
import { mark } from './mark.ts'

const Client = bacnet.default ?? bacnet
const { ApplicationTag, ObjectType, PropertyIdentifier, ErrorClass, ErrorCode, ConfirmedServiceChoice } = await import(
  '@bacnet-js/client'
)
const DEVICE = '127.0.0.2'
const device = new Client({ interface: DEVICE, port: 47_808, broadcastAddress: '127.255.255.255', apduTimeout: 3000 })
const station = new Client({
  interface: '127.0.0.3',
  port: 47_808,
  broadcastAddress: '127.255.255.255',
  apduTimeout: 3000,
})
const real = value => ({ type: ApplicationTag.REAL, value })

await Promise.all([device, station].map(one => new Promise(resolve => one.once('listening', resolve))))
device.on('whoIs', ({ header }) => device.iAmResponse(header.sender, 4711, 3, 260))
device.on('readProperty', ({ header, invokeId, payload: { objectId, property } }) => {
  if (objectId.type === ObjectType.ANALOG_INPUT)
    return device.readPropertyResponse(header.sender, invokeId, objectId, property, [real(21.5)])
  device.errorResponse(
    header.sender,
    ConfirmedServiceChoice.READ_PROPERTY,
    invokeId,
    ErrorClass.OBJECT,
    ErrorCode.UNKNOWN_OBJECT,
  )
})
device.on('readPropertyMultiple', ({ header, invokeId, payload: { properties } }) => {
  const values = properties.map(({ objectId, properties: asked }) => ({
    objectId,
    values: asked.map(property => ({ property, value: [real(3.25)] })),
  }))
  device.readPropertyMultipleResponse(header.sender, invokeId, values)
})
for (const event of ['writeProperty', 'subscribeCov', 'deviceCommunicationControl', 'reinitializeDevice']) {
  device.on(event, ({ header, service, invokeId }) => device.simpleAckResponse(header.sender, service, invokeId))
}

const to = { address: DEVICE }
const input = { type: ObjectType.ANALOG_INPUT, instance: 3 }
const output = { type: ObjectType.ANALOG_OUTPUT, instance: 1 }
const heard = new Promise(resolve => station.once('iAm', resolve))
station.whoIs(to)
await heard
for (let i = 0; i < 5; i++) await station.readProperty(to, input, PropertyIdentifier.PRESENT_VALUE)
await station.readProperty(to, output, PropertyIdentifier.PRESENT_VALUE).catch(() => {})
await station.readPropertyMultiple(to, [
  {
    objectId: input,
    properties: [{ id: PropertyIdentifier.PRESENT_VALUE }, { id: PropertyIdentifier.RELINQUISH_DEFAULT }],
  },
])
await station.writeProperty(to, output, PropertyIdentifier.PRESENT_VALUE, [real(44)], { priority: 8 })
await station.subscribeCov(to, input, 7, false, false, 60)
await station.deviceCommunicationControl(to, 1, 0, { password: 'never shown' })
await station.reinitializeDevice(to, 1, { password: 'never shown' })
station.timeSync(to, new Date(Date.UTC(2026, 0, 12, 3)))
await mark()
process.exit(0)
