# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What ./dev needs from the system, and how it gets it.

packages_build="build-essential meson ninja-build pkg-config libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev
  libsecret-1-dev libsqlite3-dev libgnutls28-dev gettext itstool desktop-file-utils libxml2-utils adwaita-icon-theme
  librsvg2-common libglib2.0-bin"
packages_test="ca-certificates glib-networking xvfb dbus-daemon gnome-keyring keepassxc libsecret-tools fonts-cantarell xdotool xfwm4 zsh fish openssl curl
  at-spi2-core python3-gi gir1.2-atspi-2.0"
packages_pictures="imagemagick"
packages_lint="clang-format appstream yelp-tools"
packages_systems="mmdebstrap debian-archive-keyring bubblewrap util-linux"

commands_build="cc meson ninja pkg-config msgfmt xgettext itstool desktop-file-validate xmllint glib-compile-resources gdbus"
commands_test="Xvfb dbus-daemon gnome-keyring-daemon keepassxc secret-tool xdotool xfwm4 zsh fish openssl curl"
commands_pictures=""
commands_lint="clang-format appstreamcli yelp-check"
commands_systems="mmdebstrap bwrap unshare"
modules="libadwaita-1 libsoup-3.0 json-glib-1.0 libsecret-1 sqlite3 gnutls"

# Runs apt-get as root, directly or through sudo.
apt_get ()
{
  local become=()

  if [ "$(id -u)" -ne 0 ]; then
    become=(sudo)
    [ -t 0 ] || become=(sudo -n)
  fi

  "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" < /dev/null
}

install_debian ()
{
  local missing=() package

  for package in "$@"; do
    case $(dpkg-query -W -f='${db:Status-Status} ' "$package" 2> /dev/null) in
      installed\ *) ;;
      *) missing+=("$package") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  say "Installing ${missing[*]}"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo > /dev/null; then
    die "These packages are missing, and without sudo only root can install them: apt-get install ${missing[*]}"
  fi
  apt_get update > /dev/null || die "The package lists could not be fetched. Is there a network? Missing: ${missing[*]}"
  apt_get install -y --no-install-recommends "${missing[@]}" ||
    die "These packages could not be installed: ${missing[*]}"
}

# Elsewhere nothing is installed, only told.
list_missing ()
{
  local group missing=() command module commands

  for group in "$@"; do
    commands=commands_$group
    for command in ${!commands}; do
      command -v "$command" > /dev/null || missing+=("$command")
    done
  done
  if command -v pkg-config > /dev/null; then
    for module in $modules; do
      pkg-config --exists "$module" || missing+=("$module.pc")
    done
  fi

  [ ${#missing[@]} -eq 0 ] || die "Please install what has these, and try again: ${missing[*]}"
}

# Takes the groups that a subcommand needs: build, test, pictures, lint.
need ()
{
  local group list packages=()

  if command -v apt-get > /dev/null && command -v dpkg-query > /dev/null; then
    for group in "$@"; do
      list=packages_$group
      # shellcheck disable=SC2206
      packages+=(${!list})
    done
    install_debian "${packages[@]}"
  else
    list_missing "$@"
  fi
}
