// Lists of servers of one cluster, as people write them.

export type Server = { readonly host: string; readonly port: number }

/** `host:port`, with commas between; IPv6 in brackets. `usual`: the port where none is written. */
export const serversOf = (text: string, usual: number): Server[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(each => {
      const [, six, name, port] = /^(?:\[([\da-fA-F:.]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(each) ?? []
      return { host: six ?? name ?? '', port: Number(port ?? usual) }
    })

export function serversFault(text: string): string | null {
  const servers = serversOf(text, 1)
  const isGood = ({ host, port }: Server) => /^[\w.:-]{1,255}$/.test(host) && port > 0 && port < 65_536
  if (servers.length === 0 || servers.length > 20) return 'must be one to 20 servers'
  return servers.every(isGood) ? null : 'must be host:port, with commas between'
}
