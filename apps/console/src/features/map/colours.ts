// The colour of a protocol.

/** Told apart on light and dark ground, and with the common kinds of colour blindness by their order as well. */
const hues = ['#1391ab', '#d9730d', '#8465f0', '#2f9e62', '#cc4795', '#ab8600', '#3f82e6', '#ad5c35'] as const
/** Frequent protocols keep their colour at every site. */
const fixed = ['modbus', 's7comm', 'enip', 'opcua', 'dnp3', 'bacnet', 'profinet', 'iec104']
const QUIET = '#84909d'

export function colourOf(protocol: string, isQuiet: boolean): string {
  if (isQuiet) return QUIET
  const at = fixed.indexOf(protocol)
  if (at >= 0) return hues[at]!
  let sum = 0
  for (const character of protocol) sum = (sum * 31 + character.codePointAt(0)!) % 9973
  return hues[sum % hues.length]!
}
