/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The keyring daemon of the session that the test runs in: a session of its own, made by tests/session for it alone. */
pid_t       lk_test_keyring_get_pid        (void);
gboolean    lk_test_keyring_is_there       (void);
void        lk_test_keyring_wait           (gboolean    there);
void        lk_test_keyring_wait_locked    (gboolean    locked);
void        lk_test_keyring_end            (void);
void        lk_test_keyring_start          (gboolean    unlocked,
                                            const char *prompter);
void        lk_test_keyring_lock           (void);

/* Answers the daemon's prompts in the place of a person. NULL: the library that can is not there. */
char       *lk_test_prompter_start         (void) G_GNUC_WARN_UNUSED_RESULT;
void        lk_test_prompter_expect_cancel (void);
void        lk_test_prompter_expect        (const char *password);
void        lk_test_prompter_set_delay     (guint       delay_ms);

G_END_DECLS
