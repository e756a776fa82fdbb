// Published attacks on web interfaces of the plant: controllers, operator panels, gateways, routers, buildings, cameras.
import { nvd, type Signature, web } from './signature.ts'

type Short = Pick<Signature, 'id' | 'product' | 'what' | 'runs' | 'condition' | 'attack' | 'benign'> &
  Partial<Pick<Signature, 'level' | 'confidence' | 'source'>>

const known = (cve: string, { source = nvd(cve), ...rest }: Short): Signature => ({ cve, source, ...rest })

/** Commands in what one page of a device is asked with. */
const injected = (path: string) => [
  { protocol: 'http', 'object|contains': path, 'detail|re': '^carries=.*shell in (query|form)' },
]
const injection = (path: string) => ({
  condition: injected(path),
  attack: web('POST', path, { carries: 'shell in form' }),
  benign: web('POST', path, { form: 'value' }),
})

const commands = 'runs commands of its own on the device'

export const plant: readonly Signature[] = [
  known('CVE-2017-12120', {
    id: 'moxa-edr-ping',
    product: 'Moxa EDR-810',
    what: commands,
    runs: ['moxa'],
    ...injection('/goform/net_WebPingGetValue'),
  }),
  known('CVE-2017-12121', {
    id: 'moxa-edr-rsa-key',
    product: 'Moxa EDR-810',
    what: commands,
    runs: ['moxa'],
    ...injection('/goform/WebRSAKEYGen'),
  }),
  known('CVE-2017-12125', {
    id: 'moxa-edr-csr',
    product: 'Moxa EDR-810',
    what: commands,
    runs: ['moxa'],
    ...injection('/goform/net_WebCSRGen'),
  }),
  known('CVE-2017-14432', {
    id: 'moxa-edr-openvpn',
    product: 'Moxa EDR-810',
    what: commands,
    runs: ['moxa'],
    ...injection('/goform/net_Web_get_value'),
  }),
  known('CVE-2021-21805', {
    id: 'advantech-r-seenet-ping',
    product: 'Advantech R-SeeNet',
    what: 'runs commands of its own on the server',
    runs: ['advantech', 'r-seenet'],
    ...injection('/php/ping.php'),
  }),
  known('CVE-2018-7841', {
    id: 'schneider-umotion-export',
    product: 'Schneider Electric U.motion Builder',
    what: 'runs commands of its own on the server',
    runs: ['schneider', 'u.motion'],
    ...injection('/smartdomuspad/modules/reporting/track_import_export.php'),
  }),
  known('CVE-2014-0754', {
    id: 'schneider-modicon-web',
    product: 'Ethernet modules of Schneider Electric Modicon',
    what: 'reads files outside of the web pages',
    runs: ['schneider', 'modicon'],
    condition: [
      { protocol: 'http', 'server.vendor|contains': 'schneider', 'detail|contains': 'deep traversal in path' },
    ],
    attack: web('GET', '/../../x', { carries: 'traversal in path, deep traversal in path' }),
    benign: web('GET', '/secure/system/../../index.htm'),
  }),
  known('CVE-2011-4878', {
    id: 'siemens-miniweb',
    product: 'web server of Siemens WinCC flexible and TIA Portal panels',
    what: 'reads files of the panel',
    runs: ['siemens', 'wincc', 'simatic'],
    condition: [{ protocol: 'http', 'object|contains': ['/..%5c..%5c', '/..\\\\..\\\\'] }],
    attack: web('GET', '/..%5c..%5c..%5cboot.ini', { carries: 'traversal in path, deep traversal in path' }),
    benign: web('GET', '/start.html'),
  }),
  known('CVE-2010-4598', {
    id: 'integraxor-open',
    product: 'Ecava IntegraXor',
    what: 'reads files of the server',
    runs: ['ecava', 'integraxor'],
    condition: [
      { protocol: 'http', 'object|endswith': '/open', 'detail|contains|all': ['query=file_name'], function: 'GET' },
    ],
    attack: web('GET', '/project/open', { query: 'file_name', carries: 'traversal in query' }),
    benign: web('GET', '/project/open', { query: 'page' }),
  }),
  known('CVE-2018-14918', {
    id: 'loytec-file-guest',
    product: 'LOYTEC LGATE-902',
    what: 'reads files of the gateway',
    runs: ['loytec'],
    condition: [{ protocol: 'http', 'object|contains': '/webui/file_guest', 'detail|contains': 'traversal in query' }],
    attack: web('GET', '/webui/file_guest', { query: 'path, flags', carries: 'traversal in query' }),
    benign: web('GET', '/webui/file_guest', { query: 'path, flags' }),
  }),
  known('CVE-2021-45420', {
    id: 'emerson-xweb-upload',
    product: 'Emerson Dixell XWEB-500',
    what: 'writes files on the device without a login',
    runs: ['emerson', 'dixell', 'xweb'],
    condition: [{ protocol: 'http', function: 'POST', 'object|contains': '/cgi-bin/logo_extra_upload.cgi' }],
    confidence: 0.7,
    attack: web('POST', '/cgi-bin/logo_extra_upload.cgi'),
    benign: web('GET', '/cgi-bin/logo_extra_upload.cgi'),
  }),
  known('CVE-2019-7276', {
    id: 'optergy-console',
    product: 'Optergy Proton and Enterprise',
    what: 'runs commands by a console that its maker left in it',
    runs: ['optergy'],
    condition: [{ protocol: 'http', 'object|contains': '/tools/ajax/ConsoleResult.html' }],
    attack: web('POST', '/tools/ajax/ConsoleResult.html'),
    benign: web('GET', '/tools/index.html'),
  }),
  known('CVE-2019-7256', {
    id: 'nortek-card-scan',
    product: 'Nortek Linear eMerge E3',
    what: 'runs commands of its own on the door controller',
    runs: ['nortek', 'linear', 'emerge'],
    condition: injected('/card_scan'),
    attack: web('GET', '/card_scan_decoder.php', { query: 'no, door', carries: 'shell in query' }),
    benign: web('GET', '/card_scan_decoder.php', { query: 'no, door' }),
  }),
  known('CVE-2022-29303', {
    id: 'solarview-mail',
    product: 'Contec SolarView Compact',
    what: commands,
    runs: ['contec', 'solarview'],
    ...injection('/conf_mail.php'),
  }),
  known('CVE-2023-23333', {
    id: 'solarview-downloader',
    product: 'Contec SolarView Compact',
    what: commands,
    runs: ['contec', 'solarview'],
    ...injection('/downloader.php'),
  }),
  known('CVE-2021-26828', {
    id: 'scadabr-upload',
    product: 'OpenPLC ScadaBR',
    what: 'runs a page that was put among the uploads',
    runs: ['scadabr'],
    condition: [{ protocol: 'http', 'object|contains': '/ScadaBR/uploads/', 'object|endswith': '.jsp' }],
    attack: web('GET', '/ScadaBR/uploads/1.jsp'),
    benign: web('GET', '/ScadaBR/uploads/1.png'),
  }),
  known('CVE-2024-12856', {
    id: 'four-faith-time',
    product: 'Four-Faith F3x24 and F3x36 routers',
    what: 'runs commands of its own on the router, by the setting of its clock',
    runs: ['four-faith', 'four faith'],
    condition: [
      { protocol: 'http', 'object|contains': '/apply.cgi', 'detail|re': '^form=.*adj_time_', function: 'POST' },
    ],
    confidence: 0.7,
    attack: web('POST', '/apply.cgi', { form: 'adj_time_sec, adj_time_year', carries: 'shell in form' }),
    benign: web('POST', '/apply.cgi', { form: 'submit_button, action' }),
  }),
  known('CVE-2023-43261', {
    id: 'milesight-log',
    product: 'Milesight UR routers',
    what: 'reads a log that holds passwords',
    runs: ['milesight', 'ursalink'],
    condition: [{ protocol: 'http', 'object|endswith': '/lang/log/httpd.log' }],
    attack: web('GET', '/lang/log/httpd.log'),
    benign: web('GET', '/lang/en.json'),
  }),
  known('CVE-2018-17532', {
    id: 'teltonika-hotspot',
    product: 'Teltonika RUT9xx routers',
    what: 'runs commands of its own on the router',
    runs: ['teltonika'],
    condition: [...injected('/cgi-bin/autologin.cgi'), ...injected('/cgi-bin/hotspotlogin.cgi')],
    attack: web('GET', '/cgi-bin/hotspotlogin.cgi', { query: 'send, uamip', carries: 'shell in query' }),
    benign: web('GET', '/cgi-bin/hotspotlogin.cgi', { query: 'res' }),
  }),
  known('CVE-2021-20090', {
    id: 'arcadyan-traversal',
    product: 'routers with the firmware of Arcadyan (Buffalo, ASUS and others)',
    what: 'gets past the login',
    runs: ['arcadyan', 'buffalo'],
    condition: [{ protocol: 'http', 'object|contains': ['/images/..%2f', '/images/..%2F'] }],
    attack: web('GET', '/images/..%2finfo.html', { carries: 'traversal in path' }),
    benign: web('GET', '/images/logo.png'),
  }),
  known('CVE-2021-36260', {
    id: 'hikvision-language',
    product: 'Hikvision cameras and recorders',
    what: commands,
    runs: ['hikvision'],
    condition: [{ protocol: 'http', function: 'PUT', 'object|contains': '/SDK/webLanguage' }],
    attack: web('PUT', '/SDK/webLanguage'),
    benign: web('GET', '/SDK/language'),
  }),
  known('CVE-2017-7921', {
    id: 'hikvision-auth',
    product: 'Hikvision cameras',
    what: 'reads users, settings or the picture with an account that is built in',
    runs: ['hikvision'],
    condition: [
      {
        protocol: 'http',
        'object|endswith': ['/Security/users', '/System/configurationFile', '/onvif-http/snapshot'],
        'detail|re': '^query=(.*, )?auth(,|$)',
      },
    ],
    attack: web('GET', '/Security/users', { query: 'auth' }),
    benign: web('GET', '/Security/users'),
  }),
  known('CVE-2020-16205', {
    id: 'geutebruck-testaction',
    product: 'Geutebrück G-Cam and G-Code',
    what: commands,
    runs: ['geutebr'],
    ...injection('/uapi-cgi/testaction.cgi'),
    condition: injected('testaction.cgi'),
  }),
  known('CVE-2018-14933', {
    id: 'nuuo-upgrade',
    product: 'NUUO NVRmini',
    what: commands,
    runs: ['nuuo'],
    ...injection('/upgrade_handle.php'),
  }),
]
