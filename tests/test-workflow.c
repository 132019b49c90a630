/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sign-in, issue and delete on the demo service and the real keyring, with the service failing where a test wants. */

#include "lk-test-office.h"
#include "lk-work-error.h"

#include <string.h>

static void
test_sign_in (LkTestOffice       *fixture,
              gconstpointer  user_data)
{
  GListModel *accounts = lk_office_get_accounts (fixture->office);
  g_autoptr (LkAccount) again = NULL;
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (lk_account_get_title (fixture->account), ==, "Acme Production");
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);

  again = lk_test_office_add_account (fixture, fixture->demo->token, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_account_get_id (again), ==, lk_account_get_id (fixture->account));
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);

  second = lk_test_office_add_account (fixture, fixture->demo->second_token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
}

static void
test_sign_in_refused (LkTestOffice       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr (SecretValue) wrong = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_test_office_add_account (fixture, wrong, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
  g_clear_error (&error);

  lk_test_demo_fault (fixture->demo, "list:status=403");
  g_assert_null (lk_test_office_add_account (fixture, fixture->demo->second_token, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_PERMISSION);
  g_assert_cmpuint (g_list_model_get_n_items (lk_office_get_accounts (fixture->office)), ==, 1);
}

static void
test_inventory (LkTestOffice       *fixture,
                gconstpointer  user_data)
{
  GListModel *tokens = lk_inventory_get_tokens (fixture->inventory);
  guint n_signs_in = 0;
  guint n_unknown = 0;

  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 12);
  g_assert_cmpuint (g_list_model_get_n_items (lk_inventory_get_roles (fixture->inventory)), >, 16);
  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      n_signs_in += lk_app_token_get_signs_in (token) ? 1 : 0;
      n_unknown += g_str_has_prefix (lk_app_token_get_role_title (token), "Unknown role") ? 1 : 0;
    }
  g_assert_cmpuint (n_signs_in, ==, 1);
  g_assert_cmpuint (n_unknown, ==, 1);
}

/* Objects stay across a refresh; a failed one leaves the list as it was. */
static void
test_refresh (LkTestOffice       *fixture,
              gconstpointer  user_data)
{
  GListModel *tokens = lk_inventory_get_tokens (fixture->inventory);
  g_autoptr (LkAppToken) before = g_list_model_get_item (tokens, 3);
  g_autoptr (LkAppToken) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_load (fixture->inventory, &error));
  after = g_list_model_get_item (tokens, 3);
  g_assert_true (before == after);

  lk_test_demo_fault (fixture->demo, "list:status=403");
  g_assert_false (lk_test_load (fixture->inventory, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_nonnull (lk_inventory_get_error (fixture->inventory));
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 12);
}

static void
test_issue (LkTestOffice       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "nightly");
  g_autoptr (GPtrArray) intents = NULL;
  g_autofree char *token = NULL;
  g_autofree char *secret = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lk_issue_get_step (issue), ==, LK_ISSUE_DONE);

  token = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "nightly", "field", "token", NULL);
  secret = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", lk_issue_get_client_id (issue),
                        "field", "client-secret", NULL);
  g_assert_true (g_str_equal (token, secret_value_get_text (lk_issue_get_token (issue))));
  g_assert_true (g_str_equal (secret, secret_value_get_text (lk_issue_get_client_secret (issue))));
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "badRoles"), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (lk_inventory_get_tokens (fixture->inventory)), ==, 13);

  intents = lk_test_office_list_intents (fixture);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_cmpint (lk_intent_get_state (g_ptr_array_index (intents, 0)), ==, LK_INTENT_STORED);
  g_assert_cmpuint (lk_test_office_count_pending (fixture), ==, 0);
}

/* What can be known before is known before: no request is made. */
static void
test_issue_refused_before (LkTestOffice       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr (LkIssue) by_name = lk_test_office_make_issue (fixture, "R/W Svc Acct", NULL);
  g_autoptr (LkIssue) unknown = lk_test_office_make_issue (fixture, "00000000-0000-4000-8000-000000000000", NULL);
  g_autoptr (LkIssue) bad_name = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "Not a Name");
  g_autoptr (LkIssue) first = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "taken");
  g_autoptr (LkIssue) second = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "taken");
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_test_run_issue (by_name, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_ROLE);
  g_clear_error (&error);
  g_assert_false (lk_test_run_issue (unknown, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_ROLE);
  g_clear_error (&error);
  g_assert_false (lk_test_run_issue (bad_name, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME);
  g_clear_error (&error);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 0);

  g_assert_true (lk_test_run_issue (first, &error));
  g_assert_no_error (error);
  g_assert_false (lk_test_run_issue (second, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

/* One fault each: what is told, what the journal keeps, and never a second POST. */
static void
test_issue_faults (LkTestOffice       *fixture,
                   gconstpointer  user_data)
{
  static const struct
  {
    const char    *fault;
    GQuark      (* domain) (void);
    int            code;
    gboolean       open;
    LkIntentState  state;
  } cases[] = {
    { "create:status=403", lk_astra_error_quark, LK_ASTRA_ERROR_FORBIDDEN, FALSE, 0 },
    { "create:status=422", lk_astra_error_quark, LK_ASTRA_ERROR_REJECTED, FALSE, 0 },
    { "create:status=409", lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME, TRUE, LK_INTENT_UNKNOWN },
    { "create:status=408", lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME, TRUE, LK_INTENT_UNKNOWN },
    { "create:status=500", lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME, TRUE, LK_INTENT_UNKNOWN },
    { "create:status=429", lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME, TRUE, LK_INTENT_UNKNOWN },
    { "create:lost", lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME, TRUE, LK_INTENT_UNKNOWN },
    { "create:cut=10", lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME, TRUE, LK_INTENT_UNKNOWN },
    { "create:cut=60", lk_work_error_quark, LK_WORK_ERROR_ORPHAN, TRUE, LK_INTENT_ORPHAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), NULL);
      g_autoptr (GPtrArray) before = lk_test_office_list_intents (fixture);
      g_autoptr (GPtrArray) after = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].fault);
      lk_test_demo_fault (fixture->demo, cases[i].fault);
      g_assert_false (lk_test_run_issue (issue, &error));
      g_assert_error (error, cases[i].domain (), cases[i].code);
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, i + 1);

      after = lk_test_office_list_intents (fixture);
      g_assert_cmpuint (after->len, ==, before->len + (cases[i].open ? 1 : 0));
      if (cases[i].open)
        g_assert_cmpint (lk_intent_get_state (after->pdata[after->len - 1]), ==, cases[i].state);
      if (cases[i].state == LK_INTENT_ORPHAN)
        g_assert_nonnull (lk_intent_get_client_id (after->pdata[after->len - 1]));
    }
}

/* The answer breaks off behind the secret: nothing is lost, since the token follows from it. */
static void
test_issue_cut_behind_secret (LkTestOffice       *fixture,
                              gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "saved");
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (fixture->demo, "create:cut=220");
  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);
  token = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "saved", "field", "token", NULL);
  g_assert_cmpuint (strlen (token), ==, 97);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

static void
test_delete (LkTestOffice       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "short-lived");
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));

  lk_test_demo_fault (fixture->demo, "delete:lie");
  g_assert_false (lk_test_office_delete (fixture, lk_issue_get_app_token (issue), &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED);
  g_clear_error (&error);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "short-lived", "field", "token",
                        NULL);
  g_assert_cmpuint (strlen (output), ==, 97);
  g_clear_pointer (&output, g_free);

  lk_test_demo_fault (fixture->demo, "");
  g_assert_true (lk_test_office_delete (fixture, lk_issue_get_app_token (issue), &error));
  g_assert_no_error (error);
  g_assert_null (lk_inventory_find (fixture->inventory, lk_issue_get_client_id (issue)));
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "short-lived", "field", "token",
                        NULL);
  g_assert_cmpstr (output, ==, "");
}

/* The token is gone though no answer came: the list says so, and its secret goes too. */
static void
test_delete_answer_lost (LkTestOffice  *fixture,
                         gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "gone");
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  lk_test_demo_fault (fixture->demo, "delete:lost");
  g_assert_true (lk_test_office_delete (fixture, lk_issue_get_app_token (issue), &error));
  g_assert_no_error (error);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "gone", "field", "token", NULL);
  g_assert_cmpstr (output, ==, "");
}

/* Nothing was done and no answer came: the first error is told, and the secret stays. */
static void
test_delete_not_done (LkTestOffice  *fixture,
                      gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "there");
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  lk_test_demo_fault (fixture->demo, "delete:status=503");
  g_assert_false (lk_test_office_delete (fixture, lk_issue_get_app_token (issue), &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  output = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "there", "field", "token", NULL);
  g_assert_cmpuint (strlen (output), ==, 97);
}

static void
test_no_self_lockout (LkTestOffice       *fixture,
                      gconstpointer  user_data)
{
  LkAppToken *own = lk_inventory_find (fixture->inventory, lk_account_get_client_id (fixture->account));
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (own);
  g_assert_false (lk_test_office_delete (fixture, own, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/workflow/sign-in", test_sign_in);
  LK_TEST_OFFICE_ADD ("/workflow/sign-in-refused", test_sign_in_refused);
  LK_TEST_OFFICE_ADD ("/workflow/inventory", test_inventory);
  LK_TEST_OFFICE_ADD ("/workflow/refresh", test_refresh);
  LK_TEST_OFFICE_ADD ("/workflow/issue", test_issue);
  LK_TEST_OFFICE_ADD ("/workflow/issue-refused-before", test_issue_refused_before);
  LK_TEST_OFFICE_ADD ("/workflow/issue-faults", test_issue_faults);
  LK_TEST_OFFICE_ADD ("/workflow/issue-cut-behind-secret", test_issue_cut_behind_secret);
  LK_TEST_OFFICE_ADD ("/workflow/delete", test_delete);
  LK_TEST_OFFICE_ADD ("/workflow/delete-answer-lost", test_delete_answer_lost);
  LK_TEST_OFFICE_ADD ("/workflow/delete-not-done", test_delete_not_done);
  LK_TEST_OFFICE_ADD ("/workflow/no-self-lockout", test_no_self_lockout);

  return g_test_run ();
}
