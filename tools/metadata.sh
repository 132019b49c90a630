# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What ./dev lint asks of how the project describes itself, beyond what the validators do: of the desktop file, the metainfo,
# the pictures and the project's own description. Each function is silent and successful when all is well.

# What an XPath yields in the metainfo, without the blanks around it and with each line break as a blank.
in_metainfo ()
{
  xmllint --nonet --xpath "$1" data/"$app_id".metainfo.xml.in 2> /dev/null | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'
}

in_doap ()
{
  xmllint --nonet --xpath "string(/*[local-name()='Project']/*[local-name()='$1']${2-})" latchkey.doap
}

# Whether something is so: holds STATEMENT COMMAND…
holds ()
{
  local statement=$1
  shift

  "$@" > /dev/null && return 0
  printf '%s\n' "$statement"
  return 1
}

is_true ()
{
  [ "$(in_metainfo "boolean($1)")" = true ]
}

# All that software centres and reviewers look for.
metainfo_complete ()
{
  local status=0 element elements=(
    'developer[@id = "io.github.latchkey_app"]/name[normalize-space()]'
    'metadata_license[. = "CC0-1.0"]'
    'project_license[. = "GPL-3.0-or-later"]'
    'launchable[@type = "desktop-id"][. = concat(/component/id, ".desktop")]'
    'content_rating[@type = "oars-1.1"]'
    'url[@type = "homepage"][starts-with(., "https://")]'
    'url[@type = "bugtracker"][starts-with(., "https://")]'
    'url[@type = "vcs-browser"][starts-with(., "https://")]'
    'branding/color[@type = "primary"][@scheme_preference = "light"]'
    'branding/color[@type = "primary"][@scheme_preference = "dark"]'
    'supports/control[. = "keyboard"]'
    'supports/control[. = "pointing"]'
    'supports/control[. = "touch"]'
    'requires/display_length[@compare = "ge"][. = "360"]'
    'translation[@type = "gettext"][. = /component/id]'
    'description/p[normalize-space()]'
  )

  for element in "${elements[@]}"; do
    holds "the metainfo has no $element" is_true "/component/$element" || status=1
  done
  holds "the two colours of the brand are the same" \
    is_true '/component/branding/color[1] != /component/branding/color[2]' || status=1
  holds "the description has a list of more than ten points" is_true 'count(/component/description/ul/li) <= 10' || status=1
  holds "the description repeats the summary" \
    is_true 'not(contains(normalize-space(/component/description), /component/summary))' || status=1
  return $status
}

# The colours of the brand are what a grey is not: of a brightest and a darkest part that differ by a quarter of the range.
brand_colourful ()
{
  local i colour red green blue most least status=0

  for i in 1 2; do
    colour=$(in_metainfo "string(/component/branding/color[$i])")
    [[ $colour =~ ^#[0-9a-f]{6}$ ]] || { printf '%s is no colour\n' "$colour"; status=1; continue; }
    red=$((16#${colour:1:2})) green=$((16#${colour:3:2})) blue=$((16#${colour:5:2}))
    most=$((red > green ? red : green)) least=$((red < green ? red : green))
    most=$((most > blue ? most : blue)) least=$((least < blue ? least : blue))
    [ $((most - least)) -ge 64 ] || { printf '%s is grey\n' "$colour"; status=1; }
  done
  return $status
}

# A name that can be told from others, and a summary that fits below it and is no sentence.
name_and_summary ()
{
  local name summary status=0

  name=$(in_metainfo 'string(/component/name)')
  summary=$(in_metainfo 'string(/component/summary)')
  [ ${#name} -ge 1 ] && [ ${#name} -le 15 ] || { printf 'the name is of %s characters\n' ${#name}; status=1; }
  [ ${#summary} -ge 10 ] && [ ${#summary} -le 35 ] || { printf 'the summary is of %s characters\n' ${#summary}; status=1; }
  ! grep -iE '\b(gnome|gtk|datastax|astra|cassandra|pulsar|ibm)' <<< "$name" || { echo "the name has one of others"; status=1; }
  ! grep -iE '^(an?|the) ' <<< "$summary" || { echo "the summary begins with an article"; status=1; }
  ! grep -E '[.!?]$' <<< "$summary" || { echo "the summary ends as a sentence does"; status=1; }
  ! grep -iwE 'apps?|applications?|programs?|tools?|clients?|gtk|gnome|linux|libadwaita' <<< "$summary" ||
    { echo "the summary says what every one of them is"; status=1; }
  ! grep -E '^[^A-Z]| [A-Z]' <<< "$summary" || { echo "the summary is in header capitals"; status=1; }
  ! grep -iwF -- "$name" <<< "$summary" || { echo "the summary has the name"; status=1; }

  grep -qxF "Name=$name" "data/$app_id.desktop.in" || { echo "the desktop file has another name"; status=1; }
  grep -qxF "Comment=$summary" "data/$app_id.desktop.in" || { echo "the desktop file has another summary"; status=1; }
  [ "$(in_doap name)" = "$name" ] || { echo "latchkey.doap has another name"; status=1; }
  [ "$(in_doap shortdesc)" = "$summary" ] || { echo "latchkey.doap has another summary"; status=1; }
  return $status
}

# The newest release comes first and is the one that is built; each says when it was and what it changed.
releases_told ()
{
  local status=0 n i version date last=9999-99-99 built

  n=$(in_metainfo 'count(/component/releases/release)')
  [ "$n" -ge 1 ] || { echo "there is no release"; return 1; }
  built=$(sed -nE "s/^ *version: '([^']+)'.*/\1/p" meson.build | head -n 1)
  [ "$(in_metainfo 'string(/component/releases/release[1]/@version)')" = "$built" ] ||
    { printf 'the newest release is not %s\n' "$built"; status=1; }
  for ((i = 1; i <= n; i++)); do
    version=$(in_metainfo "string(/component/releases/release[$i]/@version)")
    date=$(in_metainfo "string(/component/releases/release[$i]/@date)")
    [[ $date =~ ^20[0-9]{2}-[01][0-9]-[0-3][0-9]$ ]] || { printf '%s has no date\n' "$version"; status=1; }
    [[ ! $date > $last ]] || { printf '%s is newer than the release above it\n' "$version"; status=1; }
    last=$date
    holds "$version does not say what changed" \
      is_true "/component/releases/release[$i]/description[string-length(normalize-space()) > 20]" || status=1
    holds "$version has an empty paragraph or point" \
      is_true "not(/component/releases/release[$i]/description//*[self::p or self::ul or self::li][not(normalize-space())])" ||
      status=1
  done
  return $status
}

# Width and height of a PNG file, which begin at its byte 16.
measure ()
{
  [ "$(head -c 8 -- "$1" | od -An -t x1 | tr -d ' \n')" = 89504e470d0a1a0a ] && od -An -t u4 --endian=big -j 16 -N 8 -- "$1"
}

# Three to six, of a size at which text can be read, each of a window alone and with a line that is no sentence.
screenshots ()
{
  local n i image file width height caption status=0

  n=$(in_metainfo 'count(/component/screenshots/screenshot)')
  [ "$n" -ge 3 ] && [ "$n" -le 6 ] || { printf 'there are %s\n' "$n"; status=1; }
  holds "not one of them is the default" \
    is_true 'count(/component/screenshots/screenshot[@type = "default"]) = 1' || status=1
  for ((i = 1; i <= n; i++)); do
    image=$(in_metainfo "string(/component/screenshots/screenshot[$i]/image)")
    caption=$(in_metainfo "string(/component/screenshots/screenshot[$i]/caption)")
    file=docs/pictures/${image##*/}
    grep -qE '/raw/main/docs/pictures/[a-z-]+\.png$' <<< "$image" ||
      { printf '%s is no picture of the project\n' "$image"; status=1; }
    [ -n "$caption" ] && ! grep -E '[.!?]' <<< "$caption" || { printf '%s has no good caption\n' "$file"; status=1; }
    read -r width height < <(measure "$file") || { printf '%s is no picture\n' "$file"; status=1; continue; }
    [ "$width" -ge 620 ] && [ "$width" -le 1000 ] && [ "$height" -ge 400 ] && [ "$height" -le 700 ] ||
      { printf '%s is of %s × %s pixels\n' "$file" "$width" "$height"; status=1; }
    [[ $(od -An -t u1 -j 25 -N 1 -- "$file") == *[46] ]] ||
      { printf '%s shows more than a window and its shadow: it has no transparency\n' "$file"; status=1; }
  done
  return $status
}

# Where the validator asks for nothing.
desktop_keys ()
{
  local file=data/$app_id.desktop.in key status=0

  # By the class the demo, an application of its own without a desktop file, has the name and icon of this one.
  for key in Type=Application "Icon=$app_id" StartupNotify=true "StartupWMClass=$app_id.Demo" DBusActivatable=true \
    X-GNOME-UsesNotifications=true; do
    grep -qxF "$key" "$file" || { printf '%s is missing\n' "$key"; status=1; }
  done
  grep -qE '^Keywords=([^;]+;){3,}$' "$file" || { echo "there are no keywords"; status=1; }
  grep -qE '^Categories=(.*;)?(Development|Network|Office|System|Utility);' "$file" ||
    { echo "there is no main category"; status=1; }
  ! grep -E '^(Hidden|NoDisplay|OnlyShowIn|NotShowIn)=' "$file" || status=1
  return $status
}

# Both icons are drawn on their grids, and in shapes alone.
icons ()
{
  local folder=data/icons/hicolor file size status=0

  for file in "$folder/scalable/apps/$app_id.svg" "$folder/symbolic/apps/$app_id-symbolic.svg"; do
    size=128
    [[ $file != *-symbolic.svg ]] || size=16
    [ "$(xmllint --nonet --xpath 'string(/*/@viewBox)' "$file")" = "0 0 $size $size" ] ||
      { printf '%s is not of %s pixels\n' "$file" "$size"; status=1; }
    ! grep -nHE '<(image|text|filter|script|style)\b|href="(https?|data):' "$file" || status=1
  done
  return $status
}

# What a free project of GNOME's has.
project ()
{
  local status=0 link

  grep -q 'GNU GENERAL PUBLIC LICENSE' COPYING || { echo "COPYING is not the licence"; status=1; }
  grep -qF '](CODE_OF_CONDUCT.md)' README.md || { echo "README.md does not lead to the code of conduct"; status=1; }
  [ -s CODE_OF_CONDUCT.md ] || { echo "there is no code of conduct"; status=1; }
  [ -x .ci/run ] || { echo "nothing says what continuous integration runs"; status=1; }
  ! grep -nHiE 'contributor licen[cs]e|\bCLA\b|copyright assignment' README.md CONTRIBUTING.md || status=1
  ! files . | grep -vE '^(COPYING|tools/metadata\.sh|po/.*)$' | xargs -d '\n' grep -nHIE 'latchkey/(raw|blob|tree)/[a-z]+' |
    grep -vE 'latchkey/(raw|blob|tree)/main\b' || { echo "the branch is called main"; status=1; }
  for link in homepage bug-database license; do
    [[ $(in_doap $link '/@*') == http* ]] || { printf 'latchkey.doap has no %s\n' "$link"; status=1; }
  done
  [ "$(in_doap homepage '/@*')" = "$(in_metainfo 'string(/component/url[@type = "homepage"])')" ] ||
    { echo "latchkey.doap has another home page"; status=1; }
  return $status
}
