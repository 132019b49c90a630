/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotations.h"

#include "lk-listed-token.h"
#include "lk-rotate.h"
#include "lk-state-delete-orders.h"
#include "lk-state-rotations.h"

struct _LkRotations
{
  GObject     parent_instance;

  LkOffice   *office;
  GListStore *rotations; /* of LkRotation */
  GListStore *orders;    /* of LkDeleteOrder */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkRotations, lk_rotations, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return LK_TYPE_ROTATION;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LK_ROTATIONS (model)->rotations));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (LK_ROTATIONS (model)->rotations), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lk_rotations_dispose (GObject *object)
{
  LkRotations *self = LK_ROTATIONS (object);

  g_clear_object (&self->office);
  g_clear_object (&self->rotations);
  g_clear_object (&self->orders);

  G_OBJECT_CLASS (lk_rotations_parent_class)->dispose (object);
}

static void
lk_rotations_class_init (LkRotationsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_rotations_dispose;

  /**
   * LkRotations::changed:
   * @self: the rotations
   *
   * One came or went, or stands elsewhere; or a token that shall go did.
   */
  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_ROTATIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_rotations_init (LkRotations *self)
{
  self->rotations = g_list_store_new (LK_TYPE_ROTATION);
  self->orders = g_list_store_new (LK_TYPE_DELETE_ORDER);
}

/**
 * lk_rotations_new:
 * @office: the office
 *
 * Returns: (transfer full): its rotations, none until they are read
 */
LkRotations *
lk_rotations_new (LkOffice *office)
{
  LkRotations *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);

  self = g_object_new (LK_TYPE_ROTATIONS, NULL);
  self->office = g_object_ref (office);

  return self;
}

static void
tell (LkRotations *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static LkRotation *
find_by_id (LkRotations *self,
            const char  *id)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LkRotation) rotation = get_item (G_LIST_MODEL (self), i);

      if (g_str_equal (lk_rotation_get_id (rotation), id))
        return rotation; /* the store holds it */
    }

  return NULL;
}

/* What was there before stays the object that others watch. */
static void
take (LkRotations *self,
      GPtrArray   *read)
{
  guint n_before = get_n_items (G_LIST_MODEL (self));

  for (guint i = 0; i < read->len; i++)
    {
      LkRotation *known = find_by_id (self, lk_rotation_get_id (read->pdata[i]));

      if (known == NULL)
        {
          g_signal_connect_object (read->pdata[i], "notify::step", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
          continue;
        }
      /* What is under way is ahead of what was read. */
      if (!lk_rotate_is_busy (known))
        {
          lk_rotation_set_step (known, lk_rotation_get_step (read->pdata[i]));
          lk_rotation_set_remind_at (known, lk_rotation_get_remind_at (read->pdata[i]));
        }
      g_object_unref (read->pdata[i]);
      read->pdata[i] = g_object_ref (known);
    }

  g_list_store_splice (self->rotations, 0, n_before, read->pdata, read->len);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, read->len);
}

/* An order never changes; the object stays all the same, with what is known of it. */
static void
take_orders (LkRotations *self,
             GPtrArray   *read)
{
  GListModel *orders = G_LIST_MODEL (self->orders);

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (LkDeleteOrder) known = g_list_model_get_item (orders, i);

      for (guint j = 0; j < read->len; j++)
        if (g_str_equal (lk_delete_order_get_id (known), lk_delete_order_get_id (read->pdata[j])))
          {
            g_object_unref (read->pdata[j]);
            read->pdata[j] = g_object_ref (known);
          }
    }

  g_list_store_splice (self->orders, 0, g_list_model_get_n_items (orders), read->pdata, read->len);
}

typedef struct
{
  GPtrArray *orders; /* of LkDeleteOrder; NULL: not read yet */
  GError    *error;  /* NULL: they were read */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->orders, g_ptr_array_unref);
  g_clear_error (&reading->error);
  g_free (reading);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRotations *self = g_task_get_source_object (task);
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rotations = lk_state_list_rotations_finish (LK_STATE (source), result, &error);

  if (error == NULL && reading->error != NULL)
    error = g_steal_pointer (&reading->error);
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  take (self, rotations);
  take_orders (self, reading->orders);
  tell (self);
  g_task_return_boolean (task, TRUE);
}

/* Comes before read_cb(): the database does one after the other. */
static void
orders_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Reading *reading = g_task_get_task_data (task);

  reading->orders = lk_state_list_delete_orders_finish (LK_STATE (source), result, &reading->error);
}

/**
 * lk_rotations_read_async:
 * @self: the rotations
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads them from the journal, and which tokens shall go. Both are asked for at once: what is written from now on, say what
 * became of a deletion, is written after both were read.
 */
void
lk_rotations_read_async (LkRotations         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_ROTATIONS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_rotations_read_async);
  g_task_set_task_data (task, g_new0 (Reading, 1), reading_free);
  lk_state_list_delete_orders_async (lk_office_get_state (self->office), cancellable, orders_read_cb, g_object_ref (task));
  lk_state_list_rotations_async (lk_office_get_state (self->office), cancellable, read_cb, task);
}

/**
 * lk_rotations_read_finish:
 * @self: the rotations
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: whether they were read
 */
gboolean
lk_rotations_read_finish (LkRotations   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_rotations_read_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_rotations_find:
 * @self: the rotations
 * @account: an account
 * @token_id: (nullable): a client id, or a Pulsar token's id
 *
 * Returns: (transfer none) (nullable): the rotation that the token takes part in
 */
LkRotation *
lk_rotations_find (LkRotations *self,
                   LkAccount   *account,
                   const char  *token_id)
{
  g_return_val_if_fail (LK_IS_ROTATIONS (self), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LkRotation) rotation = get_item (G_LIST_MODEL (self), i);

      if (g_strcmp0 (lk_rotation_get_account_id (rotation), lk_account_get_id (account)) == 0
          && (g_strcmp0 (lk_rotation_get_old_id (rotation), token_id) == 0
              || g_strcmp0 (lk_rotation_get_new_id (rotation), token_id) == 0))
        return rotation; /* the store holds it */
    }

  return NULL;
}

/**
 * lk_rotations_get_orders:
 * @self: the rotations
 *
 * Returns: (transfer none): a model of #LkDeleteOrder, oldest first: the tokens of all accounts that shall go and are not
 *   known to be gone, as the journal had them when it was read last
 */
GListModel *
lk_rotations_get_orders (LkRotations *self)
{
  g_return_val_if_fail (LK_IS_ROTATIONS (self), NULL);

  return G_LIST_MODEL (self->orders);
}

/**
 * lk_rotations_find_order:
 * @self: the rotations
 * @account: an account
 * @token_id: (nullable): a client id, or a Pulsar token's id
 *
 * Returns: (transfer none) (nullable): the order to delete that token
 */
LkDeleteOrder *
lk_rotations_find_order (LkRotations *self,
                         LkAccount   *account,
                         const char  *token_id)
{
  g_return_val_if_fail (LK_IS_ROTATIONS (self), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->orders)); i++)
    {
      g_autoptr (LkDeleteOrder) order = g_list_model_get_item (G_LIST_MODEL (self->orders), i);

      if (g_str_equal (lk_delete_order_get_account_id (order), lk_account_get_id (account))
          && g_strcmp0 (lk_delete_order_get_token_id (order), token_id) == 0)
        return order; /* the store holds it */
    }

  return NULL;
}

static LkTokenRotation
judge (LkRotations   *self,
       LkAccount     *account,
       LkListedToken *token)
{
  const char *id = LK_LISTED_TOKEN_GET_IFACE (token)->get_id (token);
  LkRotation *rotation = id != NULL ? lk_rotations_find (self, account, id) : NULL;

  if (rotation != NULL && g_strcmp0 (lk_rotation_get_new_id (rotation), id) == 0)
    return LK_TOKEN_NEWER;
  if (id != NULL && lk_rotations_find_order (self, account, id) != NULL)
    return LK_TOKEN_DOOMED;
  if (rotation == NULL)
    return LK_TOKEN_SETTLED;

  return lk_rotation_get_step (rotation) == LK_ROTATION_CREATED ? LK_TOKEN_OLDER : LK_TOKEN_SUPERSEDED;
}

static void
mark (LkRotations *self,
      LkAccount   *account,
      GListModel  *tokens,
      guint        first,
      guint        n)
{
  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (LkListedToken) token = g_list_model_get_item (tokens, i);

      lk_listed_token_set_rotation (token, judge (self, account, token));
    }
}

/* Lists are sorted by it: they are told where it changed, and the tokens stay as they are. */
static void
mark_and_tell (LkRotations *self,
               LkAccount   *account,
               GListModel  *tokens)
{
  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkListedToken) token = g_list_model_get_item (tokens, i);
      LkTokenRotation rotation = judge (self, account, token);

      if (lk_listed_token_get_rotation (token) == rotation)
        continue;
      lk_listed_token_set_rotation (token, rotation);
      g_list_model_items_changed (tokens, i, 1, 1);
    }
}

/**
 * lk_rotations_mark:
 * @self: the rotations
 * @account: an account
 * @tokens: (type GListModel): its #LkListedToken, or those of one of its tenants
 *
 * Tells each token what part it has in a rotation.
 */
void
lk_rotations_mark (LkRotations *self,
                   LkAccount   *account,
                   GListModel  *tokens)
{
  g_return_if_fail (LK_IS_ROTATIONS (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  mark (self, account, tokens, 0, g_list_model_get_n_items (tokens));
}

/* A list that is kept marked, for as long as both live. */
typedef struct
{
  LkRotations *rotations; /* not owned: its end ends the connection that this belongs to */
  GListModel  *tokens;    /* the same */
  LkAccount   *account;
} Marking;

static void
marking_free (gpointer  data,
              GClosure *closure)
{
  Marking *marking = data;

  g_object_unref (marking->account);
  g_free (marking);
}

static void
listed_cb (GListModel *tokens,
           guint       position,
           guint       n_removed,
           guint       n_added,
           gpointer    user_data)
{
  Marking *marking = user_data;

  mark (marking->rotations, marking->account, tokens, position, n_added);
}

static void
changed_cb (LkRotations *self,
            gpointer     user_data)
{
  Marking *marking = user_data;

  mark_and_tell (self, marking->account, marking->tokens);
}

static void
connect_marking (GObject     *source,
                 const char  *signal,
                 GCallback    callback,
                 GObject     *other,
                 LkRotations *self,
                 LkAccount   *account,
                 GListModel  *tokens)
{
  Marking *marking = g_new0 (Marking, 1);
  GClosure *closure = g_cclosure_new (callback, marking, marking_free);

  marking->rotations = self;
  marking->tokens = tokens;
  marking->account = g_object_ref (account);
  g_object_watch_closure (other, closure);
  g_signal_connect_closure (source, signal, closure, FALSE);
}

/**
 * lk_rotations_keep_marked:
 * @self: the rotations
 * @account: an account
 * @tokens: (type GListModel): its #LkListedToken, or those of one of its tenants
 *
 * Tells each token what part it has in a rotation, now and whenever that or the list changes, for as long as both live.
 */
void
lk_rotations_keep_marked (LkRotations *self,
                          LkAccount   *account,
                          GListModel  *tokens)
{
  lk_rotations_mark (self, account, tokens);
  connect_marking (G_OBJECT (tokens), "items-changed", G_CALLBACK (listed_cb), G_OBJECT (self), self, account, tokens);
  connect_marking (G_OBJECT (self), "changed", G_CALLBACK (changed_cb), G_OBJECT (tokens), self, account, tokens);
}
