/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-journal.h"

#include "lk-work-close.h"

struct _LkJournal
{
  GObject     parent_instance;

  LkOffice   *office;
  GListStore *intents; /* of LkIntent */
  GDateTime  *begun;   /* what was stored since then is looked at again by a later process */
  GQueue      waiting; /* of GTask, which hold the journal: who takes up work holds it, and the next would find it in use */
  gboolean    running;
};

enum
{
  RECOVERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkJournal, lk_journal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return LK_TYPE_INTENT;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LK_JOURNAL (model)->intents));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (LK_JOURNAL (model)->intents), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
items_changed_cb (GListModel *intents,
                  guint       position,
                  guint       removed,
                  guint       added,
                  LkJournal  *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
lk_journal_dispose (GObject *object)
{
  LkJournal *self = LK_JOURNAL (object);

  g_clear_object (&self->office);

  G_OBJECT_CLASS (lk_journal_parent_class)->dispose (object);
}

static void
lk_journal_finalize (GObject *object)
{
  LkJournal *self = LK_JOURNAL (object);

  g_clear_object (&self->intents);
  g_clear_pointer (&self->begun, g_date_time_unref);

  G_OBJECT_CLASS (lk_journal_parent_class)->finalize (object);
}

static void
lk_journal_class_init (LkJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_journal_dispose;
  object_class->finalize = lk_journal_finalize;

  /**
   * LkJournal::recovered:
   * @self: a journal
   * @intent: the work
   *
   * What a piece of work had left open was found, and is stored where it shall be: what was read before is out of date.
   */
  signals[RECOVERED] = g_signal_new ("recovered", LK_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     LK_TYPE_INTENT);
}

static void
lk_journal_init (LkJournal *self)
{
  g_queue_init (&self->waiting);
  self->begun = g_date_time_new_now_utc ();
  self->intents = g_list_store_new (LK_TYPE_INTENT);
  g_signal_connect_object (self->intents, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
}

/**
 * lk_journal_new:
 * @office: the office
 *
 * Makes a journal, empty until it is read.
 *
 * Returns: (transfer full): the journal
 */
LkJournal *
lk_journal_new (LkOffice *office)
{
  LkJournal *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);

  self = g_object_new (LK_TYPE_JOURNAL, NULL);
  self->office = g_object_ref (office);

  return self;
}

/* What is stored waits for one more look, and is no unfinished work to people. */
static void
replace (LkJournal *self,
         GPtrArray *intents)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < intents->len; i++)
    if (lk_intent_get_state (intents->pdata[i]) != LK_INTENT_STORED)
      g_ptr_array_add (open, intents->pdata[i]);

  g_list_store_splice (self->intents, 0, g_list_model_get_n_items (G_LIST_MODEL (self->intents)), open->pdata,
                       open->len);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkJournal *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) intents = lk_state_list_intents_finish (LK_STATE (source), result, &error);

  if (intents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  replace (self, intents);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_journal_read_async:
 * @self: a journal
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the journal, and takes up nothing.
 */
void
lk_journal_read_async (LkJournal           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_JOURNAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_journal_read_async);
  lk_state_list_intents_async (lk_office_get_state (self->office), cancellable, read_cb, task);
}

/**
 * lk_journal_read_finish:
 * @self: a journal
 * @result: what the callback was given
 * @error: return location for a #LkStateError
 *
 * Returns: whether it was read
 */
gboolean
lk_journal_read_finish (LkJournal     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_journal_read_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Resume */

typedef struct
{
  GPtrArray *intents;
  guint      n_done;
  guint      n_stored;
  GError    *failure; /* the first: the others are tried all the same */
} Resumption;

static void
resumption_free (gpointer data)
{
  Resumption *resumption = data;

  g_clear_pointer (&resumption->intents, g_ptr_array_unref);
  g_clear_error (&resumption->failure);
  g_free (resumption);
}

static void resume_next (GTask *task);

static void
resumed_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  lk_journal_read_finish (LK_JOURNAL (source), result, &error);
  if (resumption->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&resumption->failure));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
recovered_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkJournal *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  LkRecoveryOutcome outcome;

  if (!lk_recovery_run_finish (result, &outcome, &error))
    {
      if (resumption->failure == NULL)
        resumption->failure = g_steal_pointer (&error);
    }
  else if (outcome == LK_RECOVERY_STORED || outcome == LK_RECOVERY_FOUND)
    {
      resumption->n_stored += outcome == LK_RECOVERY_STORED ? 1 : 0;
      g_signal_emit (self, signals[RECOVERED], 0, resumption->intents->pdata[resumption->n_done - 1]);
    }

  resume_next (g_steal_pointer (&task));
}

static gboolean
is_due (LkJournal *self,
        LkIntent  *intent)
{
  if (g_strcmp0 (lk_intent_get_operation (intent), "create") != 0)
    return FALSE;

  return lk_intent_get_state (intent) != LK_INTENT_STORED
         || g_date_time_compare (lk_intent_get_since (intent), self->begun) < 0;
}

static void
resume_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkJournal *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  while (resumption->n_done < resumption->intents->len)
    {
      LkIntent *intent = resumption->intents->pdata[resumption->n_done];

      resumption->n_done++;
      if (!is_due (self, intent))
        continue;
      lk_recovery_run_async (self->office, intent, cancellable, recovered_cb, g_steal_pointer (&task));
      return;
    }

  lk_journal_read_async (self, cancellable, resumed_read_cb, g_steal_pointer (&task));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Resumption *resumption = g_task_get_task_data (task);
  GError *error = NULL;

  resumption->intents = lk_state_list_intents_finish (LK_STATE (source), result, &error);
  if (resumption->intents == NULL)
    g_task_return_error (task, error);
  else
    resume_next (g_steal_pointer (&task));
}

static void
start_resume (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkJournal *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  lk_state_list_intents_async (lk_office_get_state (self->office), cancellable, listed_cb, g_steal_pointer (&task));
}

static void start_next (LkJournal *self);

static void
completed_cb (LkJournal *self)
{
  self->running = FALSE;
  start_next (self);
}

static void start_dismiss (GTask *owned_task);

static void
start_next (LkJournal *self)
{
  GTask *task = self->running ? NULL : g_queue_pop_head (&self->waiting);

  if (task == NULL)
    return;

  self->running = TRUE;
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (completed_cb), self, G_CONNECT_SWAPPED);
  if (g_task_get_source_tag (task) == lk_journal_resume_async)
    start_resume (task);
  else
    start_dismiss (task);
}

static void
wait_for_turn (GTask *owned_task)
{
  LkJournal *self = g_task_get_source_object (owned_task);

  g_queue_push_tail (&self->waiting, owned_task);
  start_next (self);
}

/**
 * lk_journal_resume_async:
 * @self: a journal
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Takes up one piece of work after the other, by lk_recovery_run_async(), and reads the journal again. One that cannot
 * be taken up now stays, and the others are taken up all the same. Waits for what was begun before.
 */
void
lk_journal_resume_async (LkJournal           *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_JOURNAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_journal_resume_async);
  g_task_set_task_data (task, g_new0 (Resumption, 1), resumption_free);
  wait_for_turn (task);
}

/**
 * lk_journal_resume_finish:
 * @self: a journal
 * @result: what the callback was given
 * @n_stored: (out) (optional): how many secrets were found and are in the keyring now
 * @error: return location for the first error of the keyring, the network, or the disk
 *
 * Returns: whether every piece of work could be taken up
 */
gboolean
lk_journal_resume_finish (LkJournal     *self,
                          GAsyncResult  *result,
                          guint         *n_stored,
                          GError       **error)
{
  Resumption *resumption;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_journal_resume_async), FALSE);

  resumption = g_task_get_task_data (G_TASK (result));
  if (n_stored != NULL)
    *n_stored = resumption->n_stored;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Dismiss */

static void
dismissed_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_journal_read_finish (LK_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkJournal *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (lk_work_close_finish (result, &error))
    lk_journal_read_async (self, NULL, dismissed_read_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkJournal *self = g_task_get_source_object (task);
  LkIntent *intent = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkEscrow) escrow = lk_escrow_open_finish (result, &error);

  if (error != NULL && !g_error_matches (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    lk_work_close_async (self->office, intent, escrow, FALSE, closed_cb, g_steal_pointer (&task));
}

static void
start_dismiss (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkJournal *self = g_task_get_source_object (task);
  LkIntent *intent = g_task_get_task_data (task);

  lk_escrow_open_async (lk_state_get_directory (lk_office_get_state (self->office)), lk_intent_get_id (intent), NULL,
                        opened_cb, g_steal_pointer (&task));
}

/**
 * lk_journal_dismiss_async:
 * @self: a journal
 * @intent: work that is left, and whose owner is gone
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Closes the work as it is, because somebody said so. What the service lists stays. Waits for what was begun before.
 */
void
lk_journal_dismiss_async (LkJournal           *self,
                          LkIntent            *intent,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (LK_IS_JOURNAL (self));
  g_return_if_fail (LK_IS_INTENT (intent));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_journal_dismiss_async);
  g_task_set_task_data (task, g_object_ref (intent), g_object_unref);
  wait_for_turn (task);
}

/**
 * lk_journal_dismiss_finish:
 * @self: a journal
 * @result: what the callback was given
 * @error: return location for a #LkEscrowError, #LkKeyringError or #LkStateError
 *
 * Returns: whether it is closed
 */
gboolean
lk_journal_dismiss_finish (LkJournal     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_journal_dismiss_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
