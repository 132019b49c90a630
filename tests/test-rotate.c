/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotation of tokens of both kinds, with a real keyring and the demo service: what scripts find at each step, and that the one
 * token goes only while the other is there. */

#include "lk-listed-token.h"
#include "lk-rotate.h"
#include "lk-secret-attributes.h"
#include "lk-test-rotation.h"
#include "lk-test-streaming.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <string.h>

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

      g_assert_true (g_spawn_command_line_sync ("secret-tool lookup application latchkey name " LK_TEST_ROTATED " field token",
                                                &output, NULL, NULL, NULL));
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
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
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
  reader.values[0] =
    lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TEST_ROTATED, "field", "token", NULL);
  thread = g_thread_new ("reader", read_all_the_while, &reader);

  rotation = lk_test_rotation_begin (fixture, rotations, old);
  new_id = lk_rotation_get_new_id (rotation);
  newer = lk_inventory_find (fixture->inventory, new_id);
  g_assert_nonnull (newer);
  g_assert_true (g_strv_equal (lk_app_token_get_role_ids (newer), lk_app_token_get_role_ids (old)));
  g_assert_cmpstr (lk_app_token_get_title (newer), ==, lk_app_token_get_title (old));
  g_assert_null (lk_app_token_get_token_expiry (newer));
  g_assert_true (lk_test_rotation_finds ("token", old_id));
  g_assert_true (lk_test_rotation_finds ("client-secret", old_id));
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (old)), ==, LK_TOKEN_OLDER);
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (newer)), ==, LK_TOKEN_NEWER);

  lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);
  g_assert_true (lk_test_rotation_finds ("token", new_id));
  g_assert_true (lk_test_rotation_finds ("client-secret", new_id));
  g_assert_cmpstr (lk_app_token_get_script_name (newer), ==, LK_TEST_ROTATED);
  g_assert_null (lk_app_token_get_script_name (old));
  g_assert_cmpint (lk_listed_token_get_rotation (LK_LISTED_TOKEN (old)), ==, LK_TOKEN_SUPERSEDED);
  token_label = get_label (fixture, old_id, "token");
  secret_label = get_label (fixture, old_id, "client-secret");
  g_assert_true (lk_token_secrets_is_superseded (token_label));
  g_assert_true (lk_token_secrets_is_superseded (secret_label));
  g_assert_true (lk_test_office_is_stored (old_id));

  /* Once more changes nothing, and so it is after a start. */
  lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_rotation_read (fixture, rotations, old_id) == rotation);
  g_assert_cmpint (lk_rotation_get_step (rotation), ==, LK_ROTATION_MOVED);

  lk_test_rotation_end (rotation, FALSE, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (lk_inventory_find (fixture->inventory, old_id));
  g_assert_nonnull (lk_inventory_find (fixture->inventory, new_id));
  g_assert_true (lk_test_rotation_finds ("token", new_id));
  g_assert_false (lk_test_office_is_stored (old_id));
  g_assert_null (lk_test_rotation_read (fixture, rotations, new_id));
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
  g_autoptr (LkAppToken) old = lk_test_office_create (fixture, LK_TEST_ROTATED);
  const char *old_id = lk_app_token_get_client_id (old);

  /* Before the name moved, and after. */
  for (int moved = 0; moved < 2; moved++)
    {
      g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
      g_autofree char *new_id = g_strdup (lk_rotation_get_new_id (rotation));
      g_autofree char *label = NULL;
      g_autoptr (GError) error = NULL;

      if (moved)
        g_assert_true (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
      lk_test_rotation_end (rotation, TRUE, fixture->inventory, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (lk_test_rotation_finds ("token", old_id));
      g_assert_true (lk_test_rotation_finds ("client-secret", old_id));
      g_assert_false (lk_test_office_is_stored (new_id));
      g_assert_null (lk_inventory_find (fixture->inventory, new_id));
      g_assert_nonnull (lk_inventory_find (fixture->inventory, old_id));
      g_assert_null (lk_test_rotation_read (fixture, rotations, old_id));
      label = get_label (fixture, old_id, "token");
      g_assert_false (lk_token_secrets_is_superseded (label));
    }
}

/* The token that the account itself signs in with: another one signs in before the old one goes. */
static void
test_sign_in (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autofree char *old_id = g_strdup (lk_account_get_client_id (fixture->account));
  LkAppToken *old = lk_inventory_find (fixture->inventory, old_id);
  g_autoptr (LkRotation) rotation = lk_test_rotation_begin (fixture, rotations, old);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) again = NULL;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GError) error = NULL;

  /* As long as the new one was not seen to work, nothing changes. */
  lk_test_demo_fault (fixture->demo, "org:status=503");
  g_assert_false (lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  g_clear_error (&error);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_account_get_client_id (account), ==, old_id);
  g_clear_object (&account);

  lk_test_demo_fault (fixture->demo, "");
  lk_test_rotation_hand_over (rotation, fixture->inventory, NULL, &error);
  g_assert_no_error (error);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_account_get_client_id (account), ==, lk_rotation_get_new_id (rotation));

  /* It is there until it is deleted, so that all of this can be taken back. */
  g_assert_true (lk_test_office_is_stored (old_id));
  inventory = lk_inventory_new (fixture->office, account);
  lk_test_load (inventory, &error);
  g_assert_no_error (error);
  lk_test_rotation_end (rotation, TRUE, inventory, NULL, &error);
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
  g_set_object (&rotation, lk_test_rotation_read (fixture, rotations, old_id));
  lk_test_rotation_hand_over (rotation, inventory, NULL, &error);
  g_assert_no_error (error);
  /* One that does not know of the other sign-in yet deletes neither token. */
  g_assert_false (lk_test_rotation_end (rotation, TRUE, inventory, NULL, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_clear_error (&error);
  g_clear_object (&account);
  account = lk_office_find_account (fixture->office, lk_account_get_id (fixture->account));
  g_clear_object (&inventory);
  inventory = lk_inventory_new (fixture->office, account);
  lk_test_load (inventory, &error);
  g_assert_no_error (error);
  lk_test_rotation_end (rotation, FALSE, inventory, NULL, &error);
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
  const LkPulsarWish first = { .days = 30, .note = "orders", .script_name = LK_TEST_ROTATED, .store = TRUE };
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPulsarToken) old = lk_test_streaming_create (streaming, "audit", &first, &store_error, &error);
  g_autofree char *before =
    lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TEST_ROTATED, "field", "token", NULL);

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
      rotation = g_object_ref (lk_test_rotation_read (fixture, rotations, lk_pulsar_token_get_id (newer)));
      g_assert_true (lk_rotation_is_pulsar (rotation));

      lk_test_rotation_hand_over (rotation, NULL, streaming, &error);
      g_assert_no_error (error);
      now = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TEST_ROTATED, "field", "token", NULL);
      g_assert_true (g_str_has_prefix (now, "eyJ"));
      g_assert_false (g_str_equal (now, before));
      g_assert_cmpstr (lk_pulsar_token_get_script_name (newer), ==, LK_TEST_ROTATED);

      lk_test_rotation_end (rotation, cancel, NULL, streaming, &error);
      g_assert_no_error (error);
      after = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", LK_TEST_ROTATED, "field", "token", NULL);
      g_assert_true (g_str_equal (after, cancel ? before : now));
      g_assert_null (lk_test_rotation_read (fixture, rotations, lk_pulsar_token_get_id (newer)));
      g_assert_true (lk_streaming_has_script_name (streaming, LK_TEST_ROTATED));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/rotate/finish", test_finish);
  LK_TEST_OFFICE_ADD ("/rotate/cancel", test_cancel);
  LK_TEST_OFFICE_ADD ("/rotate/sign-in", test_sign_in);
  LK_TEST_OFFICE_ADD ("/rotate/pulsar", test_pulsar);

  return g_test_run ();
}
