# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Other Debian systems than this one, unpacked in the user's cache: a build and its tests run in the newest GNOME there,
# and Flatpak's tools are new enough. Each is made once, is never changed afterwards, and is made anew after two weeks.

systems=${XDG_CACHE_HOME:-$HOME/.cache}/latchkey-dev
systems_days=14

# The Debian mirror that apt here is set up with, or the one that somebody names in LK_MIRROR.
find_mirror ()
{
  if [ -n "${LK_MIRROR-}" ]; then
    printf '%s\n' "$LK_MIRROR"
    return
  fi
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2> /dev/null |
    sed -n 's/^Debian|Debian|//p' | head -n 1
}

# Tells in one line what a system is made of, so that a change makes it anew.
describe_system ()
{
  printf '1 %s %s %s\n' "$1" "$2" "$(printf '%s\n' "${@:3}" | sort | sha256sum | cut -c1-16)"
}

# Unpacks Debian packages without their documentation: unpack FOLDER SUITE VARIANT PACKAGE…
unpack ()
{
  local folder=$1 suite=$2 variant=$3 mirror log=$1.log packages
  shift 3

  mirror=$(find_mirror)
  [ -n "$mirror" ] || die "apt names no Debian mirror that packages could come from."
  packages=$(printf '%s,' "$@")
  mmdebstrap --quiet --mode=root --variant="$variant" --include="${packages%,}" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
    --aptopt='Acquire::Retries "3"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/gtk-doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    "$suite" "$folder" \
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$log" 2>&1 < /dev/null
}

# Prints the folder of a system, which is made when there is none, or an old or another one:
# make_system NAME SUITE VARIANT PACKAGE…
make_system ()
{
  local name=$1 suite=$2 variant=$3 folder=$systems/$1 stamp
  shift 3

  stamp=$(describe_system "$suite" "$variant" "$@")
  if [ "$(cat -- "$folder.stamp" 2> /dev/null)" != "$stamp" ] || [ -n "$(find "$folder.stamp" -mtime "+$systems_days")" ]; then
    [ "$(id -u)" -eq 0 ] || die "Only root can unpack a Debian system. Run this with sudo."
    mkdir -p -- "$systems" || die "$systems could not be made."
    rm -rf -- "$folder" "$folder.stamp" "$folder.new"
    say "Unpacking Debian $suite into $folder" >&2
    if ! unpack "$folder.new" "$suite" "$variant" "$@"; then
      tail -n 20 "$folder.new.log" >&2
      rm -rf -- "$folder.new"
      die "Debian $suite could not be unpacked. Its packages may be in the middle of a change: try again later."
    fi
    mv -- "$folder.new" "$folder" || die "$folder could not be put in place."
    printf '%s\n' "$stamp" > "$folder.stamp"
  fi
  printf '%s\n' "$folder"
}

# Runs a command in a system, with the source read-only, a folder to build in, and no network but loopback:
# run_in_system SYSTEM SOURCE BUILD COMMAND…
run_in_system ()
{
  local system=$1 source=$2 build=$3
  shift 3

  bwrap --ro-bind "$system" / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /run --tmpfs /root --tmpfs /mnt \
    --perms 0700 --dir /run/user/0 --dir /mnt/home --ro-bind "$source" /mnt/source --bind "$build" /mnt/build \
    --unshare-net --unshare-pid --unshare-ipc --unshare-uts --hostname latchkey --die-with-parent --clearenv \
    --setenv PATH /usr/sbin:/usr/bin --setenv HOME /mnt/home --setenv XDG_RUNTIME_DIR /run/user/0 \
    --setenv LANG C.UTF-8 --setenv PYTHONDONTWRITEBYTECODE 1 --chdir /mnt/build "$@"
}

# Becomes a command on a system as if that were this machine: it may mount and unshare, so that Flatpak's own sandbox
# works in it, which it does not in a chroot. What is changed but in the given folders is forgotten:
# become_in_system SYSTEM FOLDER… -- COMMAND…
become_in_system ()
{
  local system=$1 folders=()
  shift

  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    folders+=("$1")
    shift
  done
  shift

  # shellcheck disable=SC2016
  exec unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    system=$1 n=$2
    shift 2
    folders=("${@:1:n}")
    shift "$n"

    layer=$system.layer
    mkdir -p "$layer"
    mount -t tmpfs tmpfs "$layer"
    mkdir "$layer/upper" "$layer/work" "$layer/root"
    root=$layer/root
    mount -t overlay -o "lowerdir=$system,upperdir=$layer/upper,workdir=$layer/work" overlay "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    mount -t tmpfs tmpfs "$root/run"
    chmod 1777 "$root/tmp"
    mkdir -p -m 700 "$root/run/user/0"
    cat /etc/resolv.conf > "$root/etc/resolv.conf" 2> /dev/null || true
    for folder in "${folders[@]}"; do
      mkdir -p "$root$folder"
      mount --rbind "$folder" "$root$folder"
    done

    here=$PWD
    cd "$root"
    mkdir .old
    pivot_root . .old
    umount -l /.old
    cd "$here"
    exec env -i PATH=/usr/sbin:/usr/bin HOME=/root LANG=C.UTF-8 XDG_RUNTIME_DIR=/run/user/0 "$@"
  ' become_in_system "$system" "${#folders[@]}" "${folders[@]}" "$@"
}
