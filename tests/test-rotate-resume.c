/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotations that did not go through at once, with a real keyring and the demo service: what is left where a step was cut off,
 * refused or overtaken by somebody else, and what becomes of it when it is gone on with. */

#include "lk-inventories.h"
#include "lk-recovery.h"
#include "lk-rotate.h"
#include "lk-secret-attributes.h"
#include "lk-test-rotation.h"
#include "lk-work-error.h"

/* What the service does not do stays to be done, and what was said yes to is not asked again. */
static void
test_still_listed (LkTestOffice  *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkRotations) later = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  const char *old_id = lk_app_token_get_client_id (old);
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_demo_fault (fixture->demo, "delete:lie");
  g_assert_false (lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED);
  g_clear_error (&error);
  g_assert_true (lk_test_office_is_stored (old_id));
  g_assert_cmpint (lk_rotation_get_step (lk_test_rotation_read (fixture, later, old_id)), ==, LK_ROTATION_RETIRING);

  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_true (lk_test_office_is_stored (old_id));

  lk_test_demo_fault (fixture->demo, "");
  lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (lk_test_office_is_stored (old_id));
  g_assert_null (lk_test_rotation_read (fixture, later, old_id));
}

/* A cancellation that came to nothing, and then is not wanted any more: the name goes along, and is never lost. */
static void
test_other_mind (LkTestOffice  *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (lk_test_rotation_end (rotation, TRUE, fixture->inventory, NULL, &error));
  g_clear_error (&error);
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_CANCELLING);
  g_assert_true (lk_test_rotation_finds ("token", lk_app_token_get_client_id (old)));

  lk_test_demo_fault (fixture->demo, "");
  lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_rotation_finds ("token", new_id));
  g_assert_true (lk_test_rotation_finds ("client-secret", new_id));
  g_assert_false (lk_test_office_is_stored (lk_app_token_get_client_id (old)));
}

/* What was said yes to and came to nothing is done as soon as the list is read again, and until then the account stays. */
static void
test_resumed (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  const char *old_id = lk_app_token_get_client_id (old);
  g_autoptr (LkInventories) inventories = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *left;

  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_clear_error (&error);
  g_assert_null (lk_test_office_remove_account (fixture, FALSE, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_WOULD_BE_FORGOTTEN);
  g_clear_error (&error);

  inventories = lk_inventories_new (fixture->office);
  left = G_LIST_MODEL (lk_inventories_get_rotations (inventories));
  lk_test_wait_until (g_list_model_get_n_items (left) == 1);
  lk_test_demo_fault (fixture->demo, "");
  lk_test_load (lk_inventories_find (inventories, fixture->account), &error);
  g_assert_no_error (error);
  lk_test_wait_until (g_list_model_get_n_items (left) == 0);
  g_assert_null (lk_inventory_find (lk_inventories_find (inventories, fixture->account), old_id));
  g_assert_false (lk_test_office_is_stored (old_id));
  g_assert_true (lk_test_rotation_finds ("token", lk_rotation_get_new_id (rotation)));
}

static void
set_name (LkTestOffice *fixture,
          const char   *client_id,
          const char   *name)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", "astra-token", "client-id", client_id, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_set_name_async (fixture->keyring, attributes, name, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_set_name_finish (fixture->keyring, lk_test_wait_for_result (&result), NULL));
}

/* Both are gone, or the new token has another name since: nothing is left over, and no name is taken away. */
static void
test_changed (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  g_autoptr (LkAppToken) second = NULL;
  g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;
  LkAppToken *third;

  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  set_name (fixture, lk_app_token_get_client_id (old), "given-to-the-old-one");
  lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_rotation_finds ("token", new_id));

  second = g_object_ref (lk_inventory_find (fixture->inventory, new_id));
  g_set_object (&rotation, NULL);
  rotation = lk_test_rotation_begin (fixture, rotations, second);
  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  g_assert_true (lk_test_office_delete (fixture, second, &error));
  third = lk_inventory_find (fixture->inventory, lk_rotation_get_new_id (rotation));
  g_assert_true (lk_test_office_delete (fixture, third, &error));
  lk_test_rotation_end (rotation, TRUE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (lk_test_rotation_read (fixture, rotations, new_id));
}

/* Somebody else deleted one of the two: then the other one stays, whatever was said. */
static void
test_other_gone (LkTestOffice  *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkInventory) elsewhere = lk_inventory_new (fixture->office, fixture->account);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *old_id = lk_app_token_get_client_id (old);

  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_load (elsewhere, &error);
  g_assert_no_error (error);
  lk_inventory_delete_async (elsewhere, lk_inventory_find (elsewhere, lk_rotation_get_new_id (rotation)), NULL,
                             lk_test_store_result_cb, &result);
  lk_inventory_delete_finish (elsewhere, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  g_assert_false (lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_nonnull (lk_inventory_find (fixture->inventory, old_id));
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);

  lk_test_rotation_end (rotation, TRUE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_office_is_stored (old_id));
  g_assert_null (lk_test_rotation_read (fixture, rotations, old_id));
}

/* The other way round: the old one is gone, so that a cancellation would leave nothing. */
static void
test_old_gone (LkTestOffice  *fixture,
               gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  g_assert_true (lk_test_office_delete (fixture, old, &error));
  g_assert_false (lk_test_rotation_end (rotation, TRUE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (lk_test_rotation_finds ("token", new_id));

  lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_rotation_finds ("token", new_id));
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 1);
}

/* The process ended between two of the keyring's steps: both have the name, or the new one alone has. */
static void
test_half_moved (LkTestOffice  *fixture,
                 gconstpointer  user_data)
{
  for (int only = 0; only < 2; only++)
    {
      g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
      g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
      g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
      g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
      g_autoptr (GError) error = NULL;

      set_name (fixture, new_id, LK_TEST_ROTATED);
      if (only)
        set_name (fixture, lk_app_token_get_client_id (old), NULL);
      lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (lk_test_rotation_finds ("token", new_id));
      g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);
      lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (lk_test_rotation_finds ("token", new_id));
      g_assert_true (lk_test_rotation_finds ("client-secret", new_id));
      g_assert_true (lk_test_office_delete (fixture, lk_inventory_find (fixture->inventory, new_id), &error));
    }
}

/* The answer to the create is lost: then nothing takes the place of anything. Where it is found later, it does. */
static void
test_lost (LkTestOffice  *fixture,
           gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;
  /* Long enough for id and secret, but not for the end. */
  static const char *const faults[] = { "create:status=403", "create:lost", "create:cut=400" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (LkIssue) issue = lk_rotate_issue_new (fixture->inventory, old, now);
      gboolean found = i == 2;

      lk_test_demo_fault (fixture->demo, faults[i]);
      g_assert_true (lk_test_run_issue (issue, &error) == found);
      g_clear_error (&error);
      lk_test_demo_fault (fixture->demo, "");
      g_assert_true ((lk_test_rotation_read (fixture, rotations, lk_app_token_get_client_id (old)) != NULL) == found);
      g_assert_true (lk_test_rotation_finds ("token", lk_app_token_get_client_id (old)));
    }
}

/* The process ended after the keyring took the secret, before the journal heard of it. */
static void
test_found_stored (LkTestOffice  *fixture,
                   gconstpointer  user_data)
{
  const char *known_ids[] = { NULL };
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  g_autoptr (LkIssue) other = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) recovered = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GError) error = NULL;
  LkRecoveryOutcome outcome;

  g_assert_true (lk_test_run_issue (other, &error));
  intent = g_object_new (LK_TYPE_INTENT, "id", "11111111-1111-4111-8111-111111111111", "account-id",
                         lk_account_get_id (fixture->account), "state", LK_INTENT_ANSWERED, "client-id",
                         lk_issue_get_client_id (other), "replaces", lk_app_token_get_client_id (old), "known-ids", known_ids,
                         "since", now, NULL);
  lk_state_save_intent_async (fixture->state, intent, NULL, lk_test_store_result_cb, &saved);
  g_assert_true (lk_state_save_intent_finish (fixture->state, lk_test_wait_for_result (&saved), &error));
  g_assert_null (lk_test_rotation_read (fixture, rotations, lk_app_token_get_client_id (old)));

  lk_recovery_run_async (fixture->office, intent, NULL, lk_test_store_result_cb, &recovered);
  g_assert_true (lk_recovery_run_finish (lk_test_wait_for_result (&recovered), &outcome, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, LK_RECOVERY_KEPT);
  g_assert_nonnull (lk_test_rotation_read (fixture, rotations, lk_app_token_get_client_id (old)));
  g_assert_cmpstr (lk_rotation_get_new_id (lk_test_rotation_read (fixture, rotations, lk_app_token_get_client_id (old))), ==,
                   lk_issue_get_client_id (other));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/rotate-resume/still-listed", test_still_listed);
  LK_TEST_OFFICE_ADD ("/rotate-resume/other-mind", test_other_mind);
  LK_TEST_OFFICE_ADD ("/rotate-resume/resumed", test_resumed);
  LK_TEST_OFFICE_ADD ("/rotate-resume/changed", test_changed);
  LK_TEST_OFFICE_ADD ("/rotate-resume/other-gone", test_other_gone);
  LK_TEST_OFFICE_ADD ("/rotate-resume/old-gone", test_old_gone);
  LK_TEST_OFFICE_ADD ("/rotate-resume/half-moved", test_half_moved);
  LK_TEST_OFFICE_ADD ("/rotate-resume/lost", test_lost);
  LK_TEST_OFFICE_ADD ("/rotate-resume/found-stored", test_found_stored);

  return g_test_run ();
}
