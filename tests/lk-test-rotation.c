/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-rotation.h"

#include "lk-rotate.h"

LkRotation *
lk_test_rotation_read (LkTestOffice *fixture,
                       LkRotations  *rotations,
                       const char   *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_rotations_read_async (rotations, NULL, lk_test_store_result_cb, &result);
  lk_rotations_read_finish (rotations, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return lk_rotations_find (rotations, fixture->account, id);
}

LkRotation *
lk_test_rotation_begin (LkTestOffice *fixture,
                        LkRotations  *rotations,
                        LkAppToken   *old)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) issue = lk_rotate_issue_new (fixture->inventory, old, now);
  g_autoptr (GError) error = NULL;
  LkRotation *rotation;

  g_assert_null (lk_test_rotation_read (fixture, rotations, lk_app_token_get_client_id (old)));
  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);

  rotation = lk_test_rotation_read (fixture, rotations, lk_issue_get_client_id (issue));
  g_assert_nonnull (rotation);
  g_assert_true (rotation == lk_rotations_find (rotations, fixture->account, lk_app_token_get_client_id (old)));
  g_assert_cmpstr (lk_rotation_get_old_id (rotation), ==, lk_app_token_get_client_id (old));
  g_assert_cmpstr (lk_rotation_get_new_id (rotation), ==, lk_issue_get_client_id (issue));
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_CREATED);

  return g_object_ref (rotation);
}

gboolean
lk_test_rotation_hand_over (LkRotation   *rotation,
                            LkInventory  *inventory,
                            LkStreaming  *streaming,
                            GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_hand_over_async (rotation, inventory, streaming, NULL, lk_test_store_result_cb, &result);

  return lk_rotate_hand_over_finish (lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_rotation_end (LkRotation   *rotation,
                      gboolean      cancel,
                      LkInventory  *inventory,
                      LkStreaming  *streaming,
                      GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_end_async (rotation, cancel, inventory, streaming, NULL, lk_test_store_result_cb, &result);

  return lk_rotate_end_finish (lk_test_wait_for_result (&result), error);
}

gboolean
lk_test_rotation_finds (const char *field,
                        const char *client_id)
{
  g_autofree char *value = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TEST_ROTATED, "field",
                                        field, NULL);
  g_autofree char *by_id = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, "field",
                                        field, "kind", "astra-token", NULL);

  return *value != '\0' && g_str_equal (value, by_id);
}
