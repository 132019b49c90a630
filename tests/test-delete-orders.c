/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A deletion that somebody said yes to is in the journal until the list no longer has the token and its secrets are removed,
 * whatever comes between; and it is gone on with, but never against what was said later. */

#include "lk-activity.h"
#include "lk-bulk-delete.h"
#include "lk-delete-hold.h"
#include "lk-delete-resume.h"
#include "lk-deletion.h"
#include "lk-inventories.h"
#include "lk-listed-token.h"
#include "lk-state-delete-orders.h"
#include "lk-test-keyring.h"
#include "lk-test-streaming.h"
#include "lk-work-error.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define NAME "goes"

/* What the journal has, read anew. */
static GPtrArray *
list_orders (LkTestOffice *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *orders;

  lk_state_list_delete_orders_async (self->state, NULL, lk_test_store_result_cb, &result);
  orders = lk_state_list_delete_orders_finish (self->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return orders;
}

static guint
count_orders (LkTestOffice *self)
{
  g_autoptr (GPtrArray) orders = list_orders (self);

  return orders->len;
}

static LkDeleteOrder *
get_order (LkTestOffice *self)
{
  g_autoptr (GPtrArray) orders = list_orders (self);

  g_assert_cmpuint (orders->len, ==, 1);

  return g_object_ref (orders->pdata[0]);
}

static LkDeleteOrder *
write_order (LkTestOffice *self,
             const char   *client_id,
             const char   *description)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkDeleteOrder) order =
    lk_delete_order_new (lk_account_get_id (self->account), NULL, NULL, client_id, description, now);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_add_delete_order_async (self->state, order, NULL, lk_test_store_result_cb, &result);
  lk_state_add_delete_order_finish (self->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return g_steal_pointer (&order);
}

static gboolean
resume (LkDeleteOrder  *order,
        LkInventory    *inventory,
        LkStreaming    *streaming,
        GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_delete_resume_async (order, inventory, streaming, NULL, lk_test_store_result_cb, &result);

  return lk_delete_resume_finish (lk_test_wait_for_result (&result), error);
}

static gboolean
keep (LkTestOffice   *self,
      LkDeleteOrder  *order,
      GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_delete_keep_async (self->office, order, lk_test_store_result_cb, &result);

  return lk_delete_keep_finish (self->office, lk_test_wait_for_result (&result), error);
}

static gboolean
is_stored (const char *client_id)
{
  g_autofree char *value =
    lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, "field", "token", NULL);

  return *value != '\0';
}

/* Stored, with a script name. The caller holds it. */
static LkAppToken *
create (LkTestOffice *self)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NAME);
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);

  return g_object_ref (lk_issue_get_app_token (issue));
}

static guint
count_done (LkTestOffice *self,
            const char   *client_id,
            const char   *operation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  guint n = 0;

  lk_state_list_activities_async (self->state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (self->state, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (activities);
  for (guint i = 0; i < activities->len; i++)
    if (g_strcmp0 (lk_activity_get_client_id (activities->pdata[i]), client_id) == 0
        && g_str_equal (lk_activity_get_operation (activities->pdata[i]), operation)
        && g_str_equal (lk_activity_get_outcome (activities->pdata[i]), LK_ACTIVITY_DONE))
      n++;

  return n;
}

/* However often somebody says yes, there is one order about a token, and the first moment counts. What it is called does not
 * matter. */
static void
test_written (LkTestOffice  *self,
              gconstpointer  user_data)
{
  g_autoptr (LkDeleteOrder) first = write_order (self, "one", "AstraCS:fake:fake");
  g_autoptr (LkDeleteOrder) again = write_order (self, "one", "again");
  g_autoptr (LkDeleteOrder) read = get_order (self);
  g_autoptr (LkDeleteOrder) other = write_order (self, "two", NULL);

  g_assert_cmpstr (lk_delete_order_get_id (read), ==, lk_delete_order_get_id (first));
  g_assert_cmpstr (lk_delete_order_get_id (again), ==, lk_delete_order_get_id (first));
  g_assert_cmpstr (lk_delete_order_get_id (other), !=, lk_delete_order_get_id (first));
  g_assert_cmpstr (lk_delete_order_get_token_id (read), ==, "one");
  g_assert_null (lk_delete_order_get_description (read));
  g_assert_false (lk_delete_order_is_pulsar (read));
  g_assert_true (g_date_time_equal (lk_delete_order_get_since (read), lk_delete_order_get_since (first)));
  g_assert_cmpuint (count_orders (self), ==, 2);
}

static void
run_sql (LkTestOffice *self,
         const char   *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "latchkey.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* A rotation that begins later, or is cancelled later, says that the old token stays. */
static void
test_rotation_says_otherwise (LkTestOffice  *self,
                              gconstpointer  user_data)
{
  g_autoptr (LkDeleteOrder) old = write_order (self, "old", NULL);
  g_autoptr (LkDeleteOrder) other = write_order (self, "other", NULL);
  g_autoptr (LkDeleteOrder) again = NULL;
  g_autofree char *insert =
    g_strdup_printf ("INSERT INTO rotation (id, account_id, old_id, new_id, step, since)"
                     " VALUES ('r', '%s', 'old', 'new', 'created', 0)", lk_account_get_id (self->account));

  run_sql (self, insert);
  g_assert_cmpuint (count_orders (self), ==, 1);

  again = write_order (self, "old", NULL);
  run_sql (self, "UPDATE rotation SET step = 'retiring' WHERE id = 'r'");
  g_assert_cmpuint (count_orders (self), ==, 2);
  run_sql (self, "UPDATE rotation SET step = 'cancelling' WHERE id = 'r'");
  g_assert_cmpuint (count_orders (self), ==, 1);
}

/* What cannot be written down is not sent. */
static void
test_not_written (LkTestOffice  *self,
                  gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = create (self);
  g_autoptr (GError) error = NULL;

  run_sql (self, "CREATE TRIGGER refuse BEFORE INSERT ON delete_order BEGIN SELECT RAISE (FAIL, 'no'); END");
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 0);
  g_assert_true (is_stored (lk_app_token_get_client_id (token)));
}

/* Nothing is left of what went well, nor of what the service refused in its own words. */
static void
test_over (LkTestOffice  *self,
           gconstpointer  user_data)
{
  static const char *const faults[] = { "delete:status=400", "delete:status=401", "delete:status=403", "delete:status=422" };
  g_autoptr (LkAppToken) token = create (self);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      lk_test_demo_fault (self->demo, faults[i]);
      g_assert_false (lk_test_office_delete (self, token, &error));
      g_assert_true (error->domain == LK_ASTRA_ERROR);
      g_clear_error (&error);
      g_assert_cmpuint (count_orders (self), ==, 0);
      g_assert_true (is_stored (lk_app_token_get_client_id (token)));
    }

  lk_test_demo_fault (self->demo, "delete:lost");
  lk_test_office_delete (self, token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_orders (self), ==, 0);
  g_assert_false (is_stored (lk_app_token_get_client_id (token)));
}

typedef struct
{
  const char *faults;
  gboolean    gone;   /* the service has deleted it all the same */
} Left;

/* What is not known to be done stays, with the secret, through another try that fails; then the list decides. */
static void
test_left (LkTestOffice  *self,
           gconstpointer  user_data)
{
  static const Left cases[] = {
    { "delete:lie", FALSE },
    { "delete:status=404", FALSE },
    { "delete:status=500", FALSE },
    { "delete:status=429,retry-after=0", FALSE },
    { "delete:portal", FALSE },
    { "delete:lie\nlist:status=403", FALSE },
    { "delete:lost\nlist:status=403", TRUE },
    { "list:status=403", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkAppToken) token = create (self);
      const char *id = lk_app_token_get_client_id (token);
      gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");
      g_autoptr (LkDeleteOrder) order = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].faults);
      lk_test_demo_fault (self->demo, cases[i].faults);
      g_assert_false (lk_test_office_delete (self, token, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      order = get_order (self);
      g_assert_cmpstr (lk_delete_order_get_token_id (order), ==, id);
      g_assert_cmpstr (lk_delete_order_get_description (order), ==, "nightly job");
      g_assert_true (is_stored (id));

      g_assert_false (resume (order, self->inventory, NULL, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      g_assert_cmpuint (count_orders (self), ==, 1);
      g_assert_true (is_stored (id));

      lk_test_demo_fault (self->demo, "");
      resume (order, self->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_orders (self), ==, 0);
      g_assert_false (is_stored (id));
      g_assert_null (lk_inventory_find (self->inventory, id));
      g_assert_cmpuint (count_done (self, id, LK_ACTIVITY_DELETE), ==, 1);
      if (cases[i].gone)
        g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 1);
      else
        g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, >=, 2);
    }
}

/* Nobody was told what a later try was answered, so a refusal does not end it then. */
static void
test_refused_later (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = create (self);
  g_autoptr (LkDeleteOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "delete:lie");
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_clear_error (&error);
  order = get_order (self);
  lk_test_demo_fault (self->demo, "delete:status=403");
  g_assert_false (resume (order, self->inventory, NULL, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_cmpuint (count_orders (self), ==, 1);
}

/* The token is gone, and its secret still there: it is not forgotten before that is removed too. */
static void
test_keyring_refuses (LkTestOffice  *self,
                      gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = create (self);
  g_autofree char *id = g_strdup (lk_app_token_get_client_id (token));
  g_autoptr (LkDeleteOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_keyring_end ();
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_assert_true (error->domain == LK_KEYRING_ERROR);
  g_clear_error (&error);
  g_assert_null (lk_inventory_find (self->inventory, id));
  order = get_order (self);
  g_assert_false (resume (order, self->inventory, NULL, &error));
  g_clear_error (&error);
  g_assert_cmpuint (count_orders (self), ==, 1);

  lk_test_keyring_start (TRUE, NULL);
  g_assert_true (is_stored (id));
  resume (order, self->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (is_stored (id));
  g_assert_cmpuint (count_orders (self), ==, 0);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);
}

static void
state_cb (LkDeletion *deletion,
          GParamSpec *pspec,
          gpointer    user_data)
{
  if (lk_deletion_get_state (deletion) == LK_DELETION_SENT)
    raise (SIGKILL);
}

/* The process that is killed: this program, told to delete a token from the state of the other. */
static int
delete_until_sent (const char *folder,
                   const char *client_id)
{
  LkTestOffice self = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) ran = NULL;
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autoptr (LkDeletion) deletion = NULL;

  self.keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self.state = lk_test_open_state (folder);
  self.office = lk_office_new (self.keyring, self.state);
  lk_office_load_async (self.office, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_office_load_finish (self.office, lk_test_wait_for_result (&result), NULL));
  self.account = g_list_model_get_item (lk_office_get_accounts (self.office), 0);
  self.inventory = lk_inventory_new (self.office, self.account);
  g_assert_true (lk_test_load (self.inventory, NULL));

  g_ptr_array_add (tokens, lk_inventory_find (self.inventory, client_id));
  bulk = lk_bulk_delete_new (self.inventory, tokens);
  deletion = g_list_model_get_item (G_LIST_MODEL (bulk), 0);
  g_signal_connect (deletion, "notify::state", G_CALLBACK (state_cb), NULL);
  lk_bulk_delete_run_async (bulk, lk_test_store_result_cb, &ran);
  lk_test_wait_for_result (&ran);

  return 1;
}

/* Killed between the request and the list, whether it took effect or not; the next process finds out with its first list. */
static void
test_killed (LkTestOffice  *self,
             gconstpointer  user_data)
{
  for (int lie = 0; lie < 2; lie++)
    {
      g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
      g_autoptr (LkAppToken) token = create (self);
      g_autofree char *id = g_strdup (lk_app_token_get_client_id (token));
      gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");
      g_autoptr (LkInventories) inventories = NULL;
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      LkInventory *inventory;

      lk_test_demo_fault (self->demo, lie ? "delete:lie" : "");
      process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "--delete-until-sent", self->folder,
                                  id, NULL);
      g_assert_no_error (error);
      g_subprocess_wait (process, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_if_signaled (process));
      g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 1);
      g_assert_cmpuint (count_orders (self), ==, 1);
      g_assert_true (is_stored (id));

      lk_test_demo_fault (self->demo, "");
      inventories = lk_inventories_new (self->office);
      inventory = lk_inventories_find (inventories, self->account);
      g_assert_true (lk_test_load (inventory, &error));
      lk_test_wait_until (count_orders (self) == 0);
      g_assert_false (is_stored (id));
      g_assert_null (lk_inventory_find (inventory, id));
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, lie ? 2 : 1);
      lk_test_wait_until (count_done (self, id, LK_ACTIVITY_DELETE) == 1);
    }
}

static gboolean
is_free (LkTestOffice  *self,
         LkDeleteOrder *order)
{
  g_autoptr (LkWorkLock) lock = lk_delete_hold_lock (self->office, order, NULL);

  return lock != NULL;
}

/* Behind whatever else reads them. */
static void
rotations_read (LkInventories *inventories)
{
  LkRotations *rotations = lk_inventories_get_rotations (inventories);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_rotations_read_async (rotations, NULL, lk_test_store_result_cb, &result);
  lk_rotations_read_finish (rotations, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

/* Each refresh tries once, and tells the token; what goes on in between is no reason to try. */
static void
test_each_refresh (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  g_autoptr (LkInventories) inventories = lk_inventories_new (self->office);
  LkInventory *inventory = lk_inventories_find (inventories, self->account);
  g_autoptr (LkAppToken) created = create (self);
  g_autofree char *id = g_strdup (lk_app_token_get_client_id (created));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkAppToken *token;
  GDateTime *read_at;

  g_assert_true (lk_test_load (inventory, &error));
  token = lk_inventory_find (inventory, id);
  lk_test_demo_fault (self->demo, "delete:lie");
  lk_inventory_delete_async (inventory, token, NULL, lk_test_store_result_cb, &result);
  g_assert_false (lk_inventory_delete_finish (inventory, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED);
  g_clear_error (&error);
  lk_test_wait_until (lk_listed_token_get_rotation (LK_LISTED_TOKEN (token)) == LK_TOKEN_DOOMED);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);

  for (int i = 2; i < 5; i++)
    {
      g_autoptr (GDateTime) before = g_date_time_ref (lk_inventory_get_read_at (inventory));
      LkDeleteOrder *order;

      g_assert_true (lk_test_load (inventory, &error));
      read_at = lk_inventory_get_read_at (inventory);
      g_assert_false (read_at == before);
      lk_test_wait_until (lk_test_demo_count (self->demo, "deletes") == i);
      order = lk_rotations_find_order (lk_inventories_get_rotations (inventories), self->account, id);
      g_assert_nonnull (order);
      /* It has ended, with a list of its own, which is no new reason. */
      lk_test_wait_until (is_free (self, order));
      rotations_read (inventories);
      g_assert_cmpuint (count_done (self, id, LK_ACTIVITY_DELETE), ==, 0);
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, i);
    }

  lk_test_demo_fault (self->demo, "");
  g_assert_true (lk_test_load (inventory, &error));
  lk_test_wait_until (count_orders (self) == 0);
  g_assert_null (lk_inventory_find (inventory, id));
  g_assert_false (is_stored (id));
}

/* Somebody changed their mind. */
static void
test_kept (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = create (self);
  const char *id = lk_app_token_get_client_id (token);
  g_autoptr (LkDeleteOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "delete:lie");
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_clear_error (&error);
  lk_test_demo_fault (self->demo, "");
  order = get_order (self);

  keep (self, order, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_orders (self), ==, 0);
  g_assert_cmpuint (count_done (self, id, LK_ACTIVITY_KEEP), ==, 1);

  /* Another process had read it before. */
  resume (order, self->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);
  g_assert_nonnull (lk_inventory_find (self->inventory, id));
  g_assert_true (is_stored (id));
}

/* What an account signs in with is left alone, whatever was said before; whether this process knows it or the keyring. */
static void
test_sign_in (LkTestOffice  *self,
              gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = create (self);
  g_autoptr (LkDeleteOrder) own = write_order (self, lk_account_get_client_id (self->account), NULL);
  g_autoptr (LkDeleteOrder) other = write_order (self, lk_app_token_get_client_id (token), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (resume (own, self->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_clear_error (&error);

  g_free (lk_test_run ("sh", "-c", "printf x | secret-tool store --label=x application latchkey kind account client-id \"$0\"",
                       lk_app_token_get_client_id (token), NULL));
  g_assert_false (resume (other, self->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 0);
  g_assert_cmpuint (count_orders (self), ==, 2);
}

/* The process that has the lock until its input ends. */
static int
hold (const char *folder,
      const char *id)
{
  g_autoptr (LkState) state = lk_test_open_state (folder);
  g_autoptr (LkWorkLock) lock = lk_work_lock_take (state, "delete", id);

  if (lock == NULL)
    return 1;

  g_print ("held\n");
  while (getchar () != EOF)
    ;

  return 0;
}

/* One at a time works on it, of the same process or of another. */
static void
test_one_at_a_time (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (LkAppToken) token = create (self);
  g_autoptr (LkDeleteOrder) order = write_order (self, lk_app_token_get_client_id (token), NULL);
  g_autoptr (LkDeleteOrder) unrelated = write_order (self, "unrelated", NULL);
  g_autoptr (LkWorkLock) lock = lk_delete_hold_lock (self->office, order, NULL);
  g_autoptr (LkWorkLock) other = lk_delete_hold_lock (self->office, unrelated, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char line[5];

  g_assert_nonnull (lock);
  g_assert_nonnull (other);
  for (int elsewhere = 0; elsewhere < 2; elsewhere++)
    {
      if (elsewhere)
        {
          g_clear_pointer (&lock, lk_work_lock_give_back);
          process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program,
                                      "--hold", self->folder, lk_delete_order_get_id (order), NULL);
          g_assert_no_error (error);
          g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (process), line, sizeof line, NULL, NULL,
                                                  &error));
        }

      g_assert_false (resume (order, self->inventory, NULL, &error));
      g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
      g_clear_error (&error);
      g_assert_false (keep (self, order, &error));
      g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
      g_clear_error (&error);
      g_assert_false (lk_test_office_delete (self, token, &error));
      g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
      g_clear_error (&error);
    }
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 0);

  /* The other lock that is held meanwhile is of the same file. */
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, &error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  resume (order, self->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);
}

/* Many at once: each has its own end, and the list is not asked for each. */
static void
test_bulk (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkInventories) inventories = lk_inventories_new (self->office);
  LkInventory *inventory = lk_inventories_find (inventories, self->account);
  GListModel *listed;
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_load (inventory, &error));
  listed = lk_inventory_get_tokens (inventory);
  for (guint i = 0; tokens->len < 6; i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (listed, i);

      if (!lk_app_token_get_signs_in (token))
        g_ptr_array_add (tokens, g_steal_pointer (&token));
    }

  lk_test_demo_fault (self->demo, "delete:status=403,times=1\ndelete:lie,times=3");
  bulk = lk_bulk_delete_new (inventory, tokens);
  lk_bulk_delete_run_async (bulk, lk_test_store_result_cb, &result);
  lk_bulk_delete_run_finish (bulk, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_bulk_delete_count (bulk).n_deleted, ==, 2);
  g_assert_cmpuint (lk_bulk_delete_count (bulk).n_failed, ==, 4);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 6);
  g_assert_cmpuint (count_orders (self), ==, 3);

  g_assert_true (lk_test_load (inventory, &error));
  lk_test_wait_until (count_orders (self) == 0);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 9);
  g_assert_nonnull (lk_inventory_find (inventory, lk_app_token_get_client_id (tokens->pdata[0])));
  for (guint i = 1; i < tokens->len; i++)
    g_assert_null (lk_inventory_find (inventory, lk_app_token_get_client_id (tokens->pdata[i])));
}

/* The same of a Pulsar token, also of one whose tenant is gone meanwhile. */
static void
test_pulsar (LkTestOffice  *self,
             gconstpointer  user_data)
{
  static const Left cases[] = {
    { "pulsar-delete:lie", FALSE },
    { "pulsar-delete:status=500", FALSE },
    { "pulsar-delete:lost\npulsar-list:status=403", TRUE },
    { "pulsar-list:status=403", TRUE },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  const LkPulsarWish wish = { .days = 30, .note = "orders", .script_name = NAME, .store = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) store_error = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LkPulsarToken) token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
      g_autoptr (LkDeleteOrder) order = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_test_message ("%s", cases[i].faults);
      g_assert_no_error (error);
      g_assert_no_error (store_error);
      lk_test_demo_fault (self->demo, cases[i].faults);
      g_assert_false (lk_test_streaming_delete (streaming, token, &error));
      g_clear_error (&error);
      order = get_order (self);
      g_assert_true (lk_delete_order_is_pulsar (order));
      g_assert_cmpstr (lk_delete_order_get_tenant_name (order), ==, "audit");
      g_assert_cmpstr (lk_delete_order_get_description (order), ==, "orders");
      before = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
      g_assert_true (g_str_has_prefix (before, "eyJ"));
      g_assert_false (resume (order, NULL, streaming, &error));
      g_clear_error (&error);
      g_assert_cmpuint (count_orders (self), ==, 1);

      lk_test_demo_fault (self->demo, "");
      resume (order, NULL, streaming, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_orders (self), ==, 0);
      after = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
      g_assert_cmpstr (after, ==, "");
      g_assert_cmpuint (count_done (self, lk_delete_order_get_token_id (order), LK_ACTIVITY_DELETE), ==, 1);
    }

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) store_error = NULL;
    g_autoptr (LkPulsarToken) token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);

    lk_test_demo_fault (self->demo, "pulsar-delete:status=403");
    g_assert_false (lk_test_streaming_delete (streaming, token, &error));
    g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
    g_assert_cmpuint (count_orders (self), ==, 0);
  }
}

/* An account with such a token stays: it would be forgotten with it. */
static void
test_account_stays (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_autoptr (LkDeleteOrder) order = write_order (self, "one", NULL);
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (LkRemovedAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  lk_office_remove_account_async (self->office, self->account, NULL, lk_test_store_result_cb, &refused);
  g_assert_null (lk_office_remove_account_finish (self->office, lk_test_wait_for_result (&refused), &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
  g_clear_error (&error);

  g_assert_true (keep (self, order, &error));
  lk_office_remove_account_async (self->office, self->account, NULL, lk_test_store_result_cb, &removed);
  account = lk_office_remove_account_finish (self->office, lk_test_wait_for_result (&removed), &error);
  g_assert_no_error (error);
  g_assert_nonnull (account);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--delete-until-sent"))
    return delete_until_sent (argv[2], argv[3]);
  if (argc == 4 && g_str_equal (argv[1], "--hold"))
    return hold (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/delete-orders/written", test_written);
  LK_TEST_OFFICE_ADD ("/delete-orders/rotation-says-otherwise", test_rotation_says_otherwise);
  LK_TEST_OFFICE_ADD ("/delete-orders/not-written", test_not_written);
  LK_TEST_OFFICE_ADD ("/delete-orders/over", test_over);
  LK_TEST_OFFICE_ADD ("/delete-orders/left", test_left);
  LK_TEST_OFFICE_ADD ("/delete-orders/refused-later", test_refused_later);
  LK_TEST_OFFICE_ADD ("/delete-orders/keyring-refuses", test_keyring_refuses);
  LK_TEST_OFFICE_ADD ("/delete-orders/killed", test_killed);
  LK_TEST_OFFICE_ADD ("/delete-orders/each-refresh", test_each_refresh);
  LK_TEST_OFFICE_ADD ("/delete-orders/kept", test_kept);
  LK_TEST_OFFICE_ADD ("/delete-orders/sign-in", test_sign_in);
  LK_TEST_OFFICE_ADD ("/delete-orders/one-at-a-time", test_one_at_a_time);
  LK_TEST_OFFICE_ADD ("/delete-orders/bulk", test_bulk);
  LK_TEST_OFFICE_ADD ("/delete-orders/pulsar", test_pulsar);
  LK_TEST_OFFICE_ADD ("/delete-orders/account-stays", test_account_stays);

  return g_test_run ();
}
