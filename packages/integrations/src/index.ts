export { techniqueOf } from './attack.ts'
export { address, faultsOf, filledIn, isOn, LONGEST, overHttp } from './fields.ts'
export {
  type About,
  type Answer,
  type Field,
  type Kind,
  type Line,
  type Mapping,
  type Ref,
  type Refs,
  type RemoteChange,
  type Sender,
  type Settings,
  type Target,
  type Technique,
  type Trouble,
  Unreached,
  type Wire,
  type WireAnswer,
  type WireRequest,
} from './kind.ts'
export { kindOf, kinds } from './registry.ts'
export {
  type Change,
  type CmdbDevice,
  changeFields,
  cmdbFields,
  PullFailed,
  pullFaults,
  readChanges,
  readCmdb,
} from './servicenow/pull.ts'
export { type StixBundle, type StixOptions, stixOf } from './stix/bundle.ts'
export { type Tlp, tlps } from './stix/objects.ts'
export { publicOf, secretFault, signatures } from './webhook/sign.ts'
