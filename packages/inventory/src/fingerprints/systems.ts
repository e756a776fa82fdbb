import { fact, type Prints, role } from './fingerprint.ts'

const server = (pattern: RegExp, example: string, os: string) => role(pattern, example, 'server', 0.6, os, { os })
const client = (pattern: RegExp, example: string, os: string) => role(pattern, example, 'workstation', 0.5, os, { os })

/** Builds that client and server share are left without a role. */
export const systems: Prints = {
  title: 'operating systems',
  basis: 'Microsoft: release versions and build numbers, as NTLM ([MS-NLMP] 2.2.2.10), SMB 1 and browsers tell them.',
  attributes: ['os'],
  shown: true,
  prints: [
    server(/Windows Server 2003|Windows (NT )?5\.2\b/, 'Windows 5.2.3790', 'Windows Server 2003'),
    role(/windows server/i, 'Windows Server 2019', 'server', 0.6, 'server operating system'),
    role(/\b(esxi|hyper-v)\b/i, 'VMware ESXi 7', 'server', 0.7, 'hypervisor'),
    server(/Windows 10\.0\.14393/, 'Windows 10.0.14393', 'Windows Server 2016'),
    server(/Windows 10\.0\.17763/, 'Windows 10.0.17763', 'Windows Server 2019'),
    server(/Windows 10\.0\.20348/, 'Windows 10.0.20348', 'Windows Server 2022'),
    server(/Windows 10\.0\.26100/, 'Windows 10.0.26100', 'Windows Server 2025 or Windows 11'),
    client(/Windows 10\.0\.(22\d{3})/, 'Windows 10.0.22621', 'Windows 11'),
    client(/Windows 10\.0\.(10240|10586|1[0-9]\d{3})/, 'Windows 10.0.19041', 'Windows 10'),
    fact(/Windows 6\.3\b/, 'Windows 6.3.9600', 0.8, 'Windows 8.1 or Server 2012 R2', {
      os: 'Windows 8.1 or Server 2012 R2',
    }),
    fact(/Windows 6\.2\b/, 'Windows 6.2.9200', 0.8, 'Windows 8 or Server 2012', { os: 'Windows 8 or Server 2012' }),
    client(/Windows 6\.1\b/, 'Windows 6.1.7601', 'Windows 7 or Server 2008 R2'),
    client(/Windows 6\.0\b/, 'Windows 6.0.6001', 'Windows Vista or Server 2008'),
    client(/Windows( NT| XP| 2002)? ?(5\.1|Service Pack 3 2600)|Windows XP/, 'Windows 5.1.2600', 'Windows XP'),
    client(/Windows 5\.0|Windows 2000/, 'Windows 5.0', 'Windows 2000'),
    role(/Windows CE/, 'Windows CE 6.0', 'HMI', 0.15, 'Windows CE, as in panels and small controllers'),
    role(/Windows (7|8|10|11|Vista)\b|mac ?os/i, 'Windows 10', 'workstation', 0.5, 'operating system of people'),
    role(/\biOS\b|\bAndroid\b/, 'Android', 'phone', 0.4, 'operating system of mobile devices'),
    fact(/VxWorks/i, 'VxWorks', 0.6, 'real-time system of embedded devices'),
  ],
}

/** The release by its name, where the version tells it; else the text as it is. */
export const systemNamed = (text: string): string =>
  systems.prints.find(({ pattern }) => pattern.test(text))?.tells?.os ?? text
