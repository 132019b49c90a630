# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash. It runs nothing and prints no secret.

_latchkey() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=

  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="account list roles tenants create get env exec export name forget import delete check doctor pending resume
      --demo --version --help"
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi

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
        account) words="add list remove rename --name --api-url --streaming-url --environment --json" ;;
        list) words="--kind --tenant --cluster --account --json --offline" ;;
        roles | tenants) words="--account --json" ;;
        create) words="app pulsar --role --description --tenant --cluster --expires --name --account --json" ;;
        get) words="--field --reveal" ;;
        env) words="--format --reveal" ;;
        exec) words="--" ;;
        export) words="--format --output --reveal --account" ;;
        forget) words="--yes" ;;
        import)
          mapfile -t COMPREPLY < <(compgen -f -- "$current"; compgen -W "- --yes --help" -- "$current")
          return ;;
        delete) words="--yes --account" ;;
        check) words="--within --account --json" ;;
        pending) words="--json" ;;
        resume) words="--all" ;;
      esac
      words="$words --help" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _latchkey latchkey
