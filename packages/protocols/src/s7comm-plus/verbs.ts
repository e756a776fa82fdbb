// What a request of S7comm-plus means in shared words. Where the ids do not decide, the generic verb of the function.
import type { Verb } from '@nautilus/model'
import type { Address, Asked } from './content.ts'
import type { Request } from './message.ts'
import { blockName, CLASS, FN, ID, isDownloadMethod, isDynamic, isSecret, programClass, RID } from './names.ts'

const GENERIC: Readonly<Partial<Record<number, Verb>>> = {
  [FN.explore]: 'diagnose', // lists what is inside
  [FN.setVariable]: 'write',
  [FN.getVariable]: 'read',
  [FN.getLink]: 'read',
  [FN.setMulti]: 'write',
  [FN.getMulti]: 'read',
  [FN.setSubStreamed]: 'write',
  [FN.getSubStreamed]: 'read',
  [FN.getAddress]: 'read',
  [FN.deleteObject]: 'delete',
  [FN.initSsl]: 'connect',
}

/** What the session knows beyond the message: objects the client made, and whether a transaction on the program is open. */
export type Context = { readonly made: ReadonlyMap<number, Verb>; readonly sequence: Verb | null }

export function verbOf(request: Request, asked: Asked, context: Context): Verb {
  switch (request.function) {
    case FN.createObject:
      return creation(asked)
    case FN.deleteObject:
      return deletion(request, asked, context)
    case FN.setVariable:
    case FN.setMulti:
    case FN.setSubStreamed:
      return writing(request, asked, context)
    case FN.explore:
      return exploring(asked)
    case FN.getSubStreamed:
      return asked.addresses[0]?.path[0] === ID.identification ? 'discover' : 'read'
    case FN.beginSequence:
      return sequence(asked)
    case FN.endSequence:
      return context.sequence ?? 'other'
    case FN.invoke:
      return invoking(asked, context)
    default:
      return GENERIC[request.function] ?? 'other'
  }
}

const invoking = ({ target, ids }: Asked, { made }: Context): Verb =>
  isDownloadMethod(ids[0] ?? 0) ? 'download' : made.get(target) === 'file' ? 'file' : 'other'

function creation({ target, objects }: Asked): Verb {
  const made = objects[0]
  if (!made) return 'other'
  if (made.class === CLASS.session) return 'connect'
  if (made.class === CLASS.subscription || made.class === CLASS.alarmSubscription) return 'subscribe'
  if (made.class === CLASS.files) return 'file'
  if (programClass(made.class)) return 'download'
  // What is made below the station, its hardware or its program comes from the project.
  return target === RID.station || target === RID.hardware || target === RID.program ? 'download' : 'other'
}

function deletion({ session }: Request, { target }: Asked, { made }: Context): Verb {
  if (target === session) return 'connect' // closes the session
  const maker = made.get(target)
  if (maker === 'connect' || maker === 'subscribe') return maker
  return isDynamic(target) || maker ? 'other' : 'delete'
}

/** Operating states that are asked for: 1 stop, 2 stop and clear retentive data, 3 run, 4 run redundant. */
const STATES: Readonly<Partial<Record<number, Verb>>> = { 1: 'stop', 2: 'reset', 3: 'start', 4: 'start' }

function writing({ session }: Request, asked: Asked, { made }: Context): Verb {
  const { addresses, values } = asked
  const state = addresses.findIndex(a => a.rid === RID.cpuExecUnit && a.path[0] === ID.operatingStateRequest)
  if (state >= 0) return STATES[values[state]?.numbers[0] ?? 0] ?? 'mode'
  if (addresses.some(a => isSecret(a.path[0]))) return 'authenticate'
  if (addresses.some(a => a.path[0] === ID.memoryReset || a.path[0] === ID.reset)) return 'reset'
  if (addresses.some(a => a.path[0] === ID.localTime || a.path[0] === ID.systemTime)) return 'clock'
  const [first] = addresses
  if (!first) return 'write'
  if (first.rid === session) return 'connect'
  if (made.get(first.rid) === 'subscribe' || isSubscription(first)) return 'subscribe'
  if (blockName(first.rid) && !isValue(first)) return 'download'
  return isStation(first.rid) ? 'configure' : 'write'
}

/** 1048 to 1054: the list, the cycle, the credit of a subscription. */
const isSubscription = ({ rid, path: [id = 0] }: Address): boolean => isDynamic(rid) && id >= 1048 && id <= 1054

const isValue = ({ path: [id] }: Address): boolean => id === ID.dbActual || id === ID.dbInitial || id === ID.areaActual

/** Objects every station has, save the process areas I, Q, M, C and T (80 to 84). */
const isStation = (rid: number): boolean => rid > 0 && rid < 256 && (rid < 80 || rid > 84)

/** Everything below the program, or the code itself: the program leaves the controller. */
function exploring({ target, ids, whole }: Asked): Verb {
  const isProgram = target === RID.program || blockName(target) !== null
  if (ids.includes(ID.code)) return 'upload'
  return isProgram && ids.length === 0 && whole ? 'upload' : 'diagnose'
}

const sequence = ({ target, objects }: Asked): Verb =>
  target === RID.program || objects[0]?.attributes.get(ID.name)?.text === 'DLTransaction' ? 'download' : 'other'
