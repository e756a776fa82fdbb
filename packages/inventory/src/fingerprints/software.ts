import { fact, type Prints, role } from './fingerprint.ts'

export const banners: Prints = {
  title: 'banners',
  basis: 'How servers name themselves in HTTP Server fields, SSH, FTP and Telnet banners.',
  attributes: ['software'],
  prints: [
    role(
      /^Schneider-WEB|^ePAC|Modicon/i,
      'Schneider-WEB/V2.1.4',
      'controller',
      0.6,
      'web server of Modicon controllers',
      { vendor: 'Schneider Electric' },
    ),
    role(
      /^A-B WWW|Allen-Bradley|Rockwell Automation/i,
      'A-B WWW/0.1',
      'controller',
      0.4,
      'web server of Rockwell devices',
      { vendor: 'Rockwell Automation' },
    ),
    role(/SIMATIC S7|^S7 Web|Siemens, SIMATIC/i, 'SIMATIC S7 Web server', 'controller', 0.6, 'web server of SIMATIC', {
      vendor: 'Siemens',
    }),
    role(/^MoxaHttp/i, 'MoxaHttp/2.2', 'gateway', 0.4, 'web server of Moxa devices', { vendor: 'Moxa' }),
    role(/Hirschmann/i, 'Hirschmann WebInterface', 'switch', 0.5, 'web server of Hirschmann devices', {
      vendor: 'Hirschmann',
    }),
    role(
      /^Virata-EmWeb|HP HTTP Server|\bCANON HTTP|EPSON/i,
      'HP HTTP Server; HP LaserJet',
      'printer',
      0.5,
      'web server of printers',
    ),
    role(
      /\bHikvision|DNVRS-Webs|\bDahua|App-webs/i,
      'DNVRS-Webs',
      'camera',
      0.7,
      'web server of cameras and recorders',
    ),
    role(
      /^Niagara Workbench/i,
      'Niagara Workbench 3.7.44',
      'engineering workstation',
      0.7,
      'engineering tool of Niagara',
    ),
    role(/^Niagara Station/i, 'Niagara Station 3.5.41.1', 'building controller', 0.6, 'Niagara station', {
      vendor: 'Tridium',
    }),
    role(/^TwinCAT|^PLC Server/i, 'TwinCAT 2.11.2228', 'controller', 0.5, 'TwinCAT run-time', { vendor: 'Beckhoff' }),
    role(/\bKepware|KEPServer/i, 'Kepware.KEPServerEX.V6', 'SCADA server', 0.6, 'OPC server of several drivers'),
    role(
      /\b(WinCC|Ignition|iFIX|InTouch|Wonderware|FactoryTalk View|zenon|Citect)/i,
      'Ignition OPC UA Server',
      'SCADA server',
      0.6,
      'SCADA software',
    ),
    role(
      /\b(TIA Portal|STEP ?7|Studio 5000|RSLogix|Unity Pro|Control Expert|GX Works|MELSOFT)/i,
      'SIMATIC STEP 7',
      'engineering workstation',
      0.7,
      'engineering software',
    ),
    role(/\b(OSIsoft|AVEVA PI|PI Server|Historian)\b/i, 'OSIsoft PI Server', 'historian', 0.6, 'historian software'),
    role(/^Microsoft-IIS\/10/, 'Microsoft-IIS/10.0', 'server', 0.45, 'IIS of Windows 10 or Server 2016 and later', {
      os: 'Windows',
    }),
    role(/^Microsoft-IIS\/8\.5/, 'Microsoft-IIS/8.5', 'server', 0.45, 'IIS of Windows 8.1 or Server 2012 R2', {
      os: 'Windows',
    }),
    role(/^Microsoft-IIS\/7\.5/, 'Microsoft-IIS/7.5', 'server', 0.45, 'IIS of Windows 7 or Server 2008 R2', {
      os: 'Windows',
    }),
    role(/^Microsoft-IIS\/6/, 'Microsoft-IIS/6.0', 'server', 0.5, 'IIS of Windows Server 2003', {
      os: 'Windows Server 2003',
    }),
    role(/MiniUPnPd|IGD/, 'CommonRG IGD 2.0 UPnP/1.1 MiniUPnPd/2.0', 'router', 0.5, 'gateway service of home routers'),
    role(/^Microsoft-WinCE/, 'Microsoft-WinCE/6.00 UPnP/1.0', 'HMI', 0.2, 'Windows CE, as in panels', {
      os: 'Windows CE',
    }),
    role(
      /^Windows-Update-Agent|^Microsoft-CryptoAPI|^Microsoft (BITS|NCSI)/,
      'Windows-Update-Agent/10.0.10011.16384',
      'workstation',
      0.4,
      'updates itself as Windows',
      { os: 'Windows' },
    ),
    role(
      /(Chrome|Edge|Firefox)\/\S+ Windows|^Microsoft Edge|^Mozilla.*Windows NT/,
      'Google Chrome/98.0.4758.102 Windows',
      'workstation',
      0.75,
      'browser of a person on Windows',
      { os: 'Windows' },
    ),
    role(
      /\(iPhone|\(iPad|Android/,
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0)',
      'phone',
      0.5,
      'browser of a mobile device',
    ),
    role(/Macintosh/, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5)', 'workstation', 0.75, 'browser on macOS', {
      os: 'macOS',
    }),
    role(/X11; (Ubuntu; )?Linux/, 'Mozilla/5.0 (X11; Linux i686; rv:5.0)', 'workstation', 0.72, 'browser on Linux', {
      os: 'Linux',
    }),
    fact(/(OpenSSH|Apache|nginx)\S*.*\bUbuntu\b/, 'OpenSSH_7.2p2 Ubuntu-4ubuntu2.8', 0.8, 'package of Ubuntu', {
      os: 'Ubuntu Linux',
    }),
    fact(/(OpenSSH|Apache|nginx)\S*.*\bDebian\b/, 'OpenSSH_6.7p1 Debian-3', 0.8, 'package of Debian', {
      os: 'Debian Linux',
    }),
    fact(/Apache\S* \(Fedora\)/, 'Apache/2.4.6 (Fedora)', 0.8, 'package of Fedora', { os: 'Fedora Linux' }),
    fact(/OpenSSH_for_Windows/, 'OpenSSH_for_Windows_8.1', 0.9, 'OpenSSH of Windows', { os: 'Windows' }),
    role(/^(dropbear|Dropbear)/, 'dropbear_2019.78', 'IoT device', 0.2, 'SSH server of small devices', { os: 'Linux' }),
    role(/^RomSShell|^Mocana|^IPSSH/, 'RomSShell_4.62', 'switch', 0.3, 'SSH server of embedded devices'),
    fact(/^Cisco-/, 'Cisco-1.25', 0.9, 'SSH server of Cisco', { vendor: 'Cisco' }),
    fact(/FTP server.*VxWorks|VxWorks/, 'VxWorks (5.4.2) FTP server ready', 0.8, 'VxWorks', { os: 'VxWorks' }),
    fact(/\b(Linux|Ubuntu|Debian)\b/, 'Linux-ftpd-0.17', 0.6, 'Linux', { os: 'Linux' }),
  ],
}

export const sessions: Prints = {
  title: 'client identities',
  basis:
    'Names and subscriptions that client software gives itself: S7comm TSAPs, S7comm-plus roles, OPC UA application URIs.',
  attributes: ['session'],
  prints: [
    // Libraries and scanners take programming connections too, because the default of many is one.
    role(
      /\(PG connection\)/,
      'engineering tool (PG connection)',
      'engineering workstation',
      0.75,
      'opens a programming connection',
    ),
    role(/\(OP connection\)/, 'HMI (OP connection)', 'HMI', 0.5, 'opens an operating connection'),
    role(
      /^engineering station/i,
      'engineering station (SIMATIC-ROOT-ES)',
      'engineering workstation',
      0.75,
      'calls itself',
    ),
    role(/^HMI \(SIMATIC-ROOT-HMI\)|^HmiRtm|^HMI RT|^SM@RT/i, 'HMI (SIMATIC-ROOT-HMI)', 'HMI', 0.7, 'calls itself'),
    role(
      /OPC Server|OPC\.SimaticNET|SIMATIC NET PC Software/i,
      'SIMATIC NET PC Software, user S7_Verbindung_1',
      'SCADA server',
      0.5,
      'is an OPC server',
    ),
    role(
      /^Rockwell Software /,
      'Rockwell Software 0x3d2b31e0',
      'engineering workstation',
      0.2,
      'runs Rockwell software',
    ),
  ],
}

export const applications: Prints = {
  title: 'names of applications',
  basis: 'How OPC UA applications name themselves (ApplicationDescription, OPC 10000-4): what people bought or built.',
  attributes: ['description'],
  source: /^opcua/,
  prints: [
    role(/historian|\bdata ?archiver?\b/i, 'Plant historian', 'historian', 0.9, 'calls itself a historian'),
    role(/\bSCADA\b|\bWinCC\b|\bIgnition\b|\bzenon\b/i, 'SCADA node 2', 'SCADA server', 0.8, 'calls itself SCADA'),
    role(/\bHMI\b|\boperator panel\b/i, 'HMI hall 3', 'HMI', 0.8, 'calls itself an HMI'),
    role(/\bUa ?Expert\b|\bUaModeler\b/i, 'UaExpert@EWS2', 'engineering workstation', 0.7, 'a browser of engineers'),
  ],
}
