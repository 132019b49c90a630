/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A deletion that somebody said yes to is in the journal until the list no longer has the token and its secrets are removed,
 * whatever the service, the database or the keyring answers. */

#include "lk-activity.h"
#include "lk-bulk-delete.h"
#include "lk-inventories.h"
#include "lk-test-keyring.h"
#include "lk-test-orders.h"
#include "lk-test-streaming.h"
#include "lk-work-error.h"

#include <sqlite3.h>

#define NAME "goes"

/* However often somebody says yes, there is one order about a token, and the first moment counts. What it is called does not
 * matter. */
static void
test_written (LkTestOffice  *self,
              gconstpointer  user_data)
{
  g_autoptr (LkDeleteOrder) first = lk_test_orders_write (self, "one", "AstraCS:fake:fake");
  g_autoptr (LkDeleteOrder) again = lk_test_orders_write (self, "one", "again");
  g_autoptr (LkDeleteOrder) read = lk_test_orders_get (self);
  g_autoptr (LkDeleteOrder) other = lk_test_orders_write (self, "two", NULL);

  g_assert_cmpstr (lk_delete_order_get_id (read), ==, lk_delete_order_get_id (first));
  g_assert_cmpstr (lk_delete_order_get_id (again), ==, lk_delete_order_get_id (first));
  g_assert_cmpstr (lk_delete_order_get_id (other), !=, lk_delete_order_get_id (first));
  g_assert_cmpstr (lk_delete_order_get_token_id (read), ==, "one");
  g_assert_null (lk_delete_order_get_description (read));
  g_assert_false (lk_delete_order_is_pulsar (read));
  g_assert_true (g_date_time_equal (lk_delete_order_get_since (read), lk_delete_order_get_since (first)));
  g_assert_cmpuint (lk_test_orders_count (self), ==, 2);
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
  g_autoptr (LkDeleteOrder) old G_GNUC_UNUSED = lk_test_orders_write (self, "old", NULL);
  g_autoptr (LkDeleteOrder) other G_GNUC_UNUSED = lk_test_orders_write (self, "other", NULL);
  g_autoptr (LkDeleteOrder) again = NULL;
  g_autofree char *insert =
    g_strdup_printf ("INSERT INTO rotation (id, account_id, old_id, new_id, step, since)"
                     " VALUES ('r', '%s', 'old', 'new', 'created', 0)", lk_account_get_id (self->account));

  run_sql (self, insert);
  g_assert_cmpuint (lk_test_orders_count (self), ==, 1);

  again = lk_test_orders_write (self, "old", NULL);
  run_sql (self, "UPDATE rotation SET step = 'retiring' WHERE id = 'r'");
  g_assert_cmpuint (lk_test_orders_count (self), ==, 2);
  run_sql (self, "UPDATE rotation SET step = 'cancelling' WHERE id = 'r'");
  g_assert_cmpuint (lk_test_orders_count (self), ==, 1);
}

/* What cannot be written down is not sent. */
static void
test_not_written (LkTestOffice  *self,
                  gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  g_autoptr (GError) error = NULL;

  run_sql (self, "CREATE TRIGGER refuse BEFORE INSERT ON delete_order BEGIN SELECT RAISE (FAIL, 'no'); END");
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 0);
  g_assert_true (lk_test_office_is_stored (lk_app_token_get_client_id (token)));
}

/* Nothing is left of what went well, nor of what the service refused in its own words. */
static void
test_over (LkTestOffice  *self,
           gconstpointer  user_data)
{
  static const char *const faults[] = { "delete:status=400", "delete:status=401", "delete:status=403", "delete:status=422" };
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      lk_test_demo_fault (self->demo, faults[i]);
      g_assert_false (lk_test_office_delete (self, token, &error));
      g_assert_true (error->domain == LK_ASTRA_ERROR);
      g_clear_error (&error);
      g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
      g_assert_true (lk_test_office_is_stored (lk_app_token_get_client_id (token)));
    }

  lk_test_demo_fault (self->demo, "delete:lost");
  lk_test_office_delete (self, token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
  g_assert_false (lk_test_office_is_stored (lk_app_token_get_client_id (token)));
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
      g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
      const char *id = lk_app_token_get_client_id (token);
      gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");
      g_autoptr (LkDeleteOrder) order = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].faults);
      lk_test_demo_fault (self->demo, cases[i].faults);
      g_assert_false (lk_test_office_delete (self, token, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      order = lk_test_orders_get (self);
      g_assert_cmpstr (lk_delete_order_get_token_id (order), ==, id);
      g_assert_cmpstr (lk_delete_order_get_description (order), ==, "nightly job");
      g_assert_true (lk_test_office_is_stored (id));

      g_assert_false (lk_test_orders_resume (order, self->inventory, NULL, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      g_assert_cmpuint (lk_test_orders_count (self), ==, 1);
      g_assert_true (lk_test_office_is_stored (id));

      lk_test_demo_fault (self->demo, "");
      lk_test_orders_resume (order, self->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
      g_assert_false (lk_test_office_is_stored (id));
      g_assert_null (lk_inventory_find (self->inventory, id));
      g_assert_cmpuint (lk_test_office_count_done (self, id, LK_ACTIVITY_DELETE), ==, 1);
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
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  g_autoptr (LkDeleteOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "delete:lie");
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_clear_error (&error);
  order = lk_test_orders_get (self);
  lk_test_demo_fault (self->demo, "delete:status=403");
  g_assert_false (lk_test_orders_resume (order, self->inventory, NULL, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_true (g_str_has_suffix (error->message, "): each refresh tries again, unless you keep the token"));
  g_assert_cmpuint (lk_test_orders_count (self), ==, 1);
}

/* The token is gone, and its secret still there: it is not forgotten before that is removed too. */
static void
test_keyring_refuses (LkTestOffice  *self,
                      gconstpointer  user_data)
{
  g_autoptr (LkAppToken) token = lk_test_office_create (self, NAME);
  g_autofree char *id = g_strdup (lk_app_token_get_client_id (token));
  g_autoptr (LkDeleteOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_keyring_end ();
  g_assert_false (lk_test_office_delete (self, token, &error));
  g_assert_true (error->domain == LK_KEYRING_ERROR);
  g_clear_error (&error);
  g_assert_null (lk_inventory_find (self->inventory, id));
  order = lk_test_orders_get (self);
  g_assert_false (lk_test_orders_resume (order, self->inventory, NULL, &error));
  g_clear_error (&error);
  g_assert_cmpuint (lk_test_orders_count (self), ==, 1);

  lk_test_keyring_start (TRUE, NULL);
  g_assert_true (lk_test_office_is_stored (id));
  lk_test_orders_resume (order, self->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (lk_test_office_is_stored (id));
  g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
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
  g_assert_cmpuint (lk_test_orders_count (self), ==, 3);

  g_assert_true (lk_test_load (inventory, &error));
  lk_test_wait_until (lk_test_orders_count (self) == 0);
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
      order = lk_test_orders_get (self);
      g_assert_true (lk_delete_order_is_pulsar (order));
      g_assert_cmpstr (lk_delete_order_get_tenant_name (order), ==, "audit");
      g_assert_cmpstr (lk_delete_order_get_description (order), ==, "orders");
      before = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
      g_assert_true (g_str_has_prefix (before, "eyJ"));
      g_assert_false (lk_test_orders_resume (order, NULL, streaming, &error));
      g_clear_error (&error);
      g_assert_cmpuint (lk_test_orders_count (self), ==, 1);

      lk_test_demo_fault (self->demo, "");
      lk_test_orders_resume (order, NULL, streaming, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
      after = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
      g_assert_cmpstr (after, ==, "");
      g_assert_cmpuint (lk_test_office_count_done (self, lk_delete_order_get_token_id (order), LK_ACTIVITY_DELETE), ==, 1);
    }

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) store_error = NULL;
    g_autoptr (LkPulsarToken) token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);

    lk_test_demo_fault (self->demo, "pulsar-delete:status=403");
    g_assert_false (lk_test_streaming_delete (streaming, token, &error));
    g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
    g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
  }
}

/* An account with such a token stays: it would be forgotten with it. Somebody may say yes to that, and take it back. */
static void
test_account_stays (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_autoptr (LkDeleteOrder) order = lk_test_orders_write (self, "one", NULL);
  g_autoptr (LkRemovedAccount) forgetful = NULL;
  g_autoptr (LkRemovedAccount) account = NULL;
  g_autoptr (GAsyncResult) restored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_test_office_remove_account (self, FALSE, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_WOULD_BE_FORGOTTEN);
  g_clear_error (&error);

  g_assert_cmpuint (lk_test_orders_count (self), ==, 1);
  forgetful = lk_test_office_remove_account (self, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_orders_count (self), ==, 0);
  lk_office_restore_account_async (self->office, forgetful, NULL, lk_test_store_result_cb, &restored);
  g_assert_true (lk_office_restore_account_finish (self->office, lk_test_wait_for_result (&restored), &error));
  g_assert_cmpuint (lk_test_orders_count (self), ==, 1);

  g_assert_true (lk_test_orders_keep (self, order, &error));
  account = lk_test_office_remove_account (self, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (account);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/delete-orders/written", test_written);
  LK_TEST_OFFICE_ADD ("/delete-orders/rotation-says-otherwise", test_rotation_says_otherwise);
  LK_TEST_OFFICE_ADD ("/delete-orders/not-written", test_not_written);
  LK_TEST_OFFICE_ADD ("/delete-orders/over", test_over);
  LK_TEST_OFFICE_ADD ("/delete-orders/left", test_left);
  LK_TEST_OFFICE_ADD ("/delete-orders/refused-later", test_refused_later);
  LK_TEST_OFFICE_ADD ("/delete-orders/keyring-refuses", test_keyring_refuses);
  LK_TEST_OFFICE_ADD ("/delete-orders/bulk", test_bulk);
  LK_TEST_OFFICE_ADD ("/delete-orders/pulsar", test_pulsar);
  LK_TEST_OFFICE_ADD ("/delete-orders/account-stays", test_account_stays);

  return g_test_run ();
}
