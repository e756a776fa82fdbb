// Link-layer header types, numbers of the pcap and pcapng LINKTYPE registry.

export const ETHERNET = 1
export const LINUX_COOKED = 113
export const LINUX_COOKED_2 = 276
export const RAW_IP = 101
export const NULL_LOOPBACK = 0
export const LOOP = 108

/** What we make of a number in a capture file; 12 and 14 are how some systems wrote raw IP before 101. */
const supported: ReadonlyMap<number, number> = new Map([
  [1, ETHERNET],
  [113, LINUX_COOKED],
  [276, LINUX_COOKED_2],
  [101, RAW_IP],
  [12, RAW_IP],
  [14, RAW_IP],
  [228, RAW_IP],
  [229, RAW_IP],
  [0, NULL_LOOPBACK],
  [108, LOOP],
])

const names: ReadonlyMap<number, string> = new Map([
  [105, 'IEEE 802.11'],
  [119, 'IEEE 802.11 with Prism header'],
  [127, 'IEEE 802.11 with radiotap header'],
  [163, 'IEEE 802.11 with AVS header'],
  [9, 'PPP'],
  [187, 'Bluetooth HCI'],
  [189, 'USB'],
  [195, 'IEEE 802.15.4'],
  [220, 'USB'],
  [227, 'CAN'],
])

/** The decoder's link type, or -1 when we cannot read it. */
export const linkTypeOf = (number: number): number => supported.get(number) ?? -1

/** A sentence for the operator about a link type that is not read. */
export function refusal(number: number): string {
  const name = names.get(number)
  const wireless = name?.includes('802.11')
  const what = name ? `link type ${number} (${name})` : `link type ${number}`
  return wireless
    ? `${what} is wireless, which is not read here; capture on the wired side`
    : `${what} is not one that is read here; capture on an Ethernet interface`
}
