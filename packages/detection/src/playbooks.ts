/** What to do next, by the id that rules name. */
export const playbooks: Readonly<Record<string, string>> = {
  'PB-01': 'Unauthorised program download',
  'PB-02': 'Controller stopped or its mode changed',
  'PB-03': 'Firmware update outside the window',
  'PB-04': 'Unknown device or vendor laptop',
  'PB-05': 'Pivot from office to plant',
  'PB-06': 'Ransomware on a Windows machine beside the plant',
  'PB-07': 'ARP spoofing, man in the middle',
  'PB-08': 'Access to a safety system',
  'PB-09': 'Denial of service, flooding, network storm',
  'PB-10': 'Unauthorised remote access',
  'PB-11': 'Sensor blind, loss of visibility',
  'PB-12': 'Rogue write, setpoint out of range',
}
