/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-recovery-pulsar.h"

#include "lk-office-streaming.h"
#include "lk-pulsar-likeness.h"
#include "lk-pulsar-secrets.h"
#include "lk-reconcile.h"
#include "lk-secret-attributes.h"
#include "lk-state-streaming.h"

/* Unlike an application token, a Pulsar token is never lost with an answer: it is looked for in the list, and fetched.
 * What is to be found out is which one it is. */

#define MAX_READ 64 /* new tokens that are looked at; of more, a person has to tell */

typedef struct
{
  LkOffice          *office;
  LkAccount         *account;
  LkIntent          *intent;
  LkTenant          *tenant;
  LkAstraStreaming  *client;
  GHashTable        *held;       /* ids of the tenant's tokens that are in the keyring */
  GDateTime         *asked_at;   /* when the list was asked for, by this computer's clock */
  GPtrArray         *unread;     /* ids that are new, and may be the one */
  GPtrArray         *candidates; /* ids that may be the one, as far as they were read */
  char              *found;      /* the id of the first that is like what was asked for; NULL: none */
  SecretValue       *value;      /* of @found, or of the token that is known to be the one */
  guint              n_like;
  gboolean           unsure;     /* one does not tell, or tells another time: nothing is certain */
  LkRecoveryOutcome  outcome;
} PulsarRecovery;

static void
pulsar_recovery_free (gpointer data)
{
  PulsarRecovery *self = data;

  g_clear_object (&self->office);
  g_clear_object (&self->account);
  g_clear_object (&self->intent);
  g_clear_object (&self->tenant);
  g_clear_object (&self->client);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_pointer (&self->asked_at, g_date_time_unref);
  g_clear_pointer (&self->unread, g_ptr_array_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_free);
  g_clear_pointer (&self->value, secret_value_unref);
  g_free (self);
}

/* The steps, last first: each is the callback of the one below it. */

static void
end (GTask             *owned_task,
     LkRecoveryOutcome  outcome)
{
  g_autoptr (GTask) task = owned_task;
  PulsarRecovery *self = g_task_get_task_data (task);

  self->outcome = outcome;
  g_task_return_boolean (task, TRUE);
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_pulsar_note_finish (LK_STATE (source), result, &error))
    g_debug ("The note could not be remembered: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* All is well with the token itself. */
static void
end_with_note (GTask             *owned_task,
               LkRecoveryOutcome  outcome)
{
  PulsarRecovery *self = g_task_get_task_data (owned_task);
  const char *note = lk_intent_get_description (self->intent);

  self->outcome = outcome;
  if (note != NULL)
    lk_state_save_pulsar_note_async (lk_office_get_state (self->office), lk_account_get_id (self->account),
                                     lk_tenant_get_cluster (self->tenant), lk_tenant_get_name (self->tenant),
                                     lk_intent_get_client_id (self->intent), note, NULL, noted_cb, owned_task);
  else
    end (owned_task, outcome);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    end_with_note (g_steal_pointer (&task), LK_RECOVERY_STORED);
  else
    g_task_return_error (task, error);
}

static void
store (GTask      *owned_task,
       const char *script_name)
{
  PulsarRecovery *self = g_task_get_task_data (owned_task);
  const char *id = lk_intent_get_client_id (self->intent);
  const char *note = lk_intent_get_description (self->intent);
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  attributes = lk_pulsar_secrets_attributes (self->account, self->tenant, id, script_name);
  label = lk_pulsar_secrets_label (self->account, self->tenant,
                                   script_name != NULL ? script_name : note != NULL ? note : id);
  lk_keyring_store_async (lk_office_get_keyring (self->office), attributes, label, self->value, NULL, stored_cb,
                          owned_task);
}

/* Somebody else may have the name by now, and scripts that ask for it mean that one. */
static void
name_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PulsarRecovery *self = g_task_get_task_data (task);
  const char *name = lk_intent_get_script_name (self->intent);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = infos->pdata[i];

      if (g_strcmp0 (g_hash_table_lookup (info->attributes, "token-id"), lk_intent_get_client_id (self->intent)) != 0)
        name = NULL;
    }
  store (g_steal_pointer (&task), name);
}

/* It is known which one it is, and it is here. */
static void
keep (GTask *owned_task)
{
  PulsarRecovery *self = g_task_get_task_data (owned_task);
  const char *name = lk_intent_get_script_name (self->intent);
  g_autoptr (GHashTable) attributes = NULL;

  if (!lk_intent_get_keep (self->intent))
    {
      end_with_note (owned_task, LK_RECOVERY_FOUND);
    }
  else if (name == NULL)
    {
      store (owned_task, NULL);
    }
  else
    {
      attributes = lk_secret_attributes_new ("name", name, NULL);
      lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, g_task_get_cancellable (owned_task),
                             name_listed_cb, owned_task);
    }
}

/* Written down before it is stored, so that it is never taken for somebody else's afterwards. */
static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_state_save_intent_finish (LK_STATE (source), result, &error))
    keep (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static gboolean
is_certain (PulsarRecovery *self)
{
  GDateTime *sent_at = lk_intent_get_sent_at (self->intent);
  g_autoptr (GDateTime) server_now = lk_astra_streaming_get_server_time (self->client);
  g_autoptr (GDateTime) asked_at = lk_reconcile_dup_time (self->asked_at, server_now);

  return sent_at != NULL && g_date_time_difference (asked_at, sent_at) >= LK_RECONCILE_CERTAIN;
}

static void
conclude (GTask *owned_task)
{
  PulsarRecovery *self = g_task_get_task_data (owned_task);

  if (self->n_like == 1 && !self->unsure)
    {
      g_object_set (self->intent, "state", LK_INTENT_ANSWERED, "client-id", self->found, NULL);
      lk_state_save_intent_async (lk_office_get_state (self->office), self->intent, NULL, known_cb, owned_task);
      return;
    }

  g_ptr_array_add (self->candidates, NULL);
  g_object_set (self->intent, "candidate-ids", self->candidates->pdata, NULL);
  end (owned_task, self->n_like == 0 && !self->unsure && is_certain (self) ? LK_RECOVERY_NOTHING : LK_RECOVERY_UNKNOWN);
}

static void read_next (GTask *owned_task);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PulsarRecovery *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_astra_streaming_fetch_token_finish (LK_ASTRA_STREAMING (source), result, &error);
  g_autofree char *id = g_ptr_array_steal_index_fast (self->unread, self->unread->len - 1);
  LkPulsarLikeness likeness = LK_PULSAR_LIKENESS_NO;

  if (value != NULL)
    {
      likeness = lk_pulsar_likeness_judge (self->intent, value);
    }
  else if (!g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);

  self->unsure |= likeness == LK_PULSAR_LIKENESS_UNKNOWN || likeness == LK_PULSAR_LIKENESS_OTHER_TIME;
  if (likeness == LK_PULSAR_LIKENESS_YES || likeness == LK_PULSAR_LIKENESS_UNKNOWN)
    g_ptr_array_add (self->candidates, g_strdup (id));
  if (likeness == LK_PULSAR_LIKENESS_YES && ++self->n_like == 1)
    {
      self->found = g_steal_pointer (&id);
      self->value = g_steal_pointer (&value);
    }
  read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *owned_task)
{
  PulsarRecovery *self = g_task_get_task_data (owned_task);

  if (self->unread->len > 0)
    lk_astra_streaming_fetch_token_async (self->client, self->tenant, self->unread->pdata[self->unread->len - 1],
                                          g_task_get_cancellable (owned_task), read_cb, owned_task);
  else
    conclude (owned_task);
}

/* What is held is known to be somebody's, and not what was lost. */
static gboolean
may_be_it (PulsarRecovery *self,
           const char     *id)
{
  return id != NULL && !g_strv_contains (lk_intent_get_known_ids (self->intent), id)
         && !g_hash_table_contains (self->held, id);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PulsarRecovery *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->candidates = g_ptr_array_new_with_free_func (g_free);
  self->unread = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tokens->len; i++)
    {
      const char *id = lk_pulsar_token_get_id (tokens->pdata[i]);

      if (!may_be_it (self, id))
        continue;
      if (self->unread->len < MAX_READ)
        g_ptr_array_add (self->unread, g_strdup (id));
      else
        self->unsure = TRUE;
    }
  read_next (g_steal_pointer (&task));
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PulsarRecovery *self = g_task_get_task_data (task);
  LkIntentState state = lk_intent_get_state (self->intent);
  gboolean was_seen = state == LK_INTENT_STORED || state == LK_INTENT_ANSWERED;
  GError *error = NULL;

  self->value = lk_astra_streaming_fetch_token_finish (LK_ASTRA_STREAMING (source), result, &error);
  if (self->value != NULL)
    {
      keep (g_steal_pointer (&task));
    }
  else if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      end (g_steal_pointer (&task), was_seen || is_certain (self) ? LK_RECOVERY_NOTHING : LK_RECOVERY_UNKNOWN);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PulsarRecovery *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *id = lk_intent_get_client_id (self->intent);
  GError *error = NULL;

  self->client = lk_office_get_streaming_finish (LK_OFFICE (source), result, &error);
  if (self->client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->asked_at = g_date_time_new_now_utc ();
  if (id != NULL)
    lk_astra_streaming_fetch_token_async (self->client, self->tenant, id, cancellable, fetched_cb,
                                          g_steal_pointer (&task));
  else
    lk_astra_streaming_list_tokens_async (self->client, self->tenant, cancellable, listed_cb, g_steal_pointer (&task));
}

/* Known to be stored, and it still is: nobody needs to be asked. */
static gboolean
is_still_held (PulsarRecovery *self)
{
  const char *id = lk_intent_get_client_id (self->intent);

  return id != NULL && g_hash_table_contains (self->held, id);
}

static void
held_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PulsarRecovery *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  /* One that need not be stored can be taken up without a keyring, as it was made. */
  if (infos == NULL && lk_intent_get_keep (self->intent))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);

  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; infos != NULL && i < infos->len; i++)
    {
      LkSecretInfo *info = infos->pdata[i];
      const char *id = g_hash_table_lookup (info->attributes, "token-id");

      if (id != NULL)
        g_hash_table_add (self->held, g_strdup (id));
    }

  if (is_still_held (self))
    end_with_note (g_steal_pointer (&task), LK_RECOVERY_KEPT);
  else
    lk_office_get_streaming_async (self->office, self->account, cancellable, client_cb, g_steal_pointer (&task));
}

/*< private >
 * lk_recovery_pulsar_async:
 * @office: the office, loaded
 * @account: the account of the work
 * @intent: a create of a Pulsar token that may have been sent; what is found out is written into it, but not saved
 * @cancellable: (nullable): cancels it where nothing is written
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Finds out what became of a create, stores the token where it is known which one it is, and changes nothing on the
 * server. Only one that is new, is stored by nobody here, lasts as long as what was asked for and was made while the
 * request was under way is taken for it, and only if no other may be.
 */
void
lk_recovery_pulsar_async (LkOffice            *office,
                          LkAccount           *account,
                          LkIntent            *intent,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  const char *values[LK_TENANT_N_FIELDS] = { NULL };
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  PulsarRecovery *self;

  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_ACCOUNT (account));
  g_return_if_fail (LK_IS_INTENT (intent));
  g_return_if_fail (lk_intent_is_pulsar (intent));

  values[LK_TENANT_NAME] = lk_intent_get_tenant_name (intent);
  values[LK_TENANT_CLUSTER] = lk_intent_get_cluster_name (intent);
  self = g_new0 (PulsarRecovery, 1);
  self->office = g_object_ref (office);
  self->account = g_object_ref (account);
  self->intent = g_object_ref (intent);
  self->tenant = lk_tenant_new (values);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_recovery_pulsar_async);
  g_task_set_task_data (task, self, pulsar_recovery_free);
  attributes = lk_pulsar_secrets_attributes (account, self->tenant, NULL, NULL);
  lk_keyring_list_async (lk_office_get_keyring (office), attributes, cancellable, held_cb, g_steal_pointer (&task));
}

/*< private >
 * lk_recovery_pulsar_finish:
 * @result: what the callback was given
 * @outcome: (out): where the work stands now
 * @error: return location for an error of the keyring, the network, or the disk: the work stays as it was
 *
 * Returns: whether it could be taken up
 */
gboolean
lk_recovery_pulsar_finish (GAsyncResult       *result,
                           LkRecoveryOutcome  *outcome,
                           GError            **error)
{
  PulsarRecovery *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, lk_recovery_pulsar_async), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *outcome = self->outcome;

  return g_task_propagate_boolean (G_TASK (result), error);
}
