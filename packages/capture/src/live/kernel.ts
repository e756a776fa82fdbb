// Numbers of the Linux kernel's interface to packets. Sources: packet(7), netdevice(7), and the headers linux/if_packet.h,
// linux/if_ether.h, asm-generic/socket.h, linux/filter.h, as they are on x86-64 and arm64.

export const AF_PACKET = 17
export const SOCK_RAW = 3
export const SOCK_CLOEXEC = 0o2000000
export const ETH_P_ALL = 0x0003

export const SOL_SOCKET = 1
export const SO_ERROR = 4
export const SO_ATTACH_FILTER = 26
export const SO_LOCK_FILTER = 44

export const SOL_PACKET = 263
export const PACKET_ADD_MEMBERSHIP = 1
export const PACKET_RX_RING = 5
export const PACKET_STATISTICS = 6
export const PACKET_VERSION = 10
export const PACKET_RESERVE = 12
export const PACKET_FANOUT = 18
export const PACKET_IGNORE_OUTGOING = 23
export const TPACKET_V3 = 2
export const PACKET_MR_PROMISC = 1
export const PACKET_FANOUT_HASH = 0

export const PROT_READ_WRITE = 3
export const MAP_SHARED = 1

/** Bits of `block_status` and `tp_status`. */
export const OURS = 1
export const VLAN_VALID = 1 << 4
export const VLAN_TPID_VALID = 1 << 6

/** Offsets in a block descriptor (`tpacket_block_desc`, version 1), in 32-bit words. */
export const BLOCK_STATUS = 2
export const BLOCK_FRAMES = 3
export const BLOCK_FIRST = 4
/** The lower half of it. */
export const BLOCK_NUMBER = 6

/** Offsets in the header of a frame (`tpacket3_hdr`), in 32-bit words; the two last in bytes. */
export const NEXT = 0
export const SECONDS = 1
export const NANOSECONDS = 2
export const CAPTURED = 3
export const ORIGINAL = 4
export const STATUS = 5
export const MAC = 6
export const VLAN_TCI = 8
export const VLAN_TPID = 9
/** Its own size and that of the address behind it (`sockaddr_ll`), aligned: no frame begins before. */
export const HEADER_SIZE = 48 + 20

export const VLAN = 0x8100
export const VLAN_TAG_SIZE = 4

/** Errors, errno(3). */
export const EPERM = 1
export const ENOENT = 2
export const ENOMEM = 12
export const EACCES = 13
export const ENODEV = 19
export const EINVAL = 22
export const ENOPROTOOPT = 92
export const EAFNOSUPPORT = 97
export const ENETDOWN = 100
