/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-reminder.h"

/**
 * lk_reminder_new:
 * @cluster: (nullable): the cluster of a Pulsar token's tenant
 * @tenant: (nullable): that tenant
 * @id: the token's id
 * @title: (nullable): what it is called
 * @expiry: when it expires
 *
 * Returns: (transfer full): a token of which nothing was said yet
 */
LkReminder *
lk_reminder_new (const char *cluster,
                 const char *tenant,
                 const char *id,
                 const char *title,
                 GDateTime  *expiry)
{
  LkReminder *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (expiry != NULL, NULL);

  self = g_new0 (LkReminder, 1);
  self->cluster = g_strdup (cluster != NULL ? cluster : "");
  self->tenant = g_strdup (tenant != NULL ? tenant : "");
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->expiry = g_date_time_ref (expiry);
  self->stage = LK_REMINDER_NOT_DUE;

  return self;
}

/**
 * lk_reminder_copy:
 * @self: a token
 *
 * Returns: (transfer full): the same again
 */
LkReminder *
lk_reminder_copy (const LkReminder *self)
{
  LkReminder *copy = lk_reminder_new (self->cluster, self->tenant, self->id, self->title, self->expiry);

  copy->stage = self->stage;
  copy->told_at = self->told_at != NULL ? g_date_time_ref (self->told_at) : NULL;

  return copy;
}

/**
 * lk_reminder_free:
 * @self: (transfer full): a token
 */
void
lk_reminder_free (LkReminder *self)
{
  g_free (self->cluster);
  g_free (self->tenant);
  g_free (self->id);
  g_free (self->title);
  g_date_time_unref (self->expiry);
  g_clear_pointer (&self->told_at, g_date_time_unref);
  g_free (self);
}

/**
 * lk_reminder_is_same:
 * @self: a token
 * @other: maybe the same
 *
 * Returns: whether it is the same token with the same end
 */
gboolean
lk_reminder_is_same (const LkReminder *self,
                     const LkReminder *other)
{
  return g_str_equal (self->id, other->id) && g_str_equal (self->cluster, other->cluster)
         && g_str_equal (self->tenant, other->tenant) && g_date_time_equal (self->expiry, other->expiry);
}
