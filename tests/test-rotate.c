/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotation of tokens of both kinds, with a real keyring and the demo service: what scripts find at each step, what is left
 * where a step was cut off, and that the one token goes only while the other is there. */

#include "lk-inventories.h"
#include "lk-listed-token.h"
#include "lk-recovery.h"
#include "lk-rotate.h"
#include "lk-rotations.h"
#include "lk-secret-attributes.h"
#include "lk-test-streaming.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <string.h>

#define NAME "rotated"

static LkRotation *
read_rotation (LkTestOffice *fixture,
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

/* The first page of a rotation: the new token is there and stored, and the name still where it was. */
static LkRotation *
begin (LkTestOffice *fixture,
       LkRotations  *rotations,
       LkAppToken   *old)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) issue = lk_rotate_issue_new (fixture->inventory, old, now);
  g_autoptr (GError) error = NULL;
  LkRotation *rotation;

  g_assert_null (read_rotation (fixture, rotations, lk_app_token_get_client_id (old)));
  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);

  rotation = read_rotation (fixture, rotations, lk_issue_get_client_id (issue));
  g_assert_nonnull (rotation);
  g_assert_true (rotation == lk_rotations_find (rotations, fixture->account, lk_app_token_get_client_id (old)));
  g_assert_cmpstr (lk_rotation_get_old_id (rotation), ==, lk_app_token_get_client_id (old));
  g_assert_cmpstr (lk_rotation_get_new_id (rotation), ==, lk_issue_get_client_id (issue));
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_CREATED);

  return g_object_ref (rotation);
}

static gboolean
hand_over (LkRotation   *rotation,
           LkInventory  *inventory,
           LkStreaming  *streaming,
           GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_hand_over_async (rotation, inventory, streaming, NULL, lk_test_store_result_cb, &result);

  return lk_rotate_hand_over_finish (lk_test_wait_for_result (&result), error);
}

static gboolean
end (LkRotation   *rotation,
     gboolean      cancel,
     LkInventory  *inventory,
     LkStreaming  *streaming,
     GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_rotate_end_async (rotation, cancel, inventory, streaming, NULL, lk_test_store_result_cb, &result);

  return lk_rotate_end_finish (lk_test_wait_for_result (&result), error);
}

/* As another program does; only the ends are compared, and no secret is in a message. */
static gboolean
finds (const char *field,
       const char *client_id)
{
  g_autofree char *value = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", field,
                                        NULL);
  g_autofree char *by_id = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, "field",
                                        field, "kind", "astra-token", NULL);

  return *value != '\0' && g_str_equal (value, by_id);
}

static char *
get_label (LkTestOffice *fixture,
           const char   *client_id,
           const char   *field)
{
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (fixture->account, client_id, field, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;

  lk_keyring_list_async (fixture->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (fixture->keyring, lk_test_wait_for_result (&result), NULL);
  g_assert_cmpuint (infos->len, ==, 1);

  return g_strdup (((LkSecretInfo *) infos->pdata[0])->label);
}

/* Looked up all the while, by another program: never nothing, and never a third value. */
typedef struct
{
  char *values[2]; /* the second is not known at first */
  guint n_seen;
  guint n_wrong;
  int   stop; /* atomic */
} Reader;

static gpointer
read_all_the_while (gpointer user_data)
{
  Reader *reader = user_data;

  while (!g_atomic_int_get (&reader->stop))
    {
      g_autofree char *output = NULL;

      g_assert_true (g_spawn_command_line_sync ("secret-tool lookup application latchkey name " NAME " field token", &output,
                                                NULL, NULL, NULL));
      reader->n_seen++;
      if (*output == '\0')
        reader->n_wrong++;
      else if (!g_str_equal (output, reader->values[0]))
        {
          if (reader->values[1] == NULL)
            reader->values[1] = g_strdup (output);
          reader->n_wrong += !g_str_equal (output, reader->values[1]);
        }
    }

  return NULL;
}

static void
test_finish (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = NULL;
  const char *old_id = lk_app_token_get_client_id (old);
  Reader reader = { { NULL } };
  g_autoptr (GError) error = NULL;
  g_autofree char *token_label = NULL;
  g_autofree char *secret_label = NULL;
  LkAppToken *newer;
  const char *new_id;
  GThread *thread;

  lk_rotations_keep_marked (rotations, fixture->account, lk_inventory_get_tokens (fixture->inventory));
  reader.values[0] = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
  thread = g_thread_new ("reader", read_all_the_while, &reader);

  rotation = begin (fixture, rotations, old);
  new_id = lk_rotation_get_new_id (rotation);
  newer = lk_inventory_find (fixture->inventory, new_id);
  g_assert_nonnull (newer);
  g_assert_true (g_strv_equal (lk_app_token_get_role_ids (newer), lk_app_token_get_role_ids (old)));
  g_assert_cmpstr (lk_app_token_get_title (newer), ==, lk_app_token_get_title (old));
  g_assert_null (lk_app_token_get_token_expiry (newer));
  g_assert_true (finds ("token", old_id));
  g_assert_true (finds ("client-secret", old_id));
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (old)), ==, LK_TOKEN_OLDER);
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (newer)), ==, LK_TOKEN_NEWER);

  hand_over (rotation, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);
  g_assert_true (finds ("token", new_id));
  g_assert_true (finds ("client-secret", new_id));
  g_assert_cmpstr (lk_app_token_get_script_name (newer), ==, NAME);
  g_assert_null (lk_app_token_get_script_name (old));
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (old)), ==, LK_TOKEN_SUPERSEDED);
  token_label = get_label (fixture, old_id, "token");
  secret_label = get_label (fixture, old_id, "client-secret");
  g_assert_true (lk_token_secrets_is_superseded (token_label));
  g_assert_true (lk_token_secrets_is_superseded (secret_label));
  g_assert_true (lk_test_office_is_stored (old_id));

  /* Once more changes nothing, and so it is after a start. */
  hand_over (rotation, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (read_rotation (fixture, rotations, old_id) == rotation);
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);

  end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (lk_inventory_find (fixture->inventory, old_id));
  g_assert_nonnull (lk_inventory_find (fixture->inventory, new_id));
  g_assert_true (finds ("token", new_id));
  g_assert_false (lk_test_office_is_stored (old_id));
  g_assert_null (read_rotation (fixture, rotations, new_id));
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (lk_inventory_find (fixture->inventory, new_id))), ==,
                   LK_TOKEN_SETTLED);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 1);

  g_atomic_int_set (&reader.stop, 1);
  g_thread_join (thread);
  g_assert_cmpuint (reader.n_seen, >, 10);
  g_assert_cmpuint (reader.n_wrong, ==, 0);
  g_free (reader.values[0]);
  g_free (reader.values[1]);
}

static void
test_cancel (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  const char *old_id = lk_app_token_get_client_id (old);

  /* Before the name moved, and after. */
  for (int moved = 0; moved < 2; moved++)
    {
      g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
      g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
      g_autofree char *label = NULL;
      g_autoptr (GError) error = NULL;

      if (moved)
        g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
      end (rotation, TRUE, fixture->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (finds ("token", old_id));
      g_assert_true (finds ("client-secret", old_id));
      g_assert_false (lk_test_office_is_stored (new_id));
      g_assert_null (lk_inventory_find (fixture->inventory, new_id));
      g_assert_nonnull (lk_inventory_find (fixture->inventory, old_id));
      g_assert_null (read_rotation (fixture, rotations, old_id));
      label = get_label (fixture, old_id, "token");
      g_assert_false (lk_token_secrets_is_superseded (label));
    }
}

/* What the service does not do stays to be done, and what was said yes to is not asked again. */
static void
test_still_listed (LkTestOffice  *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkRotations) later = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  const char *old_id = lk_app_token_get_client_id (old);
  g_autoptr (GError) error = NULL;

  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_demo_fault (fixture->demo, "delete:lie");
  g_assert_false (end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED);
  g_clear_error (&error);
  g_assert_true (lk_test_office_is_stored (old_id));
  g_assert_cmpint (lk_rotation_get_step (read_rotation (fixture, later, old_id)), ==, LK_ROTATION_RETIRING);

  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_true (lk_test_office_is_stored (old_id));

  lk_test_demo_fault (fixture->demo, "");
  end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (lk_test_office_is_stored (old_id));
  g_assert_null (read_rotation (fixture, later, old_id));
}

/* A cancellation that came to nothing, and then is not wanted any more: the name goes along, and is never lost. */
static void
test_other_mind (LkTestOffice  *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;

  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (end (rotation, TRUE, fixture->inventory, NULL, &error));
  g_clear_error (&error);
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_CANCELLING);
  g_assert_true (finds ("token", lk_app_token_get_client_id (old)));

  lk_test_demo_fault (fixture->demo, "");
  end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (finds ("token", new_id));
  g_assert_true (finds ("client-secret", new_id));
  g_assert_false (lk_test_office_is_stored (lk_app_token_get_client_id (old)));
}

/* What was said yes to and came to nothing is done as soon as the list is read again, and until then the account stays. */
static void
test_resumed (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  const char *old_id = lk_app_token_get_client_id (old);
  g_autoptr (LkInventories) inventories = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *left;

  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (end (rotation, FALSE, fixture->inventory, NULL, &error));
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
  g_assert_true (finds ("token", lk_rotation_get_new_id (rotation)));
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
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  g_autoptr (LkAppToken) second = NULL;
  g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;
  LkAppToken *third;

  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  set_name (fixture, lk_app_token_get_client_id (old), "given-to-the-old-one");
  end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (finds ("token", new_id));

  second = g_object_ref (lk_inventory_find (fixture->inventory, new_id));
  g_set_object (&rotation, NULL);
  rotation = begin (fixture, rotations, second);
  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  g_assert_true (lk_test_office_delete (fixture, second, &error));
  third = lk_inventory_find (fixture->inventory, lk_rotation_get_new_id (rotation));
  g_assert_true (lk_test_office_delete (fixture, third, &error));
  end (rotation, TRUE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (read_rotation (fixture, rotations, new_id));
}

/* Somebody else deleted one of the two: then the other one stays, whatever was said. */
static void
test_other_gone (LkTestOffice  *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkInventory) elsewhere = lk_inventory_new (fixture->office, fixture->account);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *old_id = lk_app_token_get_client_id (old);

  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  lk_test_load (elsewhere, &error);
  g_assert_no_error (error);
  lk_inventory_delete_async (elsewhere, lk_inventory_find (elsewhere, lk_rotation_get_new_id (rotation)), NULL,
                             lk_test_store_result_cb, &result);
  lk_inventory_delete_finish (elsewhere, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  g_assert_false (end (rotation, FALSE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_nonnull (lk_inventory_find (fixture->inventory, old_id));
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);

  end (rotation, TRUE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_office_is_stored (old_id));
  g_assert_null (read_rotation (fixture, rotations, old_id));
}

/* The other way round: the old one is gone, so that a cancellation would leave nothing. */
static void
test_old_gone (LkTestOffice  *fixture,
               gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
  g_autoptr (GError) error = NULL;

  g_assert_true (hand_over (rotation, fixture->inventory, NULL, &error));
  g_assert_true (lk_test_office_delete (fixture, old, &error));
  g_assert_false (end (rotation, TRUE, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (finds ("token", new_id));

  end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (finds ("token", new_id));
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
      g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
      g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
      g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
      g_autoptr (GError) error = NULL;

      set_name (fixture, new_id, NAME);
      if (only)
        set_name (fixture, lk_app_token_get_client_id (old), NULL);
      hand_over (rotation, fixture->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (finds ("token", new_id));
      g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);
      end (rotation, FALSE, fixture->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (finds ("token", new_id));
      g_assert_true (finds ("client-secret", new_id));
      g_assert_true (lk_test_office_delete (fixture, lk_inventory_find (fixture->inventory, new_id), &error));
    }
}

/* The answer to the create is lost: then nothing takes the place of anything. Where it is found later, it does. */
static void
test_lost (LkTestOffice  *fixture,
           gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
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
      g_assert_true ((read_rotation (fixture, rotations, lk_app_token_get_client_id (old)) != NULL) == found);
      g_assert_true (finds ("token", lk_app_token_get_client_id (old)));
    }
}

/* The process ended after the keyring took the secret, before the journal heard of it. */
static void
test_found_stored (LkTestOffice  *fixture,
                   gconstpointer  user_data)
{
  const char *known_ids[] = { NULL };
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, NAME);
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
  g_assert_null (read_rotation (fixture, rotations, lk_app_token_get_client_id (old)));

  lk_recovery_run_async (fixture->office, intent, NULL, lk_test_store_result_cb, &recovered);
  g_assert_true (lk_recovery_run_finish (lk_test_wait_for_result (&recovered), &outcome, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, LK_RECOVERY_KEPT);
  g_assert_nonnull (read_rotation (fixture, rotations, lk_app_token_get_client_id (old)));
  g_assert_cmpstr (lk_rotation_get_new_id (read_rotation (fixture, rotations, lk_app_token_get_client_id (old))), ==,
                   lk_issue_get_client_id (other));
}

/* The token that the account itself signs in with: another one signs in before the old one goes. */
static void
test_sign_in (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autofree char *old_id = g_strdup (lk_account_get_client_id (fixture->account));
  LkAppToken *old = lk_inventory_find (fixture->inventory, old_id);
  g_autoptr (LkRotation) rotation = begin (fixture, rotations, old);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) again = NULL;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GError) error = NULL;

  /* As long as the new one was not seen to work, nothing changes. */
  lk_test_demo_fault (fixture->demo, "org:status=503");
  g_assert_false (hand_over (rotation, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  g_clear_error (&error);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_account_get_client_id (account), ==, old_id);
  g_clear_object (&account);

  lk_test_demo_fault (fixture->demo, "");
  hand_over (rotation, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_account_get_client_id (account), ==, lk_rotation_get_new_id (rotation));

  /* It is there until it is deleted, so that all of this can be taken back. */
  g_assert_true (lk_test_office_is_stored (old_id));
  inventory = lk_inventory_new (fixture->office, account);
  lk_test_load (inventory, &error);
  g_assert_no_error (error);
  end (rotation, TRUE, inventory, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&account);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_account_get_client_id (account), ==, old_id);
  g_clear_object (&inventory);
  inventory = lk_inventory_new (fixture->office, account);
  lk_test_load (inventory, &error);
  g_assert_no_error (error);

  again = lk_rotate_issue_new (inventory, lk_inventory_find (inventory, old_id), now);
  lk_test_run_issue (again, &error);
  g_assert_no_error (error);
  g_set_object (&rotation, read_rotation (fixture, rotations, old_id));
  hand_over (rotation, inventory, NULL, &error);
  g_assert_no_error (error);
  /* One that does not know of the other sign-in yet deletes neither token. */
  g_assert_false (end (rotation, TRUE, inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_clear_error (&error);
  g_clear_object (&account);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_clear_object (&inventory);
  inventory = lk_inventory_new (fixture->office, account);
  lk_test_load (inventory, &error);
  g_assert_no_error (error);
  end (rotation, FALSE, inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (lk_inventory_find (inventory, old_id));
  lk_test_load (inventory, &error);
  g_assert_no_error (error);
}

static void
test_pulsar (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (fixture);
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  const LkPulsarWish first = { .days = 30, .note = "orders", .script_name = NAME, .store = TRUE };
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPulsarToken) old = lk_test_streaming_create (streaming, "audit", &first, &store_error, &error);
  g_autofree char *before = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token",
                                         NULL);

  g_assert_no_error (error);
  g_assert_no_error (store_error);
  for (int cancel = 1; cancel >= 0; cancel--)
    {
      LkPulsarWish wish = { .note = "orders", .store = TRUE, .replaces = lk_pulsar_token_get_id (old) };
      g_autoptr (LkPulsarToken) newer = NULL;
      g_autoptr (LkRotation) rotation = NULL;
      g_autofree char *now = NULL;
      g_autofree char *after = NULL;

      g_assert_true (lk_rotate_get_days (old, &wish.days));
      g_assert_cmpuint (wish.days, ==, 30);
      newer = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
      g_assert_no_error (error);
      rotation = g_object_ref (read_rotation (fixture, rotations, lk_pulsar_token_get_id (newer)));
      g_assert_true (lk_rotation_is_pulsar (rotation));

      hand_over (rotation, NULL, streaming, &error);
      g_assert_no_error (error);
      now = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
      g_assert_true (g_str_has_prefix (now, "eyJ"));
      g_assert_false (g_str_equal (now, before));
      g_assert_cmpstr (lk_pulsar_token_get_script_name (newer), ==, NAME);

      end (rotation, cancel, NULL, streaming, &error);
      g_assert_no_error (error);
      after = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
      g_assert_true (g_str_equal (after, cancel ? before : now));
      g_assert_null (read_rotation (fixture, rotations, lk_pulsar_token_get_id (newer)));
      g_assert_true (lk_streaming_has_script_name (streaming, NAME));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/rotate/finish", test_finish);
  LK_TEST_OFFICE_ADD ("/rotate/cancel", test_cancel);
  LK_TEST_OFFICE_ADD ("/rotate/still-listed", test_still_listed);
  LK_TEST_OFFICE_ADD ("/rotate/other-mind", test_other_mind);
  LK_TEST_OFFICE_ADD ("/rotate/resumed", test_resumed);
  LK_TEST_OFFICE_ADD ("/rotate/changed", test_changed);
  LK_TEST_OFFICE_ADD ("/rotate/other-gone", test_other_gone);
  LK_TEST_OFFICE_ADD ("/rotate/old-gone", test_old_gone);
  LK_TEST_OFFICE_ADD ("/rotate/half-moved", test_half_moved);
  LK_TEST_OFFICE_ADD ("/rotate/lost", test_lost);
  LK_TEST_OFFICE_ADD ("/rotate/found-stored", test_found_stored);
  LK_TEST_OFFICE_ADD ("/rotate/sign-in", test_sign_in);
  LK_TEST_OFFICE_ADD ("/rotate/pulsar", test_pulsar);

  return g_test_run ();
}
