# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for fish. It runs nothing but “latchkey list --names”, which reads no secret.

complete -c latchkey -f
complete -c latchkey -n __fish_use_subcommand -l demo -d 'Open the window on a demo service'
complete -c latchkey -n __fish_use_subcommand -l version -d 'Print the version'
complete -c latchkey -n __fish_use_subcommand -l help -d 'Print help'
complete -c latchkey -n __fish_use_subcommand -a account -d 'Sign in and out'
complete -c latchkey -n __fish_use_subcommand -a list -d 'List tokens'
complete -c latchkey -n __fish_use_subcommand -a roles -d 'List the roles an application token can have'
complete -c latchkey -n __fish_use_subcommand -a tenants -d 'List the streaming tenants'
complete -c latchkey -n __fish_use_subcommand -a create -d 'Create a token'
complete -c latchkey -n __fish_use_subcommand -a get -d 'Print a secret'
complete -c latchkey -n __fish_use_subcommand -a env -d 'Print what sets the variables of tokens'
complete -c latchkey -n __fish_use_subcommand -a exec -d 'Run a command with the variables of tokens'
complete -c latchkey -n __fish_use_subcommand -a export -d 'Write a token into a file'
complete -c latchkey -n __fish_use_subcommand -a name -d 'Give a stored token its script name'
complete -c latchkey -n __fish_use_subcommand -a forget -d 'Take a secret out of the keyring'
complete -c latchkey -n __fish_use_subcommand -a import -d 'Store the secrets in a file'
complete -c latchkey -n __fish_use_subcommand -a rotate -d 'Put a new token in the place of another'
complete -c latchkey -n __fish_use_subcommand -a delete -d 'Delete tokens'
complete -c latchkey -n __fish_use_subcommand -a check -d 'Tell what expires soon'
complete -c latchkey -n __fish_use_subcommand -a doctor -d 'Check keyring, accounts, clock, and computer'
complete -c latchkey -n __fish_use_subcommand -a pending -d 'List work that could not be finished'
complete -c latchkey -n __fish_use_subcommand -a resume -d 'Take that work up'

complete -c latchkey -n '__fish_seen_subcommand_from account' -a 'add list remove rename'
complete -c latchkey -n '__fish_seen_subcommand_from account' -l api-url -x
complete -c latchkey -n '__fish_seen_subcommand_from account' -l force
complete -c latchkey -n '__fish_seen_subcommand_from account' -l streaming-url -x
complete -c latchkey -n '__fish_seen_subcommand_from account' -l environment -x -a 'prod dev test'
complete -c latchkey -n '__fish_seen_subcommand_from account create' -l name -x
complete -c latchkey -n '__fish_seen_subcommand_from create' -a 'app pulsar'
complete -c latchkey -n '__fish_seen_subcommand_from create' -l role -x
complete -c latchkey -n '__fish_seen_subcommand_from create' -l description -x
complete -c latchkey -n '__fish_seen_subcommand_from create' -l expires -x -a '7d 30d 90d 180d 365d never'
complete -c latchkey -n '__fish_seen_subcommand_from create list' -l tenant -x
complete -c latchkey -n '__fish_seen_subcommand_from create list' -l cluster -x
complete -c latchkey -n '__fish_seen_subcommand_from list' -l kind -x -a 'app pulsar'
complete -c latchkey -n '__fish_seen_subcommand_from list' -l offline
complete -c latchkey -n '__fish_seen_subcommand_from list' -l names
complete -c latchkey -n '__fish_seen_subcommand_from list roles tenants create export delete check' -l account -x
complete -c latchkey -n '__fish_seen_subcommand_from account list roles tenants create check pending' -l json
complete -c latchkey -n '__fish_seen_subcommand_from get' -l field -x -a 'token client-secret client-id'
complete -c latchkey -n '__fish_seen_subcommand_from get env export' -l reveal
complete -c latchkey -n '__fish_seen_subcommand_from env' -l format -x -a 'sh fish dotenv json'
complete -c latchkey -n '__fish_seen_subcommand_from export' -l format -x -a 'portal-json csv dotenv sh fish astrarc client-conf'
complete -c latchkey -n '__fish_seen_subcommand_from export' -l output -r -F
complete -c latchkey -n '__fish_seen_subcommand_from import' -F
complete -c latchkey -n '__fish_seen_subcommand_from forget import delete' -l yes
complete -c latchkey -n '__fish_seen_subcommand_from check' -l within -x
complete -c latchkey -n '__fish_seen_subcommand_from resume' -l all
complete -c latchkey -n '__fish_seen_subcommand_from resume' -l keep
complete -c latchkey -n '__fish_seen_subcommand_from rotate' -l finish
complete -c latchkey -n '__fish_seen_subcommand_from rotate' -l cancel

# What is run after “--” is not ours to complete.
complete -c latchkey -n '__fish_seen_subcommand_from get env exec export name forget rotate delete; and not contains -- -- (commandline -opc)' \
  -a '(latchkey list --names 2> /dev/null)' -d 'Script name'
complete -c latchkey -n '__fish_seen_subcommand_from exec; and contains -- -- (commandline -opc)' -F
