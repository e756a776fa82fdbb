// A picture for each kind of device, as address of an image: the canvas draws no components.

/** Lines on 24 by 24. */
const shapes = {
  controller: 'M5 3h14v18H5zM9 3v18M12 7h4M12 11h4M12 15h4',
  safety: 'M12 2.500 20 5.500v6c0 5-3.500 8.200-8 10-4.500-1.800-8-5-8-10v-6zM8.500 12l2.500 2.500 4.500-5',
  screen: 'M3 4h18v12H3zM9 20h6M12 16v4M7 12l3-4 3 3 4-5',
  server: 'M4 3h16v7H4zM4 14h16v7H4zM8 6.500h.1M8 17.500h.1M12 6.500h4M12 17.500h4',
  workstation: 'M3 4h18v12H3zM8 20h8M12 16v4',
  network: 'M3 9h18v6H3zM7 12h.1M10.500 12h.1M14 12h.1M17.500 12h.1M7 9V6M17 9V6M7 18v-3M17 18v-3',
  wall: 'M3 5h18v14H3zM3 9.700h18M3 14.300h18M9 5v4.700M15 5v4.700M6 9.700v4.600M12 9.700v4.600M18 9.700v4.600M9 14.300V19M15 14.300V19',
  field: 'M4 8h16v8H4zM7 8V4M12 8V4M17 8V4M7 20v-4M12 20v-4M17 20v-4',
  drive: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4l3 2',
  building: 'M5 21V4h9v17M14 9h5v12M8 8h3M8 12h3M8 16h3M16.500 13h.1M16.500 17h.1M3 21h18',
  thing: 'M4 7h11v10H4zM15 10l5-3v10l-5-3',
  unknown: 'M9 9a3 3 0 1 1 4.200 2.800c-.9.400-1.200 1-1.200 2M12 17.500v.1',
} as const
type Shape = keyof typeof shapes

const ofRole: Readonly<Record<string, Shape>> = {
  controller: 'controller',
  'safety controller': 'safety',
  RTU: 'controller',
  IED: 'controller',
  HMI: 'screen',
  'SCADA server': 'server',
  'engineering workstation': 'workstation',
  historian: 'server',
  'I/O device': 'field',
  drive: 'drive',
  robot: 'drive',
  gateway: 'network',
  'building controller': 'building',
  router: 'network',
  switch: 'network',
  firewall: 'wall',
  'remote-access gateway': 'wall',
  camera: 'thing',
  printer: 'thing',
  phone: 'thing',
  'IoT device': 'thing',
  'vendor laptop': 'workstation',
  'domain controller': 'server',
  server: 'server',
  workstation: 'workstation',
}

export const shapeOf = (role: string | null): Shape => (role === null ? 'unknown' : (ofRole[role] ?? 'unknown'))

export const pathOfRole = (role: string | null): string => shapes[shapeOf(role)]

export function iconOf(role: string | null, color: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="${color}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="${pathOfRole(role)}"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
