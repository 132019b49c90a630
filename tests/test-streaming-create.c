/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A Pulsar token is made once, however the answer gets lost, against the demo service and with a real keyring. */

#include "lk-test-streaming.h"
#include "lk-work-error.h"

#include <string.h>

#define GCP LK_TEST_GCP

static void
test_create (LkTestOffice  *self,
             gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 30, .note = "for the shop", .script_name = "shop", .store = TRUE };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (LkPulsarToken) again = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *by_id = NULL;
  g_autofree char *free_name = NULL;
  gint64 n_posts = lk_test_demo_count (self->demo, "posts");

  token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);
  g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + 1);
  g_assert_true (lk_pulsar_token_get_stored (token));
  g_assert_cmpstr (lk_pulsar_token_get_script_name (token), ==, "shop");
  g_assert_cmpstr (lk_pulsar_token_get_note (token), ==, "for the shop");
  g_assert_cmpstr (lk_pulsar_token_get_title (token), ==, "for the shop");
  g_assert_cmpint (g_date_time_difference (lk_pulsar_token_get_expiry (token), lk_pulsar_token_get_issued (token)), ==,
                   (GTimeSpan) 30 * G_TIME_SPAN_DAY);
  g_assert_cmpuint (lk_test_streaming_count (streaming, GCP, "audit"), ==, 1);

  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "shop", "field", "token", NULL);
  by_id = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "kind", "pulsar-token", "cluster", GCP, "tenant",
                       "audit", "token-id", lk_pulsar_token_get_id (token), NULL);
  g_assert_true (g_str_has_prefix (stored, "eyJ"));
  g_assert_true (g_str_equal (stored, by_id));
  value = lk_test_streaming_look_up (streaming, token, &error);
  g_assert_no_error (error);
  g_assert_true (g_strcmp0 (secret_value_get_text (value), stored) == 0);

  /* The same object after the next load, with all that is known of it; another run finds it all too. */
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  g_assert_true (lk_pulsar_token_get_stored (token));
  {
    g_autoptr (LkStreaming) other = lk_test_streaming_new (self);
    g_autoptr (LkPulsarToken) found = lk_test_streaming_get (other, GCP, "audit", 0);

    g_assert_cmpstr (lk_pulsar_token_get_note (found), ==, "for the shop");
    g_assert_cmpstr (lk_pulsar_token_get_script_name (found), ==, "shop");
    g_assert_true (lk_pulsar_token_get_stored (found));
  }

  /* Application tokens are got by one kind of name with it. */
  free_name = lk_inventory_dup_free_name (self->inventory, "shop");
  g_assert_cmpstr (free_name, ==, "shop");
  lk_inventory_set_streaming (self->inventory, streaming);
  g_free (free_name);
  free_name = lk_inventory_dup_free_name (self->inventory, "shop");
  g_assert_cmpstr (free_name, ==, "shop-2");

  again = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
  g_assert_null (again);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN);
  g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + 1);
}

/* The older call: only for a token without end, where the newer is not there, and nothing was made. */
static void
test_fallback (LkTestOffice  *self,
               gconstpointer  user_data)
{
  static const struct
  {
    const char *faults;
    guint       days;
    gint64      n_posts;
    GQuark      (* domain) (void); /* NULL: it succeeds */
    int         code;
  } cases[] = {
    { "pulsar-create:status=404", 0, 2, NULL, 0 },
    { "pulsar-create:status=405", 0, 2, NULL, 0 },
    { "pulsar-create:status=404", 30, 1, lk_astra_error_quark, LK_ASTRA_ERROR_NOT_FOUND },
    { "pulsar-create:status=405", 30, 1, lk_astra_error_quark, LK_ASTRA_ERROR_UNEXPECTED },
    { "pulsar-create:status=403", 0, 1, lk_astra_error_quark, LK_ASTRA_ERROR_FORBIDDEN },
    { "pulsar-create:status=409", 0, 1, lk_astra_error_quark, LK_ASTRA_ERROR_TOKEN_LIMIT },
    { "pulsar-create:status=404\npulsar-create-v2:status=401", 0, 2, lk_astra_error_quark, LK_ASTRA_ERROR_UNAUTHORIZED },
    { "pulsar-create:status=500", 0, 1, lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME },
    { "pulsar-create:portal=404", 0, 1, lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkPulsarWish wish = { .days = cases[i].days };
      gint64 n_posts = lk_test_demo_count (self->demo, "posts");
      gint64 n_tokens = lk_test_demo_count (self->demo, "pulsarTokens");
      g_autoptr (LkPulsarToken) token = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) store_error = NULL;

      g_test_message ("%s, %u days", cases[i].faults, cases[i].days);
      lk_test_demo_fault (self->demo, cases[i].faults);
      token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts") - n_posts, ==, cases[i].n_posts);
      if (cases[i].domain != NULL)
        {
          g_assert_error (error, cases[i].domain (), cases[i].code);
          g_assert_null (token);
          g_assert_cmpint (lk_test_demo_count (self->demo, "pulsarTokens"), ==, n_tokens);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (lk_test_demo_count (self->demo, "pulsarTokens"), ==, n_tokens + 1);
      g_assert_true (lk_pulsar_token_get_expiry_known (token));
      g_assert_null (lk_pulsar_token_get_expiry (token));
    }
}

/* A tenant holds a few only. */
static void
make_room (LkStreaming *streaming)
{
  g_autoptr (GError) error = NULL;

  while (lk_test_streaming_count (streaming, GCP, "orders") > 1)
    {
      g_autoptr (LkPulsarToken) token = lk_test_streaming_get (streaming, GCP, "orders", 0);

      g_assert_true (lk_test_streaming_delete (streaming, token, &error));
      g_assert_no_error (error);
    }
}

/* Never a second POST. What was made is found by the list, fetched and stored; what was not is said to be in doubt. */
static void
test_lost_answers (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  static const struct
  {
    const char *fault;
    guint       days;
    gint64      n_posts;
    gboolean    made;
  } cases[] = {
    { "pulsar-create:lost", 7, 1, TRUE },
    { "pulsar-create:cut=20", 7, 1, TRUE },
    { "pulsar-create:types", 7, 1, TRUE },
    { "pulsar-create:malformed", 7, 1, TRUE },
    { "pulsar-create:lost", 0, 1, TRUE },
    { "pulsar-create:status=404\npulsar-create-v2:lost", 0, 2, TRUE },
    { "pulsar-create:lie", 7, 1, FALSE },
    { "pulsar-create:status=503", 7, 1, FALSE },
    { "pulsar-create:status=200,shape=empty", 7, 1, FALSE },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("lost-%u", i);
      const LkPulsarWish wish = { .days = cases[i].days, .note = name, .script_name = name, .store = TRUE };
      gint64 n_posts = lk_test_demo_count (self->demo, "posts");
      guint n_before;
      g_autoptr (LkPulsarToken) token = NULL;
      g_autofree char *stored = NULL;
      g_autoptr (SecretValue) value = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) store_error = NULL;

      g_test_message ("%s", cases[i].fault);
      make_room (streaming);
      n_before = lk_test_streaming_count (streaming, GCP, "orders");
      lk_test_demo_fault (self->demo, cases[i].fault);
      token = lk_test_streaming_create (streaming, "orders", &wish, &store_error, &error);
      lk_test_demo_fault (self->demo, "");
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + cases[i].n_posts);
      g_assert_cmpuint (lk_test_streaming_count (streaming, GCP, "orders"), ==, n_before + (cases[i].made ? 1 : 0));
      if (!cases[i].made)
        {
          g_assert_null (token);
          g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
          g_assert_null (strstr (error->message, "eyJ"));
          continue;
        }

      g_assert_no_error (error);
      g_assert_no_error (store_error);
      g_assert_true (lk_pulsar_token_get_stored (token));
      g_assert_cmpstr (lk_pulsar_token_get_note (token), ==, name);
      g_assert_true ((lk_pulsar_token_get_expiry (token) == NULL) == (cases[i].days == 0));
      stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
      g_assert_true (g_str_has_prefix (stored, "eyJ"));
      value = lk_test_streaming_look_up (streaming, token, &error);
      g_assert_no_error (error);
      g_assert_true (g_strcmp0 (secret_value_get_text (value), stored) == 0);
    }
}

typedef struct
{
  LkTestOffice *fixture;
  LkStreaming  *other;
  guint         days;
  const char   *faults;
  guint         n_made;
} Colleague;

/* The list before was read, the request is not sent yet: somebody else makes a token, and then the network fails. */
static void
colleague_cb (GListModel *tokens,
              guint       position,
              guint       removed,
              guint       added,
              Colleague  *colleague)
{
  const LkPulsarWish wish = { .days = colleague->days };
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;

  if (colleague->n_made > 0)
    return;

  colleague->n_made++;
  token = lk_test_streaming_create (colleague->other, "orders", &wish, NULL, &error);
  g_assert_no_error (error);
  lk_test_demo_fault (colleague->fixture->demo, colleague->faults);
}

/* Others make tokens too. One that lasts another time is not ours; of two that are alike nobody knows. */
static void
test_lost_among_others (LkTestOffice  *self,
                        gconstpointer  user_data)
{
  static const struct
  {
    guint       days;
    const char *faults;
    gboolean    found;
  } cases[] = {
    { 30, "pulsar-create:lost", TRUE },
    { 0, "pulsar-create:lost", TRUE },
    { 8, "pulsar-create:lost", TRUE },
    { 7, "pulsar-create:lost", FALSE },
    { 30, "pulsar-create:lie", FALSE },
    { 30, "pulsar-create:lost\npulsar-get:status=403,times=1", TRUE },
    { 30, "pulsar-create:lost\npulsar-get:status=403,times=4", FALSE },
    { 30, "pulsar-create:lost\npulsar-list:status=403,times=1", TRUE },
    { 30, "pulsar-create:lost\npulsar-list:status=403,times=2", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkPulsarWish wish = { .days = 7, .store = TRUE };
      const LkPulsarWish unseen = { .days = 90 };
      g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
      g_autoptr (LkStreaming) other = NULL;
      Colleague colleague = { self, NULL, cases[i].days, cases[i].faults, 0 };
      GListModel *tokens = lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, GCP, "orders"));
      g_autoptr (LkPulsarToken) before = NULL;
      g_autoptr (LkPulsarToken) token = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) store_error = NULL;
      gint64 n_posts;

      g_test_message ("somebody else’s for %u days, %s", cases[i].days, cases[i].faults);
      make_room (streaming);
      other = lk_test_streaming_new (self);
      colleague.other = other;
      /* The list before has something new to show, which is when the other one comes in between. */
      before = lk_test_streaming_create (other, "orders", &unseen, NULL, &error);
      g_assert_no_error (error);
      n_posts = lk_test_demo_count (self->demo, "posts");
      g_signal_connect (tokens, "items-changed", G_CALLBACK (colleague_cb), &colleague);
      token = lk_test_streaming_create (streaming, "orders", &wish, &store_error, &error);
      g_signal_handlers_disconnect_by_func (tokens, colleague_cb, &colleague);
      lk_test_demo_fault (self->demo, "");
      g_assert_cmpuint (colleague.n_made, ==, 1);
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + 2);

      if (!cases[i].found)
        {
          g_assert_null (token);
          g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
          continue;
        }
      g_assert_no_error (error);
      g_assert_no_error (store_error);
      g_assert_true (lk_pulsar_token_get_stored (token));
      g_assert_cmpint (g_date_time_difference (lk_pulsar_token_get_expiry (token), lk_pulsar_token_get_issued (token)), ==,
                       (GTimeSpan) 7 * G_TIME_SPAN_DAY);
    }
}

/* A bare token that ends too soon is still a token by its looks. */
static void
test_short_answer (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 0, .script_name = "short", .store = TRUE };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;

  lk_test_demo_fault (self->demo, "pulsar-create:status=404\npulsar-create-v2:cut=400,framing=close");
  token = lk_test_streaming_create (streaming, "orders", &wish, &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);
  value = lk_test_streaming_look_up (streaming, token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (secret_value_get_text (value)), >, 400);
}

#define add(name, function) LK_TEST_OFFICE_ADD ("/streaming-create/" name, function)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("create", test_create);
  add ("fallback", test_fallback);
  add ("lost-answers", test_lost_answers);
  add ("lost-among-others", test_lost_among_others);
  add ("short-answer", test_short_answer);

  return g_test_run ();
}
