/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-list-diff.h"

#include <glib/gi18n-lib.h>

/* Keeping the models in step with what was read. */


/* What a row says of the roles; some tokens name them instead of giving ids, and some ids nobody knows. */
static void
describe_roles (LkInventory *self,
                LkAppToken  *token)
{
  const char *const *ids = lk_app_token_get_role_ids (token);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *first = NULL;
  g_autofree char *title = NULL;
  g_auto (GStrv) built = NULL;
  guint n = 0;

  for (; ids != NULL && ids[n] != NULL; n++)
    {
      LkRole *role = lk_inventory_find_role (self, ids[n]);

      g_strv_builder_add (names, role != NULL ? lk_role_get_name (role) : ids[n]);
      if (n > 0)
        continue;
      if (role != NULL)
        first = g_strdup (lk_role_get_title (role));
      else if (g_uuid_string_is_valid (ids[n]))
        /* Translators: %.8s is the beginning of a role's id */
        first = g_strdup_printf (_("Unknown role (%.8s…)"), ids[n]);
      else
        first = g_strdup (ids[n]);
    }

  if (n == 0)
    title = g_strdup (_("No role"));
  else if (n == 1)
    title = g_steal_pointer (&first);
  else
    /* Translators: %1$s is a role, %2$u how many more there are */
    title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s and %2$u more", "%1$s and %2$u more", n - 1),
                             first, n - 1);

  built = g_strv_builder_end (names);
  g_object_set (token, "role-names", built, "role-title", title, NULL);
}

/*< private >
 * lk_inventory_describe_stored:
 * @self: an inventory
 * @infos: (element-type LkSecretInfo): what the keyring has of its organization
 */
void
lk_inventory_describe_stored (LkInventory *self,
                              GPtrArray   *infos)
{
  GListModel *model = G_LIST_MODEL (self->tokens);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal); /* client id → script name, or "" */

  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = g_ptr_array_index (infos, i);
      const char *client_id = lk_secret_info_get (info, "client-id");
      const char *name = lk_secret_info_get (info, "name");

      if (client_id != NULL && g_strcmp0 (lk_secret_info_get (info, "field"), LK_SECRET_FIELD_TOKEN) == 0)
        g_hash_table_insert (names, (gpointer) client_id, (gpointer) (name != NULL ? name : ""));
    }

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (model, i);
      const char *name = g_hash_table_lookup (names, lk_app_token_get_client_id (token));
      const char *script_name = name != NULL && *name != '\0' ? name : NULL;

      if (lk_app_token_get_stored (token) != (name != NULL)
          || lk_app_token_get_maybe_stored (token)
          || g_strcmp0 (lk_app_token_get_script_name (token), script_name) != 0)
        g_object_set (token, "stored", name != NULL, "maybe-stored", FALSE, "script-name", script_name, NULL);
    }
  self->described = TRUE;
}

/*< private >
 * lk_inventory_describe_unread:
 * @self: an inventory
 *
 * The keyring is there, but could not be read: what it has stays as it was known, or is not known of any token.
 */
void
lk_inventory_describe_unread (LkInventory *self)
{
  GListModel *model = G_LIST_MODEL (self->tokens);

  if (self->described)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (model, i);

      if (!lk_app_token_get_stored (token))
        g_object_set (token, "maybe-stored", TRUE, NULL);
    }
}

/*< private >
 * lk_inventory_forget_stored:
 * @self: an inventory
 * @client_id: the client id of a token; one that is not listed is left alone
 *
 * Its secrets were taken out of the keyring.
 */
void
lk_inventory_forget_stored (LkInventory *self,
                            const char  *client_id)
{
  LkAppToken *token = lk_inventory_find (self, client_id);
  guint position;

  if (token == NULL)
    return;

  g_object_set (token, "stored", FALSE, "maybe-stored", FALSE, "script-name", NULL, NULL);

  /* Whoever shows only what is stored, or counts it, looks again. */
  if (g_list_store_find (self->tokens, token, &position))
    g_list_model_items_changed (G_LIST_MODEL (self->tokens), position, 1, 1);
}

/* What is known here of a token, as far as it is known by now. */
static void
describe (LkInventory *self,
          LkAppToken  *token)
{
  const char *client_id = lk_app_token_get_client_id (token);

  g_object_set (token,
                "signs-in", g_strcmp0 (client_id, lk_account_get_client_id (self->account)) == 0,
                "note", self->notes != NULL ? g_hash_table_lookup (self->notes, client_id) : NULL,
                NULL);
  describe_roles (self, token);
}

/* The object that stands for a listed token: the one that is there, unless what was remembered says less. */
static LkAppToken *
choose_object (LkInventory *self,
               LkAppToken  *token)
{
  LkAppToken *before = g_hash_table_lookup (self->by_client_id, lk_app_token_get_client_id (token));

  if (before == NULL || before == token)
    return token;
  if (lk_app_token_is_same (before, token))
    return before;

  g_object_set (token, "stored", lk_app_token_get_stored (before),
                "maybe-stored", lk_app_token_get_maybe_stored (before),
                "script-name", lk_app_token_get_script_name (before), NULL);

  return token;
}

/*< private >
 * lk_inventory_replace_tokens:
 * @self: an inventory
 * @tokens: (element-type LkAppToken): what the service lists now
 *
 * Takes a new list. A token never changes at the service, so an object that is there already stays: selections and
 * pages hold on to it.
 */
void
lk_inventory_replace_tokens (LkInventory *self,
                             GPtrArray   *tokens)
{
  g_autoptr (GPtrArray) merged = g_ptr_array_new_full (tokens->len, g_object_unref);

  for (guint i = 0; i < tokens->len; i++)
    g_ptr_array_add (merged, g_object_ref (choose_object (self, g_ptr_array_index (tokens, i))));

  g_hash_table_remove_all (self->by_client_id);
  for (guint i = 0; i < merged->len; i++)
    {
      LkAppToken *token = g_ptr_array_index (merged, i);

      g_hash_table_replace (self->by_client_id, (gpointer) lk_app_token_get_client_id (token), g_object_ref (token));
      describe (self, token);
    }

  lk_list_diff_splice_middle (self->tokens, merged);
}

static gboolean
is_same_role (LkRole *first,
              LkRole *second)
{
  return g_str_equal (lk_role_get_id (first), lk_role_get_id (second))
         && g_strcmp0 (lk_role_get_name (first), lk_role_get_name (second)) == 0
         && lk_role_get_has_policy (first) == lk_role_get_has_policy (second)
         && g_strv_equal (lk_role_get_actions (first), lk_role_get_actions (second))
         && g_strv_equal (lk_role_get_resources (first), lk_role_get_resources (second));
}

/*< private >
 * lk_inventory_replace_roles:
 * @self: an inventory
 * @roles: (element-type LkRole): what the service lists now
 *
 * Takes a new list; a role that is the same as before keeps its object.
 */
void
lk_inventory_replace_roles (LkInventory *self,
                            GPtrArray   *roles)
{
  GListModel *model = G_LIST_MODEL (self->roles);
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal); /* id → LkRole */
  g_autoptr (GPtrArray) merged = g_ptr_array_new_full (roles->len, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkRole) role = g_list_model_get_item (model, i);

      g_hash_table_replace (before, (gpointer) lk_role_get_id (role), role);
    }
  for (guint i = 0; i < roles->len; i++)
    {
      LkRole *role = g_ptr_array_index (roles, i);
      LkRole *there = g_hash_table_lookup (before, lk_role_get_id (role));

      g_ptr_array_add (merged, g_object_ref (there != NULL && is_same_role (there, role) ? there : role));
    }

  lk_list_diff_splice_middle (self->roles, merged);
}

/*< private >
 * lk_inventory_add_token:
 * @self: an inventory
 * @token: a token that was just created
 *
 * Lists a new token at once; the next load takes what the service says of it. One that a load has found already is told
 * that it is stored.
 */
void
lk_inventory_add_token (LkInventory *self,
                        LkAppToken  *token)
{
  const char *client_id = lk_app_token_get_client_id (token);
  LkAppToken *before = g_hash_table_lookup (self->by_client_id, client_id);

  self->n_changes++;
  if (before != NULL)
    {
      g_object_set (before, "stored", lk_app_token_get_stored (token), "maybe-stored", FALSE,
                    "script-name", lk_app_token_get_script_name (token), NULL);
      return;
    }

  g_hash_table_replace (self->by_client_id, (gpointer) client_id, g_object_ref (token));
  describe (self, token);
  g_list_store_insert (self->tokens, 0, token);
}
