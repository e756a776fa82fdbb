// Numbers of DHCP. IANA: "DHCP and BOOTP Parameters".

/** Message types, option 53. */
export const types: Readonly<Record<number, string>> = {
  1: 'discover',
  2: 'offer',
  3: 'request',
  4: 'decline',
  5: 'acknowledge',
  6: 'refuse',
  7: 'release',
  8: 'inform',
  9: 'force renew',
  10: 'lease query',
  11: 'lease unassigned',
  12: 'lease unknown',
  13: 'lease active',
}
