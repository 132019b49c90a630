# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The same source on the newest GNOME that Debian has.

newest_suite=forky

# What the newest system says of the libraries that it builds with.
name_newest_versions ()
{
  local module

  for module in gtk4 libadwaita-1 glib-2.0 libsoup-3.0 libsecret-1; do
    printf '%s %s  ' "$module" "$(run_in_system "$1" "$top" "$2" pkg-config --modversion "$module")"
  done
  printf '\n'
}

# Builds without the bounds on versions, where all that is deprecated by now is said to be: only src/ui/compat, which
# chooses between old and new, may use any of it.
check_deprecations ()
{
  local system=$1 build=$2 log=$2/deprecations.log

  run_in_system "$system" "$top" "$build" sh -ec '
    [ -f build.ninja ] || meson setup /mnt/build /mnt/source -Dversion-bounds=false -Dtests=false > setup.log
    ninja -t clean > /dev/null
    ninja' > "$log" 2>&1 < /dev/null || {
    tail -n 20 "$log" >&2
    return 1
  }
  ! grep -E '\[-Wdeprecated(-declarations)?\]' "$log" | grep -vE '^[^:]*src/ui/compat/' >&2
}

newest ()
{
  local system build=$top/build/newest bounds=$top/build/newest-deprecations
  local packages failed=

  read -r -d '' -a packages <<< "$packages_build $packages_test"
  system=$(make_system newest "$newest_suite" minbase "${packages[@]}") || exit 1
  mkdir -p -- "$build" "$bounds" || die "$build could not be made."
  say "On Debian $newest_suite: $(name_newest_versions "$system" "$build")"

  run_in_system "$system" "$top" "$build" sh -ec '
    [ -f build.ninja ] || meson setup /mnt/build /mnt/source -Dwerror=true --prefix=/mnt/build/install --libdir=lib > setup.log
    ninja
    meson install --no-rebuild > install.log' < /dev/null || die "It does not build on the newest GNOME."

  check_deprecations "$system" "$bounds" || failed="$failed deprecations"

  rm -f -- "$build/meson-logs/testlog.json"
  run_in_system "$system" "$top" "$build" \
    env LK_INSTALL=/mnt/build/install \
    /mnt/source/tests/session -- meson test -C /mnt/build --no-rebuild --print-errorlogs --timeout-multiplier 3 "$@" < /dev/null ||
    failed="$failed tests"
  "$top/tools/count-tests" "$build/meson-logs/testlog.json" || failed="$failed count"

  [ -z "$failed" ] || die "On the newest GNOME these failed:$failed"
}
