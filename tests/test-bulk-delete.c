/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several tokens are deleted one after the other and judged by one list; what fails, fails alone, unless all would. */

#include "lk-bulk-delete.h"
#include "lk-test-office.h"
#include "lk-token-table.h"
#include "lk-work-error.h"

#include <string.h>

static char *
look_up (const char *name)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
}

/* Some that nobody signs in with, in the order of the list. */
static GPtrArray *
pick (LkTestOffice *self,
      guint         n)
{
  GListModel *model = lk_inventory_get_tokens (self->inventory);
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model) && tokens->len < n; i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (model, i);

      if (!lk_app_token_get_signs_in (token))
        g_ptr_array_add (tokens, g_steal_pointer (&token));
    }
  g_assert_cmpuint (tokens->len, ==, n);

  return tokens;
}

static LkAppToken *
find_sign_in (LkTestOffice *self)
{
  return lk_inventory_find (self->inventory, lk_account_get_client_id (self->account));
}

static LkAppToken *
create (LkTestOffice *self,
        const char   *name)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), name);
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);

  return g_object_ref (lk_inventory_find (self->inventory, lk_issue_get_client_id (issue)));
}

static gboolean
run (LkBulkDelete  *bulk,
     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean ended;

  lk_bulk_delete_run_async (bulk, lk_test_store_result_cb, &result);
  g_assert_cmpint (lk_bulk_delete_get_phase (bulk), ==, LK_BULK_DELETE_SENDING);
  ended = lk_bulk_delete_run_finish (bulk, lk_test_wait_for_result (&result), error);
  g_assert_cmpint (lk_bulk_delete_get_phase (bulk), ==, LK_BULK_DELETE_DONE);

  return ended;
}

static void
assert_count (LkBulkDelete *bulk,
              guint         n_deleted,
              guint         n_failed,
              guint         n_untried,
              guint         n_left_out)
{
  LkBulkDeleteCount count = lk_bulk_delete_count (bulk);

  g_assert_cmpuint (count.n_deleted, ==, n_deleted);
  g_assert_cmpuint (count.n_failed, ==, n_failed);
  g_assert_cmpuint (count.n_untried, ==, n_untried);
  g_assert_cmpuint (count.n_left_out, ==, n_left_out);
  g_assert_cmpuint (count.n_tokens, ==, n_deleted + n_failed + n_untried);
}

static void
assert_deletion (LkBulkDelete    *bulk,
                 guint            position,
                 LkDeletionState  state,
                 GQuark           domain,
                 int              code)
{
  g_autoptr (LkDeletion) deletion = g_list_model_get_item (G_LIST_MODEL (bulk), position);

  g_assert_cmpint (lk_deletion_get_state (deletion), ==, state);
  if (domain == 0)
    {
      g_assert_null (lk_deletion_get_error (deletion));
      g_assert_cmpstr (lk_deletion_get_message (deletion), ==, "");
      return;
    }

  g_assert_error (lk_deletion_get_error (deletion), domain, code);
  g_assert_cmpstr (lk_deletion_get_message (deletion), !=, "");
}

static guint
count_activities (LkTestOffice *self,
                  const char   *outcome)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  guint n = 0;

  lk_state_list_activities_async (self->state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (self->state, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (activities);
  for (guint i = 0; i < activities->len; i++)
    n += g_strcmp0 (lk_activity_get_operation (activities->pdata[i]), LK_ACTIVITY_DELETE) == 0
         && g_strcmp0 (lk_activity_get_outcome (activities->pdata[i]), outcome) == 0;

  return n;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* All goes well: the list is read once, the secrets go, and each is written down. */
static void
test_all (LkTestOffice  *self,
          gconstpointer  user_data)
{
  g_autoptr (LkAppToken) kept = create (self, "bulk-kept");
  g_autoptr (LkAppToken) stored = create (self, "bulk-stored");
  g_autoptr (GPtrArray) tokens = pick (self, 5);
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *there = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_lists = lk_test_demo_count (self->demo, "gets");
  gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");
  gint64 n_tokens = lk_test_demo_count (self->demo, "tokens");
  guint n_changes = 0;

  g_assert_true (g_ptr_array_find (tokens, stored, NULL));
  g_ptr_array_remove (tokens, kept);
  g_assert_cmpuint (tokens->len, ==, 4);
  bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_signal_connect_swapped (bulk, "notify::n-sent", G_CALLBACK (count_cb), &n_changes);
  g_assert_true (run (bulk, &error));
  g_assert_no_error (error);
  assert_count (bulk, 4, 0, 0, 0);
  g_assert_cmpuint (lk_bulk_delete_count (bulk).n_sent, ==, 4);
  g_assert_cmpuint (n_changes, >=, 4);
  for (guint i = 0; i < tokens->len; i++)
    {
      assert_deletion (bulk, i, LK_DELETION_DELETED, 0, 0);
      g_assert_null (lk_inventory_find (self->inventory, lk_app_token_get_client_id (tokens->pdata[i])));
    }
  g_assert_cmpint (lk_test_demo_count (self->demo, "gets") - n_lists, ==, 1);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 4);
  g_assert_cmpint (n_tokens - lk_test_demo_count (self->demo, "tokens"), ==, 4);
  gone = look_up ("bulk-stored");
  g_assert_cmpstr (gone, ==, "");
  there = look_up ("bulk-kept");
  g_assert_cmpuint (strlen (there), ==, 97);
  g_assert_cmpuint (count_activities (self, LK_ACTIVITY_DONE), ==, 4);
}

/* One is refused, one answer is a lie, one breaks, and one is gone already: the others go all the same. */
static void
test_some (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkAppToken) stored = create (self, "bulk-lie");
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) others = pick (self, 7);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (LkInventory) elsewhere = NULL;
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autoptr (LkBulkDelete) second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *secret = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_remove (others, stored);
  g_assert_cmpuint (others->len, ==, 6);
  g_ptr_array_add (tokens, g_object_ref (others->pdata[0]));
  g_ptr_array_add (tokens, g_object_ref (stored));
  for (guint i = 1; i < others->len; i++)
    g_ptr_array_add (tokens, g_object_ref (others->pdata[i]));

  /* The last one is deleted elsewhere, and not looked for: the service answers 404. */
  elsewhere = lk_inventory_new (self->office, self->account);
  lk_inventory_delete_async (elsewhere, tokens->pdata[6], NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_inventory_delete_finish (elsewhere, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);

  lk_test_demo_fault (self->demo,
                      "delete:status=403,times=1\ndelete:lie,times=1\ndelete:status=409,times=1\n"
                      "delete:status=500,times=1");
  bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_assert_true (run (bulk, &error));
  g_assert_no_error (error);
  assert_count (bulk, 3, 4, 0, 0);
  assert_deletion (bulk, 0, LK_DELETION_FAILED, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  assert_deletion (bulk, 1, LK_DELETION_FAILED, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED);
  assert_deletion (bulk, 2, LK_DELETION_FAILED, LK_ASTRA_ERROR, LK_ASTRA_ERROR_REJECTED);
  assert_deletion (bulk, 3, LK_DELETION_FAILED, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  for (guint i = 4; i < 7; i++)
    assert_deletion (bulk, i, LK_DELETION_DELETED, 0, 0);
  secret = look_up ("bulk-lie");
  g_assert_cmpuint (strlen (secret), ==, 97);
  g_assert_cmpuint (count_activities (self, LK_ACTIVITY_FAILED), ==, 4);

  again = lk_bulk_delete_list_again (bulk);
  g_assert_cmpuint (again->len, ==, 4);
  g_assert_true (again->pdata[1] == stored);
  second = lk_bulk_delete_new (self->inventory, again);
  g_assert_true (run (second, &error));
  assert_count (second, 4, 0, 0, 0);
}

/* An answer that is lost does not say what became of the token; the list does. */
static void
test_lost (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = pick (self, 3);
  g_autoptr (LkBulkDelete) bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "delete:lost,times=1");
  g_assert_false (run (bulk, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE);
  assert_count (bulk, 1, 0, 2, 0);
  assert_deletion (bulk, 0, LK_DELETION_DELETED, 0, 0);
  assert_deletion (bulk, 1, LK_DELETION_UNTOUCHED, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE);
}

/* What would hit all stops the rest: nothing more is sent, and what was sent before is judged. */
static void
test_hits_all (LkTestOffice  *self,
               gconstpointer  user_data)
{
  static const struct
  {
    const char   *spec;
    LkAstraError  code;
  } cases[] = {
    { "status=401", LK_ASTRA_ERROR_UNAUTHORIZED },
    { "status=429,retry-after=30", LK_ASTRA_ERROR_RATE_LIMITED },
    { "portal", LK_ASTRA_ERROR_NOT_ASTRA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tokens = pick (self, 3);
      g_autoptr (LkBulkDelete) bulk = NULL;
      g_autofree char *spec = g_strdup_printf ("delete:slow=1,times=1\ndelete:%s", cases[i].spec);
      g_autoptr (GError) error = NULL;
      gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");

      g_test_message ("%s", cases[i].spec);
      lk_test_demo_fault (self->demo, spec);
      bulk = lk_bulk_delete_new (self->inventory, tokens);
      g_assert_false (run (bulk, &error));
      g_assert_error (error, LK_ASTRA_ERROR, (int) cases[i].code);
      g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 2);
      assert_count (bulk, 1, 1, 1, 0);
      assert_deletion (bulk, 0, LK_DELETION_DELETED, 0, 0);
      assert_deletion (bulk, 1, LK_DELETION_FAILED, LK_ASTRA_ERROR, (int) cases[i].code);
      assert_deletion (bulk, 2, LK_DELETION_UNTOUCHED, LK_ASTRA_ERROR, (int) cases[i].code);
      g_assert_nonnull (lk_inventory_find (self->inventory, lk_app_token_get_client_id (tokens->pdata[2])));
    }
}

/* The last one had its turn: nobody was kept from it. */
static void
test_hits_last (LkTestOffice  *self,
                gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = pick (self, 1);
  g_autoptr (LkBulkDelete) bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "delete:status=401");
  g_assert_true (run (bulk, &error));
  assert_count (bulk, 0, 1, 0, 0);
}

/* Nobody saw what became of them: nothing is claimed, and no secret is removed. */
static void
test_unseen (LkTestOffice  *self,
             gconstpointer  user_data)
{
  g_autoptr (LkAppToken) stored = create (self, "bulk-unseen");
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) others = pick (self, 3);
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autofree char *secret = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (tokens, g_object_ref (stored));
  g_ptr_array_remove (others, stored);
  g_ptr_array_extend_and_steal (tokens, g_ptr_array_ref (others));
  lk_test_demo_fault (self->demo, "list:status=403");
  bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_assert_true (run (bulk, &error));
  for (guint i = 0; i < tokens->len; i++)
    assert_deletion (bulk, i, LK_DELETION_UNKNOWN, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  secret = look_up ("bulk-unseen");
  g_assert_cmpuint (strlen (secret), ==, 97);
  g_assert_cmpuint (count_activities (self, LK_ACTIVITY_UNKNOWN), ==, tokens->len);
}

static void
stop_cb (LkBulkDelete *bulk)
{
  if (lk_bulk_delete_count (bulk).n_sent == 2)
    lk_bulk_delete_stop (bulk);
}

static void
test_stop (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = pick (self, 5);
  g_autoptr (LkBulkDelete) bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_autoptr (LkBulkDelete) unbegun = lk_bulk_delete_new (self->inventory, tokens);
  g_autoptr (GError) error = NULL;
  gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");

  lk_bulk_delete_stop (unbegun);
  g_assert_false (run (unbegun, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_count (unbegun, 0, 0, 5, 0);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes"), ==, n_deletes);

  g_signal_connect (bulk, "notify::n-sent", G_CALLBACK (stop_cb), NULL);
  g_assert_false (run (bulk, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_count (bulk, 2, 0, 3, 0);
  assert_deletion (bulk, 1, LK_DELETION_DELETED, 0, 0);
  assert_deletion (bulk, 2, LK_DELETION_UNTOUCHED, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 2);
  for (guint i = 2; i < 5; i++)
    g_assert_nonnull (lk_inventory_find (self->inventory, lk_app_token_get_client_id (tokens->pdata[i])));
}

/* Neither the token that the account signs in with nor one of unfinished work is ever asked to be deleted. */
static void
test_left_out (LkTestOffice  *self,
               gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = pick (self, 2);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (LkBulkDelete) bulk = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) prepared = NULL;
  const char *candidates[] = { lk_app_token_get_client_id (tokens->pdata[0]), NULL };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;
  gint64 n_deletes = lk_test_demo_count (self->demo, "deletes");

  g_ptr_array_add (tokens, g_object_ref (find_sign_in (self)));
  intent = g_object_new (LK_TYPE_INTENT, "id", "0d3a4b52-1111-4222-8333-444455556666", "operation", "create",
                         "account-id", lk_account_get_id (self->account), "description", "x", "since", now,
                         "state", LK_INTENT_UNKNOWN, "candidate-ids", candidates, NULL);
  lk_state_save_intent_async (self->state, intent, NULL, lk_test_store_result_cb, &saved);
  g_assert_true (lk_state_save_intent_finish (self->state, lk_test_wait_for_result (&saved), &error));
  g_assert_no_error (error);

  bulk = lk_bulk_delete_new (self->inventory, tokens);
  g_assert_cmpuint (lk_bulk_delete_count (bulk).n_left_out, ==, 1);
  lk_bulk_delete_prepare_async (bulk, NULL, lk_test_store_result_cb, &prepared);
  g_assert_true (lk_bulk_delete_prepare_finish (bulk, lk_test_wait_for_result (&prepared), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lk_bulk_delete_count (bulk).n_left_out, ==, 2);
  g_assert_cmpuint (lk_bulk_delete_count (bulk).n_tokens, ==, 1);
  g_assert_true (run (bulk, &error));
  g_assert_no_error (error);
  assert_count (bulk, 1, 0, 0, 2);
  assert_deletion (bulk, 0, LK_DELETION_UNTOUCHED, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
  assert_deletion (bulk, 1, LK_DELETION_DELETED, 0, 0);
  assert_deletion (bulk, 2, LK_DELETION_UNTOUCHED, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN);
  g_assert_cmpint (lk_test_demo_count (self->demo, "deletes") - n_deletes, ==, 1);
  again = lk_bulk_delete_list_again (bulk);
  g_assert_cmpuint (again->len, ==, 0);
}

static LkAppToken *
make_token (const char *description,
            const char *note)
{
  g_autoptr (GDateTime) created = g_date_time_new_from_iso8601 ("2026-03-04T05:06:07+02:00", NULL);
  const char *roles[] = { "R/W Svc Acct", "Billing Admin", NULL };

  return g_object_new (LK_TYPE_APP_TOKEN, "client-id", "cid", "description", description, "note", note, "role-names",
                       roles, "generated-on", created, "script-name", "ci", NULL);
}

/* The table is for others: no cell is computed, and a token that somebody pasted is not in it. */
static void
test_table (void)
{
  static const struct
  {
    const char *description, *note, *row;
  } cases[] = {
    { "plain", NULL,
      "\"plain\",\"cid\",\"R/W Svc Acct; Billing Admin\",\"2026-03-04T03:06:07Z\",\"\",\"ci\",\"\",\"Acme\"" },
    { "=1+1", "a \"b\", c",
      "\"'=1+1\",\"cid\",\"R/W Svc Acct; Billing Admin\",\"2026-03-04T03:06:07Z\",\"\",\"ci\",\"a \"\"b\"\", c\",\"Acme\"" },
    { "old AstraCS:abc:def, replace", NULL,
      "\"old AstraCS:…, replace\",\"cid\",\"R/W Svc Acct; Billing Admin\",\"2026-03-04T03:06:07Z\",\"\",\"ci\",\"\",\"Acme\"" },
  };
  g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT, "name", "Acme", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GBytes) table = NULL;
      g_autofree char *text = NULL;
      g_autofree char *wanted = g_strdup_printf (
        "\"Description\",\"Client Id\",\"Roles\",\"Created\",\"Expires\",\"Script Name\",\"Note\",\"Organization\"\r\n"
        "%s\r\n", cases[i].row);

      g_ptr_array_add (tokens, make_token (cases[i].description, cases[i].note));
      table = lk_token_table_new (account, tokens);
      text = g_strndup (g_bytes_get_data (table, NULL), g_bytes_get_size (table));
      g_assert_cmpstr (text, ==, wanted);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bulk-delete/table", test_table);
  LK_TEST_OFFICE_ADD ("/bulk-delete/all", test_all);
  LK_TEST_OFFICE_ADD ("/bulk-delete/some", test_some);
  LK_TEST_OFFICE_ADD ("/bulk-delete/lost", test_lost);
  LK_TEST_OFFICE_ADD ("/bulk-delete/hits-all", test_hits_all);
  LK_TEST_OFFICE_ADD ("/bulk-delete/hits-last", test_hits_last);
  LK_TEST_OFFICE_ADD ("/bulk-delete/unseen", test_unseen);
  LK_TEST_OFFICE_ADD ("/bulk-delete/stop", test_stop);
  LK_TEST_OFFICE_ADD ("/bulk-delete/left-out", test_left_out);

  return g_test_run ();
}
