/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory-private.h"

#include "lk-secret-attributes.h"

#include <string.h>

#define NAME_MAX_LENGTH 64

static gboolean
is_taken (LkInventory *self,
          const char  *name)
{
  GListModel *tokens = lk_inventory_get_tokens (self);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_app_token_get_script_name (token), name) == 0)
        return TRUE;
    }

  return self->streaming != NULL && lk_streaming_has_script_name (self->streaming, name);
}

/**
 * lk_inventory_set_streaming:
 * @self: an inventory
 * @streaming: the streaming half of its account; not kept alive
 *
 * Tells it of the account's other tokens, whose script names are taken as well.
 */
void
lk_inventory_set_streaming (LkInventory *self,
                            LkStreaming *streaming)
{
  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_STREAMING (streaming));

  g_set_weak_pointer (&self->streaming, streaming);
}

/**
 * lk_inventory_dup_free_name:
 * @self: an inventory
 * @name: a script name
 *
 * Finds a script name like @name that no token of the account has, of either kind: @name itself, or “name-2” and so on.
 * Another account may have it; whether it is free is asked of the keyring before anything is sent.
 *
 * Returns: (transfer full): the name
 */
char *
lk_inventory_dup_free_name (LkInventory *self,
                            const char  *name)
{
  g_autofree char *candidate = g_strdup (name);

  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (lk_script_name_is_valid (name), NULL);

  for (guint i = 2; is_taken (self, candidate); i++)
    {
      g_autofree char *suffix = g_strdup_printf ("-%u", i);

      g_free (candidate);
      candidate = g_strdup_printf ("%.*s%s", (int) (NAME_MAX_LENGTH - strlen (suffix)), name, suffix);
    }

  return g_steal_pointer (&candidate);
}
