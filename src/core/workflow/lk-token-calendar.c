/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-calendar.h"

#include "lk-calendar.h"
#include "lk-redact.h"

#include <glib/gi18n-lib.h>

struct _LkTokenCalendar
{
  GArray    *entries; /* of LkCalendarEntry, whose texts are in @texts */
  GPtrArray *texts;
  GPtrArray *times;   /* of GDateTime */
  GDateTime *now;
};

/**
 * lk_token_calendar_new:
 * @now: the moment, in the zone in which a day ends
 *
 * Returns: (transfer full): a calendar without tokens
 */
LkTokenCalendar *
lk_token_calendar_new (GDateTime *now)
{
  LkTokenCalendar *self = g_new0 (LkTokenCalendar, 1);

  self->entries = g_array_new (FALSE, TRUE, sizeof (LkCalendarEntry));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->times = g_ptr_array_new_with_free_func ((GDestroyNotify) g_date_time_unref);
  self->now = g_date_time_ref (now);

  return self;
}

/**
 * lk_token_calendar_free:
 * @self: (transfer full): a calendar
 */
void
lk_token_calendar_free (LkTokenCalendar *self)
{
  g_array_unref (self->entries);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->times);
  g_date_time_unref (self->now);
  g_free (self);
}

static const char *
keep (LkTokenCalendar *self,
      char            *text)
{
  g_ptr_array_add (self->texts, text);

  return text;
}

/* Takes @owner and @place. A description may be somebody's slip at the service: what looks like a token is no title. */
static void
add (LkTokenCalendar *self,
     const char      *kind,
     char            *owner,
     const char      *id,
     const char      *title,
     char            *place,
     GDateTime       *expiry)
{
  const LkCalendarEntry entry = {
    .kind = kind,
    .owner = keep (self, owner),
    .id = keep (self, g_strdup (id)),
    .title = keep (self, lk_redact_tokens (title)),
    .place = keep (self, place),
    .expiry = expiry,
  };

  g_ptr_array_add (self->times, g_date_time_ref (expiry));
  g_array_append_val (self->entries, entry);
}

static gboolean
is_ahead (LkTokenCalendar *self,
          const char      *id,
          GDateTime       *expiry)
{
  return id != NULL && expiry != NULL && g_date_time_compare (expiry, self->now) > 0;
}

/**
 * lk_token_calendar_add_app:
 * @self: a calendar
 * @account: an account
 * @token: one of its application tokens
 */
void
lk_token_calendar_add_app (LkTokenCalendar *self,
                           LkAccount       *account,
                           LkAppToken      *token)
{
  const char *id = lk_app_token_get_client_id (token);
  GDateTime *expiry = lk_app_token_get_token_expiry (token);

  if (!is_ahead (self, id, expiry))
    return;

  add (self, "app", g_strdup (lk_account_get_org_id (account)), id, lk_app_token_get_title (token),
       /* Translators: where a token belongs, in an entry of a calendar: %s is an account */
       g_strdup_printf (_("Application token in %s"), lk_account_get_title (account)), expiry);
}

/**
 * lk_token_calendar_add_pulsar:
 * @self: a calendar
 * @account: an account
 * @token: one of its Pulsar tokens
 */
void
lk_token_calendar_add_pulsar (LkTokenCalendar *self,
                              LkAccount       *account,
                              LkPulsarToken   *token)
{
  const char *cluster = lk_pulsar_token_get_cluster_name (token);
  const char *tenant = lk_pulsar_token_get_tenant_name (token);
  const char *id = lk_pulsar_token_get_id (token);
  GDateTime *expiry = lk_pulsar_token_get_expiry (token);

  if (!is_ahead (self, id, expiry))
    return;

  add (self, "pulsar", g_strjoin ("/", cluster, tenant, NULL), id, lk_pulsar_token_get_title (token),
       /* Translators: where a token belongs, in an entry of a calendar: %1$s is a streaming tenant, %2$s its cluster,
        * %3$s an account */
       g_strdup_printf (_("Pulsar token of %1$s on %2$s in %3$s"), tenant, cluster, lk_account_get_title (account)), expiry);
}

static void
add_tenant (LkTokenCalendar *self,
            LkAccount       *account,
            LkTenant        *tenant)
{
  GListModel *tokens = lk_tenant_get_tokens (tenant);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      lk_token_calendar_add_pulsar (self, account, token);
    }
}

/**
 * lk_token_calendar_add_all:
 * @self: a calendar
 * @inventories: the tokens of all accounts, of which all are added that are known
 */
void
lk_token_calendar_add_all (LkTokenCalendar *self,
                           LkInventories   *inventories)
{
  GListModel *model = G_LIST_MODEL (inventories);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);
      LkAccount *account = lk_inventory_get_account (inventory);
      GListModel *tokens = lk_inventory_get_tokens (inventory);
      GListModel *tenants = lk_streaming_get_tenants (lk_inventories_get_streaming (inventories, inventory));

      for (guint j = 0; j < g_list_model_get_n_items (tokens); j++)
        {
          g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, j);

          lk_token_calendar_add_app (self, account, token);
        }
      for (guint j = 0; j < g_list_model_get_n_items (tenants); j++)
        {
          g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, j);

          add_tenant (self, account, tenant);
        }
    }
}

/**
 * lk_token_calendar_write:
 * @self: a calendar
 *
 * Returns: (transfer full) (nullable): the content of a file, %NULL if no token is in it
 */
GBytes *
lk_token_calendar_write (LkTokenCalendar *self)
{
  if (self->entries->len == 0)
    return NULL;

  return lk_calendar_write ((const LkCalendarEntry *) (gconstpointer) self->entries->data, self->entries->len,
                            g_date_time_get_timezone (self->now), self->now);
}
