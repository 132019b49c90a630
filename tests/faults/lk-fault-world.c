/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-world.h"

#include "lk-intent.h"
#include "lk-journal.h"
#include "lk-state-delete-orders.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define TOKENS_PATH "/v2/clientIdSecrets"
#define CERTAIN_S 61 /* after which a lost request is known to have come to nothing */
#define N_TOKENS 5
#define RUNS_IN_MEMORY 50 /* after which what is in memory is read anew */
#define N_LASTING 3 /* of the steps of the model, that one fault which lasts makes fail */
#define SECRET_MEMBER "\"secret\":\""

/* A call past the wire, as somebody else who is signed in; NULL if the service does not accept @token. */
static JsonNode *
ask (LkFaultWorld *self,
     SecretValue  *token,
     const char   *method,
     const char   *path)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (self->office.demo->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autofree char *bearer = g_strconcat ("Bearer ", secret_value_get_text (token), NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  soup_session_set_proxy_resolver (session, NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  if (soup_message_get_status (message) >= 300)
    return NULL;

  if (g_bytes_get_size (answer) == 0)
    return json_node_new (JSON_NODE_NULL);
  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), NULL));

  return json_parser_steal_root (parser);
}

GHashTable *
lk_fault_world_list (LkFaultWorld *self)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) root = ask (self, self->office.demo->token, SOUP_METHOD_GET, TOKENS_PATH);
  JsonArray *clients = json_object_get_array_member (json_node_get_object (root), "clients");

  for (guint i = 0; i < json_array_get_length (clients); i++)
    g_hash_table_add (ids, g_strdup (json_object_get_string_member (json_array_get_object_element (clients, i), "clientId")));

  return ids;
}

void
lk_fault_world_note (LkFaultWorld *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  self->known = lk_fault_world_list (self);
  self->n_posts = lk_test_demo_count (self->office.demo, "posts");
}

/* What came since (transfer container), by ids that the list owns. */
static GPtrArray *
find_new (LkFaultWorld *self,
          GHashTable   *list)
{
  GPtrArray *new_ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, list);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->known, id))
      g_ptr_array_add (new_ids, g_strdup (id));

  return new_ids;
}

static guint
count_missing (LkFaultWorld *self,
               GHashTable   *list)
{
  guint n = 0;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    n += !g_hash_table_contains (list, id);

  return n;
}

static SecretValue *
look_up (LkFaultWorld *self,
         const char   *client_id,
         const char   *field)
{
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->office.account, client_id, field, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  lk_keyring_look_up_async (self->office.keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (self->office.keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return value;
}

/* Both values, of which one is the checksum of the other, and the service accepts them. */
gboolean
lk_fault_world_is_stored (LkFaultWorld *self,
                          const char   *client_id)
{
  g_autoptr (SecretValue) secret = look_up (self, client_id, LK_SECRET_FIELD_CLIENT_SECRET);
  g_autoptr (SecretValue) token = look_up (self, client_id, LK_SECRET_FIELD_TOKEN);
  g_autofree char *checksum = NULL;
  g_autofree char *expected = NULL;

  if (secret == NULL || token == NULL)
    return FALSE;

  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret_value_get_text (secret), -1);
  expected = g_strdup_printf ("AstraCS:%s:%s", client_id, checksum);

  return g_str_equal (expected, secret_value_get_text (token));
}

/* Anything at all that the keyring has of it. */
static gboolean
is_kept (LkFaultWorld *self,
         const char   *client_id)
{
  g_autoptr (SecretValue) secret = look_up (self, client_id, LK_SECRET_FIELD_CLIENT_SECRET);
  g_autoptr (SecretValue) token = look_up (self, client_id, LK_SECRET_FIELD_TOKEN);

  return secret != NULL || token != NULL;
}

static void
load_accounts (LkOffice *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_office_load_async (office, NULL, lk_test_store_result_cb, &result);
  lk_office_load_finish (office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

void
lk_fault_world_start_anew (LkFaultWorld *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->office.inventory);
  g_clear_object (&self->office.account);
  g_clear_object (&self->office.office);
  g_clear_object (&self->office.state);
  self->office.state = lk_test_open_state (self->office.folder);
  self->office.office = lk_office_new (self->office.keyring, self->office.state);
  load_accounts (self->office.office);
  self->office.account = g_list_model_get_item (lk_office_get_accounts (self->office.office), 0);
  self->office.inventory = lk_inventory_new (self->office.office, self->office.account);
  lk_test_load (self->office.inventory, &error);
  g_assert_no_error (error);
}

void
lk_fault_world_set_deadline (LkFaultWorld *self,
                             guint         ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkAstraClient) client = NULL;

  lk_office_get_client_async (self->office.office, self->office.account, NULL, lk_test_store_result_cb, &result);
  client = lk_office_get_client_finish (self->office.office, lk_test_wait_for_result (&result), NULL);
  g_assert_nonnull (client);
  lk_astra_client_set_times (client, 0, LK_TEST_TIMEOUT_S * 1000, ms);
}

/* What a new start does, or another process: nothing in memory is known to it. */
void
lk_fault_world_resume (LkFaultWorld *self)
{
  g_autoptr (LkState) state = lk_test_open_state (self->office.folder);
  g_autoptr (LkOffice) office = lk_office_new (self->office.keyring, state);
  g_autoptr (LkJournal) journal = lk_journal_new (office);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  load_accounts (office);
  lk_journal_resume_async (journal, NULL, lk_test_store_result_cb, &result);
  lk_journal_resume_finish (journal, lk_test_wait_for_result (&result), NULL, &error);
  g_assert_no_error (error);
}

/* As if each request had been sent more than a minute ago. */
static void
age (LkFaultWorld *self)
{
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (&self->office);

  for (guint i = 0; i < intents->len; i++)
    {
      LkIntent *intent = intents->pdata[i];
      g_autoptr (GDateTime) sent_at = NULL;
      g_autoptr (GAsyncResult) result = NULL;

      if (lk_intent_get_sent_at (intent) == NULL)
        continue;
      sent_at = g_date_time_add_seconds (lk_intent_get_sent_at (intent), -CERTAIN_S);
      g_object_set (intent, "sent-at", sent_at, NULL);
      lk_state_save_intent_async (self->office.state, intent, NULL, lk_test_store_result_cb, &result);
      g_assert_true (lk_state_save_intent_finish (self->office.state, lk_test_wait_for_result (&result), NULL));
    }
}

static gboolean
is_named (GPtrArray  *intents,
          const char *client_id)
{
  for (guint i = 0; i < intents->len; i++)
    {
      LkIntent *intent = intents->pdata[i];

      if (g_strcmp0 (lk_intent_get_client_id (intent), client_id) == 0
          || g_strv_contains (lk_intent_get_candidate_ids (intent), client_id))
        return TRUE;
    }

  return FALSE;
}

static void
remove_token (LkFaultWorld *self,
              const char   *client_id)
{
  g_autofree char *path = g_strconcat (TOKENS_PATH "/", client_id, NULL);
  g_autoptr (JsonNode) answer G_GNUC_UNUSED = ask (self, self->office.demo->token, SOUP_METHOD_DELETE, path);
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->office.account, client_id, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (self->office.keyring, attributes, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (self->office.keyring, lk_test_wait_for_result (&result), NULL));
}

/* What is left of a point goes, and the journal with it: a request that came to nothing is known to have done so in the end. */
char *
lk_fault_world_clean_up (LkFaultWorld *self)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (self);
  g_autoptr (GPtrArray) new_ids = find_new (self, list);
  g_autoptr (GPtrArray) intents = NULL;

  for (guint i = 0; i < new_ids->len; i++)
    remove_token (self, new_ids->pdata[i]);
  intents = lk_test_office_list_intents (&self->office);
  if (intents->len > 0)
    {
      age (self);
      lk_fault_world_resume (self);
      g_clear_pointer (&intents, g_ptr_array_unref);
      intents = lk_test_office_list_intents (&self->office);
    }
  if (intents->len > 0)
    return g_strdup_printf ("P1: what came to nothing stays in the journal as %s",
                            lk_intent_state_to_string (lk_intent_get_state (intents->pdata[0])));
  if (lk_test_office_count_pending (&self->office) > 0)
    return g_strdup ("a reserved key is left over");

  return NULL;
}

static LkLossTold
get_told (const GError *error)
{
  if (error == NULL)
    return LK_LOSS_TOLD_CREATED;
  if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME)
      || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_ORPHAN)
      || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED))
    return LK_LOSS_TOLD_UNFINISHED;

  return LK_LOSS_TOLD_NOT_CREATED;
}

/* What was told, held against what is. */
static char *
compare (LkFaultWorld *self,
         const GError *error,
         GPtrArray    *new_ids,
         GPtrArray    *intents)
{
  if (error == NULL)
    {
      if (new_ids->len != 1)
        return g_strdup_printf ("P1: told as created, but the service has %u", new_ids->len);
      if (!lk_fault_world_is_stored (self, new_ids->pdata[0]))
        return g_strdup ("P1: told as stored, but it is not");
      return NULL;
    }

  if (get_told (error) == LK_LOSS_TOLD_UNFINISHED)
    return intents->len == 0 ? g_strdup ("P1: told as unfinished, but the journal is empty") : NULL;

  return new_ids->len > 0 ? g_strdup_printf ("P1: told as not created (%s), but it was", error->message) : NULL;
}

/* Whether the part of the answer that came through has both id and secret, from which the token follows. */
static gboolean
came_through (LkFaultWorld *self,
              const char   *client_id)
{
  gsize n_passed;
  g_autoptr (GBytes) body = lk_fault_wire_box_get_body (self->wire, &n_passed);
  const char *data = body != NULL ? g_bytes_get_data (body, NULL) : NULL;
  const char *at = data != NULL ? g_strstr_len (data, (gssize) n_passed, SECRET_MEMBER) : NULL;
  const char *secret = at != NULL ? at + strlen (SECRET_MEMBER) : NULL;

  return secret != NULL && g_strstr_len (data, (gssize) n_passed, client_id) != NULL
         && memchr (secret, '"', n_passed - (gsize) (secret - data)) != NULL;
}

static LkLossView
look (LkFaultWorld *self,
      const GError *error,
      GPtrArray    *new_ids,
      GPtrArray    *intents)
{
  return (LkLossView) { get_told (error), new_ids->len > 0,
                        new_ids->len > 0 && lk_fault_world_is_stored (self, new_ids->pdata[0]), intents->len > 0 };
}

char *
lk_fault_world_judge_create (LkFaultWorld  *self,
                             const GError  *error,
                             LkFaultEnding *ending)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (self);
  g_autoptr (GPtrArray) new_ids = find_new (self, list);
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (&self->office);
  g_autofree char *broken = compare (self, error, new_ids, intents);
  const LkLossView at_end = look (self, error, new_ids, intents);
  g_autofree char *left = NULL;
  LkLossView later;

  *ending = LK_FAULT_NOT_CREATED;
  if (broken == NULL && lk_test_demo_count (self->office.demo, "posts") > self->n_posts + 1)
    broken = g_strdup ("P3: more than one create for one confirmation");
  if (broken == NULL && count_missing (self, list) > 0)
    broken = g_strdup ("a token that was there before is gone");

  lk_fault_world_resume (self);
  g_clear_pointer (&intents, g_ptr_array_unref);
  intents = lk_test_office_list_intents (&self->office);
  /* What was stored only now is looked at once more by the start after it. */
  if (intents->len > 0 && lk_intent_get_state (intents->pdata[0]) == LK_INTENT_STORED)
    {
      lk_fault_world_start_anew (self);
      lk_fault_world_resume (self);
      g_clear_pointer (&intents, g_ptr_array_unref);
      intents = lk_test_office_list_intents (&self->office);
    }
  later = look (self, error, new_ids, intents);
  if (broken == NULL && !lk_loss_model_allows (self->lasting ? self->lasting_model : self->model, &at_end, &later))
    broken = g_strdup_printf ("the model has no such end: told %d, listed %d, stored %d, journalled %d, later %d %d %d",
                              (int) at_end.told, at_end.listed, at_end.stored, at_end.journalled, later.listed, later.stored,
                              later.journalled);
  for (guint i = 0; i < new_ids->len && broken == NULL; i++)
    {
      const char *id = new_ids->pdata[i];

      if (lk_fault_world_is_stored (self, id))
        *ending = LK_FAULT_SAFE;
      else if (came_through (self, id))
        broken = g_strdup ("P4: its secret came through, and is not stored");
      else if (!is_named (intents, id))
        broken = g_strdup ("P2: a token without its secret that nothing names");
      else
        *ending = LK_FAULT_LOST_AND_KNOWN;
    }
  if (new_ids->len == 0 && intents->len > 0)
    *ending = LK_FAULT_UNKNOWN_AND_SHOWN;
  if (broken == NULL && *ending == LK_FAULT_SAFE && intents->len > 0)
    broken = g_strdup ("P1: what is stored stays in the journal");
  left = lk_fault_world_clean_up (self);
  if (self->n_runs % RUNS_IN_MEMORY == 0)
    lk_fault_world_start_anew (self);

  return broken != NULL ? g_steal_pointer (&broken) : g_steal_pointer (&left);
}

/* Whether the journal has that the token shall go. */
static gboolean
is_ordered (LkFaultWorld *self,
            const char   *client_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders = NULL;

  lk_state_list_delete_orders_async (self->office.state, NULL, lk_test_store_result_cb, &result);
  orders = lk_state_list_delete_orders_finish (self->office.state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < orders->len; i++)
    if (g_str_equal (lk_delete_order_get_token_id (orders->pdata[i]), client_id))
      return TRUE;

  return FALSE;
}

char *
lk_fault_world_judge_delete (LkFaultWorld  *self,
                             const char    *client_id,
                             const GError  *error,
                             LkFaultEnding *ending)
{
  g_autoptr (GHashTable) list = lk_fault_world_list (self);
  gboolean gone = !g_hash_table_contains (list, client_id);
  gboolean stored = lk_fault_world_is_stored (self, client_id);
  g_autofree char *broken = NULL;

  *ending = LK_FAULT_UNCHANGED;
  if (count_missing (self, list) > (gone ? 1 : 0))
    broken = g_strdup ("a token that was not meant is gone");
  else if (!gone && !stored)
    broken = g_strdup ("P4: the secret of a token that works is gone");
  else if (error == NULL && (!gone || is_kept (self, client_id)))
    broken = g_strdup ("P1: told as deleted, but it is not");

  lk_fault_world_start_anew (self);
  lk_fault_world_resume (self);
  if (!gone)
    return g_steal_pointer (&broken);

  *ending = is_kept (self, client_id) ? LK_FAULT_UNFINISHED : LK_FAULT_GONE;
  if (broken == NULL && *ending == LK_FAULT_UNFINISHED && !is_ordered (self, client_id))
    broken = g_strdup ("P1: a deletion that is not finished, and that nothing remembers");

  return g_steal_pointer (&broken);
}

LkFaultWorld *
lk_fault_world_new (void)
{
  LkFaultWorld *self = g_new0 (LkFaultWorld, 1);
  LkTestOffice *office = &self->office;
  LkSignIn sign_in = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->model = lk_loss_model_new (1, LK_LOSS_SOUND);
  self->lasting_model = lk_loss_model_new (N_LASTING, LK_LOSS_SOUND);
  office->folder = lk_test_make_folder ();
  office->demo = lk_test_demo_new (N_TOKENS);
  self->wire = lk_fault_wire_box_new (office->demo->url);
  sign_in.api_url = lk_fault_wire_box_get_url (self->wire);
  office->keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  office->state = lk_test_open_state (office->folder);
  office->office = lk_office_new (office->keyring, office->state);
  lk_office_add_account_async (office->office, office->demo->token, &sign_in, NULL, lk_test_store_result_cb, &result);
  office->account = lk_office_add_account_finish (office->office, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  office->inventory = lk_inventory_new (office->office, office->account);
  lk_test_load (office->inventory, &error);
  g_assert_no_error (error);

  return self;
}

void
lk_fault_world_free (LkFaultWorld *self)
{
  lk_test_office_tear_down (&self->office, NULL);
  lk_fault_wire_box_free (self->wire);
  lk_loss_model_free (self->model);
  lk_loss_model_free (self->lasting_model);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self);
}
