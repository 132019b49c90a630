/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-orders.h"

#include "lk-delete-resume.h"

static GPtrArray *
list (LkTestOffice *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *orders;

  lk_state_list_delete_orders_async (office->state, NULL, lk_test_store_result_cb, &result);
  orders = lk_state_list_delete_orders_finish (office->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return orders;
}

guint
lk_test_orders_count (LkTestOffice *office)
{
  g_autoptr (GPtrArray) orders = list (office);

  return orders->len;
}

LkDeleteOrder *
lk_test_orders_get (LkTestOffice *office)
{
  g_autoptr (GPtrArray) orders = list (office);

  g_assert_cmpuint (orders->len, ==, 1);

  return g_object_ref (orders->pdata[0]);
}

LkDeleteOrder *
lk_test_orders_write (LkTestOffice *office,
                      const char   *client_id,
                      const char   *description)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkDeleteOrder) order =
    lk_delete_order_new (lk_account_get_id (office->account), NULL, NULL, client_id, description, now);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_add_delete_order_async (office->state, order, NULL, lk_test_store_result_cb, &result);
  lk_state_add_delete_order_finish (office->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return g_steal_pointer (&order);
}

gboolean
lk_test_orders_resume (LkDeleteOrder  *order,
                       LkInventory    *inventory,
                       LkStreaming    *streaming,
                       GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_delete_resume_async (order, inventory, streaming, NULL, lk_test_store_result_cb, &result);

  return lk_delete_resume_finish (lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_orders_keep (LkTestOffice   *office,
                     LkDeleteOrder  *order,
                     GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_delete_keep_async (office->office, order, lk_test_store_result_cb, &result);

  return lk_delete_keep_finish (office->office, lk_test_wait_for_result (&result), error);
}
