/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-plan-private.h"

#include "lk-secret-attributes.h"

/**
 * LkImportPlan:
 *
 * The secrets that were found, and what became known of each.
 */
G_DEFINE_FINAL_TYPE (LkImportPlan, lk_import_plan, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ITEMS,
  PROP_PROGRESS,
  PROP_N_CHOSEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_import_plan_dispose (GObject *object)
{
  LkImportPlan *self = LK_IMPORT_PLAN (object);

  g_clear_object (&self->office);
  g_clear_object (&self->items);
  g_clear_object (&self->unread);

  G_OBJECT_CLASS (lk_import_plan_parent_class)->dispose (object);
}

static void
lk_import_plan_finalize (GObject *object)
{
  g_clear_error (&LK_IMPORT_PLAN (object)->unread_error);

  G_OBJECT_CLASS (lk_import_plan_parent_class)->finalize (object);
}

static void
lk_import_plan_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkImportPlan *self = LK_IMPORT_PLAN (object);

  switch (property_id)
    {
    case PROP_ITEMS:
      g_value_set_object (value, self->items);
      break;

    case PROP_PROGRESS:
      g_value_set_double (value, self->n_steps > 0 ? MIN (1.0, (double) self->n_done / self->n_steps) : 0);
      break;

    case PROP_N_CHOSEN:
      g_value_set_uint (value, self->n_chosen);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_plan_class_init (LkImportPlanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_import_plan_dispose;
  object_class->finalize = lk_import_plan_finalize;
  object_class->get_property = lk_import_plan_get_property;

  /**
   * LkImportPlan:items:
   *
   * A list model of #LkImportItem.
   */
  properties[PROP_ITEMS] = g_param_spec_object ("items", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  /**
   * LkImportPlan:progress:
   *
   * How much of the lists was read and of the items judged, up to 1.
   */
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);

  /**
   * LkImportPlan:n-chosen:
   *
   * How many items shall be stored.
   */
  properties[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_import_plan_init (LkImportPlan *self)
{
  self->items = g_list_store_new (LK_TYPE_IMPORT_ITEM);
}

static void
chosen_cb (LkImportPlan *self,
           GParamSpec   *pspec,
           LkImportItem *item)
{
  if (lk_import_item_get_chosen (item))
    self->n_chosen++;
  else
    self->n_chosen--;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CHOSEN]);
}

/* Nothing is done yet of so many steps. */
void
lk_import_plan_begin (LkImportPlan *self,
                      guint         n_steps)
{
  self->n_steps = n_steps;
  self->n_done = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

void
lk_import_plan_step (LkImportPlan *self)
{
  self->n_done++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

/**
 * lk_import_plan_new:
 * @office: the accounts
 * @found: (element-type LkFoundSecret): what lk_import_read() found; the plan takes it all, and leaves the array empty
 *
 * Makes a plan that nothing was compared for yet.
 *
 * Returns: (transfer full): the plan
 */
LkImportPlan *
lk_import_plan_new (LkOffice  *office,
                    GPtrArray *found)
{
  LkImportPlan *self = g_object_new (LK_TYPE_IMPORT_PLAN, NULL);
  gsize n = 0;
  g_autofree gpointer *secrets = g_ptr_array_steal (found, &n);

  self->office = g_object_ref (office);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (LkImportItem) item = lk_import_item_new (secrets[i]);

      g_signal_connect_object (item, "notify::chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      g_list_store_append (self->items, item);
    }

  return self;
}

/**
 * lk_import_plan_get_items:
 * @self: a plan
 *
 * Returns: (transfer none): its items, the same for good
 */
GListModel *
lk_import_plan_get_items (LkImportPlan *self)
{
  return G_LIST_MODEL (self->items);
}

/**
 * lk_import_plan_count:
 * @self: a plan
 * @state: what is known of an item
 *
 * Returns: of how many items that is known
 */
guint
lk_import_plan_count (LkImportPlan  *self,
                      LkImportState  state)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      count += lk_import_item_get_state (item) == state;
    }

  return count;
}

/**
 * lk_import_plan_find:
 * @self: a plan
 * @id: a client id or the id of a Pulsar token
 *
 * Returns: (transfer none) (nullable): the first item of that id, %NULL if there is none
 */
LkImportItem *
lk_import_plan_find (LkImportPlan *self,
                     const char   *id)
{
  g_return_val_if_fail (LK_IS_IMPORT_PLAN (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (lk_import_item_get_id (item), id) == 0)
        return item;
    }

  return NULL;
}

/**
 * lk_import_plan_add_inventory:
 * @self: a plan
 * @inventory: the application tokens of an account
 *
 * Looks for the tokens of the items there.
 */
void
lk_import_plan_add_inventory (LkImportPlan *self,
                              LkInventory  *inventory)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      lk_import_item_find_app (item, inventory);
    }
}

/**
 * lk_import_plan_add_streaming:
 * @self: a plan
 * @streaming: the tenants of an account
 *
 * Looks for the tokens of the items there.
 */
void
lk_import_plan_add_streaming (LkImportPlan *self,
                              LkStreaming  *streaming)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      lk_import_item_find_pulsar (item, streaming);
    }
}

/* Where judging stands. */
typedef struct
{
  guint         next;
  LkImportItem *item;
  gboolean      has_token; /* the keyring has the item's token, just as it was found */
} Judging;

static void
judging_free (gpointer data)
{
  Judging *judging = data;

  g_clear_object (&judging->item);
  g_free (judging);
}

static void judge_next (GTask *owned_task);

/* It was stored when no account listed its token: where the account looks it is not. */
static gboolean
is_misplaced (LkImportItem *item)
{
  LkAppToken *token = lk_import_item_get_app_token (item);

  return token != NULL && !lk_app_token_get_stored (token) && !lk_app_token_get_maybe_stored (token);
}

/* The last answer about an item: what is stored of it is as it was found, or not there. */
static void
judge_rest (GTask    *task,
            gboolean  all_stored)
{
  Judging *judging = g_task_get_task_data (task);
  LkImportState state = LK_IMPORT_UNKNOWN;

  if (all_stored && !is_misplaced (judging->item))
    state = LK_IMPORT_STORED;
  else if (lk_import_item_get_account (judging->item) != NULL)
    state = LK_IMPORT_MATCHES;
  lk_import_item_set_state (judging->item, state);
  judge_next (task);
}

static void
judge_as (GTask         *task,
          LkImportState  state)
{
  Judging *judging = g_task_get_task_data (task);

  lk_import_item_set_state (judging->item, state);
  judge_next (task);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Judging *judging = g_task_get_task_data (task);
  LkImportItem *item = judging->item;
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (LK_STREAMING (source), result, &error);
  gboolean stored = lk_pulsar_token_get_stored (lk_import_item_get_pulsar_token (item));

  if (value == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
    }
  else if (value == NULL)
    {
      /* The others can be judged all the same. */
      lk_import_item_set_unchecked (item, error);
      judge_next (g_steal_pointer (&task));
    }
  else if (lk_found_value_equal (value, lk_import_item_get_found (item)->token))
    judge_rest (g_steal_pointer (&task), stored);
  else
    judge_as (g_steal_pointer (&task), stored ? LK_IMPORT_CONFLICT : LK_IMPORT_DAMAGED);
}

static void
client_secret_looked_up_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Judging *judging = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (value != NULL && !lk_found_value_equal (value, lk_import_item_get_found (judging->item)->client_secret))
    judge_as (g_steal_pointer (&task), LK_IMPORT_CONFLICT);
  else
    judge_rest (g_steal_pointer (&task), judging->has_token && value != NULL);
}

static void
look_up (GTask               *task,
         const char          *field,
         GAsyncReadyCallback  callback)
{
  LkImportPlan *self = g_task_get_source_object (task);
  Judging *judging = g_task_get_task_data (task);
  gboolean is_pulsar = lk_import_item_get_found (judging->item)->kind == LK_FOUND_PULSAR;
  g_autoptr (GHashTable) attributes = NULL;

  /* Whatever account it is of: its id names it. */
  attributes = lk_secret_attributes_new ("kind", is_pulsar ? LK_SECRET_KIND_PULSAR_TOKEN : LK_SECRET_KIND_ASTRA_TOKEN,
                                         is_pulsar ? "token-id" : "client-id", lk_import_item_get_id (judging->item),
                                         "field", field,
                                         NULL);
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, g_task_get_cancellable (task), callback, task);
}

static void
token_looked_up_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Judging *judging = g_task_get_task_data (task);
  const LkFoundSecret *found = lk_import_item_get_found (judging->item);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  judging->has_token = value != NULL;
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (value != NULL && !lk_found_value_equal (value, found->token))
    judge_as (g_steal_pointer (&task), LK_IMPORT_CONFLICT);
  else if (found->client_secret != NULL)
    look_up (g_steal_pointer (&task), LK_SECRET_FIELD_CLIENT_SECRET, client_secret_looked_up_cb);
  else
    judge_rest (g_steal_pointer (&task), value != NULL);
}

/* Of an application token the service tells nobody the value; that of a Pulsar token it does. */
static void
judge_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkImportPlan *self = g_task_get_source_object (task);
  Judging *judging = g_task_get_task_data (task);
  GListModel *items = G_LIST_MODEL (self->items);

  for (; judging->next < g_list_model_get_n_items (items); judging->next++)
    {
      LkImportState state;

      lk_import_plan_step (self);
      g_clear_object (&judging->item);
      judging->item = g_list_model_get_item (items, judging->next);
      state = lk_import_item_get_state (judging->item);
      if (state == LK_IMPORT_DAMAGED || state == LK_IMPORT_BAD_VALUE)
        continue;
      if (lk_import_item_get_id (judging->item) == NULL)
        continue;

      judging->next++;
      if (lk_import_item_get_pulsar_token (judging->item) != NULL)
        lk_streaming_look_up_async (lk_import_item_get_streaming (judging->item),
                                    lk_import_item_get_pulsar_token (judging->item), g_task_get_cancellable (task),
                                    fetched_cb, g_object_ref (task));
      else
        look_up (g_object_ref (task), LK_SECRET_FIELD_TOKEN, token_looked_up_cb);
      return;
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * lk_import_plan_judge_async:
 * @self: a plan
 * @cancellable: (nullable): obeyed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Finds out about every item what the keyring has of it, and for a Pulsar token whether the service has the same. One of
 * which the service could not be asked that says so, and ends nothing.
 */
void
lk_import_plan_judge_async (LkImportPlan        *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_IMPORT_PLAN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_import_plan_judge_async);
  g_task_set_task_data (task, g_new0 (Judging, 1), judging_free);
  judge_next (task);
}

/**
 * lk_import_plan_judge_finish:
 * @self: a plan
 * @result: what the callback was given
 * @error: return location for what went wrong with the keyring
 *
 * Returns: whether every item was judged
 */
gboolean
lk_import_plan_judge_finish (LkImportPlan  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_import_plan_judge_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
