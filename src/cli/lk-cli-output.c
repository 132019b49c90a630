/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-output.h"

#include "lk-text.h"

#define COLUMN_GAP 2
/* How many cells of a terminal a text takes. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static void
free_row (gpointer data)
{
  g_strfreev (data);
}

/**
 * lk_cli_table_new:
 *
 * Makes a table for people.
 *
 * Returns: (transfer full): an empty one
 */
GPtrArray *
lk_cli_table_new (void)
{
  return g_ptr_array_new_with_free_func (free_row);
}

/**
 * lk_cli_table_add:
 * @table: a table
 * @first: the text of the first column
 * @...: those of the others, then %NULL; every row has as many
 *
 * Adds a row; its texts are cleaned.
 */
void
lk_cli_table_add (GPtrArray  *table,
                  const char *first,
                  ...)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new ();
  va_list args;

  va_start (args, first);
  for (const char *text = first; text != NULL; text = va_arg (args, const char *))
    g_ptr_array_add (row, lk_text_clean (text));
  va_end (args);
  g_ptr_array_add (row, NULL);
  g_ptr_array_add (table, g_ptr_array_steal (row, NULL));
}

/**
 * lk_cli_table_print:
 * @table: a table
 *
 * Prints it with aligned columns.
 */
void
lk_cli_table_print (GPtrArray *table)
{
  g_autoptr (GArray) widths = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < table->len; i++)
    {
      GStrv row = g_ptr_array_index (table, i);

      for (guint j = 0; row[j] != NULL; j++)
        {
          if (widths->len <= j)
            g_array_set_size (widths, j + 1);
          g_array_index (widths, guint, j) = MAX (g_array_index (widths, guint, j), get_width (row[j]));
        }
    }

  for (guint i = 0; i < table->len; i++)
    {
      GStrv row = g_ptr_array_index (table, i);

      for (guint j = 0; row[j] != NULL; j++)
        {
          guint blanks = row[j + 1] != NULL ? g_array_index (widths, guint, j) - get_width (row[j]) + COLUMN_GAP : 0;

          g_string_append_printf (text, "%s%*s", row[j], (int) blanks, "");
        }
      while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate (text, text->len - 1);
      g_string_append_c (text, '\n');
    }

  g_print ("%s", text->str);
}

/**
 * lk_cli_json_print:
 * @builder: one whole value
 *
 * Prints it for people and programs.
 */
void
lk_cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  g_print ("%s\n", text);
}

/**
 * lk_cli_json_add_string:
 * @builder: an open object
 * @key: a key
 * @value: (nullable): its value; %NULL, what is not known, becomes null
 *
 * Adds a member.
 */
void
lk_cli_json_add_string (JsonBuilder *builder,
                        const char  *key,
                        const char  *value)
{
  json_builder_set_member_name (builder, key);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_strings (JsonBuilder       *builder,
             const char        *key,
             const char *const *values)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

/* One name for each id, in the same order; some tokens name their roles instead of giving ids. */
static void
add_role_names (JsonBuilder       *builder,
                LkInventory       *inventory,
                const char *const *ids)
{
  json_builder_set_member_name (builder, "roleNames");
  json_builder_begin_array (builder);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      LkRole *role = lk_inventory_find_role (inventory, ids[i]);

      if (role != NULL)
        json_builder_add_string_value (builder, lk_role_get_name (role));
      else if (!g_uuid_string_is_valid (ids[i]))
        json_builder_add_string_value (builder, ids[i]);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_array (builder);
}

static void
add_time (JsonBuilder *builder,
          const char  *key,
          GDateTime   *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_to_utc (time) : NULL;
  g_autofree char *text = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;

  lk_cli_json_add_string (builder, key, text);
}

/**
 * lk_cli_get_state:
 * @token: a token
 * @expired: whether it has expired
 *
 * Returns: (transfer none): its state in JSON; what is expired is so whatever else it is
 */
const char *
lk_cli_get_state (LkListedToken *token,
                  gboolean       expired)
{
  if (expired)
    return "expired";

  switch (lk_listed_token_get_rotation (token))
    {
    case LK_TOKEN_NEWER:
    case LK_TOKEN_OLDER:
      return "rotating";

    case LK_TOKEN_SUPERSEDED:
      return "superseded";

    case LK_TOKEN_DOOMED:
      return "deleting";

    case LK_TOKEN_SETTLED:
    default:
      return "active";
    }
}

/**
 * lk_cli_json_add_token:
 * @builder: where the row goes
 * @inventory: the token's inventory, loaded
 * @token: a token
 *
 * Writes one row of `list`.
 */
void
lk_cli_json_add_token (JsonBuilder *builder,
                       LkInventory *inventory,
                       LkAppToken  *token)
{
  LkAccount *account = lk_inventory_get_account (inventory);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  json_builder_begin_object (builder);
  lk_cli_json_add_string (builder, "kind", "app");
  lk_cli_json_add_string (builder, "account", lk_account_get_title (account));
  lk_cli_json_add_string (builder, "orgId", lk_account_get_org_id (account));
  lk_cli_json_add_string (builder, "clientId", lk_app_token_get_client_id (token));
  add_strings (builder, "roles", lk_app_token_get_role_ids (token));
  add_role_names (builder, inventory, lk_app_token_get_role_ids (token));
  lk_cli_json_add_string (builder, "description", lk_app_token_get_description (token));
  add_time (builder, "generatedOn", lk_app_token_get_generated_on (token));
  add_time (builder, "tokenExpiry", lk_app_token_get_token_expiry (token));
  json_builder_set_member_name (builder, "stored");
  if (lk_inventory_get_keyring_error (inventory) == NULL)
    json_builder_add_boolean_value (builder, lk_app_token_get_stored (token));
  else
    json_builder_add_null_value (builder);
  lk_cli_json_add_string (builder, "name", lk_app_token_get_script_name (token));
  lk_cli_json_add_string (builder, "state", lk_cli_get_state (LK_LISTED_TOKEN (token), lk_app_token_is_expired (token, now)));
  json_builder_end_object (builder);
}

/**
 * lk_cli_json_add_role:
 * @builder: where the row goes
 * @account: the role's account
 * @role: a role
 *
 * Writes one row of `roles`.
 */
void
lk_cli_json_add_role (JsonBuilder *builder,
                      LkAccount   *account,
                      LkRole      *role)
{
  json_builder_begin_object (builder);
  lk_cli_json_add_string (builder, "account", lk_account_get_title (account));
  lk_cli_json_add_string (builder, "id", lk_role_get_id (role));
  lk_cli_json_add_string (builder, "name", lk_role_get_name (role));
  json_builder_set_member_name (builder, "policy");
  if (lk_role_get_has_policy (role))
    {
      json_builder_begin_object (builder);
      add_strings (builder, "actions", lk_role_get_actions (role));
      add_strings (builder, "resources", lk_role_get_resources (role));
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
}
