/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-work.h"

#include "lk-journal.h"
#include "lk-keyring-private.h"
#include "lk-token-secrets.h"

#define SERVICE "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

/* What every operation needs */

void
lk_fault_work_renew (LkFaultWork *self,
                     guint        limit_ms)
{
  LkTestOffice *office = &self->world->office;

  g_clear_object (&office->keyring);
  office->keyring = limit_ms > 0 ? g_object_new (LK_TYPE_KEYRING, "timeout-ms", limit_ms, NULL)
                                 : lk_keyring_new (LK_KEYRING_APPLICATION, "default");
}

void
lk_fault_work_start_anew (LkFaultWork *self)
{
  lk_fault_world_start_anew (self->world);
  g_clear_object (&self->rotation);
  g_clear_object (&self->rotations);
  self->rotations = lk_rotations_new (self->world->office.office);
  if (self->old_id != NULL)
    lk_fault_work_read (self);
}

void
lk_fault_work_begin (LkFaultWork *self,
                     guint        limit_ms)
{
  lk_fault_work_start_anew (self);
  lk_fault_work_resume (self); /* a row that says stored goes once that was seen again */
  lk_fault_work_renew (self, limit_ms);
  lk_fault_work_start_anew (self);
  lk_keyring_set_service (self->world->office.keyring, NULL);
}

LkRotation *
lk_fault_work_read (LkFaultWork *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkRotation *rotation;

  lk_rotations_read_async (self->rotations, NULL, lk_test_store_result_cb, &result);
  lk_rotations_read_finish (self->rotations, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  rotation = lk_rotations_find (self->rotations, self->world->office.account, self->old_id);
  g_set_object (&self->rotation, rotation);
  if (rotation != NULL && self->new_id == NULL)
    self->new_id = g_strdup (lk_rotation_get_new_id (rotation));

  return rotation;
}

void
lk_fault_work_resume (LkFaultWork *self)
{
  g_autoptr (LkJournal) journal = lk_journal_new (self->world->office.office);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_journal_resume_async (journal, NULL, lk_test_store_result_cb, &result);
  lk_journal_resume_finish (journal, lk_test_wait_for_result (&result), NULL, &error);
  g_assert_no_error (error);
}

/* The token and all that is stored of it, whatever there is. */
void
lk_fault_work_delete (LkFaultWork *self,
                      const char  *client_id)
{
  LkTestOffice *office = &self->world->office;
  LkAppToken *token = lk_inventory_find (office->inventory, client_id);
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("client-id", client_id, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (token != NULL)
    {
      lk_test_office_delete (office, token, &error);
      g_assert_no_error (error);
    }
  lk_keyring_remove_async (office->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  lk_keyring_remove_finish (office->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

char *
lk_fault_work_create (LkFaultWork *self,
                      const char  *role,
                      const char  *name)
{
  LkTestOffice *office = &self->world->office;
  const char *role_id = lk_role_get_id (lk_inventory_find_role (office->inventory, role));
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (office, role_id, name);
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);

  return g_strdup (lk_issue_get_client_id (issue));
}

SecretValue *
lk_fault_work_look_up (LkFaultWork *self,
                       const char  *client_id,
                       const char  *kind)
{
  LkKeyring *keyring = self->world->office.keyring;
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("client-id", client_id, "kind", kind, "field",
                                                                LK_SECRET_FIELD_TOKEN, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  lk_keyring_look_up_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return value;
}

static void
changed_cb (LkFaultWork *self)
{
  if (self->moment != NULL)
    self->moment (self, self->moment_data);
}

void
lk_fault_work_listen (LkFaultWork *self,
                      gpointer     object)
{
  g_signal_connect_swapped (object, G_IS_LIST_MODEL (object) ? "items-changed" : "notify", G_CALLBACK (changed_cb), self);
}

guint
lk_fault_work_count_kept (LkFaultWork *self,
                          const char  *client_id)
{
  LkKeyring *keyring = self->world->office.keyring;
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("client-id", client_id, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return infos->len;
}

static GVariant *
call (GDBusConnection    *keyring,
      const char         *path,
      const char         *interface,
      const char         *method,
      GVariant           *arguments,
      const GVariantType *type)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (keyring, SERVICE, path, interface, method, arguments, type,
                                                  G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

static char *
find_client_id (GDBusConnection *keyring,
                const char      *item)
{
  g_autoptr (GVariant) answer = call (keyring, item, PROPERTIES_INTERFACE, "Get",
                                      g_variant_new ("(ss)", "org.freedesktop.Secret.Item", "Attributes"),
                                      G_VARIANT_TYPE ("(v)"));
  g_autoptr (GVariant) attributes = NULL;
  char *client_id = NULL;

  g_variant_get (answer, "(v)", &attributes);
  g_variant_lookup (attributes, "client-id", "s", &client_id);

  return client_id;
}

static char *
open_session (GDBusConnection *keyring)
{
  g_autoptr (GVariant) answer = call (keyring, SECRETS_PATH, "org.freedesktop.Secret.Service", "OpenSession",
                                      g_variant_new ("(sv)", "plain", g_variant_new_string ("")), G_VARIANT_TYPE ("(vo)"));
  char *session;

  g_variant_get (answer, "(vo)", NULL, &session);

  return session;
}

/* What there is of a token begins with its id. */
static gboolean
has_value (GDBusConnection *keyring,
           const char      *session,
           const char      *item,
           const char      *field,
           const char      *client_id)
{
  g_autoptr (GVariant) answer = call (keyring, item, "org.freedesktop.Secret.Item", "GetSecret",
                                      g_variant_new ("(o)", session), G_VARIANT_TYPE ("((oayays))"));
  g_autofree char *beginning = g_strdup_printf ("AstraCS:%s:", client_id);
  g_autofree char *text = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *bytes;
  gsize length;

  g_variant_get (answer, "((oay@ays))", NULL, NULL, &value, NULL);
  bytes = g_variant_get_fixed_array (value, &length, 1);
  text = g_strndup (bytes, length);

  return g_str_equal (field, LK_SECRET_FIELD_TOKEN) ? g_str_has_prefix (text, beginning) : length > 0;
}

/* A script takes the first that it is given: each has to be one that works. */
static char *
find_field (LkFaultWork     *self,
            GDBusConnection *keyring,
            const char      *session,
            const char      *field)
{
  GVariantBuilder builder;
  g_autoptr (GHashTable) list = lk_fault_world_list (self->world);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  const char *path;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", "application", LK_KEYRING_APPLICATION);
  g_variant_builder_add (&builder, "{ss}", "name", LK_FAULT_NAME);
  g_variant_builder_add (&builder, "{ss}", "field", field);
  answer = call (keyring, SECRETS_PATH, "org.freedesktop.Secret.Service", "SearchItems", g_variant_new ("(a{ss})", &builder),
                 G_VARIANT_TYPE ("(aoao)"));
  g_variant_get (answer, "(aoao)", &iter, NULL);
  while (g_variant_iter_next (iter, "&o", &path))
    {
      g_autofree char *client_id = find_client_id (keyring, path);

      n++;
      if (client_id == NULL || !g_hash_table_contains (list, client_id))
        return g_strdup_printf ("P5: the name finds the %s of a token that the service does not list", field);
      if (!has_value (keyring, session, path, field, client_id))
        return g_strdup_printf ("P5: the name finds a %s that is not one", field);
    }

  return n == 0 ? g_strdup_printf ("P5: the name finds no %s", field) : NULL;
}

char *
lk_fault_work_find_name (LkFaultWork     *self,
                         GDBusConnection *keyring)
{
  g_autofree char *session = open_session (keyring);
  char *broken = find_field (self, keyring, session, LK_SECRET_FIELD_TOKEN);
  g_autoptr (GVariant) answer = NULL;

  if (broken == NULL)
    broken = find_field (self, keyring, session, LK_SECRET_FIELD_CLIENT_SECRET);
  answer = call (keyring, session, "org.freedesktop.Secret.Session", "Close", NULL, NULL);

  return broken;
}

LkFaultWork *
lk_fault_work_new (LkFaultWorld *world)
{
  LkFaultWork *self = g_new0 (LkFaultWork, 1);

  self->world = world;
  self->before = lk_fault_world_list (world);
  self->rotations = lk_rotations_new (world->office.office);

  return self;
}

void
lk_fault_work_free (LkFaultWork *self)
{
  g_hash_table_unref (self->before);
  g_clear_object (&self->rotations);
  g_clear_object (&self->rotation);
  g_clear_pointer (&self->token, secret_value_unref);
  g_clear_pointer (&self->first_token, secret_value_unref);
  g_free (self->old_id);
  g_free (self->new_id);
  g_free (self->watched);
  g_free (self);
}

/* Creating */

static void
prepare_create (LkFaultWork *work)
{
  lk_fault_world_note (work->world);
}

static gboolean
run_issue (LkFaultWork   *work,
           LkIssue       *issue,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_fault_work_listen (work, issue);
  lk_issue_run_async (issue, cancellable, lk_test_store_result_cb, &result);
  lk_test_wait_for_result (&result);
  g_signal_handlers_disconnect_by_data (issue, work);

  return lk_issue_run_finish (issue, result, error);
}

static gboolean
create (LkFaultWork   *work,
        GCancellable  *cancellable,
        GError       **error)
{
  LkTestOffice *office = &work->world->office;
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (office, lk_test_office_some_role (office), LK_FAULT_NAME);

  return run_issue (work, issue, cancellable, error);
}

static char *
judge_create (LkFaultWork   *work,
              const GError  *error,
              LkFaultEnding *ending)
{
  return lk_fault_world_judge_create (work->world, error, ending);
}

/* Deleting */

static void
prepare_delete (LkFaultWork *work)
{
  work->old_id = lk_fault_work_create (work, "R/W Svc Acct", NULL);
  lk_fault_world_note (work->world);
}

static gboolean
delete_token (LkFaultWork   *work,
              GCancellable  *cancellable,
              GError       **error)
{
  LkInventory *inventory = work->world->office.inventory;
  g_autoptr (GAsyncResult) result = NULL;

  lk_inventory_delete_async (inventory, lk_inventory_find (inventory, work->old_id), cancellable, lk_test_store_result_cb,
                             &result);

  return lk_inventory_delete_finish (inventory, lk_test_wait_for_result (&result), error);
}

static char *
judge_delete (LkFaultWork   *work,
              const GError  *error,
              LkFaultEnding *ending)
{
  char *broken = lk_fault_world_judge_delete (work->world, work->old_id, error, ending);

  lk_fault_work_delete (work, work->old_id);

  return broken;
}

/* Signing in */

static void
prepare_sign_in (LkFaultWork *work)
{
  lk_fault_world_note (work->world);
}

static LkAccount *
add_account (LkFaultWork   *work,
             SecretValue   *token,
             GCancellable  *cancellable,
             GError       **error)
{
  LkOffice *office = work->world->office.office;
  LkSignIn sign_in = { .api_url = work->world->office.demo->url };
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_add_account_async (office, token, &sign_in, cancellable, lk_test_store_result_cb, &result);

  return lk_office_add_account_finish (office, lk_test_wait_for_result (&result), error);
}

static gboolean
sign_in (LkFaultWork   *work,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (LkAccount) account = add_account (work, work->world->office.demo->second_token, cancellable, error);

  return account != NULL;
}

static LkOffice *
open_office (LkFaultWork *work)
{
  g_autoptr (LkState) state = lk_test_open_state (work->world->office.folder);
  LkOffice *office = lk_office_new (work->world->office.keyring, state);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_office_load_async (office, NULL, lk_test_store_result_cb, &result);
  lk_office_load_finish (office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return office;
}

/* Each account that is there signs in. */
static char *
check_accounts (LkOffice *office)
{
  GListModel *accounts = lk_office_get_accounts (office);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr (LkInventory) inventory = lk_inventory_new (office, account);
      g_autoptr (GError) error = NULL;

      if (!lk_test_load (inventory, &error))
        return g_strdup_printf ("P5: an account does not sign in any more: %s", error->message);
    }

  return NULL;
}

static void
remove_account (LkOffice  *office,
                LkAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkRemovedAccount) removed G_GNUC_UNUSED = NULL;
  g_autoptr (GError) error = NULL;

  lk_office_remove_account_async (office, account, FALSE, NULL, lk_test_store_result_cb, &result);
  removed = lk_office_remove_account_finish (office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static char *
judge_sign_in (LkFaultWork   *work,
               const GError  *error,
               LkFaultEnding *ending)
{
  g_autoptr (LkOffice) office = open_office (work);
  GListModel *accounts = lk_office_get_accounts (office);
  g_autofree char *broken = check_accounts (office);
  g_autofree char *org_id = g_strdup (lk_account_get_org_id (work->world->office.account));
  g_autoptr (LkAccount) added = NULL;
  guint n = g_list_model_get_n_items (accounts);

  *ending = n > 1 ? LK_FAULT_SAFE : LK_FAULT_NOT_CREATED;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (lk_account_get_org_id (account), org_id) != 0)
        g_set_object (&added, account);
    }
  if (broken == NULL && (n > 1) != (error == NULL))
    broken = g_strdup_printf ("P1: told as %s, which it is not", error == NULL ? "signed in" : "not signed in");
  if (broken == NULL && n != (added != NULL ? 2 : 1))
    broken = g_strdup ("an account that was there is gone");

  if (added != NULL)
    remove_account (office, added);
  lk_fault_world_start_anew (work->world);

  return g_steal_pointer (&broken);
}

/* Signing in with another token */

static void
prepare_change (LkFaultWork *work)
{
  work->old_id = lk_fault_work_create (work, "Organization Administrator", NULL);
  work->token = lk_fault_work_look_up (work, work->old_id, LK_SECRET_KIND_ASTRA_TOKEN);
  lk_fault_world_note (work->world);
}

static gboolean
change_sign_in (LkFaultWork   *work,
                GCancellable  *cancellable,
                GError       **error)
{
  LkTestOffice *office = &work->world->office;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  lk_office_change_sign_in_async (office->office, office->account, work->token, FALSE, cancellable, lk_test_store_result_cb,
                                  &result);
  account = lk_office_change_sign_in_finish (office->office, lk_test_wait_for_result (&result), error);

  return account != NULL;
}

static char *
judge_change (LkFaultWork   *work,
              const GError  *error,
              LkFaultEnding *ending)
{
  LkTestOffice *office = &work->world->office;
  g_autoptr (LkOffice) other = open_office (work);
  g_autofree char *broken = check_accounts (other);
  g_autoptr (LkAccount) account = g_list_model_get_item (lk_office_get_accounts (other), 0);
  g_autoptr (LkAccount) changed_back = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gboolean changed = g_strcmp0 (lk_account_get_client_id (account), work->old_id) == 0;

  *ending = changed ? LK_FAULT_SAFE : LK_FAULT_UNCHANGED;
  if (broken == NULL && changed != (error == NULL))
    broken = g_strdup_printf ("P1: told as %s, which it is not", error == NULL ? "changed" : "not changed");

  lk_fault_world_start_anew (work->world);
  lk_office_change_sign_in_async (office->office, office->account, office->demo->token, FALSE, NULL, lk_test_store_result_cb,
                                  &result);
  changed_back = lk_office_change_sign_in_finish (office->office, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (changed_back);
  lk_fault_world_start_anew (work->world);
  lk_fault_work_delete (work, work->old_id);

  return g_steal_pointer (&broken);
}

static const LkFaultOperation operations[] = {
  { "create", TRUE, FALSE, prepare_create, create, judge_create },
  { "delete", TRUE, FALSE, prepare_delete, delete_token, judge_delete },
  { "sign in", TRUE, FALSE, prepare_sign_in, sign_in, judge_sign_in },
  { "change sign-in", TRUE, FALSE, prepare_change, change_sign_in, judge_change },
  { "rotate", FALSE, TRUE, lk_fault_rotate_prepare, lk_fault_rotate_begin, lk_fault_rotate_judge_begin },
  { "hand over", FALSE, TRUE, lk_fault_rotate_prepare_begun, lk_fault_rotate_hand_over, lk_fault_rotate_judge_hand_over },
  { "finish", FALSE, TRUE, lk_fault_rotate_prepare_moved, lk_fault_rotate_end, lk_fault_rotate_judge_end },
  { "take back", FALSE, TRUE, lk_fault_rotate_prepare_moved, lk_fault_rotate_cancel, lk_fault_rotate_judge_cancel },
  { "hand over sign-in", FALSE, TRUE, lk_fault_rotate_prepare_sign_in, lk_fault_rotate_hand_over,
    lk_fault_rotate_judge_hand_over },
  { "finish sign-in", FALSE, TRUE, lk_fault_rotate_prepare_signed_in, lk_fault_rotate_end, lk_fault_rotate_judge_end },
  { "take back sign-in", FALSE, TRUE, lk_fault_rotate_prepare_signed_in, lk_fault_rotate_cancel,
    lk_fault_rotate_judge_cancel },
};

const LkFaultOperation *
lk_fault_operation_get (guint i)
{
  return i < G_N_ELEMENTS (operations) ? &operations[i] : NULL;
}
