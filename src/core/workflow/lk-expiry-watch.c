/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-expiry-watch.h"

#include "lk-listed-token.h"
#include "lk-redact.h"
#include "lk-state-reminders.h"

/* The clock that timers go by stands still while the machine sleeps: no wait is longer than this. */
#define LONGEST_WAIT_S 3600
#define HORIZON_DAYS 32 /* nobody is reminded of what ends later, nor was, in whatever zone a day ends */

/* What was said about one account's tokens. */
typedef struct
{
  GPtrArray *told;    /* of LkReminder; NULL: what is remembered was not read yet */
  gboolean   settled; /* whether that is handled, and was announced to be */
} Memory;

struct _LkExpiryWatch
{
  GObject        parent_instance;

  LkInventories *inventories;
  GHashTable    *memories;    /* account id → Memory */
  GCancellable  *cancellable; /* of reading what is remembered */
  GDateTime     *now;         /* NULL: the clock */
  LkRemind       remind;
  guint          timer_id;    /* 0: not started */
};

G_DEFINE_FINAL_TYPE (LkExpiryWatch, lk_expiry_watch, G_TYPE_OBJECT)

enum
{
  DUE,
  HANDLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  LkExpiryWatch *self; /* not owned: the task behind the call sees it cancelled first */
  char          *account_id;
} Reading;

static void
memory_free (gpointer data)
{
  Memory *memory = data;

  g_clear_pointer (&memory->told, g_ptr_array_unref);
  g_free (memory);
}

static void
reading_free (Reading *reading)
{
  g_free (reading->account_id);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static GDateTime *
get_now (LkExpiryWatch *self)
{
  return self->now != NULL ? g_date_time_ref (self->now) : g_date_time_new_now_local ();
}

/* A description may be somebody's slip at the service: what looks like a token is no title. Most tokens end later than
 * anybody is reminded of, which takes no more than a look. */
static void
add_token (GPtrArray     *tokens,
           const char    *cluster,
           const char    *tenant,
           LkListedToken *token,
           GDateTime     *horizon)
{
  LkListedTokenInterface *iface = LK_LISTED_TOKEN_GET_IFACE (token);
  const char *id = iface->get_id (token);
  GDateTime *expiry = iface->get_expiry (token);
  g_autofree char *clean = NULL;

  if (id == NULL || expiry == NULL || g_date_time_compare (expiry, horizon) > 0)
    return;

  clean = lk_redact_tokens (iface->get_title (token));
  g_ptr_array_add (tokens, lk_reminder_new (cluster, tenant, id, clean, expiry));
}

static gboolean
collect_pulsars (LkStreaming *streaming,
                 GPtrArray   *tokens,
                 GDateTime   *horizon)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  gboolean complete = lk_streaming_get_loaded (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *model = lk_tenant_get_tokens (tenant);

      complete = complete && lk_tenant_get_loaded (tenant);
      for (guint j = 0; j < g_list_model_get_n_items (model); j++)
        {
          g_autoptr (LkListedToken) token = g_list_model_get_item (model, j);

          add_token (tokens, lk_tenant_get_cluster (tenant), lk_tenant_get_name (tenant), token, horizon);
        }
    }

  return complete;
}

static void
collect (LkInventory   *inventory,
         LkStreaming   *streaming,
         GDateTime     *now,
         LkExpiryKnown *known)
{
  GListModel *model = lk_inventory_get_tokens (inventory);
  g_autoptr (GDateTime) horizon = g_date_time_add_days (now, HORIZON_DAYS);

  known->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_reminder_free);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkListedToken) token = g_list_model_get_item (model, i);

      add_token (known->tokens, NULL, NULL, token, horizon);
    }
  known->apps = lk_inventory_get_read_at (inventory) != NULL;
  known->pulsars = collect_pulsars (streaming, known->tokens, horizon);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* Within this run it is remembered all the same. */
  if (!lk_state_save_reminders_finish (LK_STATE (source), result, &error))
    g_debug ("What was said of tokens that expire is not remembered: %s", error->message);
}

/* Of one account. While it is being read it is in between. */
static void
follow (LkExpiryWatch *self,
        LkInventory   *inventory,
        Memory        *memory)
{
  LkStreaming *streaming = lk_inventories_get_streaming (self->inventories, inventory);
  LkState *state = lk_office_get_state (lk_inventories_get_office (self->inventories));
  LkAccount *account = lk_inventory_get_account (inventory);
  g_autoptr (GDateTime) now = get_now (self);
  g_autoptr (LkExpiryPlan) plan = NULL;
  LkExpiryKnown known;

  if (lk_inventory_get_loading (inventory) || lk_streaming_get_loading (streaming))
    return;

  collect (inventory, streaming, now, &known);
  plan = lk_expiry_plan_new (&known, memory->told, self->remind, now);
  g_ptr_array_unref (known.tokens);
  if (plan->changed)
    {
      g_ptr_array_unref (memory->told);
      memory->told = g_ptr_array_ref (plan->told);
      lk_state_save_reminders_async (state, lk_account_get_id (account), plan->told, NULL, saved_cb, NULL);
    }

  if (plan->due->len > 0)
    {
      memory->settled = FALSE;
      g_signal_emit (self, signals[DUE], 0, account, plan->due, now);
    }
  else if (plan->handled && !memory->settled)
    {
      memory->settled = TRUE;
      g_signal_emit (self, signals[HANDLED], 0, lk_account_get_id (account));
    }
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Reading) reading = user_data;
  LkExpiryWatch *self = reading->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) told = lk_state_read_reminders_finish (LK_STATE (source), result, &error);
  Memory *memory;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Where nobody knows what was said, saying it twice is better than never. */
  if (told == NULL)
    told = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_reminder_free);
  memory = g_hash_table_lookup (self->memories, reading->account_id);
  if (memory == NULL || memory->told != NULL)
    return;

  memory->told = g_steal_pointer (&told);
  lk_expiry_watch_check (self);
}

static void
recall (LkExpiryWatch *self,
        const char    *account_id)
{
  LkState *state = lk_office_get_state (lk_inventories_get_office (self->inventories));
  Reading *reading = g_new0 (Reading, 1);

  reading->self = self;
  reading->account_id = g_strdup (account_id);
  g_hash_table_insert (self->memories, g_strdup (account_id), g_new0 (Memory, 1));
  lk_state_read_reminders_async (state, account_id, self->cancellable, read_cb, reading);
}

/* What was said about an account that is gone is settled. */
static void
forget_others (LkExpiryWatch *self,
               GHashTable    *there)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->memories);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *account_id = NULL;

      if (g_hash_table_contains (there, id))
        continue;
      account_id = g_strdup (id);
      g_hash_table_iter_remove (&iter);
      g_signal_emit (self, signals[HANDLED], 0, account_id);
    }
}

static gboolean
timer_cb (gpointer user_data)
{
  LkExpiryWatch *self = user_data;

  self->timer_id = 0;
  lk_expiry_watch_start (self);

  return G_SOURCE_REMOVE;
}

/* To the next full hour, which the change of day is one of. */
static guint
get_wait (LkExpiryWatch *self)
{
  g_autoptr (GDateTime) now = get_now (self);
  guint past = (guint) (g_date_time_get_minute (now) * 60 + g_date_time_get_second (now));

  return LONGEST_WAIT_S - past;
}

static void
lk_expiry_watch_dispose (GObject *object)
{
  LkExpiryWatch *self = LK_EXPIRY_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->inventories != NULL)
    g_signal_handlers_disconnect_by_data (self->inventories, self);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_expiry_watch_parent_class)->dispose (object);
}

static void
lk_expiry_watch_finalize (GObject *object)
{
  LkExpiryWatch *self = LK_EXPIRY_WATCH (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->memories, g_hash_table_unref);
  g_clear_pointer (&self->now, g_date_time_unref);

  G_OBJECT_CLASS (lk_expiry_watch_parent_class)->finalize (object);
}

static void
lk_expiry_watch_class_init (LkExpiryWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_expiry_watch_dispose;
  object_class->finalize = lk_expiry_watch_finalize;

  /**
   * LkExpiryWatch::due:
   * @self: the watch
   * @account: an account
   * @due: (element-type LkReminder): its tokens that somebody should be told of, at least one
   * @now: the moment
   *
   * Takes the place of what was said before about the account.
   */
  signals[DUE] = g_signal_new ("due", LK_TYPE_EXPIRY_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                               LK_TYPE_ACCOUNT, G_TYPE_PTR_ARRAY, G_TYPE_DATE_TIME);
  /**
   * LkExpiryWatch::handled:
   * @self: the watch
   * @account_id: an account, maybe gone
   *
   * What was said about the account is settled, in this run or an earlier one, or was never said.
   */
  signals[HANDLED] = g_signal_new ("handled", LK_TYPE_EXPIRY_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
lk_expiry_watch_init (LkExpiryWatch *self)
{
  self->memories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, memory_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_expiry_watch_new:
 * @inventories: the tokens of all accounts
 * @remind: when to say something
 *
 * Makes a watch. Connect to its signals, then start it.
 *
 * Returns: (transfer full): the watch
 */
LkExpiryWatch *
lk_expiry_watch_new (LkInventories *inventories,
                     LkRemind       remind)
{
  LkExpiryWatch *self;

  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  self = g_object_new (LK_TYPE_EXPIRY_WATCH, NULL);
  self->inventories = g_object_ref (inventories);
  self->remind = remind;

  return self;
}

/**
 * lk_expiry_watch_start:
 * @self: a watch
 *
 * Looks at the tokens now, and from now on.
 */
void
lk_expiry_watch_start (LkExpiryWatch *self)
{
  g_return_if_fail (LK_IS_EXPIRY_WATCH (self));

  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->timer_id = g_timeout_add_seconds (get_wait (self), timer_cb, self);
  g_signal_handlers_disconnect_by_func (self->inventories, lk_expiry_watch_check, self);
  g_signal_connect_swapped (self->inventories, "changed", G_CALLBACK (lk_expiry_watch_check), self);
  lk_expiry_watch_check (self);
}

/**
 * lk_expiry_watch_check:
 * @self: a watch that was started
 *
 * Looks at the tokens now.
 */
void
lk_expiry_watch_check (LkExpiryWatch *self)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *model;

  g_return_if_fail (LK_IS_EXPIRY_WATCH (self));

  model = G_LIST_MODEL (self->inventories);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);
      const char *account_id = lk_account_get_id (lk_inventory_get_account (inventory));
      Memory *memory = g_hash_table_lookup (self->memories, account_id);

      g_hash_table_add (there, g_strdup (account_id));
      if (memory == NULL)
        recall (self, account_id);
      else if (memory->told != NULL)
        follow (self, inventory, memory);
    }
  forget_others (self, there);
}

/**
 * lk_expiry_watch_set_remind:
 * @self: a watch that was started
 * @remind: when to say something
 */
void
lk_expiry_watch_set_remind (LkExpiryWatch *self,
                            LkRemind       remind)
{
  g_return_if_fail (LK_IS_EXPIRY_WATCH (self));

  self->remind = remind;
  lk_expiry_watch_check (self);
}

/**
 * lk_expiry_watch_set_now:
 * @self: a watch
 * @now: (nullable): the time that tokens are compared with, in the zone in which a day ends; %NULL for the clock
 *
 * Lets a test say what time it is.
 */
void
lk_expiry_watch_set_now (LkExpiryWatch *self,
                         GDateTime     *now)
{
  g_return_if_fail (LK_IS_EXPIRY_WATCH (self));

  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = now != NULL ? g_date_time_ref (now) : NULL;
}
