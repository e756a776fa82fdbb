// net-snmp on both ends: versions 1, 2c and 3.
import snmp from 'net-snmp'
import { mark } from './mark.ts'

const SYSTEM = '1.3.6.1.2.1.1'
const options = {
  port: 161,
  address: '127.0.0.1',
  disableAuthorization: false,
  accessControlModelType: 0,
  engineID: '8000B98380ABCDEF1234',
}
const agent = snmp.createAgent(options, fault => fault && process.stderr.write(`${fault}\n`))
const authorizer = agent.getAuthorizer()
authorizer.addCommunity('plant')
const user = {
  name: 'watcher',
  level: snmp.SecurityLevel.authPriv,
  authProtocol: snmp.AuthProtocols.sha,
  authKey: 'never shown',
  privProtocol: snmp.PrivProtocols.aes,
  privKey: 'never shown',
}
authorizer.addUser(user)
const mib = agent.getMib()
for (const [name, number, value] of [
  ['sysDescr', 1, 'Peer switch 8 ports, version 4.2'],
  ['sysName', 5, 'switch-peer'],
  ['sysLocation', 6, 'hall 2'],
]) {
  mib.registerProvider({
    name,
    type: snmp.MibProviderType.Scalar,
    oid: `${SYSTEM}.${number}`,
    scalarType: snmp.ObjectType.OctetString,
    maxAccess: 2,
  })
  mib.setScalarValue(name, value)
}

const oids = [1, 5, 6].map(number => `${SYSTEM}.${number}.0`)
const told = (session, act) => new Promise(resolve => act(session, () => resolve()))
for (const version of [snmp.Version1, snmp.Version2c]) {
  const session = snmp.createSession('127.0.0.1', 'plant', { version, port: 161 })
  await told(session, (s, done) => s.get(oids, done))
  await told(session, (s, done) => s.getNext([SYSTEM], done))
  if (version === snmp.Version2c) await told(session, (s, done) => s.getBulk([SYSTEM], 0, 3, done))
  await told(session, (s, done) => s.set([{ oid: oids[2], type: snmp.ObjectType.OctetString, value: 'hall 3' }], done))
  session.close()
}
const secure = snmp.createV3Session('127.0.0.1', user, { port: 161 })
await told(secure, (s, done) => s.get(oids, done))
secure.close()
await mark()
process.exit(0)
