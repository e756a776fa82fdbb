export { newSecret } from './access.ts'
export { type App, defaultLimits, type Limits } from './app.ts'
export { type Auth, openAuth } from './auth.ts'
export { type Permission, permissions, type Role, roles } from './permissions.ts'
export type {
  CheckedRule,
  Decision,
  Fault,
  Figures,
  LiveEvent,
  PlatformPort,
  RemoteBatch,
  RuleTrial,
  Story,
  Taken,
} from './port.ts'
export { createServer, type ServerOptions } from './server.ts'
