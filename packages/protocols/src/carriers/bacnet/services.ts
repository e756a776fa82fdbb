// Names and verbs of BACnet services. ASHRAE 135-2020, clause 21 (BACnetConfirmedServiceChoice, …Unconfirmed…).
import type { Verb } from '@nautilus/model'

export type Service = { readonly name: string; readonly verb: Verb }

export const confirmed: Readonly<Record<number, Service>> = {
  0: { name: 'acknowledgeAlarm', verb: 'acknowledge' },
  1: { name: 'confirmedCOVNotification', verb: 'report' },
  2: { name: 'confirmedEventNotification', verb: 'alarm' },
  3: { name: 'getAlarmSummary', verb: 'diagnose' },
  4: { name: 'getEnrollmentSummary', verb: 'diagnose' },
  5: { name: 'subscribeCOV', verb: 'subscribe' },
  6: { name: 'atomicReadFile', verb: 'file' },
  7: { name: 'atomicWriteFile', verb: 'file' },
  8: { name: 'addListElement', verb: 'configure' },
  9: { name: 'removeListElement', verb: 'configure' },
  10: { name: 'createObject', verb: 'configure' },
  11: { name: 'deleteObject', verb: 'delete' },
  12: { name: 'readProperty', verb: 'read' },
  13: { name: 'readPropertyConditional', verb: 'read' },
  14: { name: 'readPropertyMultiple', verb: 'read' },
  15: { name: 'writeProperty', verb: 'write' },
  16: { name: 'writePropertyMultiple', verb: 'write' },
  17: { name: 'deviceCommunicationControl', verb: 'configure' },
  18: { name: 'confirmedPrivateTransfer', verb: 'other' },
  19: { name: 'confirmedTextMessage', verb: 'other' },
  20: { name: 'reinitializeDevice', verb: 'reset' },
  21: { name: 'vtOpen', verb: 'connect' },
  22: { name: 'vtClose', verb: 'connect' },
  23: { name: 'vtData', verb: 'other' },
  24: { name: 'authenticate', verb: 'authenticate' },
  25: { name: 'requestKey', verb: 'authenticate' },
  26: { name: 'readRange', verb: 'read' },
  27: { name: 'lifeSafetyOperation', verb: 'acknowledge' },
  28: { name: 'subscribeCOVProperty', verb: 'subscribe' },
  29: { name: 'getEventInformation', verb: 'diagnose' },
  30: { name: 'subscribeCOVPropertyMultiple', verb: 'subscribe' },
  31: { name: 'confirmedCOVNotificationMultiple', verb: 'report' },
  32: { name: 'confirmedAuditNotification', verb: 'report' },
  33: { name: 'auditLogQuery', verb: 'diagnose' },
}

export const unconfirmed: Readonly<Record<number, Service>> = {
  0: { name: 'i-Am', verb: 'discover' },
  1: { name: 'i-Have', verb: 'discover' },
  2: { name: 'unconfirmedCOVNotification', verb: 'report' },
  3: { name: 'unconfirmedEventNotification', verb: 'alarm' },
  4: { name: 'unconfirmedPrivateTransfer', verb: 'other' },
  5: { name: 'unconfirmedTextMessage', verb: 'other' },
  6: { name: 'timeSynchronization', verb: 'clock' },
  7: { name: 'who-Has', verb: 'discover' },
  8: { name: 'who-Is', verb: 'discover' },
  9: { name: 'utcTimeSynchronization', verb: 'clock' },
  10: { name: 'writeGroup', verb: 'write' },
  11: { name: 'unconfirmedCOVNotificationMultiple', verb: 'report' },
  12: { name: 'unconfirmedAuditNotification', verb: 'report' },
  13: { name: 'who-Am-I', verb: 'discover' },
  14: { name: 'you-Are', verb: 'configure' },
}

const unknown: Service = { name: 'unknown service', verb: 'other' }
export const confirmedService = (service: number): Service => confirmed[service] ?? unknown
export const unconfirmedService = (service: number): Service => unconfirmed[service] ?? unknown

export const rejectReasons: readonly string[] = [
  'other',
  'buffer-overflow',
  'inconsistent-parameters',
  'invalid-parameter-data-type',
  'invalid-tag',
  'missing-required-parameter',
  'parameter-out-of-range',
  'too-many-arguments',
  'undefined-enumeration',
  'unrecognized-service',
]

export const abortReasons: readonly string[] = [
  'other',
  'buffer-overflow',
  'invalid-apdu-in-this-state',
  'preempted-by-higher-priority-task',
  'segmentation-not-supported',
  'security-error',
  'insufficient-security',
  'window-size-out-of-range',
  'application-exceeded-reply-time',
  'out-of-resources',
  'tsm-timeout',
  'apdu-too-long',
]
