import { type Prints, role } from './fingerprint.ts'

export const announced: Prints = {
  title: 'announced services',
  basis: 'IANA service names that hosts announce in mDNS (RFC 6763), UPnP device types in SSDP.',
  attributes: ['service', 'capability'],
  source: /^(mdns|ssdp)/,
  prints: [
    role(/^(ipps?|printer|pdl-datastream|scanner|uscan)\//, 'ipp/631', 'printer', 0.8, 'announces a print service'),
    role(
      /^(axis-video|rtsp|psia|onvif)\b|NetworkVideoTransmitter|DigitalSecurityCamera/i,
      'axis-video/80',
      'camera',
      0.8,
      'announces a video service',
    ),
    role(
      /^(googlecast|hap|homekit|airplay|raop|spotify-connect|hue)\//,
      'googlecast/8009',
      'IoT device',
      0.7,
      'announces a service of home devices',
    ),
    role(
      /^(workstation|smb|afpovertcp|rfb|nvstream_dbd|companion-link)\//,
      'workstation/9',
      'workstation',
      0.4,
      'announces a service of computers',
    ),
    role(
      /InternetGatewayDevice|WANDevice|WANConnectionDevice/,
      'InternetGatewayDevice',
      'router',
      0.6,
      'announces an internet gateway',
    ),
    role(/^Printer\b/, 'Printer', 'printer', 0.8, 'announces a printer'),
    role(/MediaServer|MediaRenderer/, 'MediaRenderer', 'IoT device', 0.5, 'announces a media device'),
  ],
}

/** LLDP (IEEE 802.1AB, table 8-4) and CDP capabilities, and what names itself a domain controller. */
export const capabilities: Prints = {
  title: 'capabilities',
  basis: 'IEEE 802.1AB-2016, table 8-4; MS-BRWS 2.2.13.1 (server types).',
  attributes: ['capability'],
  source: /^(lldp|cdp|netbios|nbns|ldap)/,
  prints: [
    role(/telephone/i, 'telephone', 'phone', 0.8, 'says it is a telephone'),
    role(/wlan access point/i, 'WLAN access point', 'switch', 0.5, 'says it is an access point'),
    role(/domain controller/i, 'domain controller', 'domain controller', 0.85, 'announces itself'),
    role(/SQL Server/, 'SQL Server', 'server', 0.5, 'announces a database'),
    role(/print (queue )?server/i, 'print queue server', 'server', 0.3, 'announces print queues'),
  ],
}
