/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-plan-private.h"

#include "lk-secret-attributes.h"
#include "lk-token-secrets.h"

#include <glib/gi18n-lib.h>

/* Storing what was found: under the account that lists its token, or by what the secret itself says. */

static GHashTable *
create_unlisted_attributes (LkImportItem *item,
                            const char   *field)
{
  const LkFoundSecret *found = lk_import_item_get_found (item);
  const char *environment = found->environment != NULL ? found->environment : "prod";
  const char *org_id = lk_import_item_get_org_id (item);
  const char *tenant = lk_import_item_get_tenant (item);

  /* What lists stored secrets tells them apart by all of these. */
  if (found->kind == LK_FOUND_PULSAR)
    return lk_secret_attributes_new ("kind", LK_SECRET_KIND_PULSAR_TOKEN,
                                     "field", field,
                                     "org-id", org_id != NULL ? org_id : LK_SECRET_UNKNOWN,
                                     "environment", environment,
                                     "tenant", tenant != NULL ? tenant : LK_SECRET_UNKNOWN,
                                     "cluster", LK_SECRET_UNKNOWN,
                                     "token-id", lk_import_item_get_id (item),
                                     NULL);

  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN,
                                   "org-id", LK_SECRET_UNKNOWN,
                                   "environment", environment,
                                   "client-id", lk_import_item_get_id (item),
                                   "field", field,
                                   NULL);
}

static char *
create_unlisted_label (LkImportItem *item,
                       const char   *field)
{
  g_autofree char *title = lk_import_item_dup_shown_title (item);

  if (lk_import_item_get_found (item)->kind == LK_FOUND_PULSAR)
    return g_strdup_printf ("Pulsar token: %s", title);
  if (g_str_equal (field, LK_SECRET_FIELD_CLIENT_SECRET))
    return g_strdup_printf ("Astra client secret: %s", title);

  return g_strdup_printf ("Astra token: %s", title);
}

/* With the script name of what is stored of the token already, so that scripts find all fields by it. */
static void
store (GTask               *task,
       const char          *field,
       SecretValue         *value,
       GAsyncReadyCallback  callback)
{
  LkImportPlan *self = g_task_get_source_object (task);
  LkImportItem *item = g_task_get_task_data (task);
  LkAppToken *token = lk_import_item_get_app_token (item);
  LkAccount *account = lk_import_item_get_account (item);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  if (token != NULL)
    {
      attributes = lk_token_secrets_attributes (account, lk_app_token_get_client_id (token), field,
                                                lk_app_token_get_script_name (token));
      label = lk_token_secrets_label (account, field, lk_app_token_get_title (token));
    }
  else
    {
      attributes = create_unlisted_attributes (item, field);
      label = create_unlisted_label (item, field);
    }
  lk_keyring_store_async (lk_office_get_keyring (self->office), attributes, label, value, NULL, callback, task);
}

static void
fail (GTask  *task,
      GError *error)
{
  lk_import_item_set_failed (g_task_get_task_data (task), error);
  g_task_return_error (task, error);
}

/* The activity of what no account lists names its organization, as far as that is known. */
static LkAccount *
get_account (LkImportItem *item)
{
  LkAccount *account = lk_import_item_get_account (item);
  const char *org_id = lk_import_item_get_org_id (item);

  if (account != NULL)
    return g_object_ref (account);
  if (org_id != NULL)
    return g_object_new (LK_TYPE_ACCOUNT, "id", org_id, "org-id", org_id, NULL);

  /* Translators: in place of an account, where a secret of none was imported */
  return g_object_new (LK_TYPE_ACCOUNT, "id", LK_SECRET_UNKNOWN, "org-id", LK_SECRET_UNKNOWN, "name", _("No account"), NULL);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
record (GTask *task)
{
  LkImportPlan *self = g_task_get_source_object (task);
  LkImportItem *item = g_task_get_task_data (task);
  g_autoptr (LkAccount) account = get_account (item);
  g_autofree char *title = lk_import_item_dup_shown_title (item);

  lk_import_item_set_state (item, LK_IMPORT_STORED);
  lk_office_record_async (self->office, account, LK_ACTIVITY_STORE, lk_import_item_get_id (item), title, LK_ACTIVITY_DONE,
                          recorded_cb, task);
}

/* What stays behind is found by the same client id, and is the same. */
static void
unlisted_removed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    g_debug ("What was stored before its account was here stays: %s", error->message);
  record (user_data);
}

static void
pulsar_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkImportItem *item = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_streaming_store_finish (LK_STREAMING (source), result, &error))
    {
      fail (task, error);
      return;
    }

  lk_import_item_set_state (item, LK_IMPORT_STORED);
  g_task_return_boolean (task, TRUE);
}

static void
token_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkImportItem *item = g_task_get_task_data (task);
  LkAppToken *token = lk_import_item_get_app_token (item);
  g_autoptr (GHashTable) unlisted = NULL;
  GError *error = NULL;

  if (!lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    {
      fail (task, error);
      return;
    }
  if (token == NULL)
    {
      record (g_steal_pointer (&task));
      return;
    }

  g_object_set (token, "stored", TRUE, "maybe-stored", FALSE, NULL);
  unlisted = lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN,
                                       "org-id", LK_SECRET_UNKNOWN,
                                       "client-id", lk_app_token_get_client_id (token),
                                       NULL);
  lk_keyring_remove_async (LK_KEYRING (source), unlisted, NULL, unlisted_removed_cb, g_steal_pointer (&task));
}

static void
client_secret_stored_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkImportItem *item = g_task_get_task_data (task);
  GError *error = NULL;

  if (lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    store (g_steal_pointer (&task), LK_SECRET_FIELD_TOKEN, lk_import_item_get_found (item)->token, token_stored_cb);
  else
    fail (task, error);
}

/**
 * lk_import_plan_store_async:
 * @self: a plan that was judged
 * @item: one of its items that is choosable
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Stores a secret: the client secret first, so that whoever finds the token finds both. A Pulsar token, which was found
 * to be what the service has, is fetched from there again. The item tells what became of it. It cannot be cancelled.
 */
void
lk_import_plan_store_async (LkImportPlan        *self,
                            LkImportItem        *item,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;
  const LkFoundSecret *found;

  g_return_if_fail (LK_IS_IMPORT_PLAN (self));
  g_return_if_fail (LK_IS_IMPORT_ITEM (item));
  g_return_if_fail (lk_import_item_get_choosable (item));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_import_plan_store_async);
  g_task_set_task_data (task, g_object_ref (item), g_object_unref);
  found = lk_import_item_get_found (item);
  if (lk_import_item_get_pulsar_token (item) != NULL)
    lk_streaming_store_async (lk_import_item_get_streaming (item), lk_import_item_get_pulsar_token (item), NULL,
                              pulsar_stored_cb, task);
  else if (found->client_secret != NULL)
    store (task, LK_SECRET_FIELD_CLIENT_SECRET, found->client_secret, client_secret_stored_cb);
  else
    store (task, LK_SECRET_FIELD_TOKEN, found->token, token_stored_cb);
}

/**
 * lk_import_plan_store_finish:
 * @self: a plan
 * @result: what the callback was given
 * @error: return location for what went wrong with the keyring or the service
 *
 * Returns: whether it is stored
 */
gboolean
lk_import_plan_store_finish (LkImportPlan  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_import_plan_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What is left to store. */
typedef struct
{
  GPtrArray *left;     /* of LkImportItem; the last is stored first */
  guint      n_stored;
} Storing;

static void
storing_free (gpointer data)
{
  Storing *storing = data;

  g_ptr_array_unref (storing->left);
  g_free (storing);
}

static void store_next (GTask *owned_task);

static void
one_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Storing *storing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (lk_import_plan_store_finish (LK_IMPORT_PLAN (source), result, &error))
    storing->n_stored++;
  else
    g_debug ("One was not stored: %s", error->message);
  lk_import_plan_step (LK_IMPORT_PLAN (source));
  store_next (g_steal_pointer (&task));
}

static void
store_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkImportPlan *self = g_task_get_source_object (task);
  Storing *storing = g_task_get_task_data (task);
  g_autoptr (LkImportItem) item = NULL;

  if (storing->left->len == 0)
    {
      g_task_return_int (task, (gssize) storing->n_stored);
      return;
    }

  item = g_ptr_array_steal_index (storing->left, storing->left->len - 1);
  lk_import_plan_store_async (self, item, one_stored_cb, g_steal_pointer (&task));
}

/**
 * lk_import_plan_store_chosen_async:
 * @self: a plan that was judged
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Stores all that is chosen, one after the other. One that fails ends nothing, and tells it. It cannot be cancelled.
 */
void
lk_import_plan_store_chosen_async (LkImportPlan        *self,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task;
  Storing *storing;

  g_return_if_fail (LK_IS_IMPORT_PLAN (self));

  storing = g_new0 (Storing, 1);
  storing->left = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->items)); i > 0; i--)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i - 1);

      if (lk_import_item_get_chosen (item))
        g_ptr_array_add (storing->left, g_steal_pointer (&item));
    }
  lk_import_plan_begin (self, storing->left->len);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_import_plan_store_chosen_async);
  g_task_set_task_data (task, storing, storing_free);
  store_next (task);
}

/**
 * lk_import_plan_store_chosen_finish:
 * @self: a plan
 * @result: what the callback was given
 *
 * Returns: how many are stored
 */
guint
lk_import_plan_store_chosen_finish (LkImportPlan *self,
                                    GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_import_plan_store_chosen_async), 0);

  return (guint) g_task_propagate_int (G_TASK (result), NULL);
}

/**
 * lk_import_plan_count_failed:
 * @self: a plan
 *
 * Returns: how many items could not be stored the last time
 */
guint
lk_import_plan_count_failed (LkImportPlan *self)
{
  guint count = 0;

  g_return_val_if_fail (LK_IS_IMPORT_PLAN (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      count += lk_import_item_get_state (item) != LK_IMPORT_UNCHECKED && lk_import_item_get_error (item) != NULL;
    }

  return count;
}
