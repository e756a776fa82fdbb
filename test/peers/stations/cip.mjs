// st-ethernet-ip as the panel of a Logix controller. npm has no CIP server: what answers is written from the specification.
import { Controller, EthernetIP, Tag } from 'st-ethernet-ip'
import { logix } from '../traffic/logix.mjs'
import { cycle, other, own, ready, role, until } from './station.ts'

async function panel() {
  const { DINT, REAL } = EthernetIP.CIP.DataTypes.Types
  const controller = await until(async () => {
    const made = new Controller(true)
    await made.connect(other, 0)
    return made
  })
  const level = new Tag('Level', null, REAL)
  const setPoint = new Tag('SetPoint', null, DINT)
  await cycle(async number => {
    await controller.readTag(level)
    if (number % 4 > 0) return
    setPoint.value = 60 + (number % 3)
    await controller.writeTag(setPoint)
  })
}

if (role === 'controller') {
  await logix(44_818, own)
  ready()
} else await panel()
