/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What `latchkey doctor` and the window find, in the real keyring and on the demo service: in order, and with each part
 * of it broken. */

#include "lk-setup-check.h"
#include "lk-test-keyring.h"
#include "lk-test-office.h"

#include <signal.h>
#include <string.h>

#define SHORT_MS 1000

static LkSetupCheck *
make_check (LkTestOffice *fixture)
{
  return lk_setup_check_new (fixture->keyring, fixture->office, NULL, "Test 1.0");
}

static void
run (LkSetupCheck *check)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_setup_check_run_async (check, NULL, lk_test_store_result_cb, &result);
  lk_setup_check_run_finish (check, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

/* Stays valid as long as the check does not run again. */
static LkSetupFinding *
find (LkSetupCheck *check,
      const char   *title)
{
  GListModel *findings = lk_setup_check_get_findings (check);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (LkSetupFinding) finding = g_list_model_get_item (findings, i);

      g_assert_cmpint (lk_setup_finding_get_state (finding), !=, LK_SETUP_LOOKING);
      g_assert_nonnull (lk_setup_finding_get_text (finding));
      if (g_str_has_prefix (lk_setup_finding_get_title (finding), title))
        return finding;
    }

  g_error ("there is no %s", title);
}

static void
assert_state (LkSetupCheck *check,
              const char   *title,
              LkSetupState  state)
{
  g_assert_cmpint (lk_setup_finding_get_state (find (check, title)), ==, state);
}

/* Bad, with something to do about it. */
static void
assert_bad (LkSetupCheck *check,
            const char   *title,
            GQuark        domain,
            int           code)
{
  LkSetupFinding *finding = find (check, title);

  assert_state (check, title, LK_SETUP_BAD);
  g_assert_error (lk_setup_finding_get_error (finding), domain, code);
  g_assert_nonnull (lk_setup_finding_get_advice (finding));
}

static void
test_good (LkTestOffice  *fixture,
           gconstpointer  user_data)
{
  g_autoptr (LkSetupCheck) check = make_check (fixture);

  for (int i = 0; i < 2; i++)
    {
      run (check);
      assert_state (check, "Keyring", LK_SETUP_GOOD);
      assert_state (check, "Storing a Secret", LK_SETUP_GOOD);
      assert_state (check, "Astra for ", LK_SETUP_GOOD);
      assert_state (check, "Clock", LK_SETUP_GOOD);
      assert_state (check, "Data", LK_SETUP_GOOD);
      assert_state (check, "Versions", LK_SETUP_GOOD);
      g_assert_nonnull (strstr (lk_setup_finding_get_text (find (check, "Versions")), "Test 1.0"));
      g_assert_nonnull (strstr (lk_setup_finding_get_text (find (check, "Data")), fixture->folder));
      g_assert_cmpuint (g_list_model_get_n_items (lk_setup_check_get_findings (check)), ==, 7);
      g_assert_cmpuint (lk_test_office_count_pending (fixture), ==, 0);
    }
}

static void
test_service (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkSetupCheck) check = make_check (fixture);

  lk_test_demo_fault (fixture->demo, "org:skew=900");
  run (check);
  assert_state (check, "Astra for ", LK_SETUP_GOOD);
  assert_state (check, "Clock", LK_SETUP_BAD);
  g_assert_nonnull (strstr (lk_setup_finding_get_text (find (check, "Clock")), " minutes behind "));
  g_assert_nonnull (lk_setup_finding_get_advice (find (check, "Clock")));
  lk_test_demo_fault (fixture->demo, "org:skew=-900");
  run (check);
  g_assert_nonnull (strstr (lk_setup_finding_get_text (find (check, "Clock")), " minutes ahead "));

  lk_test_demo_fault (fixture->demo, "org:status=401");
  run (check);
  assert_bad (check, "Astra for ", LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
  assert_state (check, "Clock", LK_SETUP_NOTE);
  assert_state (check, "Keyring", LK_SETUP_GOOD);

  lk_test_demo_fault (fixture->demo, "org:portal");
  run (check);
  assert_bad (check, "Astra for ", LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_ASTRA);
}

/* It ends by its own bound, and the rest is there before. */
static void
test_stall (LkTestOffice  *fixture,
            gconstpointer  user_data)
{
  g_autoptr (LkSetupCheck) check = make_check (fixture);

  lk_test_demo_fault (fixture->demo, "org:stall");
  lk_setup_check_set_time_limit (check, SHORT_MS);
  run (check);
  assert_bad (check, "Astra for ", LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT);
  g_assert_cmpstr (lk_setup_finding_get_text (find (check, "Astra for ")), ==, "No answer within 1 second");
  assert_state (check, "Storing a Secret", LK_SETUP_GOOD);
  assert_state (check, "Data", LK_SETUP_GOOD);
}

/* Cancelled while one waits and the other stores: nothing stays behind. */
static void
test_cancel (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  guint n_cut = 0;

  lk_test_demo_fault (fixture->demo, "org:stall");
  for (guint n_turns = 0; n_turns < 40; n_turns += 3)
    {
      g_autoptr (LkSetupCheck) check = make_check (fixture);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LkSetupFinding) round_trip = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      lk_setup_check_run_async (check, cancellable, lk_test_store_result_cb, &result);
      round_trip = g_list_model_get_item (lk_setup_check_get_findings (check), 1);
      g_assert_cmpstr (lk_setup_finding_get_title (round_trip), ==, "Storing a Secret");
      for (guint i = 0; i < n_turns && lk_setup_finding_get_state (round_trip) == LK_SETUP_LOOKING; i++)
        g_main_context_iteration (NULL, TRUE);
      g_cancellable_cancel (cancellable);
      g_assert_false (lk_setup_check_run_finish (check, lk_test_wait_for_result (&result), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (lk_test_office_count_pending (fixture), ==, 0);
      n_cut += lk_setup_finding_get_state (round_trip) == LK_SETUP_NOTE;
    }
  g_assert_cmpuint (n_cut, >, 3);
}

static void
test_data (LkTestOffice  *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = g_error_new_literal (LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN, "It cannot be opened");
  g_autoptr (LkSetupCheck) check = lk_setup_check_new (fixture->keyring, NULL, error, NULL);

  run (check);
  assert_bad (check, "Data", LK_STATE_ERROR, LK_STATE_ERROR_CANNOT_OPEN);
  assert_state (check, "Astra", LK_SETUP_NOTE);
  assert_state (check, "Clock", LK_SETUP_NOTE);
  assert_state (check, "Keyring", LK_SETUP_GOOD);
  assert_state (check, "Storing a Secret", LK_SETUP_GOOD);
}

static void
test_keyring (LkTestOffice  *fixture,
              gconstpointer  user_data)
{
  g_autoptr (LkSetupCheck) check = make_check (fixture);
  pid_t pid = lk_test_keyring_get_pid ();

  lk_setup_check_set_time_limit (check, SHORT_MS);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  run (check);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  assert_bad (check, "Keyring", LK_KEYRING_ERROR, LK_KEYRING_ERROR_SILENT);
  assert_state (check, "Storing a Secret", LK_SETUP_NOTE);

  lk_test_keyring_lock ();
  run (check);
  assert_bad (check, "Keyring", LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  assert_state (check, "Storing a Secret", LK_SETUP_NOTE);

  lk_test_keyring_end ();
  lk_test_keyring_start (TRUE, NULL);
  run (check);
  assert_state (check, "Keyring", LK_SETUP_GOOD);
  assert_state (check, "Storing a Secret", LK_SETUP_GOOD);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/setup-check/good", test_good);
  LK_TEST_OFFICE_ADD ("/setup-check/service", test_service);
  LK_TEST_OFFICE_ADD ("/setup-check/stall", test_stall);
  LK_TEST_OFFICE_ADD ("/setup-check/cancel", test_cancel);
  LK_TEST_OFFICE_ADD ("/setup-check/data", test_data);
  LK_TEST_OFFICE_ADD ("/setup-check/keyring", test_keyring);

  return g_test_run ();
}
