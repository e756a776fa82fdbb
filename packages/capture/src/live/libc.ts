// The few functions of the C library that listening takes. The only file that loads foreign code, and there is none in
// it by which a byte could be sent: a socket that is opened here can be read and configured, nothing else.
import type { LibraryHandle } from 'koffi'

type Bytes = Uint8Array | Int32Array

export type Libc = {
  socket(family: number, type: number, protocol: number): number
  bind(socket: number, address: Bytes, size: number): number
  setsockopt(socket: number, level: number, name: number, value: Bytes, size: number): number
  getsockopt(socket: number, level: number, name: number, value: Bytes, size: Int32Array): number
  ifIndex(name: string): number
  close(socket: number): number
  fcntl(descriptor: number, command: number, argument: number): number
  /** 0 when it failed. */
  map(size: number, protection: number, flags: number, descriptor: number): bigint
  unmap(address: bigint, size: number): number
  /** Mapped memory without a copy. To touch it after `unmap` ends the process. */
  view(address: bigint, size: number): ArrayBuffer
  /** Address of bytes, for structures that point to others. Good while they live. */
  address(bytes: Bytes): bigint
  /** Of the call before. */
  errno(): number
  /** Gives up what it may do besides what every user may: for itself, and for what it starts. */
  prctl(option: number, a: number, b: number, c: number, d: number): number
}

const MAP_FAILED = 0xffff_ffff_ffff_ffffn

let opened: Promise<Libc | string> | null = null

/** Or why this machine has none: koffi's compiled part does not exist for every system. */
export function openLibc(): Promise<Libc | string> {
  opened ??= open().catch(error => (error instanceof Error ? error.message : String(error)))
  return opened
}

async function open(): Promise<Libc> {
  if (process.platform !== 'linux') throw new Error(`${process.platform} has no packet sockets`)
  const { default: koffi } = await import('koffi')
  const library: LibraryHandle = koffi.load(null)
  const mmap = library.func('intptr_t mmap(void *at, size_t size, int prot, int flags, int fd, int64_t offset)')
  return {
    socket: library.func('int socket(int family, int type, int protocol)'),
    bind: library.func('int bind(int fd, void *address, uint32_t size)'),
    setsockopt: library.func('int setsockopt(int fd, int level, int name, void *value, uint32_t size)'),
    getsockopt: library.func('int getsockopt(int fd, int level, int name, void *value, void *size)'),
    ifIndex: library.func('unsigned int if_nametoindex(const char *name)'),
    close: library.func('int close(int fd)'),
    fcntl: library.func('int fcntl(int fd, int command, long argument)'),
    map(size, protection, flags, descriptor) {
      const at = BigInt.asUintN(64, BigInt(mmap(null, size, protection, flags, descriptor, 0)))
      return at === MAP_FAILED ? 0n : at
    },
    unmap: library.func('int munmap(intptr_t at, size_t size)'),
    view: (address, size) => koffi.view(address, size),
    address: bytes => koffi.address(bytes),
    errno: () => koffi.errno(),
    prctl: library.func('int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)'),
  }
}
