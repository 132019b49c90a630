/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A delete is believed when the list agrees, whatever else has answered; until then the secret stays in the keyring. */

#include "lk-test-office.h"
#include "lk-work-error.h"

#include <string.h>

typedef struct
{
  const char *spec;
  GQuark      (* domain) (void);
  int         code;
} Case;

static char *
look_up (const char *name)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
}

static void
test_never_believed (LkTestOffice  *self,
                     gconstpointer  user_data)
{
  static const Case cases[] = {
    { "delete:lie", lk_work_error_quark, LK_WORK_ERROR_STILL_LISTED },
    { "delete:status=200", lk_work_error_quark, LK_WORK_ERROR_STILL_LISTED },
    { "delete:status=202,shape=empty", lk_work_error_quark, LK_WORK_ERROR_STILL_LISTED },
    { "delete:status=204", lk_work_error_quark, LK_WORK_ERROR_STILL_LISTED },
    /* It says that the token is gone already. */
    { "delete:status=404", lk_work_error_quark, LK_WORK_ERROR_STILL_LISTED },
    { "delete:status=301", lk_astra_error_quark, LK_ASTRA_ERROR_REDIRECTED },
    { "delete:status=302", lk_astra_error_quark, LK_ASTRA_ERROR_REDIRECTED },
    { "delete:status=303", lk_astra_error_quark, LK_ASTRA_ERROR_REDIRECTED },
    { "delete:status=303,to=elsewhere", lk_astra_error_quark, LK_ASTRA_ERROR_REDIRECTED },
    { "delete:status=307", lk_astra_error_quark, LK_ASTRA_ERROR_REDIRECTED },
    { "delete:status=308", lk_astra_error_quark, LK_ASTRA_ERROR_REDIRECTED },
    { "delete:portal", lk_astra_error_quark, LK_ASTRA_ERROR_NOT_ASTRA },
    { "delete:portal=404", lk_astra_error_quark, LK_ASTRA_ERROR_NOT_ASTRA },
    { "delete:status=401", lk_astra_error_quark, LK_ASTRA_ERROR_UNAUTHORIZED },
    { "delete:status=421", lk_astra_error_quark, LK_ASTRA_ERROR_UNEXPECTED },
    { "delete:status=429,retry-after=0", lk_astra_error_quark, LK_ASTRA_ERROR_RATE_LIMITED },
    { "delete:status=500", lk_astra_error_quark, LK_ASTRA_ERROR_SERVER },
  };
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), "kept");
  g_autoptr (GError) issue_error = NULL;
  gint64 n_tokens;

  g_assert_true (lk_test_run_issue (issue, &issue_error));
  g_assert_no_error (issue_error);
  n_tokens = lk_test_demo_count (self->demo, "tokens");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *secret = NULL;
      g_autoptr (GError) error = NULL;
      gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");

      g_test_message ("%s", cases[i].spec);
      lk_test_demo_fault (self->demo, cases[i].spec);
      g_assert_false (lk_test_office_delete (self, lk_issue_get_app_token (issue), &error));
      g_assert_error (error, cases[i].domain (), cases[i].code);
      g_assert_nonnull (lk_inventory_find (self->inventory, lk_issue_get_client_id (issue)));
      secret = look_up ("kept");
      g_assert_cmpuint (strlen (secret), ==, 97);
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 1);
      g_assert_cmpint (lk_test_demo_count (self->demo, "tokens"), ==, n_tokens);
    }
}

/* It says yes, and nobody can see whether it is so. */
static void
test_list_fails (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  static const char *const faults[] = {
    "delete:lie\nlist:status=403", "delete:lie\nlist:portal", "delete:lie\nlist:malformed", "delete:lie\nlist:types",
    "delete:lie\nlist:status=204", "delete:lie\nlist:cut=10,framing=close",
  };
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), "unseen");
  g_autoptr (GError) issue_error = NULL;

  g_assert_true (lk_test_run_issue (issue, &issue_error));
  g_assert_no_error (issue_error);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *secret = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", faults[i]);
      lk_test_demo_fault (self->demo, faults[i]);
      g_assert_false (lk_test_office_delete (self, lk_issue_get_app_token (issue), &error));
      g_assert_true (error->domain == LK_ASTRA_ERROR);
      secret = look_up ("unseen");
      g_assert_cmpuint (strlen (secret), ==, 97);
    }
}

/* The answer is odd, but the list agrees. */
static void
test_believed (LkTestOffice  *self,
               gconstpointer  user_data)
{
  static const char *const faults[] = {
    "delete:malformed", "delete:types", "delete:slow=5", "delete:interim=3", "list:status=500,times=1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *name = g_strdup_printf ("gone-%u", i);
      g_autoptr (LkIssue) issue = NULL;
      g_autofree char *secret = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", faults[i]);
      lk_test_demo_fault (self->demo, "");
      issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), name);
      g_assert_true (lk_test_run_issue (issue, &error));
      g_assert_no_error (error);
      lk_test_demo_fault (self->demo, faults[i]);
      g_assert_true (lk_test_office_delete (self, lk_issue_get_app_token (issue), &error));
      g_assert_no_error (error);
      secret = look_up (name);
      g_assert_cmpstr (secret, ==, "");
    }
}

/* A refresh is under way that has asked for the list before: what it brings is older than what is known by now. */
static void
test_refreshing (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), "refreshing");
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_gets;

  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);
  lk_test_demo_fault (self->demo, "roles:slow=1500,times=1");
  n_gets = lk_test_demo_count (self->demo, "gets");
  lk_inventory_load_async (self->inventory, NULL, lk_test_store_result_cb, &loaded);
  lk_test_wait_until (lk_test_demo_count (self->demo, "gets") - n_gets == 2);
  g_assert_true (lk_test_office_delete (self, lk_issue_get_app_token (issue), &error));
  g_assert_no_error (error);
  g_assert_null (loaded);
  g_assert_true (lk_inventory_load_finish (self->inventory, lk_test_wait_for_result (&loaded), &error));
  g_assert_no_error (error);
  g_assert_null (lk_inventory_find (self->inventory, lk_issue_get_client_id (issue)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/deletes/never-believed", test_never_believed);
  LK_TEST_OFFICE_ADD ("/deletes/list-fails", test_list_fails);
  LK_TEST_OFFICE_ADD ("/deletes/believed", test_believed);
  LK_TEST_OFFICE_ADD ("/deletes/refreshing", test_refreshing);

  return g_test_run ();
}
