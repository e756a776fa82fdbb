// What devices are for, judged by hand from the traffic (tshark: conversations, decoded frames, names that devices give).
// `unknown`: a person who looks at the same frames cannot tell either. Levels: Purdue; null where a role has none.
import type { Role } from '@nautilus/model'

/** Address (IP, or MAC where there is none), role, level, and what in the traffic says so. */
export type Row = readonly [address: string, role: Role | 'unknown', level: number | null, why: string]

export const truth: Readonly<Record<string, readonly Row[]>> = {
  'plant/wastewater_1.pcapng': [
    ['192.168.41.10', 'controller', 1, 'LLDP: S7-1200 CPU 1215C; answers S7 and Modbus'],
    ['192.168.41.1', 'router', null, 'LLDP: SCALANCE S615; packets of 192.168.45.0/24 come through it'],
    ['192.168.41.20', 'switch', null, 'LLDP and DCP: SCALANCE XB208; its PROFINET side serves diagnosis'],
    ['192.168.45.20', 'HMI', 2, 'reads the controller each second over S7'],
    ['192.168.45.130', 'unknown', null, 'a Modbus peer on port 505; nothing says what it is'],
  ],
  'plant/wastewater_2.pcapng': [
    ['192.168.41.10', 'controller', 1, 'LLDP: S7-1200 CPU 1215C'],
    ['192.168.41.1', 'router', null, 'LLDP: SCALANCE S615, forwards 192.168.45.0/24'],
    ['192.168.41.20', 'switch', null, 'LLDP: SCALANCE XB208'],
    ['192.168.41.70', 'HMI', 2, 'polls S7 three times a second; a PC with a browser on it'],
    ['192.168.45.20', 'HMI', 2, 'reads each second over S7'],
    ['192.168.45.30', 'HMI', 2, 'keeps an S7comm-plus session and is sent values'],
    ['192.168.42.60', 'unknown', null, 'mDNS and SSDP only'],
  ],
  'plant/wastewater_3.pcapng': [
    ['192.168.41.10', 'controller', 1, 'LLDP: S7-1200 CPU 1215C'],
    ['192.168.41.1', 'router', null, 'LLDP: SCALANCE S615'],
    ['192.168.41.20', 'switch', null, 'LLDP: SCALANCE XB208'],
    ['192.168.45.20', 'HMI', 2, 'reads each second over S7'],
    ['192.168.41.70', 'workstation', 3, 'SSDP user agent: Chrome on Windows; no plant traffic here'],
    ['192.168.42.60', 'unknown', null, 'mDNS and SSDP only'],
  ],
  'plant/icsnpp_profinet_mixed_1.pcap': [
    ['192.168.1.3', 'controller', 1, 'sends PROFINET Connect to two devices; PC Worx RT'],
    ['192.168.1.11', 'controller', 1, 'sends Connect to 192.168.1.20'],
    ['192.168.1.2', 'I/O device', 0, 'DCP role IO-Device, IC200PNS001; answers Connect'],
    ['192.168.1.20', 'I/O device', 0, 'answers Connect and reports ApplicationReady'],
    ['00:0e:8c:ef:75:c5', 'switch', null, 'LLDP: SCALANCE X 200, siemens-x208-switch'],
    ['169.254.216.43', 'unknown', null, 'name queries of a Windows laptop; a name alone is weak'],
    ['192.168.1.1', 'unknown', null, 'name queries and echoes'],
    ['00:07:46:00:b0:c8', 'unknown', null, 'ARP only, a card by Turck'],
  ],
  'plant/bsap_site.pcap': [
    ['192.168.5.210', 'RTU', 1, 'answers BSAP; Bristol Babcock'],
    ['192.168.5.34', 'RTU', 1, 'answers BSAP writes and reads'],
    ['192.168.5.211', 'HMI', 2, 'Weintek panel that polls and writes over BSAP'],
    ['192.168.5.35', 'HMI', 2, 'polls and writes over BSAP each second'],
    ['00:1f:6d:68:76:c7', 'switch', null, 'CDP: WS-C2940; spanning tree'],
    ['192.168.5.8', 'unknown', null, 'LLDP without capabilities'],
    ['192.168.5.10', 'unknown', null, 'three mDNS queries'],
    ['192.168.5.111', 'workstation', 3, 'SSDP user agent: Chrome on Windows, name queries'],
  ],
  'plant/qut_dnp3_control_1h.pcap': [
    ['00:00:23:06:c9:a5', 'IED', 1, 'publishes GOOSE all the hour'],
    ['192.168.10.20', 'server', 3, 'PTP grandmaster and NTP broadcast, stratum 1: the clock of a substation'],
    ['192.168.10.66', 'unknown', null, 'asks for scanners over mDNS'],
    ['192.168.10.221', 'unknown', null, 'ARP only'],
    ['192.168.10.222', 'unknown', null, 'ARP only'],
  ],
  'plant/s4x15_ifix_client.pcap': [
    ['10.50.1.10', 'unknown', null, 'TCP 2010, undocumented'],
    ['10.50.1.20', 'unknown', null, 'TCP 2010, undocumented'],
  ],
  'modbus/iti_modbus_test.pcap': [
    ['192.168.0.20', 'gateway', 1, 'a Moxa that answers for several units'],
    ['192.168.0.21', 'HMI', 2, 'polls'],
    ['192.168.0.156', 'unknown', null, 'a few writes, no rhythm'],
  ],
  'modbus/umas_modicon_test.pcap': [
    ['192.168.63.100', 'engineering workstation', 2, 'takes the reservation and uploads over UMAS'],
    ['192.168.63.253', 'controller', 1, 'UMAS: 140 CPU 311 10'],
  ],
  'modbus/lemay_characterization.pcap': [
    ['192.168.1.100', 'SCADA server', 2, 'polls six and writes; named MTU'],
    ['192.168.1.102', 'controller', 1, 'answers Modbus; six alike'],
    ['192.168.1.104', 'controller', 1, 'answers Modbus, on Windows XP'],
  ],
  'modbus/s4x15_modicon_ctf.pcap': [
    ['10.50.1.52', 'controller', 1, 'Modicon: web server, FTP, Modbus'],
    ['10.50.1.10', 'HMI', 2, 'polls Modbus in a rhythm'],
    ['10.200.1.252', 'unknown', null, 'scans ports'],
  ],
  's7comm/iti_s7comm_clean.pcap': [
    ['192.168.0.21', 'HMI', 2, 'reads in a rhythm for a quarter of an hour'],
    ['192.168.0.2', 'controller', 1, 'answers S7'],
  ],
  's7comm/iti_step7_s300_download.pcapng': [
    ['134.249.53.130', 'engineering workstation', 3, 'downloads blocks'],
    ['134.249.61.182', 'controller', 1, 'takes them'],
  ],
  's7comm/iti_step7_s300_rwVarTab.pcapng': [
    ['134.249.62.202', 'engineering workstation', 3, 'variable tables are programmer commands'],
    ['134.249.61.182', 'controller', 1, 'answers S7'],
  ],
  's7comm/iti_tia_s300_goOnline.pcapng': [
    ['134.217.61.131', 'engineering workstation', 2, 'programmer commands, block lists, diagnosis at length'],
    ['134.217.61.211', 'controller', 1, 'SZL: CPU 315-2 PN/DP'],
  ],
  's7comm/iti_wincc_s400_production.pcapng': [
    ['194.250.63.239', 'HMI', 2, 'cyclic services, alarms and writes for hours'],
    ['194.250.63.170', 'controller', 1, 'pushes cyclic values'],
  ],
  's7comm/quickdraw_s7_enumerate.pcap': [
    ['192.168.10.201', 'unknown', null, 'two SZL reads and away: an enumeration'],
    ['192.168.10.90', 'controller', 1, 'SZL'],
  ],
  's7comm/qut_flooding_upper_threshold.pcap': [
    ['10.10.10.66', 'unknown', null, 'thousands of writes of one value: an attack'],
    ['10.10.10.20', 'HMI', 2, 'polls and writes'],
    ['10.10.10.10', 'controller', 1, 'answers S7'],
    ['00:1b:1b:34:34:ce', 'switch', null, 'LLDP: SCALANCE'],
  ],
  's7comm-plus/tia_hw_compile_download.pcapng': [
    ['192.168.55.5', 'engineering workstation', 3, 'downloads to an S7-1200 through a router'],
    ['192.168.42.10', 'controller', 1, 'S7-1200 CPU 1215C'],
    ['192.168.55.1', 'firewall', 3.5, 'a Fortinet that forwards between plant and internet'],
    ['38:21:c7:f5:e4:5b', 'switch', null, 'LLDP: Aruba 2930F'],
  ],
  's7comm-plus/iti_s7-1200-hmi.pcap': [
    ['192.168.25.177', 'HMI', 2, 'session SIMATIC-ROOT-HMI'],
    ['192.168.25.131', 'controller', 1, 'S7-1200'],
  ],
  'enip-cip/iti_cip_only.pcap': [
    ['192.168.0.65', 'engineering workstation', 2, 'changes the mode, uploads'],
    ['192.168.0.30', 'controller', 1, 'PCCC status: 1766-LEC (MicroLogix 1400)'],
  ],
  'enip-cip/quickdraw_EIP-FirmwareChangeFailure.pcap': [
    ['192.168.10.105', 'engineering workstation', 2, 'flashes firmware block by block'],
    ['192.168.10.120', 'controller', 1, 'ControlLogix that takes them'],
    ['00:1e:f6:73:59:81', 'switch', null, 'CDP: WS-CE500'],
    ['192.168.10.22', 'unknown', null, 'ARP and TCP only'],
  ],
  'enip-cip/quickdraw_EIP-ControlProtocolChangeAttempt.pcap': [
    ['192.168.10.105', 'engineering workstation', 2, 'edits and downloads'],
    ['192.168.10.22', 'server', 3, 'Windows Server 2003 by its SMB session'],
  ],
  'bacnet/iti_bacnet_test.pcap': [
    ['10.1.1.165', 'building controller', 1, 'answers BACnet device properties; Johnson Controls'],
    ['10.1.1.167', 'unknown', null, 'reads the identity once'],
  ],
  'bacnet/ct_bacnet-services.pcap': [
    ['192.168.0.24', 'building controller', 1, 'SYSC MLX, lighting'],
    ['192.168.0.50', 'HMI', 2, 'polls and writes properties'],
    ['192.168.0.172', 'unknown', null, 'who-is only'],
  ],
  'dnp3/iti_read_and_response.pcap': [
    ['192.168.60.1', 'SCADA server', 2, 'master'],
    ['192.168.60.130', 'RTU', 1, 'outstation'],
  ],
  'dnp3/qut_dnp3_injection_restarts.pcap': [
    ['192.168.10.221', 'SCADA server', 2, 'master; restarts are master functions'],
    ['192.168.10.222', 'RTU', 1, 'outstation that answers'],
    ['192.168.10.20', 'server', 3, 'grandmaster clock'],
  ],
  'iec104/iti_TestDissectIec104.pcap': [
    ['172.27.248.109', 'SCADA server', 2, 'STARTDT act: controlling station'],
    ['172.27.248.79', 'RTU', 1, 'controlled station'],
  ],
  'iec104/iti_JavaRMI_and_IEC_Misc.pcap': [
    ['10.209.13.145', 'RTU', 1, 'controlled station'],
    ['192.168.1.44', 'SCADA server', 3, 'interrogates it from another network'],
    ['192.168.1.30', 'server', 3, 'NTP'],
  ],
  'goose/iti_goose.pcap': [['00:a0:f4:08:2f:77', 'IED', 1, 'GE relay publishes GOOSE']],
  'goose/qutzss_822_8222a_QUTZS.pcapng': [
    ['23.23.23.254', 'IED', 1, 'merging unit: sampled values'],
    ['23.23.23.11', 'IED', 1, 'publishes GOOSE'],
    ['23.23.23.1', 'unknown', null, 'no protocol of plants'],
  ],
  'goose/iti_sample_mms_and_goose.pcap': [
    ['172.16.201.2', 'IED', 1, 'GOOSE and MMS server'],
    ['172.16.0.101', 'SCADA server', 3, 'MMS client of many relays; DEMO\\MicroSCADA logs on'],
    ['00:0a:dc:06:19:6b', 'switch', null, 'spanning tree'],
  ],
  'mms/iti_mms_long.pcap': [
    ['10.101.1.2', 'SCADA server', 2, 'TASE.2 between control centres: e-terracomm'],
    ['10.101.1.3', 'SCADA server', 2, 'TASE.2 between control centres: e-terracomm'],
  ],
  'hart-ip/icsnpp_all_types.pcapng': [
    ['10.9.0.117', 'gateway', 1, 'HART-IP server with field devices behind'],
    ['192.168.122.197', 'unknown', null, 'sends one of each command: a test'],
  ],
  'ads/iti_beckhoff_addroute.pcapng': [['192.168.1.8', 'controller', 1, 'TwinCAT on a CX']],
  'niagara-fox/iti_fox_info.pcap': [
    ['106.68.88.119', 'building controller', 1, 'JACE-6, Niagara station'],
    ['10.1.3.4', 'engineering workstation', 3, 'Niagara Workbench'],
  ],
  'melsec/iti_melsoft_129.pcap': [['192.168.3.250', 'controller', 1, 'answers MELSOFT']],
  'omron-fins/icsnpp_omron.pcap': [['10.130.130.130', 'controller', 1, 'FINS controller data']],
  'proconos/testing_tools_proconos_stop_start.pcap': [
    ['192.168.0.66', 'engineering workstation', 2, 'stops and starts over ProConOS'],
    ['192.168.0.16', 'controller', 1, 'ILC 191 ETH 2TX'],
  ],
  'egd/testing_tools_egd.pcap': [
    ['140.80.0.77', 'controller', 1, 'produces EGD data; a GE card'],
    ['140.80.0.78', 'controller', 1, 'produces EGD data; a GE card'],
  ],
  'it/lldp/testing_tools_lldp_detailed.pcap': [['00:01:30:f9:ad:a0', 'switch', null, 'Summit300-48']],
  'it/smb/zeek_smb311.pcap': [
    ['10.160.67.244', 'server', 4, 'Windows Server 2016 by its build, serves SMB'],
    ['192.168.100.168', 'unknown', null, 'an SMB client'],
  ],
  'it/dns/suricata_dns_tcp.pcap': [
    ['10.16.1.1', 'server', 4, 'answers DNS'],
    ['10.16.1.11', 'unknown', null, 'asks DNS'],
  ],
  'it/tls/zeek_tls13.pcap': [['192.168.178.80', 'unknown', null, 'a TLS client by Apple']],
  'it/scan/malcolm_port_scan.pcap': [['192.168.2.154', 'unknown', null, 'scans ports']],
  'it/rdp/suricata_rdp.pcap': [['10.226.29.74', 'unknown', null, 'RDP server']],
}
