# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# A stand-in for GNOME's Flatpak runtime, made of Debian packages, for machines that can reach no store. It shows that
# the manifest builds, that what it installs is complete, and how the application behaves in Flatpak's sandbox. It does
# not show that it builds or runs on GNOME's own runtime: these are Debian's builds, fewer of them, in Debian's folders,
# without extensions.

stand_in_platform="bash coreutils sed grep libc-bin ca-certificates libgtk-4-1 libadwaita-1-0 libsoup-3.0-0
  libjson-glib-1.0-0 libsecret-1-0 libsqlite3-0 libgnutls30t64 libglib2.0-bin glib-networking dconf-gsettings-backend
  gsettings-desktop-schemas adwaita-icon-theme hicolor-icon-theme shared-mime-info librsvg2-common fonts-dejavu-core
  fonts-cantarell libgl1-mesa-dri tzdata"
stand_in_sdk="$stand_in_platform gcc libc6-dev make meson ninja-build pkg-config ccache gettext git patch tar xz-utils
  libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev libsqlite3-dev libgnutls28-dev
  libgtk-4-bin desktop-file-utils appstream appstream-compose itstool libxml2-utils elfutils gdb-minimal"
stand_in_libraries="libgtk-4-1 libadwaita-1-0 libsoup-3.0-0 libjson-glib-1.0-0 libsecret-1-0 libsqlite3-0 libgnutls30t64"

# Turns an unpacked system into a runtime and puts it into a repository: export_runtime TREE ID BRANCH SUITE REPOSITORY
export_runtime ()
{
  local tree=$1 id=$2 branch=$3 suite=$4 repository=$5 build=$1.build arch
  arch=$(flatpak --default-arch)

  mkdir -- "$build" "$build/files"
  printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' /app/lib \
    'include /run/flatpak/ld.so.conf.d/runtime-*.conf' 'include /etc/ld.so.conf.d/*.conf' > "$tree/etc/ld.so.conf"
  ldconfig -r "$tree" 2> /dev/null
  (cd -- "$tree/etc" && rm -rf -- passwd* group* shadow* gshadow* machine-id resolv.conf hostname hosts apt dpkg cron* \
    systemd init.d rc*.d pam.d security .pwd.lock)
  mv -- "$tree/usr" "$build/usr" || return 1
  mv -- "$tree/etc" "$build/usr/etc" || return 1

  # What Flatpak takes nothing of: special files, and those that run as somebody else.
  rm -rf -- "$build/usr/local" "$build/usr/games"
  find "$build/usr" ! -type d ! -type f ! -type l -delete
  find "$build/usr" -perm /6000 -exec chmod a-s {} +
  chmod -R u+rwX,go+rX,go-w "$build/usr"

  printf '%s\n' "NAME=\"Debian, standing in for $id\"" ID=debian-stand-in ID_LIKE=debian "VERSION_ID=$branch" \
    "PRETTY_NAME=\"Debian $suite, standing in for $id//$branch\"" > "$build/usr/lib/os-release"
  cat > "$build/metadata" <<END
[Runtime]
name=$id
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
END
  flatpak build-export --runtime --disable-sandbox --no-update-summary --arch="$arch" \
    --subject="Debian $suite, standing in for $id" "$repository" "$build" "$branch" > /dev/null || return 1
  rm -rf -- "$build" "$tree"
}

# The versions of the libraries that matter, from an unpacked system.
list_versions ()
{
  local library

  for library in $stand_in_libraries; do
    dpkg-query --admindir="$1/var/lib/dpkg" -W -f '${Package} ${Version}\n' "$library" 2> /dev/null
  done
}

# Makes the runtime and the SDK where there is none, or an old or another one: make_stand_in FOLDER SUITE BRANCH
# FOLDER gets the repository, the versions in it, and "install", where both are installed.
make_stand_in ()
{
  local folder=$1 suite=$2 branch=$3 stamp work
  local platform sdk

  read -r -d '' -a platform <<< "$stand_in_platform"
  read -r -d '' -a sdk <<< "$stand_in_sdk"
  stamp=$(describe_system "$suite" "$branch" "${platform[@]}" -- "${sdk[@]}")
  if [ "$(cat -- "$folder/stamp" 2> /dev/null)" = "$stamp" ] && [ -z "$(find "$folder/stamp" -mtime "+$systems_days")" ]; then
    return 0
  fi

  rm -rf -- "$folder"
  mkdir -p -- "$folder" || die "$folder could not be made."
  work=$(mktemp -d "$folder/work.XXXXXX") || die "No temporary folder could be made."
  say "Unpacking Debian $suite to stand in for org.gnome.Platform and org.gnome.Sdk $branch"
  unpack "$work/platform" "$suite" essential "${platform[@]}" &
  unpack "$work/sdk" "$suite" essential "${sdk[@]}"
  local unpacked=$?
  wait $! && [ $unpacked -eq 0 ] || {
    tail -n 20 "$work"/*.log >&2
    rm -rf -- "$work"
    return 1
  }

  list_versions "$work/sdk" > "$folder/versions"
  # Nothing is compressed, and an installation on the same disk makes links.
  ostree init --mode=bare-user-only --repo="$folder/repository" || die "ostree made no repository."
  export_runtime "$work/platform" org.gnome.Platform "$branch" "$suite" "$folder/repository" || die "The platform could not be exported."
  export_runtime "$work/sdk" org.gnome.Sdk "$branch" "$suite" "$folder/repository" || die "The SDK could not be exported."
  rm -rf -- "$work"
  flatpak build-update-repo "$folder/repository" > /dev/null || die "The repository could not be summarized."

  export FLATPAK_USER_DIR=$folder/install
  flatpak --user remote-add --no-gpg-verify stand-in "$folder/repository" || die "The repository could not be added."
  flatpak --user install -y --noninteractive stand-in "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" > /dev/null ||
    die "The stand-in could not be installed."
  printf '%s\n' "$stamp" > "$folder/stamp"
}
