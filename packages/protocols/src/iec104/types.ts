// ASDU types of IEC 60870-5-104: IEC 60870-5-101:2003, 7.2.1 and 7.3; 60870-5-104:2006, 8. Little-endian.
import type { FunctionRef, ValueType, Verb } from '@nautilus/model'

/** The form of one information element: where its value, qualifier or quality, and time tag lie. */
export type AsduType = {
  readonly function: FunctionRef
  readonly verb: Verb
  /** Bytes of one element without its address; -1 where it has no fixed size. */
  readonly size: number
  readonly value: ValueType | null
  readonly count: number
  /** Bits of the quality that do not belong to the value, at `qualityAt`; 0 where there is none. */
  readonly quality: number
  readonly qualityAt: number
  /** Time tag: its bytes, at the end of the element. */
  readonly time: number
}

const CP24 = 3
const CP56 = 7
const QDS = 0xf1
const SIQ = 0xf0
const BCR = 0x80

type Value = readonly [type: ValueType | null, count: number, size: number, quality: number, qualityAt: number]
const single: Value = ['bit', 1, 1, SIQ, 0]
const double: Value = ['bit', 2, 1, SIQ, 0]
const step: Value = ['u8', 1, 2, QDS, 1]
const bits: Value = ['u32le', 1, 5, QDS, 4]
const short: Value = ['i16le', 1, 3, QDS, 2]
const float: Value = ['f32le', 1, 5, QDS, 4]
const total: Value = ['i32le', 1, 5, BCR, 4]
const bare: Value = ['i16le', 1, 2, 0, 0]
const states: Value = ['bit', 16, 5, QDS, 4]
const protection: Value = ['bit', 2, 3, SIQ, 0]
const starts: Value = ['bit', 6, 4, SIQ, 1]
const circuits: Value = ['bit', 4, 4, SIQ, 1]
const command = (count: number): Value => ['bit', count, 1, 0, 0]
const setShort: Value = ['i16le', 1, 3, 0, 0]
const setFloat: Value = ['f32le', 1, 5, 0, 0]
const setBits: Value = ['u32le', 1, 4, 0, 0]
const nothing = (size: number): Value => [null, 0, size, 0, 0]

type Row = readonly [id: number, name: string, verb: Verb, value: Value, time: number]

const rows: readonly Row[] = [
  [1, 'M_SP_NA_1', 'report', single, 0],
  [2, 'M_SP_TA_1', 'report', single, CP24],
  [3, 'M_DP_NA_1', 'report', double, 0],
  [4, 'M_DP_TA_1', 'report', double, CP24],
  [5, 'M_ST_NA_1', 'report', step, 0],
  [6, 'M_ST_TA_1', 'report', step, CP24],
  [7, 'M_BO_NA_1', 'report', bits, 0],
  [8, 'M_BO_TA_1', 'report', bits, CP24],
  [9, 'M_ME_NA_1', 'report', short, 0],
  [10, 'M_ME_TA_1', 'report', short, CP24],
  [11, 'M_ME_NB_1', 'report', short, 0],
  [12, 'M_ME_TB_1', 'report', short, CP24],
  [13, 'M_ME_NC_1', 'report', float, 0],
  [14, 'M_ME_TC_1', 'report', float, CP24],
  [15, 'M_IT_NA_1', 'report', total, 0],
  [16, 'M_IT_TA_1', 'report', total, CP24],
  [17, 'M_EP_TA_1', 'alarm', protection, CP24],
  [18, 'M_EP_TB_1', 'alarm', starts, CP24],
  [19, 'M_EP_TC_1', 'alarm', circuits, CP24],
  [20, 'M_PS_NA_1', 'report', states, 0],
  [21, 'M_ME_ND_1', 'report', bare, 0],
  [30, 'M_SP_TB_1', 'report', single, CP56],
  [31, 'M_DP_TB_1', 'report', double, CP56],
  [32, 'M_ST_TB_1', 'report', step, CP56],
  [33, 'M_BO_TB_1', 'report', bits, CP56],
  [34, 'M_ME_TD_1', 'report', short, CP56],
  [35, 'M_ME_TE_1', 'report', short, CP56],
  [36, 'M_ME_TF_1', 'report', float, CP56],
  [37, 'M_IT_TB_1', 'report', total, CP56],
  [38, 'M_EP_TD_1', 'alarm', protection, CP56],
  [39, 'M_EP_TE_1', 'alarm', starts, CP56],
  [40, 'M_EP_TF_1', 'alarm', circuits, CP56],
  [41, 'S_IT_TC_1', 'report', nothing(-1), 0],
  [45, 'C_SC_NA_1', 'write', command(1), 0],
  [46, 'C_DC_NA_1', 'write', command(2), 0],
  [47, 'C_RC_NA_1', 'write', command(2), 0],
  [48, 'C_SE_NA_1', 'write', setShort, 0],
  [49, 'C_SE_NB_1', 'write', setShort, 0],
  [50, 'C_SE_NC_1', 'write', setFloat, 0],
  [51, 'C_BO_NA_1', 'write', setBits, 0],
  [58, 'C_SC_TA_1', 'write', command(1), CP56],
  [59, 'C_DC_TA_1', 'write', command(2), CP56],
  [60, 'C_RC_TA_1', 'write', command(2), CP56],
  [61, 'C_SE_TA_1', 'write', setShort, CP56],
  [62, 'C_SE_TB_1', 'write', setShort, CP56],
  [63, 'C_SE_TC_1', 'write', setFloat, CP56],
  [64, 'C_BO_TA_1', 'write', setBits, CP56],
  [70, 'M_EI_NA_1', 'alarm', nothing(1), 0],
  // Secure authentication, IEC 60870-5-7: named only.
  [81, 'S_CH_NA_1', 'authenticate', nothing(-1), 0],
  [82, 'S_RP_NA_1', 'authenticate', nothing(-1), 0],
  [83, 'S_AR_NA_1', 'authenticate', nothing(-1), 0],
  [84, 'S_KR_NA_1', 'authenticate', nothing(-1), 0],
  [85, 'S_KS_NA_1', 'authenticate', nothing(-1), 0],
  [86, 'S_KC_NA_1', 'authenticate', nothing(-1), 0],
  [87, 'S_ER_NA_1', 'authenticate', nothing(-1), 0],
  [90, 'S_US_NA_1', 'authenticate', nothing(-1), 0],
  [91, 'S_UQ_NA_1', 'authenticate', nothing(-1), 0],
  [92, 'S_UR_NA_1', 'authenticate', nothing(-1), 0],
  [93, 'S_UK_NA_1', 'authenticate', nothing(-1), 0],
  [94, 'S_UA_NA_1', 'authenticate', nothing(-1), 0],
  [95, 'S_UC_NA_1', 'authenticate', nothing(-1), 0],
  [100, 'C_IC_NA_1', 'read', nothing(1), 0],
  [101, 'C_CI_NA_1', 'read', nothing(1), 0],
  [102, 'C_RD_NA_1', 'read', nothing(0), 0],
  [103, 'C_CS_NA_1', 'clock', nothing(0), CP56],
  [104, 'C_TS_NA_1', 'diagnose', nothing(2), 0],
  [105, 'C_RP_NA_1', 'reset', nothing(1), 0],
  [106, 'C_CD_NA_1', 'clock', nothing(2), 0],
  [107, 'C_TS_TA_1', 'diagnose', nothing(2), CP56],
  [110, 'P_ME_NA_1', 'configure', setShort, 0],
  [111, 'P_ME_NB_1', 'configure', setShort, 0],
  [112, 'P_ME_NC_1', 'configure', setFloat, 0],
  [113, 'P_AC_NA_1', 'configure', nothing(1), 0],
  [120, 'F_FR_NA_1', 'file', nothing(6), 0],
  [121, 'F_SR_NA_1', 'file', nothing(7), 0],
  [122, 'F_SC_NA_1', 'file', nothing(4), 0],
  [123, 'F_LS_NA_1', 'file', nothing(5), 0],
  [124, 'F_AF_NA_1', 'file', nothing(4), 0],
  [125, 'F_SG_NA_1', 'file', nothing(-1), 0],
  [126, 'F_DR_TA_1', 'file', nothing(6), CP56],
  [127, 'F_SC_NB_1', 'file', nothing(9), CP56],
]

const byId: readonly AsduType[] = (() => {
  const all: AsduType[] = Array.from({ length: 256 }, (_, id) => ({
    function: { code: String(id), name: 'unknown type' },
    verb: 'other',
    size: -1,
    value: null,
    count: 0,
    quality: 0,
    qualityAt: 0,
    time: 0,
  }))
  for (const [id, name, verb, [value, count, size, quality, qualityAt], time] of rows) {
    all[id] = {
      function: { code: String(id), name },
      verb,
      size: size < 0 ? -1 : size + time,
      value,
      count,
      quality,
      qualityAt,
      time,
    }
  }
  return all
})()

export const typeOf = (id: number): AsduType => byId[id & 0xff]!
export const isNamed = (id: number): boolean => byId[id & 0xff]!.function.name !== 'unknown type'
export const isMonitoring = (id: number): boolean => id <= 41 || id === 70
export const isFile = (id: number): boolean => id >= 120 && id <= 127

// IEC 60870-5-101, 7.2.3
const causes: Readonly<Record<number, string>> = {
  1: 'periodic',
  2: 'background scan',
  3: 'spontaneous',
  4: 'initialized',
  5: 'requested',
  6: 'activation',
  7: 'activation confirmed',
  8: 'deactivation',
  9: 'deactivation confirmed',
  10: 'activation terminated',
  11: 'remote command',
  12: 'local command',
  13: 'file transfer',
  14: 'authentication',
  15: 'session key',
  16: 'user role and update key',
  20: 'interrogated by station',
  37: 'counter requested',
  44: 'unknown type',
  45: 'unknown cause',
  46: 'unknown common address',
  47: 'unknown object address',
}
const byCause = Array.from({ length: 64 }, (_, cause) => {
  if (cause > 20 && cause <= 36) return `interrogated by group ${cause - 20}`
  if (cause > 37 && cause <= 41) return `counter group ${cause - 37} requested`
  return causes[cause] ?? `cause ${cause}`
})
export const causeName = (cause: number): string => byCause[cause & 0x3f]!
export const isCause = (cause: number): boolean => cause in causes || (cause > 20 && cause <= 41)
