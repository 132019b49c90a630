/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds a copy of a token: written down, ticked off, forgotten, and handed on to the token that takes the place of
 * another. With a real keyring and the demo service. */

#include "lk-rotate.h"
#include "lk-rotations.h"
#include "lk-state-uses.h"
#include "lk-test-office.h"

static LkUsedToken
of_app_token (LkTestOffice *fixture,
              const char   *client_id)
{
  return (LkUsedToken) { .account_id = lk_account_get_id (fixture->account), .token_id = client_id };
}

/* All of them in one text: each that is ticked off with a plus before it. */
static char *
list (LkTestOffice      *fixture,
      const LkUsedToken *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) uses = NULL;

  lk_state_list_uses_async (fixture->state, token, NULL, lk_test_store_result_cb, &result);
  uses = lk_state_list_uses_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < uses->len; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", lk_token_use_get_switched (uses->pdata[i]) ? "+" : "",
                            lk_token_use_get_text (uses->pdata[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check (LkTestOffice      *fixture,
       const LkUsedToken *token,
       const char        *expected)
{
  g_autofree char *found = list (fixture, token);

  g_assert_cmpstr (found, ==, expected);
}

static gboolean
save (LkTestOffice       *fixture,
      const LkUsedToken  *token,
      const char         *text,
      gboolean            switched,
      GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_use_async (fixture->state, token, text, switched, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_use_finish (fixture->state, lk_test_wait_for_result (&result), error);
}

static void
forget (LkTestOffice      *fixture,
        const LkUsedToken *token,
        const char        *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_remove_use_async (fixture->state, token, text, NULL, lk_test_store_result_cb, &result);
  lk_state_remove_use_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static void
test_list (LkTestOffice  *fixture,
           gconstpointer  user_data)
{
  const LkUsedToken token = of_app_token (fixture, "first");
  const LkUsedToken other = of_app_token (fixture, "second");
  const LkUsedToken pulsar = { lk_account_get_id (fixture->account), "cluster", "tenant", "first" };
  const LkUsedToken stray = { "no such account", NULL, NULL, "first" };
  g_autoptr (GError) error = NULL;

  check (fixture, &token, "");
  g_assert_true (save (fixture, &token, "the nightly build", FALSE, &error));
  g_assert_true (save (fixture, &token, "Ana’s laptop", FALSE, &error));
  g_assert_true (save (fixture, &pulsar, "the importer", FALSE, &error));
  g_assert_no_error (error);
  check (fixture, &token, "the nightly build, Ana’s laptop");
  check (fixture, &other, "");
  check (fixture, &pulsar, "the importer");

  g_assert_true (save (fixture, &token, "the nightly build", TRUE, &error));
  check (fixture, &token, "+the nightly build, Ana’s laptop");
  forget (fixture, &token, "the nightly build");
  forget (fixture, &token, "the nightly build");
  check (fixture, &token, "Ana’s laptop");
  check (fixture, &pulsar, "the importer");

  g_assert_false (save (fixture, &stray, "somebody", FALSE, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
}

/* A token that takes the place of @old, which scripts find by then. */
static LkRotation *
begin (LkTestOffice *fixture,
       LkAppToken   *old)
{
  g_autoptr (LkRotations) rotations = lk_rotations_new (fixture->office);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) issue = lk_rotate_issue_new (fixture->inventory, old, now);
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (LkRotation) rotation = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);
  lk_rotations_read_async (rotations, NULL, lk_test_store_result_cb, &read);
  lk_rotations_read_finish (rotations, lk_test_wait_for_result (&read), &error);
  g_assert_no_error (error);
  rotation = g_object_ref (lk_rotations_find (rotations, fixture->account, lk_app_token_get_client_id (old)));
  lk_rotate_hand_over_async (rotation, fixture->inventory, NULL, NULL, lk_test_store_result_cb, &moved);
  lk_rotate_hand_over_finish (lk_test_wait_for_result (&moved), &error);
  g_assert_no_error (error);

  return g_steal_pointer (&rotation);
}

static void
rotate (LkTestOffice *fixture,
        gboolean      cancel)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "used");
  g_autoptr (LkRotation) rotation = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkUsedToken old, newer;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);
  old = of_app_token (fixture, lk_issue_get_client_id (issue));
  g_assert_true (save (fixture, &old, "the nightly build", FALSE, &error));
  g_assert_true (save (fixture, &old, "Ana’s laptop", FALSE, &error));

  rotation = begin (fixture, lk_issue_get_app_token (issue));
  newer = of_app_token (fixture, lk_rotation_get_new_id (rotation));
  g_assert_true (save (fixture, &old, "Ana’s laptop", TRUE, &error));
  g_assert_true (save (fixture, &newer, "the nightly build", FALSE, &error)); /* of both by now */
  g_assert_no_error (error);

  lk_rotate_end_async (rotation, cancel, fixture->inventory, NULL, NULL, lk_test_store_result_cb, &result);
  lk_rotate_end_finish (lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  check (fixture, &old, cancel ? "the nightly build, Ana’s laptop" : "");
  check (fixture, &newer, cancel ? "the nightly build" : "the nightly build, Ana’s laptop");
}

static void
test_rotated (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  rotate (fixture, FALSE);
}

static void
test_cancelled (LkTestOffice  *fixture,
                gconstpointer  user_data)
{
  rotate (fixture, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/token-uses/list", test_list);
  LK_TEST_OFFICE_ADD ("/token-uses/rotated", test_rotated);
  LK_TEST_OFFICE_ADD ("/token-uses/cancelled", test_cancelled);

  return g_test_run ();
}
