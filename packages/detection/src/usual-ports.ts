/** Ports of services that hide others, and what is spoken there by right (IANA). */
export const usual: ReadonlyMap<number, readonly string[]> = new Map([
  [21, ['ftp']],
  [22, ['ssh']],
  [23, ['telnet']],
  [53, ['dns']],
  [80, ['http', 'tls', 'opcua']],
  [102, ['s7comm', 's7comm-plus', 'mms', 'cotp', 'goose', 'sampled-values']], // RFC 1006; IEC 61850-90-5,
  [123, ['ntp']],
  [139, ['smb']],
  [443, ['tls', 'http', 'openvpn', 'opcua', 'teamviewer']],
  [445, ['smb']],
  [502, ['modbus']],
  [2404, ['iec104']],
  [3389, ['rdp']],
  [4840, ['opcua', 'tls']],
  [20000, ['dnp3', 'tls']],
  [44818, ['enip', 'tls']],
])
