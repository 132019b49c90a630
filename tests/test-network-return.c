/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The system has a network again: what could not be read is, and what is known is left alone. */

#include "lk-test-office.h"
#include "lk-test-orders.h"

#include "lk-astra-error.h"
#include "lk-network-return.h"
#include "lk-work-error.h"

typedef struct
{
  LkInventories   *inventories;
  LkInventory     *inventory; /* not owned */
  LkStreaming     *streaming; /* not owned */
  LkNetworkReturn *watch;
} Watched;

static void
watched_clear (Watched *watched)
{
  g_clear_object (&watched->watch);
  g_clear_object (&watched->inventories);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watched, watched_clear)

static void
load_streaming (LkStreaming *streaming)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &result);
  lk_streaming_load_finish (streaming, lk_test_wait_for_result (&result), NULL);
}

/* Both halves of the account are read once, with whatever goes wrong. */
static void
begin (LkTestOffice *self,
       const char   *faults,
       Watched      *watched)
{
  watched->inventories = lk_inventories_new (self->office);
  watched->inventory = lk_inventories_find (watched->inventories, self->account);
  watched->streaming = lk_inventories_get_streaming (watched->inventories, watched->inventory);
  lk_test_wait_until (!lk_inventories_get_loading (watched->inventories));

  lk_test_demo_fault (self->demo, faults);
  lk_test_load (watched->inventory, NULL);
  load_streaming (watched->streaming);
  lk_test_demo_fault (self->demo, "");
  watched->watch = lk_network_return_new (watched->inventories, g_network_monitor_get_default ());
}

static void
tell (gboolean available)
{
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", available);
}

/* What was begun by then has been seen: the database is asked for one thing after the other. */
static void
settle (LkTestOffice *self,
        Watched      *watched)
{
  g_autoptr (GPtrArray) intents G_GNUC_UNUSED = lk_test_office_list_intents (self);

  lk_test_wait_until (!lk_inventory_get_loading (watched->inventory) && !lk_streaming_get_loading (watched->streaming));
}

static void
test_out_of_reach (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  g_auto (Watched) watched = { NULL };

  begin (self, "list:cut=0\npulsar-list:cut=0", &watched);
  g_assert_error (lk_inventory_get_error (watched.inventory), LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE);
  g_assert_cmpuint (lk_streaming_get_n_failed (watched.streaming), >, 0);

  tell (FALSE);
  settle (self, &watched);
  g_assert_error (lk_inventory_get_error (watched.inventory), LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE);

  tell (TRUE);
  lk_test_wait_until (lk_inventory_get_error (watched.inventory) == NULL
                      && lk_streaming_get_n_failed (watched.streaming) == 0
                      && !lk_streaming_get_loading (watched.streaming));
  g_assert_true (lk_inventory_get_loaded (watched.inventory));
}

/* The network comes while a list is being read, which fails. */
static void
test_while_reading (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_auto (Watched) watched = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  begin (self, "", &watched);
  lk_test_demo_fault (self->demo, "list:portal,times=1");
  lk_inventory_load_async (watched.inventory, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_inventory_get_loading (watched.inventory));
  tell (TRUE);
  g_assert_false (lk_inventory_load_finish (watched.inventory, lk_test_wait_for_result (&result), NULL));

  lk_test_wait_until (lk_inventory_get_error (watched.inventory) == NULL && !lk_inventory_get_loading (watched.inventory));
}

static void
test_sign_in_page (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  g_auto (Watched) watched = { NULL };

  begin (self, "any:portal", &watched);
  g_assert_error (lk_inventory_get_error (watched.inventory), LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_ASTRA);
  g_assert_error (lk_streaming_get_error (watched.streaming), LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_ASTRA);

  tell (TRUE);
  lk_test_wait_until (lk_inventory_get_error (watched.inventory) == NULL
                      && lk_streaming_get_error (watched.streaming) == NULL
                      && !lk_streaming_get_loading (watched.streaming));
}

/* A refusal is one, with whatever network. */
static void
test_left_alone (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  static const char *const faults[] = { "", "list:status=403\npulsar-list:status=403" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (Watched) watched = { NULL };
      gint64 n_requests;

      begin (self, faults[i], &watched);
      n_requests = lk_test_demo_count (self->demo, "requests");
      tell (FALSE);
      tell (TRUE);
      settle (self, &watched);
      g_assert_cmpint (lk_test_demo_count (self->demo, "requests"), ==, n_requests);
    }
}

/* A deletion that was begun before the start, without a network, is gone on with by the list that is read first. */
static void
test_deletion (LkTestOffice  *self,
               gconstpointer  user_data)
{
  g_auto (Watched) watched = { NULL };
  GListModel *orders;
  g_autoptr (LkAppToken) token = NULL;
  g_autoptr (LkDeleteOrder) order = NULL;

  g_assert_true (lk_test_load (self->inventory, NULL));
  token = g_list_model_get_item (lk_inventory_get_tokens (self->inventory), 0);
  order = lk_test_orders_write (self, lk_app_token_get_client_id (token), "made-up");
  lk_test_demo_fault (self->demo, "any:cut=0");
  begin (self, "any:cut=0", &watched);
  orders = lk_rotations_get_orders (lk_inventories_get_rotations (watched.inventories));
  lk_test_wait_until (g_list_model_get_n_items (orders) == 1);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 0);
  g_assert_nonnull (lk_inventory_find (watched.inventory, lk_app_token_get_client_id (token)));

  tell (FALSE);
  tell (TRUE);
  lk_test_wait_until (g_list_model_get_n_items (orders) == 0);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, 1);
  g_assert_null (lk_inventory_find (watched.inventory, lk_app_token_get_client_id (token)));
}

static void
count_cb (LkOffice *office,
          guint    *n_told)
{
  (*n_told)++;
}

/* A create whose outcome is not known has its list read, and whoever takes it up is told. */
static void
test_unfinished (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  g_auto (Watched) watched = { NULL };
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_gets;
  guint n_told = 0;

  begin (self, "", &watched);
  g_signal_connect (self->office, "network-returned", G_CALLBACK (count_cb), &n_told);
  issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  lk_test_demo_fault (self->demo, "create:lost");
  g_assert_false (lk_test_run_issue (issue, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
  lk_test_demo_fault (self->demo, "");
  n_gets = lk_test_demo_count (self->demo, "gets");

  tell (FALSE);
  tell (TRUE);
  lk_test_wait_until (lk_test_demo_count (self->demo, "gets") > n_gets);
  settle (self, &watched);
  g_assert_no_error (lk_inventory_get_error (watched.inventory));
  g_assert_cmpuint (n_told, ==, 1);

  /* Another network beside the one that is there. */
  n_gets = lk_test_demo_count (self->demo, "gets");
  tell (TRUE);
  settle (self, &watched);
  g_assert_cmpint (lk_test_demo_count (self->demo, "gets"), ==, n_gets);
  g_assert_cmpuint (n_told, ==, 1);
  g_signal_handlers_disconnect_by_func (self->office, count_cb, &n_told);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/network-return/out-of-reach", test_out_of_reach);
  LK_TEST_OFFICE_ADD ("/network-return/sign-in-page", test_sign_in_page);
  LK_TEST_OFFICE_ADD ("/network-return/while-reading", test_while_reading);
  LK_TEST_OFFICE_ADD ("/network-return/deletion", test_deletion);
  LK_TEST_OFFICE_ADD ("/network-return/left-alone", test_left_alone);
  LK_TEST_OFFICE_ADD ("/network-return/unfinished", test_unfinished);

  return g_test_run ();
}
