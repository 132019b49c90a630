/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate-private.h"

#include "lk-pulsar-secrets.h"
#include "lk-script-name.h"
#include "lk-streaming-private.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

#define LOCK_KIND "rotation"

/* What handing over and ending have in common: names, and labels. */

static GQuark
busy_quark (void)
{
  return g_quark_from_static_string ("lk-rotate-busy");
}

/**
 * lk_rotate_is_busy:
 * @rotation: a rotation
 *
 * Returns: whether a step of it is under way in this process
 */
gboolean
lk_rotate_is_busy (LkRotation *rotation)
{
  return g_object_get_qdata (G_OBJECT (rotation), busy_quark ()) != NULL;
}

static void
rotate_free (gpointer data)
{
  LkRotate *self = data;

  g_clear_pointer (&self->lock, lk_work_lock_give_back);
  g_clear_object (&self->rotation);
  g_clear_object (&self->inventory);
  g_clear_object (&self->streaming);
  g_clear_object (&self->tenant);
  g_clear_object (&self->office);
  g_clear_object (&self->account);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_pointer (&self->stored, g_ptr_array_unref);
  g_free (self->name);
  g_free (self);
}

static LkRotate *
create (LkRotation   *rotation,
        LkInventory  *inventory,
        LkStreaming  *streaming,
        GError      **error)
{
  LkRotate *self;

  if (lk_rotate_is_busy (rotation))
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                           _("Another step of this rotation is under way: try again in a moment"));
      return NULL;
    }

  self = g_new0 (LkRotate, 1);
  self->rotation = g_object_ref (rotation);
  if (lk_rotation_is_pulsar (rotation))
    {
      self->streaming = g_object_ref (streaming);
      self->office = g_object_ref (lk_streaming_get_office (streaming));
      self->account = g_object_ref (lk_streaming_get_account (streaming));
      g_set_object (&self->tenant, lk_streaming_find_tenant (streaming, lk_rotation_get_cluster_name (rotation),
                                                             lk_rotation_get_tenant_name (rotation)));
    }
  else
    {
      self->inventory = g_object_ref (inventory);
      self->office = g_object_ref (lk_inventory_get_office (inventory));
      self->account = g_object_ref (lk_inventory_get_account (inventory));
    }
  /* The window and the command line never take steps of one rotation at once: each deletes one token only because the other
   * one is there. */
  self->lock = lk_work_lock_take (lk_office_get_state (self->office), LOCK_KIND, lk_rotation_get_id (rotation));
  if (self->lock == NULL)
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                           _("Another Latchkey is at work on this rotation: try again in a moment"));
      rotate_free (self);
      return NULL;
    }

  return self;
}

static void
completed_cb (GTask *task)
{
  LkRotate *self = g_task_get_task_data (task);

  g_clear_pointer (&self->lock, lk_work_lock_give_back);
  g_object_set_qdata (G_OBJECT (self->rotation), busy_quark (), NULL);
}

/*< private >
 * lk_rotate_begin:
 * @rotation: a rotation
 * @cancel: whether the new token goes, not the old one
 * @inventory: (nullable): for application tokens
 * @streaming: (nullable): for Pulsar tokens
 * @tag: the function that takes the step
 * @cancellable: (nullable): a cancellable
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Begins a step. No two of a rotation go on at once: it is busy until the task has returned, however long somebody holds
 * that.
 *
 * Returns: (transfer full) (nullable): the task, with an #LkRotate as data; %NULL where it has failed already, with
 *   %LK_WORK_ERROR_UNFINISHED
 */
GTask *
lk_rotate_begin (LkRotation          *rotation,
                 gboolean             cancel,
                 LkInventory         *inventory,
                 LkStreaming         *streaming,
                 gpointer             tag,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  LkRotate *self;

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  self = create (rotation, inventory, streaming, &error);
  if (self == NULL)
    {
      g_task_return_error (task, error);
      return NULL;
    }

  self->cancel = cancel;
  g_task_set_task_data (task, self, rotate_free);
  g_object_set_qdata (G_OBJECT (rotation), busy_quark (), GINT_TO_POINTER (TRUE));
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);

  return g_steal_pointer (&task);
}

/*< private >
 * lk_rotate_make_attributes:
 * @self: what steps share
 * @id: one of the two tokens
 *
 * Returns: (transfer full): what all that is stored of it has
 */
GHashTable *
lk_rotate_make_attributes (LkRotate   *self,
                           const char *id)
{
  gboolean is_pulsar = lk_rotation_is_pulsar (self->rotation);

  return lk_secret_attributes_new ("kind", is_pulsar ? LK_SECRET_KIND_PULSAR_TOKEN : LK_SECRET_KIND_ASTRA_TOKEN,
                                   is_pulsar ? "token-id" : "client-id", id,
                                   NULL);
}

/*< private >
 * lk_rotate_find:
 * @self: what steps share
 * @id: one of the two tokens
 *
 * Returns: (transfer none) (nullable): the token of the list, an #LkAppToken or #LkPulsarToken
 */
gpointer
lk_rotate_find (LkRotate   *self,
                const char *id)
{
  if (self->inventory != NULL)
    return lk_inventory_find (self->inventory, id);

  return self->tenant != NULL ? lk_tenant_find_token (self->tenant, id) : NULL;
}

static char *
dup_title (LkRotate   *self,
           const char *id)
{
  gpointer token = lk_rotate_find (self, id);

  if (token != NULL)
    return g_strdup (self->inventory != NULL ? lk_app_token_get_title (token) : lk_pulsar_token_get_title (token));

  return g_strdup (lk_rotation_get_description (self->rotation) != NULL ? lk_rotation_get_description (self->rotation) : id);
}

/* Moving, last step first. */

static void label_next (GTask *owned_task);

static char *
create_label (LkRotate   *self,
              const char *field,
              const char *title)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (self->inventory != NULL && self->cancel)
    return lk_token_secrets_label (self->account, field, title);
  if (self->inventory != NULL)
    return lk_token_secrets_superseded_label (self->account, field, title, now);
  if (self->cancel)
    return lk_pulsar_secrets_label (self->account, self->tenant, title);

  return lk_pulsar_secrets_superseded_label (self->account, self->tenant, title, now);
}

/* Nothing depends on a label: one that stays as it was stops nothing. */
static void
labeled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_set_label_finish (LK_KEYRING (source), result, &error))
    g_debug ("A label could not be changed: %s", error->message);
  label_next (G_TASK (user_data));
}

static void
label_next (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);
  const char *old_id = lk_rotation_get_old_id (self->rotation);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  const char *field;

  /* What belongs to a tenant that is gone has nothing to be called after. */
  if (self->n_labels == self->stored->len || (self->inventory == NULL && self->tenant == NULL))
    {
      self->moved (owned_task);
      return;
    }

  field = lk_secret_info_get (self->stored->pdata[self->n_labels], "field");
  self->n_labels++;
  attributes = lk_rotate_make_attributes (self, old_id);
  g_hash_table_insert (attributes, g_strdup ("field"), g_strdup (field != NULL ? field : LK_SECRET_FIELD_TOKEN));
  title = dup_title (self, old_id);
  label = create_label (self, field != NULL ? field : LK_SECRET_FIELD_TOKEN, title);
  lk_keyring_set_label_async (lk_office_get_keyring (self->office), attributes, label, NULL, labeled_cb, owned_task);
}

static void
tell_name (LkRotate   *self,
           const char *id,
           const char *name)
{
  gpointer token = lk_rotate_find (self, id);

  if (token != NULL && self->streaming != NULL)
    lk_streaming_take_name (self->streaming, token, name);
  else if (token != NULL)
    g_object_set (token, "script-name", name, NULL);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_script_name_set_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  tell_name (self, lk_rotation_get_old_id (self->rotation), self->cancel ? self->name : NULL);
  tell_name (self, lk_rotation_get_new_id (self->rotation), self->cancel ? NULL : self->name);
  label_next (g_steal_pointer (&task));
}

static const char *
get_name (GPtrArray *infos)
{
  const char *name = NULL;

  for (guint i = 0; i < infos->len && name == NULL; i++)
    name = lk_secret_info_get (infos->pdata[i], "name");

  return name;
}

/* From the one that is going to be deleted to the other. */
static void
set_name (GTask *owned_task)
{
  LkRotate *self = g_task_get_task_data (owned_task);
  g_autoptr (GHashTable) older = lk_rotate_make_attributes (self, lk_rotation_get_old_id (self->rotation));
  g_autoptr (GHashTable) newer = lk_rotate_make_attributes (self, lk_rotation_get_new_id (self->rotation));

  if (self->name == NULL)
    label_next (owned_task);
  else
    lk_script_name_set_async (lk_office_get_keyring (self->office), self->cancel ? older : newer, self->name,
                              self->cancel ? newer : older, NULL, named_cb, owned_task);
}

static void
new_listed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);
  const char *old_name;
  const char *new_name;

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  old_name = get_name (self->stored);
  new_name = get_name (infos);
  /* A name that somebody gave the new token since stays: the one of the old token is another one then. */
  if (self->cancel)
    self->name = g_strdup (new_name);
  else if (new_name == NULL || g_strcmp0 (new_name, old_name) == 0)
    self->name = g_strdup (old_name);
  set_name (g_steal_pointer (&task));
}

static void
old_listed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotate *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  GError *error = NULL;

  self->stored = lk_keyring_list_finish (LK_KEYRING (source), result, &error);
  if (self->stored == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Where nothing is stored of the old token, no name leads to it, or could. */
  if (self->stored->len == 0)
    {
      self->moved (g_steal_pointer (&task));
      return;
    }
  attributes = lk_rotate_make_attributes (self, lk_rotation_get_new_id (self->rotation));
  lk_keyring_list_async (LK_KEYRING (source), attributes, NULL, new_listed_cb, g_steal_pointer (&task));
}

/*< private >
 * lk_rotate_move_name:
 * @owned_task: (transfer full): the task
 * @moved: what comes next; takes the task
 *
 * Moves the name to the new token, or with `cancel` back to the old one, and labels what is stored of the old one as what
 * it is then. What is there already is left as it is.
 */
void
lk_rotate_move_name (GTask        *owned_task,
                     LkRotateStep  moved)
{
  LkRotate *self = g_task_get_task_data (owned_task);
  g_autoptr (GHashTable) attributes = lk_rotate_make_attributes (self, lk_rotation_get_old_id (self->rotation));

  g_clear_pointer (&self->stored, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  self->n_labels = 0;
  self->moved = moved;
  lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, NULL, old_listed_cb, owned_task);
}
