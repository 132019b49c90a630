# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Builds the Flatpak and tries it: on GNOME's runtime where this machine has it or can get it, else on a stand-in.

flatpak_manifest=flatpak/io.github.latchkey_app.Latchkey.yml
flatpak_host_suite=trixie
flatpak_stand_in_suite=forky
flatpak_host_packages="flatpak flatpak-builder bubblewrap xdg-dbus-proxy xdg-desktop-portal xdg-desktop-portal-gtk ostree
  mmdebstrap debian-archive-keyring ca-certificates xvfb dbus dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi
  gnome-keyring libsecret-tools libglib2.0-bin desktop-file-utils appstream elfutils fuse3 python3 git patch xz-utils
  fonts-cantarell librsvg2-common librsvg2-bin xfwm4 xdotool imagemagick"

flatpak_branch ()
{
  sed -n "s/^runtime-version: '\\(.*\\)'\$/\\1/p" "$top/$flatpak_manifest"
}

# Whether flatpak-builder is here, and new enough for a current SDK, which has no appstream-compose any more.
has_new_builder ()
{
  local version

  version=$(flatpak-builder --version 2> /dev/null) || return 1
  [ "$(printf '1.4\n%s\n' "${version##* }" | sort -V | head -n 1)" = 1.4 ]
}

# Whether GNOME's runtime is installed, or can be had from a remote that is set up here.
has_real_runtime ()
{
  local branch remote

  branch=$(flatpak_branch)
  if flatpak info "org.gnome.Sdk//$branch" > /dev/null 2>&1 && flatpak info "org.gnome.Platform//$branch" > /dev/null 2>&1; then
    return 0
  fi
  for remote in $(flatpak remotes --columns=name 2> /dev/null | sort -u); do
    if timeout 30 flatpak remote-info "$remote" "org.gnome.Sdk//$branch" > /dev/null 2>&1; then
      say "Installing org.gnome.Sdk and org.gnome.Platform $branch from $remote"
      flatpak --user install -y --noninteractive "$remote" "org.gnome.Sdk//$branch" "org.gnome.Platform//$branch" && return 0
    fi
  done
  return 1
}

make_flatpak ()
{
  local host packages

  if has_new_builder && has_real_runtime; then
    "$top/tools/flatpak-steps" real "$systems"
    return
  fi

  [ "$(id -u)" -eq 0 ] || die "GNOME's runtime is not here, and only root can make one that stands in for it. Run this with sudo."
  need systems
  read -r -d '' -a packages <<< "$flatpak_host_packages"
  host=$(make_system flatpak-host "$flatpak_host_suite" apt "${packages[@]}") || exit 1
  (become_in_system "$host" "$top" "$systems" -- \
    env "LK_MIRROR=$(find_mirror)" "$top/tools/flatpak-steps" "$flatpak_stand_in_suite" "$systems")
}
