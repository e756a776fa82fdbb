export type { NatsConnection } from '@nats-io/transport-node'
export { answer, ask, Nobody, Silence, TooMuch } from './ask.ts'
export { type BusOptions, credentialsIn, NoBus, openBus, whyOf } from './connection.ts'
export {
  accountToken,
  type BusKeys,
  isSignedBy,
  issuerOf,
  newBusKeys,
  ownCredentials,
  readBusKeys,
  type ServerFile,
  sensorCredentials,
  serverFile,
  signAs,
} from './keys.ts'
export type { Outgoing } from './message.ts'
export { mostBytes, publish, WINDOW } from './publish.ts'
export { Missing } from './queue.ts'
export { tellRevoked } from './revoke.ts'
export { type BusServer, startBusServers } from './server.ts'
export { ensureStreams, type StreamOptions } from './stream.ts'
export * from './subjects.ts'
export { type Delivered, type Taking, takePartition } from './take.ts'
