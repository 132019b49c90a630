/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-export.h"

#include "lk-astrarc.h"
#include "lk-client-conf.h"
#include "lk-csv.h"
#include "lk-environment-line.h"
#include "lk-secret-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COMMENT_MAX_LENGTH 256 /* characters */

static const struct
{
  const char *id;
  const char *ending;
  const char *file_name; /* NULL: any that has the ending */
  gboolean    has_secret;
} formats[] = {
  [LK_EXPORT_PORTAL_JSON] = { "portal-json", "-token.json", NULL, TRUE },
  [LK_EXPORT_CSV] = { "csv", "-token.csv", NULL, TRUE },
  [LK_EXPORT_DOTENV] = { "dotenv", ".env", NULL, FALSE },
  [LK_EXPORT_SH] = { "sh", ".sh", NULL, FALSE },
  [LK_EXPORT_FISH] = { "fish", ".fish", NULL, FALSE },
  [LK_EXPORT_ASTRARC] = { "astrarc", NULL, ".astrarc", FALSE },
  [LK_EXPORT_CLIENT_CONF] = { "client-conf", NULL, LK_CLIENT_CONF_FILE_NAME, FALSE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (formats) == LK_EXPORT_N_FORMATS);

/**
 * lk_export_format_get_id:
 * @format: a format
 *
 * Returns: its name on the command line
 */
const char *
lk_export_format_get_id (LkExportFormat format)
{
  g_return_val_if_fail (format < LK_EXPORT_N_FORMATS, NULL);

  return formats[format].id;
}

/**
 * lk_export_format_from_id:
 * @id: a name
 * @format: (out): the format of that name
 *
 * Returns: whether there is one
 */
gboolean
lk_export_format_from_id (const char     *id,
                          LkExportFormat *format)
{
  for (guint i = 0; i < LK_EXPORT_N_FORMATS; i++)
    if (g_str_equal (formats[i].id, id))
      {
        *format = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * lk_export_format_has_secret:
 * @format: a format
 *
 * Returns: whether it holds the client secret, and so cannot be written without it
 */
gboolean
lk_export_format_has_secret (LkExportFormat format)
{
  g_return_val_if_fail (format < LK_EXPORT_N_FORMATS, FALSE);

  return formats[format].has_secret;
}

static gboolean
is_word (const char *word)
{
  return word != NULL && *word != '\0'
         && strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") == strlen (word);
}

/**
 * lk_export_format_name_file:
 * @format: a format
 * @stem: (nullable): what the file should be called after
 * @fallback: what it is called after where @stem has characters that a file name cannot have
 *
 * Proposes a file name.
 *
 * Returns: (transfer full): the name
 */
char *
lk_export_format_name_file (LkExportFormat  format,
                            const char     *stem,
                            const char     *fallback)
{
  g_return_val_if_fail (format < LK_EXPORT_N_FORMATS, NULL);

  if (formats[format].file_name != NULL)
    return g_strdup (formats[format].file_name);

  return g_strconcat (is_word (stem) ? stem : fallback, formats[format].ending, NULL);
}

/**
 * lk_export_suits:
 * @format: a format
 *
 * Returns: whether an application token can be written so
 */
gboolean
lk_export_suits (LkExportFormat format)
{
  return format < LK_EXPORT_N_FORMATS && format != LK_EXPORT_CLIENT_CONF;
}

/**
 * lk_export_file_name:
 * @token: a token
 * @format: a format
 *
 * Proposes a file name; it has nothing in it that a file name cannot have.
 *
 * Returns: (transfer full): the name
 */
char *
lk_export_file_name (const LkExportToken *token,
                     LkExportFormat       format)
{
  return lk_export_format_name_file (format, is_word (token->script_name) ? token->script_name : token->client_id, "astra");
}

static gboolean
check_value (SecretValue *value,
             const char  *others)
{
  gsize length;
  const char *bytes = secret_value_get (value, &length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (bytes[i]) && (bytes[i] == '\0' || strchr (others, bytes[i]) == NULL))
      return FALSE;

  return length > 0;
}

/**
 * lk_export_check_token:
 * @token: a token
 * @error: return location for %LK_EXCHANGE_ERROR_BAD_VALUE
 *
 * Tells whether a token has only characters that tokens have. None of them means anything to a shell, in JSON, in a table
 * or in a file of settings; with any other nothing is written, however it is quoted.
 *
 * Returns: whether it has
 */
gboolean
lk_export_check_token (SecretValue  *token,
                       GError      **error)
{
  if (check_value (token, ":._+/=-"))
    return TRUE;

  g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE,
                       _("The token has characters that no token has, so it is not written down"));
  return FALSE;
}

static gboolean
check (const LkExportToken  *token,
       LkExportFormat        format,
       GError              **error)
{
  if (!lk_export_check_token (token->token, error))
    return FALSE;
  if (!lk_export_suits (format))
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE,
                           _("Only a Pulsar token can be written so: this is an application token"));
      return FALSE;
    }
  if (!formats[format].has_secret)
    return TRUE;

  if (!is_word (token->client_id))
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE,
                           _("The client id has characters that no client id has, so it is not written down"));
      return FALSE;
    }
  if (token->client_secret == NULL)
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE,
                           _("The client secret is not stored: choose a format that needs only the token"));
      return FALSE;
    }
  if (!check_value (token->client_secret, "+,-._~:/="))
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE,
                           _("The client secret has characters that no client secret has, so it is not written down"));
      return FALSE;
    }

  return TRUE;
}

/* Key order, blanks and names as in the portal's file. The values need no escapes: check() saw to that. */
static void
write_json (LkSecretText        *text,
            const LkExportToken *token)
{
  lk_secret_text_append (text, "{\n  \"clientId\": \"");
  lk_secret_text_append (text, token->client_id);
  lk_secret_text_append (text, "\",\n  \"secret\": \"");
  lk_secret_text_append_value (text, token->client_secret);
  lk_secret_text_append (text, "\",\n  \"token\": \"");
  lk_secret_text_append_value (text, token->token);
  lk_secret_text_append (text, "\"\n}\n");
}

/* Header, order and line ends as in the portal's file. */
static void
write_csv (LkSecretText        *text,
           const LkExportToken *token)
{
  g_autofree char *roles = token->role_names != NULL ? g_strjoinv (", ", (char **) token->role_names) : g_strdup ("");

  lk_secret_text_append (text, "\"Client Id\",\"Client Secret\",\"Role\",\"Token\"\n\"");
  lk_secret_text_append (text, token->client_id);
  lk_secret_text_append (text, "\",\"");
  lk_secret_text_append_value (text, token->client_secret);
  lk_secret_text_append (text, "\",");
  lk_csv_append_cell (text, roles);
  lk_secret_text_append (text, ",\"");
  lk_secret_text_append_value (text, token->token);
  lk_secret_text_append (text, "\"\n");
}

static gboolean
is_visible (gunichar c)
{
  return g_unichar_isgraph (c) && !g_unichar_isspace (c);
}

/* Tells in a line of its own what the file is for; what would end the line, or cannot be seen, is left out. */
static void
append_comment (LkSecretText        *text,
                const LkExportToken *token)
{
  const char *parts[] = { token->description, token->organization };
  g_autoptr (GString) line = g_string_new (NULL);
  glong length = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *valid = parts[i] != NULL ? g_utf8_make_valid (parts[i], -1) : g_strdup ("");

      if (line->len > 0 && *valid != '\0')
        g_string_append (line, ", ");
      for (const char *at = valid; *at != '\0' && length < COMMENT_MAX_LENGTH; at = g_utf8_next_char (at), length++)
        if (*at == ' ' || is_visible (g_utf8_get_char (at)))
          g_string_append_unichar (line, g_utf8_get_char (at));
    }
  if (line->len == 0)
    return;

  lk_secret_text_append (text, "# ");
  lk_secret_text_append (text, line->str);
  lk_secret_text_append (text, "\n");
}

/* Bare, since some programs that read such files take quotes for a part of the value. */
static void
write_dotenv (LkSecretText        *text,
              const LkExportToken *token)
{
  append_comment (text, token);
  lk_secret_text_append (text, LK_EXPORT_VARIABLE "=");
  lk_secret_text_append_value (text, token->token);
  lk_secret_text_append (text, "\n");
}

/**
 * lk_export_write:
 * @token: a token
 * @format: how
 * @error: return location for a #LkExchangeError
 *
 * Writes a token down. The Astra CLI's file is written as if there were none before; see lk_astrarc_merge().
 *
 * Returns: (transfer full): the content of a file, in memory that is overwritten with its last reference; %NULL with
 *   @error set
 */
GBytes *
lk_export_write (const LkExportToken  *token,
                 LkExportFormat        format,
                 GError              **error)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();

  g_return_val_if_fail (format < LK_EXPORT_N_FORMATS, NULL);
  g_return_val_if_fail (token->token != NULL, NULL);

  if (!check (token, format, error))
    return NULL;

  switch (format)
    {
    case LK_EXPORT_PORTAL_JSON:
      write_json (text, token);
      break;

    case LK_EXPORT_CSV:
      write_csv (text, token);
      break;

    case LK_EXPORT_DOTENV:
      write_dotenv (text, token);
      break;

    case LK_EXPORT_SH:
    case LK_EXPORT_FISH:
      append_comment (text, token);
      lk_environment_line_append (text, format == LK_EXPORT_FISH ? LK_SHELL_FISH : LK_SHELL_SH, LK_EXPORT_VARIABLE,
                                  token->token);
      lk_secret_text_append (text, "\n");
      break;

    case LK_EXPORT_ASTRARC:
      return lk_astrarc_merge (NULL, token, error);

    case LK_EXPORT_CLIENT_CONF:
    case LK_EXPORT_N_FORMATS:
    default:
      g_return_val_if_reached (NULL);
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}
