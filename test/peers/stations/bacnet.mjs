// @bacnet-js/client on both ends: the controller of an air handling unit, and the workstation of the building.
import bacnet, { ApplicationTag, ErrorClass, ErrorCode, ObjectType, PropertyIdentifier } from '@bacnet-js/client'
import { cycle, other, ready, role } from './station.ts'

const Client = bacnet.default ?? bacnet
const peer = new Client({ port: 47_808, broadcastAddress: other.replace(/\d+$/, '255'), apduTimeout: 2000 })
await new Promise(resolve => peer.once('listening', resolve))

const DEVICE = 4711
const text = value => [{ type: ApplicationTag.CHARACTER_STRING, value }]
const number = value => [{ type: ApplicationTag.UNSIGNED_INTEGER, value }]
/** What the device object says (ASHRAE 135, 12.11). */
const identity = new Map([
  [PropertyIdentifier.OBJECT_NAME, text('AHU-3')],
  [PropertyIdentifier.VENDOR_NAME, text('Delta Controls')],
  [PropertyIdentifier.VENDOR_IDENTIFIER, number(8)],
  [PropertyIdentifier.MODEL_NAME, text('DSC-1280')],
  [PropertyIdentifier.FIRMWARE_REVISION, text('3.40.R4')],
  [PropertyIdentifier.APPLICATION_SOFTWARE_VERSION, text('V2.1')],
  [PropertyIdentifier.LOCATION, text('Roof, hall 2')],
])

function device() {
  peer.on('whoIs', ({ header }) => peer.iAmResponse(header.sender, DEVICE, 3, 8))
  peer.on('readProperty', ({ header, service, invokeId, payload: { objectId, property } }) => {
    const values =
      objectId.type === ObjectType.DEVICE
        ? identity.get(property.id)
        : [{ type: ApplicationTag.REAL, value: 20 + Math.random() }]
    if (values) return peer.readPropertyResponse(header.sender, invokeId, objectId, property, values)
    peer.errorResponse(header.sender, service, invokeId, ErrorClass.PROPERTY, ErrorCode.UNKNOWN_PROPERTY)
  })
  peer.on('writeProperty', ({ header, service, invokeId }) => peer.simpleAckResponse(header.sender, service, invokeId))
  ready()
}

async function workstation() {
  const to = { address: other }
  const found = new Promise(resolve => peer.once('iAm', resolve))
  // To all: the device hears it, whoever it is.
  const asking = setInterval(() => peer.whoIs(), 300)
  await found
  clearInterval(asking)
  const itself = { type: ObjectType.DEVICE, instance: DEVICE }
  for (const property of identity.keys()) await peer.readProperty(to, itself, property)
  const input = { type: ObjectType.ANALOG_INPUT, instance: 3 }
  const output = { type: ObjectType.ANALOG_OUTPUT, instance: 1 }
  await cycle(async round => {
    await peer.readProperty(to, input, PropertyIdentifier.PRESENT_VALUE)
    if (round % 10 > 0) return
    const value = [{ type: ApplicationTag.REAL, value: 44 }]
    await peer.writeProperty(to, output, PropertyIdentifier.PRESENT_VALUE, value, { priority: 16 })
  })
}

if (role === 'device') device()
else await workstation()
