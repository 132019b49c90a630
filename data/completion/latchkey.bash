# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash. It runs nothing but “latchkey list --names”, which reads no secret.

_latchkey() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words='' takes_token=no i

  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="account list roles tenants create get env exec export name forget import rotate delete check doctor pending resume
      --demo --version --help"
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi

  # What is run is not ours to complete.
  for ((i = 2; i < COMP_CWORD; i++)); do
    if [ "${COMP_WORDS[1]}" = exec ] && [ "${COMP_WORDS[i]}" = -- ]; then
      if [ $((i + 1)) -eq "$COMP_CWORD" ]; then
        mapfile -t COMPREPLY < <(compgen -c -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      fi
      return
    fi
  done

  case $previous in
    --output) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --kind) words="app pulsar" ;;
    --field) words="token client-secret client-id" ;;
    --environment) words="prod dev test" ;;
    --expires) words="7d 30d 90d 180d 365d never" ;;
    --format)
      if [ "${COMP_WORDS[1]}" = env ]; then
        words="sh fish dotenv json"
      else
        words="portal-json csv dotenv sh fish astrarc client-conf"
      fi ;;
    *)
      case ${COMP_WORDS[1]} in
        account) words="add list remove rename --name --api-url --streaming-url --environment --force --json" ;;
        list) words="--kind --tenant --cluster --account --json --offline --names" ;;
        roles | tenants) words="--account --json" ;;
        create) words="app pulsar --role --description --tenant --cluster --expires --name --account --json" ;;
        get) words="--field --reveal" takes_token=yes ;;
        env) words="--format --reveal" takes_token=yes ;;
        exec) words="--" takes_token=yes ;;
        export) words="--format --output --reveal --account" takes_token=yes ;;
        name) [ "$COMP_CWORD" -ne 2 ] || takes_token=yes ;;
        forget) words="--yes" takes_token=yes ;;
        import)
          mapfile -t COMPREPLY < <(compgen -f -- "$current"; compgen -W "- --yes --help" -- "$current")
          return ;;
        rotate) words="--finish --cancel" takes_token=yes ;;
        delete) words="--yes --account" takes_token=yes ;;
        check) words="--within --account --json" ;;
        pending) words="--json" ;;
        resume) words="--all --keep" ;;
      esac
      words="$words --help"
      # They have no character that a shell takes for more than itself.
      if [ "$takes_token" = yes ] && [ "${current#-}" = "$current" ]; then
        words="$words $("${COMP_WORDS[0]}" list --names 2> /dev/null)"
      fi ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _latchkey latchkey
