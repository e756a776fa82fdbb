/** How a person reads a device's version without sending it anything, by maker: the least intrusive way first. */
const ways: Readonly<Record<string, string>> = {
  siemens: 'read it in TIA Portal or STEP 7 under Online & diagnostics, on the display of the CPU, or in the project',
  rockwell: 'read the revision in the controller properties of Studio 5000 or RSLogix, or in the project file',
  schneider: 'read it in Control Expert or Machine Expert on the PLC screen, or in the project',
  mitsubishi: 'read it in GX Works under Diagnostics, or on the rating plate',
  omron: 'read the unit version in Sysmac Studio or CX-Programmer, or on the side of the unit',
  abb: 'read it in Automation Builder or Control Builder, or in the project',
  'phoenix contact': 'read it in PLCnext Engineer or PC Worx, or on the web page of the device',
  wago: 'read it in e!COCKPIT or WAGO I/O-CHECK, or on the rating plate',
  emerson: 'read it in PAC Machine Edition under Diagnostics, or in the project',
  hirschmann: 'read it on the web page of the switch or in HiVision',
}

const anyway = 'read it in the engineering tool, in the project or on the rating plate'

/** One sentence. Nautilus itself never asks a device. */
export const howToRead = (vendor: string, what: string): string => `Find out ${what}: ${ways[vendor] ?? anyway}.`
