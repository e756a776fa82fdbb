// What the error codes of brokers mean for what was sent. https://kafka.apache.org/protocol#protocol_error_codes
import { retry } from '../answers.ts'
import type { Trouble } from '../kind.ts'

const names: Readonly<Record<number, string>> = {
  ...{ [-1]: 'UNKNOWN_SERVER_ERROR', 2: 'CORRUPT_MESSAGE', 3: 'UNKNOWN_TOPIC_OR_PARTITION', 5: 'LEADER_NOT_AVAILABLE' },
  ...{ 6: 'NOT_LEADER_OR_FOLLOWER', 7: 'REQUEST_TIMED_OUT', 10: 'MESSAGE_TOO_LARGE', 13: 'NETWORK_EXCEPTION' },
  ...{ 17: 'INVALID_TOPIC_EXCEPTION', 18: 'RECORD_LIST_TOO_LARGE', 19: 'NOT_ENOUGH_REPLICAS' },
  ...{ 20: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 29: 'TOPIC_AUTHORIZATION_FAILED', 31: 'CLUSTER_AUTHORIZATION_FAILED' },
  ...{ 33: 'UNSUPPORTED_SASL_MECHANISM', 34: 'ILLEGAL_SASL_STATE', 35: 'UNSUPPORTED_VERSION' },
  ...{ 42: 'INVALID_REQUEST', 43: 'UNSUPPORTED_FOR_MESSAGE_FORMAT', 45: 'OUT_OF_ORDER_SEQUENCE_NUMBER' },
  ...{ 46: 'DUPLICATE_SEQUENCE_NUMBER', 47: 'INVALID_PRODUCER_EPOCH', 56: 'KAFKA_STORAGE_ERROR' },
  ...{ 58: 'SASL_AUTHENTICATION_FAILED', 59: 'UNKNOWN_PRODUCER_ID', 74: 'FENCED_LEADER_EPOCH' },
  ...{ 76: 'UNSUPPORTED_COMPRESSION_TYPE', 87: 'INVALID_RECORD', 89: 'THROTTLING_QUOTA_EXCEEDED' },
}

const nameOf = (code: number): string => names[code] ?? `error ${code}`

/** What a person has to do; said after the name. */
const acts: Readonly<Record<number, string>> = {
  3: 'The topic is not there: make it, or let the brokers make topics.',
  17: 'The brokers take no topic of this name.',
  29: 'The user may not write to the topic: it needs the right WRITE.',
  31: 'The user may not be an idempotent producer: it needs IDEMPOTENT_WRITE, or switch idempotence off here.',
  33: 'The brokers do not take this mechanism.',
  35: 'The brokers are too old: Kafka 1.0 is the oldest.',
  43: 'The topic keeps an old format of messages: Kafka 0.11 is the oldest.',
  58: 'User or password are wrong.',
  76: 'The brokers do not take gzip: send without compression.',
}

const CREDENTIALS = new Set([29, 31, 33, 58])

/** Another broker leads the partition now; or it does soon. */
export const isMoved = (code: number): boolean => [3, 5, 6, 74].includes(code)
/** What the broker knew of this producer is gone: it begins anew, and nothing of the batch was kept. */
export const isForgotten = (code: number): boolean => [45, 47, 59].includes(code)
/** It is there from a try whose answer was lost. */
export const isThere = (code: number): boolean => code === 46

/** `text`: what the broker adds. */
export function troubleOfCode(code: number, where: string, text: string | null = null): Trouble {
  const why = [`${where}: ${nameOf(code)}.`, acts[code], text].filter(Boolean).join(' ').slice(0, 400)
  if (code === 10 || code === 18 || code === 87) return { kind: 'smaller', why }
  if (acts[code] !== undefined)
    return { kind: 'fault', why, ...(CREDENTIALS.has(code) ? { about: 'credentials' as const } : {}) }
  return retry(why)
}
