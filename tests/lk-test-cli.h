/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <string.h>

#include "lk-test.h"

G_BEGIN_DECLS

/* The command line with a demo service and a database of its own. */
typedef struct
{
  LkTestDemo *demo;
  char       *folder; /* XDG_DATA_HOME of what is run */
  const char *locale; /* of what is run; NULL: this program's */
  gboolean    debug;  /* what is run tells all that it does */
  const char *const *variables; /* of what is run, each name with its value behind it; NULL: none */
  char       *output; /* of the last run */
  char       *errors;
} LkTestCli;

void       lk_test_cli_set_up           (LkTestCli     *self,
                                         gconstpointer  user_data);
void       lk_test_cli_tear_down        (LkTestCli     *self,
                                         gconstpointer  user_data);
int        lk_test_cli_run_argv         (LkTestCli     *self,
                                         const char    *input,
                                         GPtrArray     *argv);
int        lk_test_cli_run              (LkTestCli     *self,
                                         const char    *input,
                                         ...) G_GNUC_NULL_TERMINATED;
void       lk_test_cli_sign_in          (LkTestCli     *self);
void       lk_test_cli_sign_in_twice    (LkTestCli     *self);
JsonArray *lk_test_cli_read_array       (LkTestCli     *self) G_GNUC_WARN_UNUSED_RESULT;
void       lk_test_cli_assert_no_secret (LkTestCli     *self);
/* All of them and no others; @words: with a blank between two. */
void       lk_test_cli_assert_keys      (JsonObject    *object,
                                         const char    *words);

/* A failure is one sentence on standard error, and nothing on standard output. */
#define lk_test_cli_assert_fails(self, wanted, ...) \
  G_STMT_START \
  { \
    g_assert_cmpint (lk_test_cli_run (self, __VA_ARGS__, NULL), ==, wanted); \
    g_assert_cmpstr ((self)->output, ==, ""); \
    g_assert_true (g_str_has_prefix ((self)->errors, "latchkey: ")); \
    g_assert_true (strchr ((self)->errors, '\n') == (self)->errors + strlen ((self)->errors) - 1); \
    lk_test_cli_assert_no_secret (self); \
  } \
  G_STMT_END

G_END_DECLS
