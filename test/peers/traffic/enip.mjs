// st-ethernet-ip as the client, connected and unconnected: identity, clock, tag list, tags alone and in groups, a tag
// that there is not.
import { Controller, EthernetIP, Tag, TagGroup } from 'st-ethernet-ip'
import { logix } from './logix.mjs'
import { mark } from './mark.ts'

const server = await logix(44_818)
const { DINT, REAL } = EthernetIP.CIP.DataTypes.Types

for (const connected of [true, false]) {
  const plc = new Controller(connected)
  await plc.connect('127.0.0.1', 0)
  await plc.readWallClock()
  await plc.writeWallClock(new Date(Date.UTC(2026, 0, 12, 3, 4, 5)))
  const level = new Tag('Level', null, REAL)
  const setPoint = new Tag('SetPoint', null, DINT)
  for (let round = 0; round < 4; round++) {
    await plc.readTag(level)
    setPoint.value = 60 + round
    await plc.writeTag(setPoint)
    const group = new TagGroup()
    for (const name of ['Pump', 'SetPoint']) group.add(new Tag(name, null, DINT))
    await plc.readTagGroup(group)
  }
  await plc.readTag(new Tag('Nowhere', null, DINT)).catch(() => {})
  await plc.disconnect()
}
await mark()
server.close(() => process.exit(0))
