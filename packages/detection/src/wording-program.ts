// What a load into a controller is about, by the names that its makers gave.
import type { OperationEvent } from './event.ts'

/**
 * System data blocks (S7), the hardware configuration (S7-plus), modules of a chassis (Logix) and the configuration of
 * a Tricon tell a controller which modules it has and how it talks. They are no logic.
 */
const hardware = /^(SDB\d+|HWConfiguration|RoutingTables|Communication CommCont|io-module\/)/
const hardwareFunctions = /^(update configuration|set I\/O addresses|parameter area write)$/

export const isHardwareConfiguration = ({
  verb,
  activity: {
    object,
    function: { name },
  },
}: OperationEvent): boolean =>
  (verb === 'download' || verb === 'configure' || verb === 'edit') &&
  (hardware.test(object) || hardwareFunctions.test(name))

/** Clears the whole program or everything that was retained, and not a counter. */
const clearing =
  /^(memory reset|remote latch clear|program area clear|parameter area clear|clear retentives|device reset origin|file memory format|clear all|clear memory)$/

export const clearsMemory = ({ activity }: OperationEvent): boolean => clearing.test(activity.function.name)

/** Counters, buffers and alarm memories: their reset hides traces and does not disturb the process. */
const bookkeeping =
  /clear (counters|overrun|module alarms)|event buffer|diagnostics$|configuration changed flag|freeze/i

export const clearsCounters = ({
  activity: {
    function: { name },
    detail,
  },
}: OperationEvent): boolean => bookkeeping.test(name) || bookkeeping.test(String(detail?.reset ?? detail?.freeze ?? ''))

/** Files are looked after by one rule for all protocols. */
export const isFile = ({
  activity: {
    function: { name },
    object,
  },
}: OperationEvent): boolean => /\bfile\b/i.test(name) || /(^|\/)file[/,]/.test(object)
