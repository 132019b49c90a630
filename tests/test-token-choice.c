/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An answer whose token is not the one that follows from its secret: whichever works is stored. */

#include "lk-test-office.h"

#include "lk-token-choice.h"
#include "lk-token-secrets.h"

#include <string.h>

static void
choose (LkTestOffice   *self,
        LkCreateAnswer *answer)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_token_choice_async (self->office, self->account, answer, lk_test_store_result_cb, &result);
  lk_token_choice_finish (self->office, lk_test_wait_for_result (&result));
}

static SecretValue *
look_up_token (LkTestOffice *self,
               const char   *client_id)
{
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->account, client_id, LK_SECRET_FIELD_TOKEN, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  lk_keyring_look_up_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (self->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (value);

  return value;
}

/* Issues a token with an answer that contradicts itself, and tells whether the one that follows from the secret is in
 * the keyring. Nothing is printed of either. */
static gboolean
issue_odd_token (LkTestOffice *self,
                 const char   *org_fault)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (SecretValue) stored = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *checksum = NULL;
  g_autofree char *faults = g_strconcat ("create:odd-token\n", org_fault, NULL);
  const char *shown;

  lk_test_demo_fault (self->demo, faults);
  g_assert_true (lk_test_run_issue (issue, &error));
  g_assert_no_error (error);

  stored = look_up_token (self, lk_issue_get_client_id (issue));
  shown = secret_value_get_text (lk_issue_get_token (issue));
  g_assert_true (g_str_equal (secret_value_get_text (stored), shown));
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret_value_get_text (lk_issue_get_client_secret (issue)), -1);

  return g_str_has_suffix (shown, checksum);
}

static void
test_derived_works (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_assert_true (issue_odd_token (self, NULL));
  g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, 1);
}

/* The vendor may have another form one day: the one that was sent works, at once or a moment later, and the rule is of
 * yesterday. */
static void
test_sent_works (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  g_autofree char *text = g_strdup_printf ("{\"clientId\":\"abc\",\"secret\":\"x\",\"token\":\"%s\"}",
                                           secret_value_get_text (self->demo->token));
  g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (text, strlen (text));

  g_assert_nonnull (answer->derived);
  lk_test_demo_fault (self->demo, GPOINTER_TO_INT (user_data) ? "org:status=401,times=1" : "");
  choose (self, answer);
  g_assert_null (answer->derived);
  g_assert_true (g_str_equal (secret_value_get_text (answer->token), secret_value_get_text (self->demo->token)));
  explicit_bzero (text, strlen (text));
}

static void
test_neither_works (LkTestOffice  *self,
                    gconstpointer  user_data)
{
  g_assert_false (issue_odd_token (self, "org:status=401"));
}

/* A service that cannot be asked has not said no. */
static void
test_cannot_be_asked (LkTestOffice  *self,
                      gconstpointer  user_data)
{
  g_assert_false (issue_odd_token (self, "org:status=400,times=1"));
  g_assert_false (issue_odd_token (self, "org:status=401,times=1\norg:status=403,times=1"));
}

/* Where answer and rule say the same, which is always so today, nothing is asked. */
static void
test_nothing_to_choose (LkTestOffice  *self,
                        gconstpointer  user_data)
{
  static const char text[] = "{\"clientId\":\"abc\",\"secret\":\"x\"}";
  g_autoptr (LkCreateAnswer) answer = lk_create_answer_new (text, strlen (text));
  gint64 n_before = lk_test_demo_count (self->demo, "requests");

  g_assert_null (answer->derived);
  choose (self, answer);
  g_assert_cmpint (lk_test_demo_count (self->demo, "requests"), ==, n_before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/token-choice/derived-works", test_derived_works);
  LK_TEST_OFFICE_ADD ("/token-choice/sent-works", test_sent_works);
  g_test_add ("/token-choice/sent-works-later", LkTestOffice, GINT_TO_POINTER (TRUE), lk_test_office_set_up, test_sent_works,
              lk_test_office_tear_down);
  LK_TEST_OFFICE_ADD ("/token-choice/neither-works", test_neither_works);
  LK_TEST_OFFICE_ADD ("/token-choice/cannot-be-asked", test_cannot_be_asked);
  LK_TEST_OFFICE_ADD ("/token-choice/nothing-to-choose", test_nothing_to_choose);

  return g_test_run ();
}
