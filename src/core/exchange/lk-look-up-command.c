/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-look-up-command.h"

#include <string.h>

/* Words that no shell reads as anything else, so that they need no quotes. */
static gboolean
is_plain (const char *word)
{
  for (const char *at = word; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("._-", *at) == NULL)
      return FALSE;

  return *word != '\0' && *word != '-';
}

/**
 * lk_look_up_command_new:
 * @application: the keyring's constant attribute
 * @script_name: (nullable): the token's script name
 * @client_id: its client id, used when it has no name
 * @field: "token" or "client-secret"
 *
 * Writes the command that prints a secret from the keyring, and holds none.
 *
 * Returns: (transfer full) (nullable): the command, or %NULL if a part is no plain word
 */
char *
lk_look_up_command_new (const char *application,
                        const char *script_name,
                        const char *client_id,
                        const char *field)
{
  const char *key = script_name != NULL ? "name" : "client-id";
  const char *value = script_name != NULL ? script_name : client_id;

  if (value == NULL || !is_plain (application) || !is_plain (value) || !is_plain (field))
    return NULL;

  return g_strdup_printf ("secret-tool lookup application %s %s %s field %s", application, key, value, field);
}

/**
 * lk_look_up_command_new_by:
 * @application: the keyring's constant attribute
 * @...: attributes and their values, then %NULL; one whose value is %NULL is left out
 *
 * Writes the command that prints what is in the keyring under these attributes, and holds no secret. For secrets that no
 * script name was given.
 *
 * Returns: (transfer full) (nullable): the command, or %NULL if a part is no plain word
 */
char *
lk_look_up_command_new_by (const char *application,
                           ...)
{
  g_autoptr (GString) command = g_string_new ("secret-tool lookup application ");
  gboolean plain = is_plain (application);
  va_list args;

  g_string_append (command, application);
  va_start (args, application);
  for (const char *key = va_arg (args, const char *); key != NULL; key = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value == NULL)
        continue;
      plain = plain && is_plain (value);
      g_string_append_printf (command, " %s %s", key, value);
    }
  va_end (args);

  return plain ? g_string_free (g_steal_pointer (&command), FALSE) : NULL;
}

/**
 * lk_look_up_command_new_fetch:
 * @token_id: (nullable): the id of a Pulsar token
 *
 * Writes the command that prints a token which is not in the keyring: the command line fetches it and does not keep it.
 *
 * Returns: (transfer full) (nullable): the command, or %NULL if the id is no plain word
 */
char *
lk_look_up_command_new_fetch (const char *token_id)
{
  return token_id != NULL && is_plain (token_id) ? g_strconcat ("latchkey get ", token_id, NULL) : NULL;
}

/**
 * lk_look_up_environment_line_new:
 * @variable: the variable's name
 * @command: a command that prints its value
 *
 * Writes a line that sets a variable by a look-up. Not `export V="$(…)"`, which hides that a look-up failed.
 *
 * Returns: (transfer full): the line
 */
char *
lk_look_up_environment_line_new (const char *variable,
                                 const char *command)
{
  return g_strdup_printf ("%s=\"$(%s)\" && export %s", variable, command, variable);
}
