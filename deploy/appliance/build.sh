#!/bin/sh
# Builds the virtual appliance of a sensor: a Debian 12 with the package `nautilus`, as a disk for virtual machines.
#   deploy/appliance/build.sh FOLDER-OF-PACKAGES OUT.qcow2
# As root on Debian, with debootstrap, dosfstools, mtools, fdisk, e2fsprogs and qemu-utils. Nothing is mounted on a loop:
# both file systems are made as files, so it works in a container too. It starts by UEFI, and speaks on tty0 and ttyS0.
set -eu

if [ $# -ne 2 ]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
packages=$(readlink -f "$1")
out=$2
here=$(dirname "$(readlink -f "$0")")
: "${SUITE:=bookworm}" "${MIRROR:=http://deb.debian.org/debian}" "${DISK_MB:=16384}"
ESP_MB=512
PATH=$PATH:/usr/sbin:/sbin

for program in debootstrap mkfs.vfat mcopy sfdisk mkfs.ext4 qemu-img dpkg-deb; do
  command -v "$program" > /dev/null || { echo "$program is missing." >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo 'Run this as root.' >&2; exit 2; }
deb=$(find "$packages" -name 'nautilus_*.deb')
[ "$(echo "$deb" | wc -w)" = 1 ] || { echo "$packages has not exactly one package nautilus_*.deb." >&2; exit 2; }
arch=$(dpkg-deb --field "$deb" Architecture)
case $arch in
  amd64) loader=systemd-bootx64.efi starts=BOOTX64.EFI serial=ttyS0 kind=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709 ;;
  arm64) loader=systemd-bootaa64.efi starts=BOOTAA64.EFI serial=ttyAMA0 kind=B921B045-1DF0-41C3-AF44-4C6F280D3FAE ;;
  *) echo "There is no appliance for $arch." >&2; exit 2 ;;
esac

work=$(mktemp -d)
root=$work/root
clean() {
  umount "$root/proc" 2> /dev/null || true
  rm -rf --one-file-system "$work"
}
trap clean EXIT

debootstrap --variant=minbase --arch="$arch" --include="systemd-sysv,systemd-boot,dbus,udev,kmod,iproute2,nftables,ethtool,tcpdump,ca-certificates,libatomic1,libstdc++6,bsdutils,login,nano,systemd-timesyncd,systemd-resolved,linux-image-$arch" \
  "$SUITE" "$root" "$MIRROR"
mount -t proc proc "$root/proc"
cp "$deb" "$root/tmp/nautilus.deb"
chroot "$root" dpkg -i /tmp/nautilus.deb
rm "$root/tmp/nautilus.deb"

cp -R "$here/files/." "$root/"
chmod 755 "$root/usr/lib/nautilus-appliance/first-boot" "$root/etc/kernel/postinst.d/zz-nautilus-esp"
echo nautilus-sensor > "$root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 nautilus-sensor\n' > "$root/etc/hosts"
printf 'LABEL=nautilus / ext4 errors=remount-ro,noatime 0 1\nLABEL=ESP /boot/efi vfat umask=0077 0 2\n' > "$root/etc/fstab"
mkdir -p "$root/boot/efi"
chroot "$root" systemctl enable systemd-networkd systemd-resolved systemd-timesyncd "nautilus-first-boot@tty1" "nautilus-first-boot@$serial"
# Each machine makes its own.
: > "$root/etc/machine-id"
chroot "$root" passwd --lock root > /dev/null
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb "$root"/var/log/*.log
umount "$root/proc"

# The partition that the firmware reads: the loader, a kernel and how it is started.
esp=$work/esp.img
truncate -s "${ESP_MB}M" "$esp"
mkfs.vfat -F 32 -n ESP "$esp" > /dev/null
mmd -i "$esp" ::EFI ::EFI/BOOT ::loader ::loader/entries ::nautilus
mcopy -i "$esp" "$root/usr/lib/systemd/boot/efi/$loader" "::EFI/BOOT/$starts"
mcopy -i "$esp" "$root"/boot/vmlinuz-* ::nautilus/vmlinuz
mcopy -i "$esp" "$root"/boot/initrd.img-* ::nautilus/initrd.img
printf 'default nautilus\ntimeout 2\neditor no\n' | mcopy -i "$esp" - ::loader/loader.conf
printf 'title Nautilus sensor\nlinux /nautilus/vmlinuz\ninitrd /nautilus/initrd.img\noptions root=LABEL=nautilus rw console=tty0 console=%s,115200 quiet\n' "$serial" |
  mcopy -i "$esp" - ::loader/entries/nautilus.conf

root_mb=$((DISK_MB - ESP_MB - 2))
mkfs.ext4 -q -L nautilus -d "$root" "$work/root.img" "${root_mb}M"

disk=$work/disk.img
truncate -s "${DISK_MB}M" "$disk"
sfdisk --quiet "$disk" << END
label: gpt
start=1MiB, size=${ESP_MB}MiB, type=U, name=ESP
start=$((ESP_MB + 1))MiB, size=${root_mb}MiB, type=$kind, name=nautilus
END
dd if="$esp" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
dd if="$work/root.img" of="$disk" bs=1M seek=$((ESP_MB + 1)) conv=notrunc,sparse status=none
qemu-img convert -f raw -O qcow2 -c "$disk" "$out"
sha256sum "$out"
