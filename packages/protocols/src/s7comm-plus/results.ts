// Results of S7comm-plus: a 64-bit number whose low 16 bits are the code, signed; negative is a failure, positive a remark.
// Names after the public Wireshark plugin and the open S7CommPlusDriver.
import type { FunctionRef } from '@nautilus/model'
import type { Reply } from './message.ts'
import { FN } from './names.ts'

const NAMES: Readonly<Partial<Record<number, string>>> = {
  [-1]: 'unknown error',
  [-2]: 'invalid value type',
  [-3]: 'invalid argument value',
  [-4]: 'not enough memory',
  [-12]: 'object not found',
  [-17]: 'invalid CRC',
  [-118]: 'session not legitimated',
  [-134]: 'multi-ES not supported',
  [-255]: 'invalid LID',
}

const codeOf = (result: bigint): number => Number(BigInt.asIntN(16, result))

export const isFailure = (reply: Reply): boolean =>
  codeOf(reply.result) < 0 || reply.function === FN.error || reply.function === FN.error2

export function refusalOf(reply: Reply): FunctionRef {
  const code = codeOf(reply.result)
  return { code: String(code), name: NAMES[code] ?? 'refused' }
}
