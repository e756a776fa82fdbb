import { fact, type Prints, role } from './fingerprint.ts'

export const descriptions: Prints = {
  title: 'system descriptions',
  basis: 'What makers write into sysDescr (RFC 3418) and the system description of LLDP (IEEE 802.1AB).',
  attributes: ['description'],
  source: /^(snmp|lldp|cdp)/,
  prints: [
    role(
      /SCALANCE[ -]?[SM]\b|SCALANCE S\d/i,
      'Siemens, SIMATIC NET, SCALANCE S615',
      'router',
      0.7,
      'SCALANCE security router',
      { vendor: 'Siemens' },
    ),
    role(/SCALANCE/i, 'Siemens AG SIMATIC S7 MULTIPORT SCALANCE X 200 FAM', 'switch', 0.85, 'SCALANCE switch', {
      vendor: 'Siemens',
    }),
    role(/SIMATIC.*\bCPU/i, 'Siemens, SIMATIC S7, CPU-1200', 'controller', 0.8, 'SIMATIC CPU', { vendor: 'Siemens' }),
    role(/SIMATIC.*\bHMI|Comfort Panel/i, 'Siemens, SIMATIC HMI, TP700 Comfort', 'HMI', 0.85, 'HMI panel', {
      vendor: 'Siemens',
    }),
    role(/RUGGEDCOM|RuggedSwitch/i, 'RuggedCom RuggedSwitch RSG2100', 'switch', 0.8, 'RuggedCom switch', {
      vendor: 'RuggedCom',
    }),
    role(/Hirschmann.*(EAGLE|Firewall)/i, 'Hirschmann EAGLE One', 'firewall', 0.85, 'Hirschmann firewall', {
      vendor: 'Hirschmann',
    }),
    role(/Hirschmann|\bMICE\b|RS20-|OpenRail/i, 'Hirschmann RS20-0800', 'switch', 0.8, 'Hirschmann switch', {
      vendor: 'Hirschmann',
    }),
    role(/\bMoxa\b.*(EDS|switch)|\bEDS-\w+/i, 'MOXA EDS-405A', 'switch', 0.8, 'Moxa switch', { vendor: 'Moxa' }),
    role(/\b(MGate|NPort)\b/i, 'NPort 5110', 'gateway', 0.8, 'Moxa serial gateway', { vendor: 'Moxa' }),
    role(/\bFL SWITCH|\bFL NAT/i, 'FL SWITCH 2208', 'switch', 0.8, 'Phoenix Contact switch', {
      vendor: 'Phoenix Contact',
    }),
    role(/\bmGuard\b/i, 'FL MGUARD RS4000', 'firewall', 0.85, 'mGuard', { vendor: 'Phoenix Contact' }),
    role(/\bWeOS\b|\bWestermo\b/i, 'Westermo WeOS v4.28', 'switch', 0.7, 'Westermo', { vendor: 'Westermo' }),
    role(/\bFortiGate|\bFortiOS/i, 'FortiGate-60F', 'firewall', 0.9, 'FortiGate', { vendor: 'Fortinet' }),
    role(/\bPAN-OS|Palo Alto/i, 'Palo Alto Networks PA-220', 'firewall', 0.9, 'Palo Alto firewall', {
      vendor: 'Palo Alto Networks',
    }),
    role(
      /Adaptive Security Appliance/i,
      'Cisco Adaptive Security Appliance Version 9.8',
      'firewall',
      0.9,
      'Cisco ASA',
      { vendor: 'Cisco' },
    ),
    role(
      /\b(Aruba|ProCurve|ProVision)\b.*\b(Switch|J[LE]?\d)/i,
      'Aruba JL259A 2930F-24G-4SFP Switch',
      'switch',
      0.85,
      'Aruba switch',
      { vendor: 'Aruba' },
    ),
    role(/\bSummit\d|ExtremeXOS/i, 'Summit300-48 - Version 7.4e.1', 'switch', 0.8, 'Extreme Networks switch', {
      vendor: 'Extreme Networks',
    }),
    role(
      /Cisco (IOS|Internetwork).*\b(C\d{3,4}|IE\d{4}|CE500|ISR)\b/i,
      'Cisco IOS Software, CE500 Software',
      'switch',
      0.5,
      'Cisco IOS',
      { vendor: 'Cisco' },
    ),
    fact(/Cisco (IOS|Internetwork)/i, 'Cisco Internetwork Operating System Software', 0.8, 'Cisco IOS', {
      vendor: 'Cisco',
    }),
    role(
      /\bJETDIRECT|LaserJet|OfficeJet/i,
      'HP ETHERNET MULTI-ENVIRONMENT,JETDIRECT,JD153',
      'printer',
      0.9,
      'HP printer',
      { vendor: 'Hewlett-Packard' },
    ),
    role(/\bprinter\b|\bBrother NC-|\bKYOCERA|\bLexmark\b/i, 'Brother NC-8300h', 'printer', 0.85, 'printer'),
    role(/\bnetwork camera\b|\bAXIS\b/i, 'AXIS P1365 Network Camera', 'camera', 0.85, 'network camera'),
    role(/\b(IP|VoIP) ?phone\b/i, 'Cisco IP Phone 7945', 'phone', 0.85, 'IP phone'),
    role(
      /Windows.*(Server|Version 5\.2)/i,
      'Hardware: x86 - Software: Windows Server 2019',
      'server',
      0.5,
      'Windows Server',
      { os: 'Windows Server' },
    ),
    fact(/Software: Windows/i, 'Hardware: Intel64 - Software: Windows Version 6.3', 0.7, 'Windows', { os: 'Windows' }),
    role(/\bESXi\b/i, 'VMware ESXi 7.0.3', 'server', 0.85, 'hypervisor', { os: 'VMware ESXi' }),
    fact(/^Linux \S+ (\d+\.\d+)/, 'Linux srv1 4.4.0-31-generic', 0.9, 'Linux', { os: 'Linux $1' }),
    fact(/VMware Virtual Platform|VirtualBox/i, 'VMware, Inc. VMware Virtual Platform, None', 0.8, 'virtual machine', {
      hardware: 'virtual machine',
    }),
  ],
}

export const enterprises: Prints = {
  title: 'SNMP enterprise numbers',
  basis: 'IANA, private enterprise numbers: the part of sysObjectID behind 1.3.6.1.4.1.',
  attributes: ['hardware'],
  source: /^snmp/,
  prints: [
    fact(/^1\.3\.6\.1\.4\.1\.8072\.3\.2\.10$/, '1.3.6.1.4.1.8072.3.2.10', 0.7, 'Net-SNMP on Linux', { os: 'Linux' }),
    role(
      /^1\.3\.6\.1\.4\.1\.311\.1\.1\.3\.1\.3/,
      '1.3.6.1.4.1.311.1.1.3.1.3',
      'domain controller',
      0.8,
      'Windows domain controller',
      { os: 'Windows Server' },
    ),
    role(/^1\.3\.6\.1\.4\.1\.311\.1\.1\.3\.1\.2/, '1.3.6.1.4.1.311.1.1.3.1.2', 'server', 0.7, 'Windows Server', {
      os: 'Windows Server',
    }),
    role(
      /^1\.3\.6\.1\.4\.1\.311\.1\.1\.3\.1\.1/,
      '1.3.6.1.4.1.311.1.1.3.1.1',
      'workstation',
      0.5,
      'Windows workstation',
      { os: 'Windows' },
    ),
    role(/^1\.3\.6\.1\.4\.1\.12356\./, '1.3.6.1.4.1.12356.101.1.1', 'firewall', 0.7, 'Fortinet', {
      vendor: 'Fortinet',
    }),
    role(/^1\.3\.6\.1\.4\.1\.25461\./, '1.3.6.1.4.1.25461.2.3.1', 'firewall', 0.8, 'Palo Alto Networks', {
      vendor: 'Palo Alto Networks',
    }),
    role(/^1\.3\.6\.1\.4\.1\.318\./, '1.3.6.1.4.1.318.1.3.2', 'IoT device', 0.5, 'power supply of APC', {
      vendor: 'APC',
    }),
    role(/^1\.3\.6\.1\.4\.1\.248\./, '1.3.6.1.4.1.248.14.10.32', 'switch', 0.6, 'Hirschmann', { vendor: 'Hirschmann' }),
    role(/^1\.3\.6\.1\.4\.1\.15004\./, '1.3.6.1.4.1.15004.2.1', 'switch', 0.7, 'RuggedCom', { vendor: 'RuggedCom' }),
    role(/^1\.3\.6\.1\.4\.1\.16177\./, '1.3.6.1.4.1.16177.1.1', 'switch', 0.6, 'Westermo', { vendor: 'Westermo' }),
    fact(/^1\.3\.6\.1\.4\.1\.4329\./, '1.3.6.1.4.1.4329.6.1', 0.8, 'Siemens', { vendor: 'Siemens' }),
    fact(/^1\.3\.6\.1\.4\.1\.3833\./, '1.3.6.1.4.1.3833.1.7', 0.8, 'Schneider Electric', {
      vendor: 'Schneider Electric',
    }),
    fact(/^1\.3\.6\.1\.4\.1\.8691\./, '1.3.6.1.4.1.8691.7.6', 0.8, 'Moxa', { vendor: 'Moxa' }),
    fact(/^1\.3\.6\.1\.4\.1\.9\./, '1.3.6.1.4.1.9.1.516', 0.8, 'Cisco', { vendor: 'Cisco' }),
  ],
}

export const vendorClasses: Prints = {
  title: 'DHCP vendor classes',
  basis: 'RFC 2132, 9.13: what clients send as their vendor class.',
  attributes: ['description'],
  source: /^dhcp/,
  prints: [
    role(
      /^Cisco.*IP Phone|^Polycom|^snom|^yealink/i,
      'Cisco Systems, Inc. IP Phone CP-7945G',
      'phone',
      0.8,
      'IP phone',
    ),
    role(/Hewlett-Packard JetDirect|printer/i, 'Hewlett-Packard JetDirect', 'printer', 0.85, 'printer'),
    role(/\bSCALANCE|^Hirschmann/i, 'SCALANCE X', 'switch', 0.7, 'industrial switch'),
    fact(/^MSFT 5\.0/, 'MSFT 5.0', 0.6, 'DHCP client of Windows 2000 or later', { os: 'Windows' }),
    fact(/^android-dhcp-?(\d+)?/, 'android-dhcp-13', 0.8, 'DHCP client of Android', { os: 'Android' }),
    fact(/^dhcpcd-|^udhcp/, 'udhcp 1.33.2', 0.5, 'DHCP client of small Linux systems', { os: 'Linux' }),
  ],
}
