// Which names and numbers tell one device from another, and their common form.

/** What devices are called before anybody names them, and what says only what kind of device it is. */
const common =
  /^(localhost|unknown|default|none|null|host|server|client|pc|plc|hmi|cpu|device|controller|switch|router|gateway|printer|camera|workstation|desktop|laptop|windows|linux|ubuntu|debian|raspberrypi|android|iphone|ipad|macbook|espressif|freeopcua|open62541|opcuaserver|scalance|simatic|user|admin|test|vm)[-_ ]?\d{0,3}$/

/** The host part in small letters; empty when it tells nothing. */
export function hostNameOf(name: string): string {
  const text = name.trim().toLowerCase().replace(/\$$/, '')
  if (/^[\d.]+$/.test(text) || text.includes(':')) return ''
  const host = text.split('.', 1)[0]!
  return host.length < 2 || common.test(host) ? '' : host
}

/** Not a placeholder: long enough, and neither one digit repeated nor digits counted up. */
export function isTellingSerial(serial: string): boolean {
  const text = serial.replace(/^0x/i, '').replace(/[\s-]/g, '')
  if (text.length < 4 || /^(.)\1*$/.test(text)) return false
  return !/^(0?1234|unknown|none|n\/?a|null|default|serial|tobefilled|notspecified)/i.test(text)
}
