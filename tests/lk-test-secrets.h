/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring.h"

G_BEGIN_DECLS

#define LK_TEST_APPLICATION "latchkey-test"

LkKeyring  *lk_test_secrets_new                (const char *collection,
                                                guint       timeout_ms) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_test_secrets_check              (LkKeyring  *keyring,
                                                GError    **error);
gboolean    lk_test_secrets_unlock             (LkKeyring  *keyring,
                                                GError    **error);
gboolean    lk_test_secrets_reserve            (LkKeyring   *keyring,
                                                const char  *intent,
                                                GError     **error);
gboolean    lk_test_secrets_release            (LkKeyring   *keyring,
                                                const char  *intent,
                                                GError     **error);
GHashTable *lk_test_secrets_create_attributes  (const char *client_id,
                                                const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_test_secrets_store_bytes        (LkKeyring   *keyring,
                                                const char  *client_id,
                                                const char  *name,
                                                const char  *bytes,
                                                gssize       length,
                                                GError     **error);
void        lk_test_secrets_store              (LkKeyring  *keyring,
                                                const char *client_id,
                                                const char *name,
                                                const char *text);
char       *lk_test_secrets_look_up            (LkKeyring   *keyring,
                                                const char  *client_id,
                                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        lk_test_secrets_assert_look_up     (LkKeyring  *keyring,
                                                const char *client_id,
                                                const char *expected);
GPtrArray  *lk_test_secrets_list               (LkKeyring   *keyring,
                                                const char  *kind,
                                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_test_secrets_remove             (LkKeyring   *keyring,
                                                const char  *key,
                                                const char  *value,
                                                GError     **error);
gboolean    lk_test_secrets_set_name           (LkKeyring   *keyring,
                                                const char  *client_id,
                                                const char  *name,
                                                GError     **error);
gboolean    lk_test_secrets_set_label          (LkKeyring   *keyring,
                                                const char  *client_id,
                                                const char  *label,
                                                GError     **error);

G_END_DECLS
