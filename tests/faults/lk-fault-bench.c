/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-bench.h"

#include "lk-fault-calls.h"
#include "lk-pulsar-secrets.h"
#include "lk-token-secrets.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define DATABASE "latchkey.db"
#define LOG DATABASE "-wal"
#define N_TOKENS 3
#define APP_ID_LENGTH 24

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

static void
free_work (gpointer data)
{
  LkFaultWork *work = data;

  g_free (work->state);
  g_free (work->client_id);
  g_free (work->candidate_ids);
  g_free (work->replaces);
  g_free (work->old_id);
  g_free (work->new_id);
  g_free (work);
}

void
lk_fault_sight_free (LkFaultSight *self)
{
  g_hash_table_unref (self->listed);
  g_ptr_array_unref (self->infos);
  g_ptr_array_unref (self->works);
  g_free (self);
}

static void
sign_in (LkFaultBench *self)
{
  LkSignIn sign_in = { .api_url = self->demo->url };
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) streaming = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) tenants = NULL;
  g_autoptr (GError) error = NULL;

  self->office = lk_office_new (self->keyring, self->state);
  lk_office_add_account_async (self->office, self->demo->token, &sign_in, NULL, lk_test_store_result_cb, &added);
  self->account = lk_office_add_account_finish (self->office, lk_test_wait_for_result (&added), &error);
  g_assert_no_error (error);

  lk_office_get_client_async (self->office, self->account, NULL, lk_test_store_result_cb, &result);
  self->client = lk_office_get_client_finish (self->office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  lk_office_get_streaming_async (self->office, self->account, NULL, lk_test_store_result_cb, &streaming);
  self->streaming = lk_office_get_streaming_finish (self->office, lk_test_wait_for_result (&streaming), &error);
  g_assert_no_error (error);
  lk_astra_streaming_list_tenants_async (self->streaming, NULL, lk_test_store_result_cb, &listed);
  tenants = lk_astra_streaming_list_tenants_finish (self->streaming, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < tenants->len; i++)
    if (g_str_equal (lk_tenant_get_name (tenants->pdata[i]), LK_FAULT_TENANT))
      g_set_object (&self->tenant, tenants->pdata[i]);
  g_assert_nonnull (self->tenant);
}

/* The database that the command line begins with is another one, which has the same account. */
static void
fill_database (LkFaultBench *self)
{
  const char *const words[] = { "list", NULL };
  g_autofree char *from = g_build_filename (self->mirror, DATABASE, NULL);
  g_autofree char *to = g_build_filename (self->data, DATABASE, NULL);
  g_autoptr (sqlite3) database = NULL;
  g_autofree char *copy = g_strdup_printf ("VACUUM INTO '%s'", to);

  g_assert_cmpint (g_mkdir (self->data, 0700), ==, 0);
  g_assert_cmpint (sqlite3_open_v2 (from, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, copy, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (g_chmod (to, 0600), ==, 0);
  g_assert_cmpint (lk_fault_bench_run (self, words, NULL), ==, 0);
  self->database = lk_fault_bench_dup_database (self);
}

LkFaultBench *
lk_fault_bench_new (void)
{
  LkFaultBench *self = g_new0 (LkFaultBench, 1);
  g_autoptr (LkFaultSight) sight = NULL;

  self->folder = lk_test_make_folder ();
  self->data = g_build_filename (self->folder, "latchkey", NULL);
  self->target = lk_test_make_folder ();
  self->mirror = lk_test_make_folder ();
  self->environment = g_environ_setenv (g_get_environ (), "XDG_DATA_HOME", self->folder, TRUE);
  /* Nobody else can look into what is looked into already. */
  self->environment = g_environ_setenv (self->environment, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  self->demo = lk_test_demo_new (N_TOKENS);
  self->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self->state = lk_test_open_state (self->mirror);
  sign_in (self);
  fill_database (self);

  sight = lk_fault_bench_look (self);
  self->known = g_hash_table_ref (sight->listed);

  return self;
}

void
lk_fault_bench_free (LkFaultBench *self)
{
  g_autoptr (GHashTable) everything = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (self->keyring, everything, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), NULL));
  g_clear_object (&self->tenant);
  g_clear_object (&self->streaming);
  g_clear_object (&self->client);
  g_clear_object (&self->account);
  g_clear_object (&self->office);
  g_clear_object (&self->state);
  g_clear_object (&self->keyring);
  g_clear_pointer (&self->demo, lk_test_demo_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->database, g_bytes_unref);
  g_clear_pointer (&self->environment, g_strfreev);
  lk_test_remove_folder (self->folder);
  lk_test_remove_folder (self->target);
  lk_test_remove_folder (self->mirror);
  g_free (self->folder);
  g_free (self->data);
  g_free (self->target);
  g_free (self->mirror);
  g_free (self);
}

static LkFaultTracer *
start (LkFaultBench      *self,
       const char *const *words,
       const guint64     *calls,
       guint              n_calls)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (gpointer) g_getenv ("LK_LATCHKEY"));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) words[i]);
  g_ptr_array_add (argv, NULL);

  /* What is called is a small program, whose place another one takes. */
  return lk_fault_tracer_new ((const char *const *) argv->pdata, (const char *const *) self->environment, 1, calls,
                              n_calls);
}

LkFaultTracer *
lk_fault_bench_start (LkFaultBench      *self,
                      const char *const *words)
{
  guint64 calls[LK_FAULT_MAX_CALLS];
  guint n_calls = lk_fault_calls_list (calls);

  return start (self, words, calls, n_calls);
}

int
lk_fault_bench_run (LkFaultBench      *self,
                    const char *const *words,
                    char             **output)
{
  g_autoptr (LkFaultTracer) tracer = start (self, words, NULL, 0);
  int status = lk_fault_tracer_run (tracer);

  if (output != NULL)
    *output = lk_fault_tracer_dup_output (tracer);

  return status;
}

/* Looking */

static void
list_app_tokens (LkFaultBench *self,
                 GHashTable   *ids)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  lk_astra_client_list_tokens_async (self->client, NULL, lk_test_store_result_cb, &result);
  tokens = lk_astra_client_list_tokens_finish (self->client, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < tokens->len; i++)
    g_hash_table_add (ids, g_strdup (lk_app_token_get_client_id (tokens->pdata[i])));
}

static void
list_pulsar_tokens (LkFaultBench *self,
                    GHashTable   *ids)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) error = NULL;

  lk_astra_streaming_list_tokens_async (self->streaming, self->tenant, NULL, lk_test_store_result_cb, &result);
  tokens = lk_astra_streaming_list_tokens_finish (self->streaming, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < tokens->len; i++)
    g_hash_table_add (ids, g_strdup (lk_pulsar_token_get_id (tokens->pdata[i])));
}

static GPtrArray *
list_secrets (LkFaultBench *self)
{
  g_autoptr (GHashTable) everything = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *infos;

  lk_keyring_list_async (self->keyring, everything, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (self->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return infos;
}

static void
copy (LkFaultBench *self,
      const char   *name)
{
  g_autofree char *from = g_build_filename (self->data, name, NULL);
  g_autofree char *to = g_build_filename (self->mirror, "copy", NULL);
  g_autofree char *path = g_strconcat (to, name + strlen (DATABASE), NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_unlink (path);
  if (g_file_get_contents (from, &bytes, &length, NULL))
    g_assert_true (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static gboolean
is_whole (sqlite3 *database)
{
  g_autoptr (sqlite3_stmt) check = NULL;

  return sqlite3_prepare_v2 (database, "PRAGMA integrity_check", -1, &check, NULL) == SQLITE_OK
         && sqlite3_step (check) == SQLITE_ROW && g_str_equal (sqlite3_column_text (check, 0), "ok");
}

static GPtrArray *
read_works (LkFaultBench *self,
            gboolean     *damaged)
{
  g_autofree char *path = g_build_filename (self->mirror, "copy", NULL);
  g_autoptr (sqlite3) database = NULL;
  g_autoptr (sqlite3_stmt) intents = NULL;
  g_autoptr (sqlite3_stmt) rotations = NULL;
  GPtrArray *works = g_ptr_array_new_with_free_func (free_work);

  copy (self, DATABASE);
  copy (self, LOG);
  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  *damaged = !is_whole (database);
  if (*damaged)
    return works;

  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT state, client_id, candidate_ids, replaces FROM intent", -1, &intents,
                                       NULL), ==, SQLITE_OK);
  while (sqlite3_step (intents) == SQLITE_ROW)
    {
      LkFaultWork *work = g_new0 (LkFaultWork, 1);

      work->state = dup_column (intents, 0);
      work->client_id = dup_column (intents, 1);
      work->candidate_ids = dup_column (intents, 2);
      work->replaces = dup_column (intents, 3);
      g_ptr_array_add (works, work);
    }
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT step, old_id, new_id FROM rotation", -1, &rotations, NULL), ==,
                   SQLITE_OK);
  while (sqlite3_step (rotations) == SQLITE_ROW)
    {
      LkFaultWork *work = g_new0 (LkFaultWork, 1);

      work->state = dup_column (rotations, 0);
      work->old_id = dup_column (rotations, 1);
      work->new_id = dup_column (rotations, 2);
      g_ptr_array_add (works, work);
    }

  return works;
}

LkFaultSight *
lk_fault_bench_look (LkFaultBench *self)
{
  LkFaultSight *sight = g_new0 (LkFaultSight, 1);

  sight->listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  list_app_tokens (self, sight->listed);
  list_pulsar_tokens (self, sight->listed);
  sight->infos = list_secrets (self);
  sight->works = read_works (self, &sight->damaged);
  sight->n_posts = lk_test_demo_count (self->demo, "posts");

  return sight;
}

/* Their ids are shorter than those of application tokens. */
static gboolean
is_pulsar (const char *id)
{
  return strlen (id) != APP_ID_LENGTH;
}

static SecretValue *
look_up (LkFaultBench *self,
         GHashTable   *attributes)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  lk_keyring_look_up_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (self->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return value;
}

static SecretValue *
look_up_field (LkFaultBench *self,
               const char   *id,
               const char   *field)
{
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->account, id, field, NULL);

  return look_up (self, attributes);
}

static gboolean
is_pulsar_stored (LkFaultBench *self,
                  const char   *id)
{
  g_autoptr (GHashTable) attributes = lk_pulsar_secrets_attributes (self->account, self->tenant, id, NULL);
  g_autoptr (SecretValue) kept = look_up (self, attributes);
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_streaming_fetch_token_async (self->streaming, self->tenant, id, NULL, lk_test_store_result_cb, &result);
  value = lk_astra_streaming_fetch_token_finish (self->streaming, lk_test_wait_for_result (&result), NULL);

  return kept != NULL && value != NULL && g_str_equal (secret_value_get_text (kept), secret_value_get_text (value));
}

gboolean
lk_fault_bench_is_stored (LkFaultBench *self,
                          const char   *id)
{
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (SecretValue) token = NULL;
  g_autofree char *checksum = NULL;
  g_autofree char *expected = NULL;

  if (is_pulsar (id))
    return is_pulsar_stored (self, id);

  secret = look_up_field (self, id, LK_SECRET_FIELD_CLIENT_SECRET);
  token = look_up_field (self, id, LK_SECRET_FIELD_TOKEN);
  if (secret == NULL || token == NULL)
    return FALSE;
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret_value_get_text (secret), -1);
  expected = g_strdup_printf ("AstraCS:%s:%s", id, checksum);

  return g_str_equal (secret_value_get_text (token), expected);
}

/* Putting back */

GBytes *
lk_fault_bench_dup_database (LkFaultBench *self)
{
  g_autofree char *path = g_build_filename (self->data, DATABASE, NULL);
  g_autofree char *log = g_build_filename (self->data, LOG, NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

void
lk_fault_bench_put_back (LkFaultBench *self,
                         GBytes       *database)
{
  g_autofree char *path = g_build_filename (self->data, DATABASE, NULL);
  gsize length;
  const char *bytes = g_bytes_get_data (database, &length);

  lk_test_remove_folder (self->data);
  g_assert_cmpint (g_mkdir (self->data, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
delete_token (LkFaultBench *self,
              const char   *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (is_pulsar (id))
    {
      lk_astra_streaming_delete_token_async (self->streaming, self->tenant, id, NULL, lk_test_store_result_cb, &result);
      lk_astra_streaming_delete_token_finish (self->streaming, lk_test_wait_for_result (&result), &error);
    }
  else
    {
      lk_astra_client_delete_token_async (self->client, id, NULL, lk_test_store_result_cb, &result);
      lk_astra_client_delete_token_finish (self->client, lk_test_wait_for_result (&result), &error);
    }
  g_assert_no_error (error);
}

void
lk_fault_bench_reset (LkFaultBench *self)
{
  static const char *const kinds[] = { LK_SECRET_KIND_ASTRA_TOKEN, LK_SECRET_KIND_PULSAR_TOKEN, LK_SECRET_KIND_PENDING };
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id;

  lk_test_demo_fault (self->demo, "");
  list_app_tokens (self, ids);
  list_pulsar_tokens (self, ids);
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->known, id))
      delete_token (self, id);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("kind", kinds[i], NULL);
      g_autoptr (GAsyncResult) result = NULL;

      lk_keyring_remove_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
      g_assert_true (lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), NULL));
    }
  lk_fault_bench_put_back (self, self->database);
}
