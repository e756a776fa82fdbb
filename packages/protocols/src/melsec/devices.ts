// Devices and their numbers. Mitsubishi SH(NA)-080956ENG, SLMP Reference Manual, 5.2: device codes.

/** Letters, and whether the number is written in hexadecimal; `bits` of one point each. */
type Device = { readonly name: string; readonly hex: boolean; readonly bits: boolean }

const of = (name: string, bits: boolean, hex = false): Device => ({ name, hex, bits })

const devices: Readonly<Record<number, Device>> = Object.freeze({
  0x90: of('M', true),
  0x91: of('SM', true),
  0x92: of('L', true),
  0x93: of('F', true),
  0x94: of('V', true),
  0x98: of('S', true),
  0x9c: of('X', true, true),
  0x9d: of('Y', true, true),
  0xa0: of('B', true, true),
  0xa1: of('SB', true, true),
  0xa2: of('DX', true, true),
  0xa3: of('DY', true, true),
  0xa8: of('D', false),
  0xa9: of('SD', false),
  0xaf: of('R', false),
  0xb0: of('ZR', false),
  0xb4: of('W', false, true),
  0xb5: of('SW', false, true),
  0xc0: of('TC', true),
  0xc1: of('TS', true),
  0xc2: of('TN', false),
  0xc3: of('CC', true),
  0xc4: of('CS', true),
  0xc5: of('CN', false),
  0xc6: of('SC', true),
  0xc7: of('SS', true),
  0xc8: of('SN', false),
  0xcc: of('Z', false),
})

/** `D100`, `D100-109`, `X1A-1F`; a word of bit devices holds sixteen points. */
export function addressOf(code: number, number: number, count: number, words: boolean): string {
  const device = devices[code] ?? of(`device 0x${code.toString(16)}/`, false)
  const points = device.bits && words ? 16 * count : count
  const text = (value: number): string => (device.hex ? value.toString(16).toUpperCase() : String(value))
  const first = `${device.name}${text(number)}`
  return points > 1 ? `${first}-${text(number + points - 1)}` : first
}

export const deviceName = (code: number): string => devices[code]?.name ?? `0x${code.toString(16)}`
