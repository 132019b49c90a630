# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The fault runs: a part of the points, or all of them, with the programs in $faults_build.

# Each part of all the points has a session of its own: a keyring daemon that has served some thousand sessions takes longer
# for each.
faults_n_parts=40

run_faults ()
{
  LK_DEMO_SERVICE=$faults_build/src/demo/latchkey-demo-service LK_LATCHKEY=$faults_build/src/cli/latchkey \
    LATCHKEY_LIBEXECDIR=$faults_build/src/cli \
    "$top/tests/session" --no-display -- env G_DEBUG=fatal-warnings "$faults_build/tests/faults/faults" "$@" < /dev/null
}

# What came of the parts, one line a family.
tally_faults ()
{
  awk 'match ($0, / +[0-9]+ of +[0-9]+ hold/) {
         name = substr ($0, 1, RSTART - 1)
         split (substr ($0, RSTART, RLENGTH), words)
         if (!(name in run)) names[++n] = name
         held[name] += words[1]; run[name] += words[3]
       }
       END {
         for (i = 1; i <= n; i++)
           if (names[i] != "all")
             printf "%-32s %7d of %7d hold\n", names[i], held[names[i]], run[names[i]]
         printf "%-32s %7d of %7d hold\n", "all", held["all"], run["all"]
       }' "$@"
}

# Whether a part has held since the last of the programs was built.
has_held ()
{
  local program

  for program in tests/faults/faults src/cli/latchkey src/cli/latchkey-cli src/demo/latchkey-demo-service; do
    [ "$1" -nt "$faults_build/$program" ] || return 1
  done
}

# A part that has held with the programs as they are is not run again, so that a run of hours may be ended and gone on with.
run_all_faults ()
{
  local families=("$@") family part log logs=() failed=0

  [ $# -gt 0 ] || mapfile -t families < <("$faults_build/tests/faults/faults" --families)
  [ ${#families[@]} -gt 0 ] || return 1
  mkdir -p -- "$faults_build/faults"
  for family in "${families[@]}"; do
    for ((part = 1; part <= faults_n_parts; part++)); do
      log=$faults_build/faults/$family-$part-of-$faults_n_parts.log
      logs+=("$log")
      if has_held "$log"; then
        cat -- "$log"
        continue
      fi
      touch -- "$log.begun"
      if run_faults --part=$part/$faults_n_parts "$family" 2>&1 | tee -- "$log.new"; [ "${PIPESTATUS[0]}" -eq 0 ]; then
        touch -r "$log.begun" -- "$log.new"
        mv -- "$log.new" "$log"
      else
        mv -- "$log.new" "$log.failed"
        logs[-1]=$log.failed
        failed=1
      fi
      rm -f -- "$log.begun"
    done
  done

  printf '\n'
  tally_faults "${logs[@]}"
  return $failed
}
