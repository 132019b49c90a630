/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several accounts side by side: another name, another sign-in, removal and the way back, on the demo service with its two
 * organizations and the real keyring. */

#include "lk-activity-table.h"
#include "lk-pulsar-secrets.h"
#include "lk-recovery.h"
#include "lk-test-office.h"
#include "lk-token-export.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <sqlite3.h>
#include <string.h>

static GPtrArray *
list_sign_ins (LkTestOffice *fixture)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", LK_SECRET_KIND_ACCOUNT, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *infos;

  lk_keyring_list_async (fixture->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (fixture->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return infos;
}

static guint
count_sign_ins (LkTestOffice *fixture)
{
  g_autoptr (GPtrArray) infos = list_sign_ins (fixture);

  return infos->len;
}

/* As the next run finds them. */
static GPtrArray *
list_remembered (LkTestOffice *fixture)
{
  g_autoptr (LkState) state = lk_test_open_state (fixture->folder);
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *accounts;

  lk_state_list_accounts_async (state, NULL, lk_test_store_result_cb, &result);
  accounts = lk_state_list_accounts_finish (state, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (accounts);

  return accounts;
}

static gboolean
rename_account (LkTestOffice *fixture,
                LkAccount    *account,
                const char   *name,
                GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_rename_account_async (fixture->office, account, name, NULL, lk_test_store_result_cb, &result);

  return lk_office_rename_account_finish (fixture->office, lk_test_wait_for_result (&result), error);
}

static LkAccount *
change_sign_in (LkTestOffice *fixture,
                SecretValue  *token,
                GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_change_sign_in_async (fixture->office, fixture->account, token, FALSE, NULL, lk_test_store_result_cb, &result);

  return lk_office_change_sign_in_finish (fixture->office, lk_test_wait_for_result (&result), error);
}

static gboolean
restore_account (LkTestOffice     *fixture,
                 LkRemovedAccount *removed,
                 GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_restore_account_async (fixture->office, removed, NULL, lk_test_store_result_cb, &result);

  return lk_office_restore_account_finish (fixture->office, lk_test_wait_for_result (&result), error);
}

/* What was done last, as the page of activity shows it. */
static void
assert_recorded (LkTestOffice *fixture,
                 const char   *operation,
                 const char   *client_id,
                 const char   *description,
                 const char   *account_title)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  LkActivity *last;

  lk_state_list_activities_async (fixture->state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (fixture->state, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (activities);
  g_assert_cmpuint (activities->len, >, 0);
  last = activities->pdata[0];
  g_assert_cmpstr (lk_activity_get_operation (last), ==, operation);
  g_assert_cmpstr (lk_activity_get_outcome (last), ==, LK_ACTIVITY_DONE);
  g_assert_cmpstr (lk_activity_get_client_id (last), ==, client_id);
  g_assert_cmpstr (lk_activity_get_description (last), ==, description);
  g_assert_cmpstr (lk_activity_get_account_title (last), ==, account_title);
  g_assert_cmpstr (lk_activity_get_account_id (last), ==, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_activity_table_describe (last), !=, operation);
}

static void
test_rename (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (GPtrArray) remembered = NULL;
  g_autoptr (GError) error = NULL;

  second = lk_test_office_add_account (fixture, fixture->demo->second_token, &error);
  g_assert_no_error (error);

  g_assert_true (rename_account (fixture, fixture->account, "  Work ", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lk_account_get_title (fixture->account), ==, "Work");
  assert_recorded (fixture, LK_ACTIVITY_RENAME_ACCOUNT, NULL, "Acme Production", "Work");
  remembered = list_remembered (fixture);
  g_assert_cmpstr (lk_account_get_title (remembered->pdata[0]), ==, "Work");
  g_assert_cmpstr (lk_account_get_client_id (remembered->pdata[0]), ==, lk_account_get_client_id (fixture->account));

  g_assert_false (rename_account (fixture, second, "Work", &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN);
  g_clear_error (&error);
  g_assert_false (rename_account (fixture, second, "AstraCS:fake:fake", &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_null (lk_account_get_name (second));

  g_assert_true (rename_account (fixture, fixture->account, " ", &error));
  g_assert_cmpstr (lk_account_get_title (fixture->account), ==, "Acme Production");
}

static void
test_change_sign_in (LkTestOffice  *fixture,
                     gconstpointer  user_data)
{
  LkRole *role = lk_inventory_find_role (fixture->inventory, "Organization Administrator");
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_role_get_id (role), NULL);
  g_autofree char *former = g_strdup (lk_account_get_client_id (fixture->account));
  g_autoptr (LkAccount) changed = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GPtrArray) sign_ins = NULL;
  g_autoptr (GPtrArray) remembered = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);
  g_assert_true (rename_account (fixture, fixture->account, "Work", &error));

  changed = change_sign_in (fixture, lk_issue_get_token (issue), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_account_get_id (changed), ==, lk_account_get_id (fixture->account));
  g_assert_cmpstr (lk_account_get_title (changed), ==, "Work");
  g_assert_cmpstr (lk_account_get_client_id (changed), ==, lk_issue_get_client_id (issue));
  g_assert_cmpuint (g_list_model_get_n_items (lk_office_get_accounts (fixture->office)), ==, 1);
  assert_recorded (fixture, LK_ACTIVITY_CHANGE_SIGN_IN, lk_issue_get_client_id (issue), NULL, "Work");
  sign_ins = list_sign_ins (fixture);
  g_assert_cmpuint (sign_ins->len, ==, 1);
  g_assert_cmpstr (lk_secret_info_get (sign_ins->pdata[0], "client-id"), ==, lk_issue_get_client_id (issue));
  remembered = list_remembered (fixture);
  g_assert_cmpstr (lk_account_get_client_id (remembered->pdata[0]), ==, lk_issue_get_client_id (issue));

  /* The former one can be deleted now. */
  inventory = lk_inventory_new (fixture->office, changed);
  g_assert_true (lk_test_load (inventory, &error));
  g_assert_false (lk_app_token_get_signs_in (lk_inventory_find (inventory, former)));
  g_assert_true (lk_app_token_get_signs_in (lk_inventory_find (inventory, lk_issue_get_client_id (issue))));
}

/* A token of another organization, or one that is refused, changes nothing. */
static void
test_change_sign_in_refused (LkTestOffice  *fixture,
                             gconstpointer  user_data)
{
  g_autoptr (SecretValue) wrong = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GPtrArray) sign_ins = NULL;
  g_autoptr (LkAccount) same = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (change_sign_in (fixture, fixture->demo->second_token, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_OTHER_ORGANIZATION);
  g_assert_nonnull (strstr (error->message, "Acme Production"));
  g_clear_error (&error);
  g_assert_null (change_sign_in (fixture, wrong, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);

  sign_ins = list_sign_ins (fixture);
  g_assert_cmpuint (sign_ins->len, ==, 1);
  g_assert_cmpstr (lk_secret_info_get (sign_ins->pdata[0], "client-id"), ==, lk_account_get_client_id (fixture->account));
  same = g_list_model_get_item (lk_office_get_accounts (fixture->office), 0);
  g_assert_true (same == fixture->account);
}

static void
set_note (LkTestOffice *fixture,
          LkAppToken   *token,
          const char   *note)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_inventory_set_note_async (fixture->inventory, token, note, NULL, lk_test_store_result_cb, &result);
  lk_inventory_set_note_finish (fixture->inventory, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

/* Gone is the sign-in, not the secrets; and all of it comes back, at its place. */
static void
test_remove (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  GListModel *accounts = lk_office_get_accounts (fixture->office);
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "stays");
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (LkAccount) first = NULL;
  g_autoptr (LkRemovedAccount) removed = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GPtrArray) without = NULL;
  g_autoptr (GPtrArray) with = NULL;
  g_autofree char *secret = NULL;
  g_autoptr (GError) error = NULL;

  second = lk_test_office_add_account (fixture, fixture->demo->second_token, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_run_issue (issue, &error));
  set_note (fixture, lk_issue_get_app_token (issue), "of the old cluster");

  removed = lk_test_office_remove_account (fixture, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (lk_removed_account_get_account (removed) == fixture->account);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 1);
  g_assert_cmpuint (count_sign_ins (fixture), ==, 1);
  assert_recorded (fixture, LK_ACTIVITY_REMOVE_ACCOUNT, NULL, NULL, "Acme Production");
  without = list_remembered (fixture);
  g_assert_cmpuint (without->len, ==, 1);
  g_assert_cmpstr (lk_account_get_id (without->pdata[0]), ==, lk_account_get_id (second));
  secret = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "stays", "field", "token", NULL);
  g_assert_cmpuint (strlen (secret), ==, 97);

  g_assert_true (restore_account (fixture, removed, &error));
  g_assert_no_error (error);
  first = g_list_model_get_item (accounts, 0);
  g_assert_true (first == fixture->account);
  assert_recorded (fixture, LK_ACTIVITY_RESTORE_ACCOUNT, NULL, NULL, "Acme Production");
  g_assert_cmpuint (count_sign_ins (fixture), ==, 2);
  with = list_remembered (fixture);
  g_assert_cmpuint (with->len, ==, 2);
  g_assert_cmpstr (lk_account_get_id (with->pdata[0]), ==, lk_account_get_id (first));
  inventory = lk_inventory_new (fixture->office, first);
  g_assert_true (lk_test_load (inventory, &error));
  g_assert_cmpstr (lk_app_token_get_note (lk_inventory_find (inventory, lk_issue_get_client_id (issue))), ==,
                   "of the old cluster");

  /* Twice is once: it is there. */
  g_assert_false (restore_account (fixture, removed, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
}

static void
test_remove_refused (LkTestOffice  *fixture,
                     gconstpointer  user_data)
{
  g_autoptr (LkIssue) lost = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), NULL);
  g_autoptr (LkRemovedAccount) removed = NULL;
  g_autoptr (GPtrArray) remembered = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (fixture->demo, "create:lost");
  g_assert_false (lk_test_run_issue (lost, &error));
  g_clear_error (&error);

  for (guint i = 0; i < 2; i++)
    {
      g_clear_error (&error);
      removed = lk_test_office_remove_account (fixture, i > 0, &error);
      g_assert_null (removed);
      g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
    }
  g_assert_cmpuint (count_sign_ins (fixture), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lk_office_get_accounts (fixture->office)), ==, 1);
  remembered = list_remembered (fixture);
  g_assert_cmpuint (remembered->len, ==, 1);
}

/* Where the database does not let the account go, its sign-in is put back. */
static void
test_remove_not_written (LkTestOffice  *fixture,
                         gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  g_autoptr (LkRemovedAccount) removed = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *other = NULL;

  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  removed = lk_test_office_remove_account (fixture, FALSE, &error);
  g_assert_null (removed);
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
  sqlite3_close (other);

  g_assert_cmpuint (count_sign_ins (fixture), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lk_office_get_accounts (fixture->office)), ==, 1);
  g_clear_error (&error);
  g_assert_true (lk_test_load (fixture->inventory, &error));
}

/* A token that may not list tokens signs in where that is wanted, and the list says why it is empty. */
static void
test_streaming_only (LkTestOffice  *fixture,
                     gconstpointer  user_data)
{
  LkSignIn sign_in = { .api_url = fixture->demo->url, .allow_unlisted = TRUE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (LkInventory) inventory = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (fixture->demo, "list:status=403");
  lk_office_add_account_async (fixture->office, fixture->demo->second_token, &sign_in, NULL, lk_test_store_result_cb,
                               &result);
  second = lk_office_add_account_finish (fixture->office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (lk_office_get_accounts (fixture->office)), ==, 2);
  g_assert_cmpuint (count_sign_ins (fixture), ==, 2);

  inventory = lk_inventory_new (fixture->office, second);
  g_assert_false (lk_test_load (inventory, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
}

static guint
count_labels (LkTestOffice *fixture,
              const char   *label)
{
  g_autoptr (GHashTable) all = lk_secret_attributes_new ("org-id", lk_account_get_org_id (fixture->account), NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  guint n = 0;

  lk_keyring_list_async (fixture->keyring, all, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (fixture->keyring, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (infos);
  for (guint i = 0; i < infos->len; i++)
    n += g_strcmp0 (((LkSecretInfo *) infos->pdata[i])->label, label) == 0;

  return n;
}

static void
rename_and_wait (LkTestOffice *fixture,
                 const char   *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (rename_account (fixture, fixture->account, name, &error));
  g_assert_no_error (error);
  lk_test_wait_until (!lk_office_is_relabeling (fixture->office));
}

/* What other programs show follows the account's name; what it says of the token stays, and so do the secrets. */
static void
test_labels (LkTestOffice  *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), "labels");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *description = NULL;
  g_autofree char *token_label = NULL;
  g_autofree char *secret_label = NULL;
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (GError) error = NULL;

  second = lk_test_office_add_account (fixture, fixture->demo->second_token, &error);
  g_assert_no_error (error);
  g_assert_true (lk_test_run_issue (issue, &error));
  description = g_strdup (lk_app_token_get_description (lk_issue_get_app_token (issue)));
  before = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "labels", "field", "token", NULL);
  token_label = g_strdup_printf ("Astra token: %s (Acme Production)", description);
  g_assert_cmpuint (count_labels (fixture, token_label), ==, 1);

  rename_and_wait (fixture, "Work (prod)");
  rename_and_wait (fixture, "Work");
  g_free (token_label);
  token_label = g_strdup_printf ("Astra token: %s (Work)", description);
  secret_label = g_strdup_printf ("Astra client secret: %s (Work)", description);
  g_assert_cmpuint (count_labels (fixture, token_label), ==, 1);
  g_assert_cmpuint (count_labels (fixture, secret_label), ==, 1);
  g_assert_cmpuint (count_labels (fixture, "Astra account: Work"), ==, 1);
  g_assert_cmpuint (count_labels (fixture, "Astra account: Acme Production"), ==, 0);
  after = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "labels", "field", "token", NULL);
  g_assert_cmpstr (after, ==, before);
}

static void
assert_relabel (const char *label,
                const char *field,
                const char *wanted)
{
  g_autofree char *relabeled = lk_token_secrets_relabel (label, field, "Acme (prod)", "Work");

  g_assert_cmpstr (relabeled, ==, wanted);
}

static void
test_relabel (void)
{
  assert_relabel ("Astra token: a (b) (Acme (prod))", "token", "Astra token: a (b) (Work)");
  assert_relabel ("Astra client secret: a (Acme (prod))", "client-secret", "Astra client secret: a (Work)");
  assert_relabel ("Astra token, superseded 2026-09-22: a (Acme (prod))", "token",
                  "Astra token, superseded 2026-09-22: a (Work)");
  assert_relabel ("Astra token: Acme (prod) (Other)", "token", NULL);
  assert_relabel ("something else (Acme (prod))", "token", NULL);
  assert_relabel ("", "token", NULL);
}

static void
assert_pulsar_relabel (const char *label,
                       const char *wanted)
{
  g_autofree char *relabeled = lk_pulsar_secrets_relabel (label, "orders", "Acme, a (b)", "Work");

  g_assert_cmpstr (relabeled, ==, wanted);
}

static void
test_pulsar_relabel (void)
{
  assert_pulsar_relabel ("Pulsar token: shop (Acme, a (b), orders)", "Pulsar token: shop (Work, orders)");
  assert_pulsar_relabel ("Pulsar token: a (b) (Acme, a (b), orders)", "Pulsar token: a (b) (Work, orders)");
  assert_pulsar_relabel ("Pulsar token: shop (Acme, a (b), events)", NULL);
  assert_pulsar_relabel ("Pulsar token: shop (Other, orders)", NULL);
  assert_pulsar_relabel ("my own words", NULL);
}

/* The labels of Pulsar tokens follow as well: two of one tenant, and one of another cluster’s tenant of the same name. */
static void
test_pulsar_labels (LkTestOffice  *fixture,
                    gconstpointer  user_data)
{
  static const struct
  {
    const char *cluster;
    const char *id;
  } tokens[] = { { "pulsar-gcp-useast4", "one" }, { "pulsar-gcp-useast4", "two" }, { "pulsar-aws-euwest1", "one" } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      const char *values[LK_TENANT_N_FIELDS] = { [LK_TENANT_NAME] = "orders", [LK_TENANT_CLUSTER] = tokens[i].cluster };
      g_autoptr (LkTenant) tenant = lk_tenant_new (values);
      g_autoptr (GHashTable) attributes = lk_pulsar_secrets_attributes (fixture->account, tenant, tokens[i].id, NULL);
      g_autoptr (SecretValue) value = secret_value_new (tokens[i].id, -1, "text/plain");
      g_autofree char *label = lk_pulsar_secrets_label (fixture->account, tenant, "shop");
      g_autoptr (GAsyncResult) result = NULL;

      lk_keyring_store_async (fixture->keyring, attributes, label, value, NULL, lk_test_store_result_cb, &result);
      g_assert_true (lk_keyring_store_finish (fixture->keyring, lk_test_wait_for_result (&result), &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (count_labels (fixture, "Pulsar token: shop (Acme Production, orders)"), ==, 3);

  rename_and_wait (fixture, "Work");
  g_assert_cmpuint (count_labels (fixture, "Pulsar token: shop (Work, orders)"), ==, 3);
  g_assert_cmpuint (count_labels (fixture, "Pulsar token: shop (Acme Production, orders)"), ==, 0);
}

static LkIntent *
find_work (LkTestOffice *fixture)
{
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (fixture);

  g_assert_cmpuint (intents->len, ==, 1);

  return g_object_ref (intents->pdata[0]);
}

static gboolean
take_up (LkTestOffice *fixture,
         LkOffice     *office,
         GError      **error)
{
  g_autoptr (LkIntent) intent = find_work (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  LkRecoveryOutcome outcome;

  lk_recovery_run_async (office, intent, NULL, lk_test_store_result_cb, &result);

  return lk_recovery_run_finish (lk_test_wait_for_result (&result), &outcome, error);
}

/* Work that was not finished when its account went, say by another program, goes on once the organization is added again. */
static void
test_add_again (LkTestOffice  *fixture,
                gconstpointer  user_data)
{
  g_autoptr (LkIssue) lost = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), NULL);
  g_autoptr (LkState) other = lk_test_open_state (fixture->folder);
  g_autoptr (LkOffice) office = NULL;
  g_autoptr (LkAccount) again = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  LkSignIn sign_in = { .api_url = fixture->demo->url };
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (fixture->demo, "create:lost");
  g_assert_false (lk_test_run_issue (lost, &error));
  g_clear_error (&error);
  lk_test_demo_fault (fixture->demo, "");
  lk_state_remove_account_async (other, lk_account_get_id (fixture->account), NULL, lk_test_store_result_cb, &removed);
  rows = lk_state_remove_account_finish (other, lk_test_wait_for_result (&removed), &error);
  g_assert_no_error (error);

  office = lk_office_new (fixture->keyring, other);
  g_assert_false (take_up (fixture, office, &error));
  g_assert_nonnull (strstr (error->message, "was removed"));
  g_clear_error (&error);

  lk_office_add_account_async (office, fixture->demo->token, &sign_in, NULL, lk_test_store_result_cb, &added);
  again = lk_office_add_account_finish (office, lk_test_wait_for_result (&added), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_account_get_id (again), ==, lk_account_get_id (fixture->account));
  g_assert_true (take_up (fixture, office, &error));
  g_assert_no_error (error);
}

/* That a secret is in a file now is written down, but not where, and not what failed. */
static void
test_save (LkTestOffice  *fixture,
           gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (fixture, lk_test_office_some_role (fixture), NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "token.json", NULL);
  const char *paths[] = { path, "/nonexistent/token.json" };
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) save_error = NULL;
      gboolean saved;

      if (i == 1)
        g_assert_true (rename_account (fixture, fixture->account, "Work", &error));
      lk_token_export_save_async (fixture->inventory, lk_issue_get_app_token (issue), NULL, NULL, LK_EXPORT_PORTAL_JSON,
                                  file, NULL, lk_test_store_result_cb, &result);
      saved = lk_token_export_save_finish (fixture->inventory, lk_test_wait_for_result (&result), &save_error);
      g_assert_true (saved == (i == 0));
      if (i == 0)
        assert_recorded (fixture, LK_ACTIVITY_SAVE, lk_issue_get_client_id (issue),
                         lk_app_token_get_description (lk_issue_get_app_token (issue)), "Acme Production");
      else
        assert_recorded (fixture, LK_ACTIVITY_RENAME_ACCOUNT, NULL, "Acme Production", "Work");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/accounts/rename", test_rename);
  LK_TEST_OFFICE_ADD ("/accounts/change-sign-in", test_change_sign_in);
  LK_TEST_OFFICE_ADD ("/accounts/change-sign-in-refused", test_change_sign_in_refused);
  LK_TEST_OFFICE_ADD ("/accounts/remove", test_remove);
  LK_TEST_OFFICE_ADD ("/accounts/remove-refused", test_remove_refused);
  LK_TEST_OFFICE_ADD ("/accounts/remove-not-written", test_remove_not_written);
  LK_TEST_OFFICE_ADD ("/accounts/streaming-only", test_streaming_only);
  LK_TEST_OFFICE_ADD ("/accounts/save", test_save);
  LK_TEST_OFFICE_ADD ("/accounts/labels", test_labels);
  LK_TEST_OFFICE_ADD ("/accounts/pulsar-labels", test_pulsar_labels);
  g_test_add_func ("/accounts/relabel", test_relabel);
  g_test_add_func ("/accounts/pulsar-relabel", test_pulsar_relabel);
  LK_TEST_OFFICE_ADD ("/accounts/add-again", test_add_again);

  return g_test_run ();
}
