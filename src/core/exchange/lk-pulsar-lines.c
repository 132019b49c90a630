/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-lines.h"

#include "lk-environment-line.h"
#include "lk-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_VARIABLES 5

/* What a variable tells. */
typedef enum
{
  SOURCE_END,
  SOURCE_TENANT,
  SOURCE_NAMESPACE,
  SOURCE_TOPIC,
  SOURCE_WEB_SERVICE_URL,
  SOURCE_BROKER_SERVICE_URL,
  SOURCE_TOKEN,
} Source;

typedef struct
{
  const char *name;
  Source      source;
} Variable;

static const Variable sets[][MAX_VARIABLES + 1] = {
  [LK_PULSAR_VARIABLES_USUAL] = {
    { "TENANT", SOURCE_TENANT },
    { "INPUT_TOPIC", SOURCE_TOPIC },
    { "NAMESPACE", SOURCE_NAMESPACE },
    { "BEARER_TOKEN", SOURCE_TOKEN },
  },
  [LK_PULSAR_VARIABLES_TODAY] = {
    { "TENANT", SOURCE_TENANT },
    { "WEB_SERVICE_URL", SOURCE_WEB_SERVICE_URL },
    { "NAMESPACE", SOURCE_NAMESPACE },
    { "TOPIC", SOURCE_TOPIC },
    { "PULSAR_TOKEN", SOURCE_TOKEN },
  },
  [LK_PULSAR_VARIABLES_ALL] = {
    { "TENANT", SOURCE_TENANT },
    { "WEB_SERVICE_URL", SOURCE_WEB_SERVICE_URL },
    { "BROKER_SERVICE_URL", SOURCE_BROKER_SERVICE_URL },
    { "BEARER_TOKEN", SOURCE_TOKEN },
    { "PULSAR_TOKEN", SOURCE_TOKEN },
  },
};

static const char *
get_text (const LkPulsarPlace *place,
          Source               source)
{
  switch (source)
    {
    case SOURCE_TENANT:
      return place->tenant;

    case SOURCE_NAMESPACE:
      return place->namespace_name;

    case SOURCE_TOPIC:
      return place->topic;

    case SOURCE_WEB_SERVICE_URL:
      return place->web_service_url;

    case SOURCE_BROKER_SERVICE_URL:
      return place->broker_service_url;

    case SOURCE_END:
    case SOURCE_TOKEN:
    default:
      return NULL;
    }
}

/**
 * lk_pulsar_lines_list_names:
 * @variables: which variables are set
 *
 * Returns: (transfer full): their names, for people
 */
char *
lk_pulsar_lines_list_names (LkPulsarVariables variables)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (const Variable *variable = sets[variables]; variable->source != SOURCE_END; variable++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", variable->name);

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/**
 * lk_pulsar_lines_write:
 * @place: where the token is used
 * @variables: which variables are set
 * @shell: who reads the lines
 * @token: a Pulsar token
 * @error: return location for %LK_EXCHANGE_ERROR_BAD_VALUE
 *
 * Writes the commands that set the variables, one a line. Whatever the names are, the shell reads them back byte for
 * byte.
 *
 * Returns: (transfer full): the lines, in memory that is overwritten with its last reference; %NULL with @error set
 */
GBytes *
lk_pulsar_lines_write (const LkPulsarPlace  *place,
                       LkPulsarVariables     variables,
                       LkShell               shell,
                       SecretValue          *token,
                       GError              **error)
{
  g_autoptr (LkSecretText) text = NULL;

  if (!lk_export_check_token (token, error))
    return NULL;

  text = lk_secret_text_new ();
  for (const Variable *variable = sets[variables]; variable->source != SOURCE_END; variable++)
    {
      const char *value = get_text (place, variable->source);

      if (variable->source != SOURCE_TOKEN && value == NULL)
        continue;
      if (variable->source == SOURCE_TOKEN)
        {
          lk_environment_line_append (text, shell, variable->name, token);
        }
      else
        {
          g_autofree char *line = lk_environment_line_new_text (shell, variable->name, value);

          lk_secret_text_append (text, line);
        }
      lk_secret_text_append (text, "\n");
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

/* The second name of a token that was looked up: looked up again, it could be another one. */
static void
append_again (GString    *text,
              LkShell     shell,
              const char *name,
              const char *first_name)
{
  if (shell == LK_SHELL_FISH)
    g_string_append_printf (text, "; and set -gx %s $%s", name, first_name);
  else
    g_string_append_printf (text, " && export %s=\"$%s\"", name, first_name);
}

/**
 * lk_pulsar_lines_new_look_up:
 * @place: where the token is used
 * @variables: which variables are set
 * @shell: who reads the lines
 * @look_up_command: a command that prints the token, from lk_look_up_command_new()
 *
 * Writes the commands that set the variables, the token by a look-up, so that they hold no secret. The last one fails
 * where the look-up does.
 *
 * Returns: (transfer full): the lines
 */
char *
lk_pulsar_lines_new_look_up (const LkPulsarPlace *place,
                             LkPulsarVariables    variables,
                             LkShell              shell,
                             const char          *look_up_command)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GString) look_up = g_string_new (NULL);
  const char *first_name = NULL;

  for (const Variable *variable = sets[variables]; variable->source != SOURCE_END; variable++)
    {
      const char *value = get_text (place, variable->source);

      if (variable->source != SOURCE_TOKEN && value != NULL)
        {
          g_autofree char *line = lk_environment_line_new_text (shell, variable->name, value);

          g_string_append_printf (lines, "%s\n", line);
        }
      else if (variable->source == SOURCE_TOKEN && first_name != NULL)
        {
          append_again (look_up, shell, variable->name, first_name);
        }
      else if (variable->source == SOURCE_TOKEN)
        {
          g_autofree char *line = lk_environment_line_new_look_up (shell, variable->name, look_up_command);

          first_name = variable->name;
          g_string_append (look_up, line);
        }
    }
  g_string_append_printf (lines, "%s\n", look_up->str);

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static gboolean
is_bare (const char *value)
{
  return *value != '\0' && strspn (value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._:/+@,-") == strlen (value);
}

/* Programs agree about what is in single quotes as long as no quote, backslash or line break is among it. */
static gboolean
is_quotable (const char *value)
{
  if (!g_utf8_validate (value, -1, NULL))
    return FALSE;
  for (const char *at = value; *at != '\0'; at = g_utf8_next_char (at))
    if (*at == '\'' || *at == '\\' || !g_unichar_isprint (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

/**
 * lk_pulsar_lines_write_dotenv:
 * @place: where the token is used
 * @variables: which variables are set
 * @token: a Pulsar token
 * @error: return location for %LK_EXCHANGE_ERROR_BAD_VALUE
 *
 * Writes an environment file. A name that not every program would read alike is refused.
 *
 * Returns: (transfer full): the content of a file, in memory that is overwritten with its last reference; %NULL with
 *   @error set
 */
GBytes *
lk_pulsar_lines_write_dotenv (const LkPulsarPlace  *place,
                              LkPulsarVariables     variables,
                              SecretValue          *token,
                              GError              **error)
{
  g_autoptr (LkSecretText) text = NULL;

  if (!lk_export_check_token (token, error))
    return NULL;

  text = lk_secret_text_new ();
  for (const Variable *variable = sets[variables]; variable->source != SOURCE_END; variable++)
    {
      const char *value = get_text (place, variable->source);
      const char *quote = value == NULL || is_bare (value) ? "" : "'";

      if (variable->source != SOURCE_TOKEN && value == NULL)
        continue;
      if (*quote != '\0' && !is_quotable (value))
        {
          g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE,
                       /* Translators: %s is the name of an environment variable such as TENANT */
                       _("%s has characters that not every program reads alike from an environment file: choose shell exports"),
                       variable->name);
          return NULL;
        }
      lk_secret_text_append (text, variable->name);
      lk_secret_text_append (text, "=");
      lk_secret_text_append (text, quote);
      if (variable->source == SOURCE_TOKEN)
        lk_secret_text_append_value (text, token);
      else
        lk_secret_text_append (text, value);
      lk_secret_text_append (text, quote);
      lk_secret_text_append (text, "\n");
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}
