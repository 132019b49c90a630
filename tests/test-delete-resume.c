/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A deletion that was left is gone on with, by the next refresh or the next process; by one of them at a time, and never
 * against what was said later. */

#include "lk-activity.h"
#include "lk-bulk-delete.h"
#include "lk-delete-hold.h"
#include "lk-deletion.h"
#include "lk-inventories.h"
#include "lk-listed-token.h"
#include "lk-test-orders.h"
#include "lk-work-error.h"

#include <signal.h>
#include <stdio.h>

#define NAME "goes"

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
  g_autoptr (GAsyncResult) ran = NULL;
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autoptr (LkDeletion) deletion = NULL;

  lk_test_office_open (&self, folder);

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
      g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
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
      g_assert_cmpuint (lk_test_orders_count (self), ==, 1);
      g_assert_true (lk_test_office_is_stored (id));

      lk_test_demo_fault (self->demo, "");
      inventories = lk_inventories_new (self->office);
      inventory = lk_inventories_find (inventories, self->account);
      g_assert_true (lk_test_load (inventory, &error));
      lk_test_wait_until (lk_test_orders_count (self) == 0);
      g_assert_false (lk_test_office_is_stored (id));
      g_assert_null (lk_inventory_find (inventory, id));
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, lie ? 2 : 1);
      lk_test_wait_until (lk_test_office_count_done (self, id, LK_ACTIVITY_DELETE) == 1);
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
  g_autoptr (LkAppToken) created = lk_test_office_create (self, NAME);
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
      g_assert_cmpuint (lk_test_office_count_done (self, id, LK_ACTIVITY_DELETE), ==, 0);
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, i);
    }

  lk_test_demo_fault (self->demo, "");
  g_assert_true (lk_test_load (inventory, &error));
  lk_test_wait_until (lk_test_orders_count (self) == 0);
  g_assert_null (lk_inventory_find (inventory, id));
  g_assert_false (lk_test_office_is_stored (id));
}

/* Somebody changed their mind. */
static void
test_kept (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  const char *id = lk_app_token_get_client_id (token);
  g_autoptr (LkDeleteOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "delete:lie");
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_clear_error (&error);
  lk_test_demo_fault (self->demo, "");
  order = lk_test_orders_get (self);

  lk_test_orders_keep (self, order, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
  g_assert_cmpuint (lk_test_office_count_done (self, id, LK_ACTIVITY_KEEP), ==, 1);

  /* Another process had read it before. */
  lk_test_orders_resume (order, self->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);
  g_assert_nonnull (lk_inventory_find (self->inventory, id));
  g_assert_true (lk_test_office_is_stored (id));
}

/* What an account signs in with is left alone, whatever was said before; whether this process knows it or the keyring. */
static void
test_sign_in (LkTestOffice  *self,
              gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  g_autoptr (LkDeleteOrder) own = lk_test_orders_write (self, lk_account_get_client_id (self->account), NULL);
  g_autoptr (LkDeleteOrder) other = lk_test_orders_write (self, lk_app_token_get_client_id (token), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_test_orders_resume (own, self->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_clear_error (&error);

  g_free (lk_test_run ("sh", "-c", "printf x | secret-tool store --label=x application latchkey kind account client-id \"$0\"",
                       lk_app_token_get_client_id (token), NULL));
  g_assert_false (lk_test_orders_resume (other, self->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 0);
  g_assert_cmpuint (lk_test_orders_count (self), ==, 2);
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
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  g_autoptr (LkDeleteOrder) order = lk_test_orders_write (self, lk_app_token_get_client_id (token), NULL);
  g_autoptr (LkDeleteOrder) unrelated = lk_test_orders_write (self, "unrelated", NULL);
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

      g_assert_false (lk_test_orders_resume (order, self->inventory, NULL, &error));
      g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
      g_clear_error (&error);
      g_assert_false (lk_test_orders_keep (self, order, &error));
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
  lk_test_orders_resume (order, self->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);
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

  LK_TEST_OFFICE_ADD ("/delete-resume/killed", test_killed);
  LK_TEST_OFFICE_ADD ("/delete-resume/each-refresh", test_each_refresh);
  LK_TEST_OFFICE_ADD ("/delete-resume/kept", test_kept);
  LK_TEST_OFFICE_ADD ("/delete-resume/sign-in", test_sign_in);
  LK_TEST_OFFICE_ADD ("/delete-resume/one-at-a-time", test_one_at_a_time);

  return g_test_run ();
}
