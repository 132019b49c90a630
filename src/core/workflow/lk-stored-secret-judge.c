/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-stored-secret-private.h"

#include "lk-pulsar-secrets.h"
#include "lk-token-secrets.h"

/* Whether something in the keyring is still good for anything, by what is known of its account now. */

/* What the list of its account says of a token. A list that is not of this moment may say that one is there, since none
 * comes back; not that it is gone. */
static void
judge_token (LkStoredSecret *self,
             LkInventory    *inventory)
{
  LkAppToken *token = inventory != NULL ? lk_inventory_find (inventory, self->client_id) : NULL;
  gboolean fresh = inventory != NULL && lk_inventory_get_loaded (inventory) && lk_inventory_get_error (inventory) == NULL;
  gboolean superseded = lk_token_secrets_is_superseded (self->label);

  if (token != NULL)
    {
      self->group = superseded ? LK_STORED_SECRET_SUPERSEDED : LK_STORED_SECRET_IN_USE;
      self->description = lk_app_token_get_untitled (token) ? NULL : g_strdup (lk_app_token_get_title (token));
      return;
    }
  if (fresh)
    {
      self->group = LK_STORED_SECRET_GONE;
      return;
    }

  self->group = superseded ? LK_STORED_SECRET_SUPERSEDED : LK_STORED_SECRET_UNKNOWN;
  if (inventory == NULL)
    self->doubt = LK_STORED_SECRET_NO_ACCOUNT;
  else if (lk_inventory_get_read_at (inventory) == NULL)
    self->doubt = LK_STORED_SECRET_NEVER_READ;
  else
    self->doubt = LK_STORED_SECRET_NOT_READ_NOW;
}

/* The same of a Pulsar token, by the list of its tenant. */
static void
judge_pulsar (LkStoredSecret *self,
              LkStreaming    *streaming)
{
  LkTenant *tenant = streaming != NULL ? lk_streaming_find_tenant (streaming, self->cluster, self->tenant) : NULL;
  LkPulsarToken *token = tenant != NULL ? lk_tenant_find_token (tenant, self->token_id) : NULL;
  gboolean fresh = streaming != NULL && lk_streaming_get_loaded (streaming) && !lk_streaming_get_from_cache (streaming)
                   && lk_streaming_get_error (streaming) == NULL;
  gboolean superseded = lk_pulsar_secrets_is_superseded (self->label);

  if (token != NULL)
    {
      const char *note = lk_pulsar_token_get_note (token);

      self->group = superseded ? LK_STORED_SECRET_SUPERSEDED : LK_STORED_SECRET_IN_USE;
      self->description = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
      return;
    }
  if (fresh && (tenant == NULL || (lk_tenant_get_loaded (tenant) && lk_tenant_get_error (tenant) == NULL
                                   && !lk_tenant_get_loading (tenant))))
    {
      self->group = LK_STORED_SECRET_GONE;
      return;
    }

  self->group = superseded ? LK_STORED_SECRET_SUPERSEDED : LK_STORED_SECRET_UNKNOWN;
  if (streaming == NULL)
    self->doubt = LK_STORED_SECRET_NO_ACCOUNT;
  else if (lk_streaming_get_read_at (streaming) == NULL)
    self->doubt = LK_STORED_SECRET_NEVER_READ;
  else
    self->doubt = LK_STORED_SECRET_NOT_READ_NOW;
}

/*< private >
 * lk_stored_secret_judge:
 * @self: what is stored of a token, with all that its item tells
 * @inventory: (nullable): the tokens of its account
 * @streaming: (nullable): the streaming half of its account
 *
 * Finds out whether it is still good for anything.
 */
void
lk_stored_secret_judge (LkStoredSecret *self,
                        LkInventory    *inventory,
                        LkStreaming    *streaming)
{
  switch (self->kind)
    {
    case LK_STORED_SECRET_TOKEN:
      judge_token (self, inventory);
      break;

    case LK_STORED_SECRET_PULSAR:
      judge_pulsar (self, streaming);
      break;

    case LK_STORED_SECRET_SIGN_IN:
      /* Another account of the same organization may be that of another installation, which shares the keyring. */
      if (self->account != NULL && g_strcmp0 (lk_account_get_client_id (self->account), self->client_id) == 0)
        {
          self->group = LK_STORED_SECRET_IN_USE;
          break;
        }
      self->group = LK_STORED_SECRET_UNKNOWN;
      self->doubt = LK_STORED_SECRET_NO_ACCOUNT;
      g_clear_object (&self->account);
      break;

    case LK_STORED_SECRET_PENDING:
      self->group = LK_STORED_SECRET_IN_USE;
      break;

    case LK_STORED_SECRET_OTHER:
    default:
      self->group = LK_STORED_SECRET_UNKNOWN;
      break;
    }
}
