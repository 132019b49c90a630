/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-setup-check.h"

#include "lk-sandbox.h"
#include "lk-setup-facts.h"

#include <glib/gi18n-lib.h>

#define TIME_LIMIT_MS 10000

struct _LkSetupCheck
{
  GObject parent_instance;

  LkKeyring  *keyring;
  LkOffice   *office;        /* NULL: the database did not open */
  GError     *data_error;    /* why */
  char       *more_versions;
  GListStore *findings;
  guint       time_limit_ms;
  gboolean    running;
};

G_DEFINE_FINAL_TYPE (LkSetupCheck, lk_setup_check, G_TYPE_OBJECT)

/* All the checks of one run. */
typedef struct
{
  guint           n_open;
  guint           n_accounts_open;
  LkSetupFinding *clock;        /* not owned, as the next: it is in the list */
  LkSetupFinding *round_trip;
  gboolean        clock_known;
  GTimeSpan       clock_offset; /* the one that is farthest off */
} Run;

/* One check that waits for somebody: bound by a time limit of its own. */
typedef struct
{
  GTask          *task;
  LkSetupFinding *finding;
  LkAccount      *account;     /* NULL: of the keyring */
  LkAstraClient  *client;
  char           *intent;      /* of the throw-away item */
  GError         *error;       /* of storing it; NULL: none */
  GCancellable   *cancellable; /* of its steps */
  GCancellable   *outer;       /* the caller's; may be NULL */
  gulong          outer_id;
  GSource        *limit;       /* NULL once it has passed */
  gint64          since;       /* monotonic time, microseconds */
} Check;

static void
lk_setup_check_dispose (GObject *object)
{
  LkSetupCheck *self = LK_SETUP_CHECK (object);

  g_clear_object (&self->keyring);
  g_clear_object (&self->office);
  g_clear_object (&self->findings);

  G_OBJECT_CLASS (lk_setup_check_parent_class)->dispose (object);
}

static void
lk_setup_check_finalize (GObject *object)
{
  LkSetupCheck *self = LK_SETUP_CHECK (object);

  g_clear_error (&self->data_error);
  g_free (self->more_versions);

  G_OBJECT_CLASS (lk_setup_check_parent_class)->finalize (object);
}

static void
lk_setup_check_class_init (LkSetupCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_setup_check_dispose;
  object_class->finalize = lk_setup_check_finalize;
}

static void
lk_setup_check_init (LkSetupCheck *self)
{
  self->findings = g_list_store_new (LK_TYPE_SETUP_FINDING);
  self->time_limit_ms = TIME_LIMIT_MS;
}

static LkSetupFinding *
add_finding (LkSetupCheck *self,
             const char   *title)
{
  g_autoptr (LkSetupFinding) finding = lk_setup_finding_new (title);

  g_list_store_append (self->findings, finding);

  return finding; /* the list holds it */
}

static gboolean
limit_cb (gpointer user_data)
{
  Check *check = user_data;

  g_clear_pointer (&check->limit, g_source_unref);
  g_cancellable_cancel (check->cancellable);

  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* Waits for @finding; ends with end_check(). */
static Check *
begin_check (GTask          *task,
             LkSetupFinding *finding)
{
  LkSetupCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  Check *check = g_new0 (Check, 1);

  run->n_open++;
  check->task = g_object_ref (task);
  check->finding = g_object_ref (finding);
  check->cancellable = g_cancellable_new ();
  check->since = g_get_monotonic_time ();
  check->limit = g_timeout_source_new (self->time_limit_ms);
  g_source_set_callback (check->limit, limit_cb, check, NULL);
  g_source_attach (check->limit, g_task_get_context (task));
  if (g_task_get_cancellable (task) != NULL)
    {
      check->outer = g_object_ref (g_task_get_cancellable (task));
      check->outer_id = g_cancellable_connect (check->outer, G_CALLBACK (outer_cancelled_cb),
                                               g_object_ref (check->cancellable), g_object_unref);
    }

  return check;
}

static void
end_check (Check *owned_check)
{
  g_autoptr (GTask) task = owned_check->task;
  Run *run = g_task_get_task_data (task);
  LkSetupCheck *self = g_task_get_source_object (task);

  if (owned_check->limit != NULL)
    {
      g_source_destroy (owned_check->limit);
      g_source_unref (owned_check->limit);
    }
  if (owned_check->outer != NULL)
    g_cancellable_disconnect (owned_check->outer, owned_check->outer_id);
  if (owned_check->account != NULL && --run->n_accounts_open == 0)
    lk_setup_facts_judge_clock (run->clock, run->clock_known, run->clock_offset);
  g_clear_object (&owned_check->outer);
  g_clear_object (&owned_check->cancellable);
  g_clear_object (&owned_check->finding);
  g_clear_object (&owned_check->account);
  g_clear_object (&owned_check->client);
  g_free (owned_check->intent);
  g_clear_error (&owned_check->error);
  g_free (owned_check);

  if (--run->n_open > 0)
    return;

  self->running = FALSE;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* What was cancelled was so by its own time limit, or by the caller, who hears that at the end. */
static void
fail_check (Check        *owned_check,
            const GError *error)
{
  g_autofree char *text = NULL;
  LkSetupCheck *self = g_task_get_source_object (owned_check->task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_setup_finding_fail (owned_check->finding, error, FALSE);
  else if (owned_check->limit != NULL)
    lk_setup_finding_settle (owned_check->finding, LK_SETUP_NOTE, _("Not looked at to the end"), NULL);
  else
    {
      g_autoptr (GError) late = NULL;

      /* Translators: %u is how many seconds */
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "No answer within %u second", "No answer within %u seconds",
                                           self->time_limit_ms / 1000),
                              self->time_limit_ms / 1000);
      if (owned_check->account != NULL)
        late = g_error_new_literal (LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT, text);
      else
        late = g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT, text);
      lk_setup_finding_fail (owned_check->finding, late, FALSE);
    }
  end_check (owned_check);
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Check *check = user_data;
  g_autoptr (GError) error = NULL;

  lk_keyring_release_finish (LK_KEYRING (source), result, &error);
  if (check->error != NULL || error != NULL)
    {
      fail_check (check, check->error != NULL ? check->error : error);
      return;
    }

  lk_setup_finding_settle (check->finding, LK_SETUP_GOOD,
                           _("A throw-away secret was stored, read back unchanged, and removed"), NULL);
  end_check (check);
}

static void
reserved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Check *check = user_data;

  /* Also after a failure, or a cancellation: it may be there. */
  lk_keyring_reserve_finish (LK_KEYRING (source), result, &check->error);
  lk_keyring_release_async (LK_KEYRING (source), check->intent, NULL, released_cb, check);
}

static void
begin_round_trip (GTask *task)
{
  LkSetupCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  Check *check = begin_check (task, run->round_trip);

  check->intent = g_uuid_string_random ();
  lk_keyring_reserve_async (self->keyring, check->intent, check->cancellable, reserved_cb, check);
}

static void
skip_round_trip (Run *run)
{
  lk_setup_finding_settle (run->round_trip, LK_SETUP_NOTE, _("Not tried, since the keyring cannot be used"), NULL);
}

static void
keyring_checked_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  Check *check = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_check_finish (LK_KEYRING (source), result, &error))
    {
      skip_round_trip (g_task_get_task_data (check->task));
      fail_check (check, error);
      return;
    }

  lk_setup_finding_settle (check->finding, LK_SETUP_GOOD, _("Answers, and is unlocked"), NULL);
  begin_round_trip (check->task);
  end_check (check);
}

static void
begin_keyring (GTask *task)
{
  LkSetupCheck *self = g_task_get_source_object (task);
  g_autofree char *refusal = lk_sandbox_explain_no_keyring (LK_SANDBOX_INFO);
  LkSetupFinding *finding = add_finding (self, _("Keyring"));
  Run *run = g_task_get_task_data (task);
  Check *check;

  run->round_trip = add_finding (self, _("Storing a Secret"));
  if (refusal != NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE, refusal);

      lk_setup_finding_fail (finding, error, TRUE);
      skip_round_trip (run);
      return;
    }

  check = begin_check (task, finding);
  lk_keyring_check_async (self->keyring, check->cancellable, keyring_checked_cb, check);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Check *check = user_data;
  Run *run = g_task_get_task_data (check->task);
  g_autoptr (GError) error = NULL;
  g_autofree char *org_id = lk_astra_client_get_org_finish (LK_ASTRA_CLIENT (source), result, &error);
  GTimeSpan offset = lk_astra_client_get_clock_offset (LK_ASTRA_CLIENT (source));
  g_autofree char *text = NULL;

  if (org_id == NULL)
    {
      fail_check (check, error);
      return;
    }

  run->clock_known = TRUE;
  if (ABS (offset) > ABS (run->clock_offset))
    run->clock_offset = offset;

  if (g_ascii_strcasecmp (org_id, lk_account_get_org_id (check->account)) != 0)
    lk_setup_finding_settle (check->finding, LK_SETUP_BAD, _("The sign-in token is of another organization"),
                             _("Give the account a sign-in token of its own organization"));
  else
    {
      /* Translators: %u is a time in milliseconds */
      text = g_strdup_printf (_("Answers in %u ms, and accepts the sign-in token"),
                              (guint) ((g_get_monotonic_time () - check->since) / 1000));
      lk_setup_finding_settle (check->finding, LK_SETUP_GOOD, text, NULL);
    }
  end_check (check);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Check *check = user_data;
  g_autoptr (GError) error = NULL;

  check->client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);
  if (check->client == NULL)
    {
      fail_check (check, error);
      return;
    }

  check->since = g_get_monotonic_time ();
  lk_astra_client_get_org_async (check->client, check->cancellable, answered_cb, check);
}

static void
begin_account (GTask     *task,
               LkAccount *account)
{
  LkSetupCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  /* Translators: %s is an account */
  g_autofree char *title = g_strdup_printf (_("Astra for %s"), lk_account_get_title (account));
  Check *check = begin_check (task, add_finding (self, title));

  run->n_accounts_open++;
  check->account = g_object_ref (account);
  lk_office_get_client_async (self->office, account, check->cancellable, signed_in_cb, check);
}

static void
begin_accounts (GTask *task)
{
  LkSetupCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  GListModel *accounts = self->office != NULL ? lk_office_get_accounts (self->office) : NULL;
  guint n = accounts != NULL ? g_list_model_get_n_items (accounts) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);

      begin_account (task, account);
    }

  if (accounts == NULL)
    lk_setup_finding_settle (add_finding (self, _("Astra")), LK_SETUP_NOTE, _("Not asked: the accounts could not be read"),
                             NULL);
  else if (n == 0)
    lk_setup_finding_settle (add_finding (self, _("Astra")), LK_SETUP_NOTE, _("Not asked: there is no account yet"),
                             _("Add an account"));

  run->clock = add_finding (self, _("Clock"));
  if (n == 0)
    lk_setup_facts_judge_clock (run->clock, run->clock_known, run->clock_offset);
}

static void
space_told_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Check *check = user_data;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    {
      fail_check (check, error);
      return;
    }

  lk_setup_facts_judge_space (check->finding, path,
                              g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE));
  end_check (check);
}

static void
begin_data (GTask *task)
{
  LkSetupCheck *self = g_task_get_source_object (task);
  LkSetupFinding *finding = add_finding (self, _("Data"));
  g_autoptr (GFile) folder = NULL;
  Check *check;

  if (self->data_error != NULL)
    {
      lk_setup_finding_fail (finding, self->data_error, FALSE);
      return;
    }

  check = begin_check (task, finding);
  folder = g_file_new_for_path (lk_state_get_directory (lk_office_get_state (self->office)));
  g_file_query_filesystem_info_async (folder, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, G_PRIORITY_DEFAULT, check->cancellable,
                                      space_told_cb, check);
}

/**
 * lk_setup_check_new:
 * @keyring: the system keyring
 * @office: (nullable): the accounts, %NULL where the database did not open
 * @data_error: (nullable): why it did not
 * @more_versions: (nullable): libraries with their versions that the core does not know of
 *
 * Makes a check that was not run yet.
 *
 * Returns: (transfer full): the check
 */
LkSetupCheck *
lk_setup_check_new (LkKeyring    *keyring,
                    LkOffice     *office,
                    const GError *data_error,
                    const char   *more_versions)
{
  LkSetupCheck *self = g_object_new (LK_TYPE_SETUP_CHECK, NULL);

  self->keyring = g_object_ref (keyring);
  g_set_object (&self->office, office);
  self->data_error = data_error != NULL ? g_error_copy (data_error) : NULL;
  self->more_versions = g_strdup (more_versions);

  return self;
}

/**
 * lk_setup_check_set_time_limit:
 * @self: a check
 * @time_limit_ms: how long each of its parts may take, in milliseconds; 10,000 if it is not set
 */
void
lk_setup_check_set_time_limit (LkSetupCheck *self,
                               guint         time_limit_ms)
{
  self->time_limit_ms = time_limit_ms;
}

/**
 * lk_setup_check_get_findings:
 * @self: a check
 *
 * Returns: (transfer none): what the last run found so far, of #LkSetupFinding; the same model for good
 */
GListModel *
lk_setup_check_get_findings (LkSetupCheck *self)
{
  return G_LIST_MODEL (self->findings);
}

static void
run_free (gpointer data)
{
  g_free (data);
}

/**
 * lk_setup_check_run_async:
 * @self: a check that does not run
 * @cancellable: (nullable): obeyed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Looks at everything at once: the keyring, a throw-away secret in it, each account's service, the clock, the data
 * folder, memory, and versions. Never prompts. The findings come in while it runs.
 */
void
lk_setup_check_run_async (LkSetupCheck        *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Run *run = g_new0 (Run, 1);

  g_return_if_fail (LK_IS_SETUP_CHECK (self));
  g_return_if_fail (!self->running);

  self->running = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_setup_check_run_async);
  g_task_set_task_data (task, run, run_free);
  g_list_store_remove_all (self->findings);

  run->n_open = 1; /* this function */
  begin_keyring (task);
  begin_accounts (task);
  begin_data (task);
  lk_setup_facts_find_memory (add_finding (self, _("Memory")));
  lk_setup_facts_tell_versions (add_finding (self, _("Versions")), self->more_versions);
  if (--run->n_open > 0)
    return;

  self->running = FALSE;
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_setup_check_run_finish:
 * @self: a check
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether every part was looked at; what they found is in the findings
 */
gboolean
lk_setup_check_run_finish (LkSetupCheck  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_setup_check_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
