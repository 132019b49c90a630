/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-table.h"

#include "lk-csv.h"

#include <string.h>

#define SECRET_PREFIX "AstraCS:"

static char *
write_time (GDateTime *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_to_utc (time) : NULL;

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

/* People paste secrets where they do not belong, and this table is made to be passed on. */
static char *
leave_out_secrets (const char *text)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  const char *at = text != NULL ? text : "";

  for (const char *found = strstr (at, SECRET_PREFIX); found != NULL; found = strstr (at, SECRET_PREFIX))
    {
      g_string_append_len (kept, at, found - at);
      g_string_append (kept, SECRET_PREFIX "…");
      at = found + strlen (SECRET_PREFIX);
      at += strcspn (at, " \t\r\n\"'<>,;");
    }
  g_string_append (kept, at);

  return g_string_free (g_steal_pointer (&kept), FALSE);
}

/**
 * lk_token_table_new:
 * @account: the account of the tokens
 * @tokens: (element-type LkAppToken): the tokens
 *
 * Writes tokens as a table (RFC 4180) with a heading and times in UTC, in the order given. No secret is in it: a token
 * object has none, and what somebody wrote into a description is left out.
 *
 * Returns: (transfer full): the table
 */
GBytes *
lk_token_table_new (LkAccount *account,
                    GPtrArray *tokens)
{
  const char *heading[] = { "Description", "Client Id", "Roles", "Created", "Expires", "Script Name", "Note",
                            "Organization" };
  g_autoptr (LkSecretText) text = lk_secret_text_new ();

  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (tokens != NULL, NULL);

  lk_csv_append_row (text, heading, G_N_ELEMENTS (heading));
  for (guint i = 0; i < tokens->len; i++)
    {
      LkAppToken *token = tokens->pdata[i];
      const char *const *names = lk_app_token_get_role_names (token);
      g_autofree char *description = leave_out_secrets (lk_app_token_get_description (token));
      g_autofree char *note = leave_out_secrets (lk_app_token_get_note (token));
      g_autofree char *roles = g_strjoinv ("; ", (GStrv) names);
      g_autofree char *created = write_time (lk_app_token_get_generated_on (token));
      g_autofree char *expires = write_time (lk_app_token_get_token_expiry (token));
      const char *cells[] = {
        description,
        lk_app_token_get_client_id (token),
        roles,
        created,
        expires,
        lk_app_token_get_script_name (token),
        note,
        lk_account_get_title (account),
      };

      lk_csv_append_row (text, cells, G_N_ELEMENTS (cells));
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}
