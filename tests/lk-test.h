/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* Plainly fake, and as long as a signature of 1024 bits. */
#define LK_TEST_FAKE_SIGNATURE \
  "RkFLRS1TSUdOQVRVUkUtRkFLRS1TSUdOQVRVUkUtRkFLRS1TSUdOQVRVUkUtRkFLRS1TSUdOQVRVUkUtRkFL" \
  "RS1TSUdOQVRVUkUtRkFLRS1TSUdOQVRVUkUtRkFLRS1TSUdOQVRVUkUtRkFLRS1TSUdOQVRVUkUtRkFLRS1TSUk"

/* The sanitizers make everything several times as slow. */
#ifdef __SANITIZE_ADDRESS__
#define LK_TEST_TIMEOUT_S 120
#define LK_TEST_LONGEST_MS 5000
#else
#define LK_TEST_TIMEOUT_S 20
#define LK_TEST_LONGEST_MS 100 /* that the main loop may not answer */
#endif

/* Iterates the main context until @condition holds; a test that waits in vain fails and says for what. */
#define lk_test_wait_until(condition) \
  G_STMT_START \
  { \
    gboolean late_ = FALSE; \
    guint id_ = lk_test_arm_timeout (&late_); \
    while (!(condition) && !late_) \
      lk_test_iterate (); \
    if (late_) \
      g_error ("waited in vain for %s", #condition); \
    g_source_remove (id_); \
  } \
  G_STMT_END

/* Warnings that no program can help: GTK 4.24 counts a frame of a popover twice where nothing composes the screen, and
 * finds AdwMessageDialog of libadwaita 1.10 a few pixels too low. Others stay fatal where G_DEBUG says so. */
void          lk_test_let_pass_known_warnings (void);

/* Turns of the main loop, in microseconds, each number from the one in which it was the longest. */
typedef struct
{
  gint64 took_us;   /* that nothing was answered: at work, or waiting; what others took of a busy machine is not in it */
  gint64 waited_us; /* for a disk, a lock or another process */
  gint64 limit_us;  /* what it may take: LK_TEST_LONGEST_MS, as often as all takes on a machine that is busy with others */
} LkTestTurn;

guint         lk_test_arm_timeout      (gboolean     *late);
/* One turn of the main loop, which is timed: how long it did not answer, but for poll() and what a busy machine takes. */
void          lk_test_iterate          (void);
/* The longest since this was last asked. */
LkTestTurn    lk_test_take_longest_turn (void);
void          lk_test_store_result_cb  (GObject      *source,
                                        GAsyncResult *result,
                                        gpointer      user_data);
GAsyncResult *lk_test_wait_for_result  (GAsyncResult **result);
char         *lk_test_make_folder      (void);
void          lk_test_remove_folder    (const char   *path);
char         *lk_test_run              (const char   *first,
                                        ...) G_GNUC_NULL_TERMINATED;

/* A demo service of its own, ended by lk_test_demo_free(). */
typedef struct
{
  GSubprocess *process;
  char        *url;
  SecretValue *token;        /* signs in to the first organization */
  SecretValue *second_token; /* to the second */
} LkTestDemo;

LkTestDemo   *lk_test_demo_new         (int           n_tokens);
LkTestDemo   *lk_test_demo_new_with_tenants (int      n_tokens,
                                        int           n_tenants); /* those beyond the fourth have 20 tokens each */
LkTestDemo   *lk_test_demo_new_with_seed (int         seed,
                                        int           n_tokens,
                                        int           n_tenants);
void          lk_test_demo_free        (LkTestDemo   *self);
gint64        lk_test_demo_count       (LkTestDemo   *self,
                                        const char   *what);
void          lk_test_demo_fault       (LkTestDemo   *self,
                                        const char   *spec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestDemo, lk_test_demo_free)

G_END_DECLS
