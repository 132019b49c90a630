/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring-call.h"

/* Steps that several calls share. Each goes on with @next, or ends the call with an error. */

G_BEGIN_DECLS

#define LK_KEYRING_SCHEMA "io.github.latchkey_app.Latchkey.Secret"
#define LK_KEYRING_COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define LK_KEYRING_ITEM_INTERFACE "org.freedesktop.Secret.Item"

gboolean lk_keyring_steps_is_known         (const char    *key);
gboolean lk_keyring_steps_check_attributes (GHashTable    *attributes,
                                            GError       **error);
void     lk_keyring_step_open              (LkKeyringCall *call,
                                            LkKeyringStep  next);
void     lk_keyring_step_open_fresh        (LkKeyringCall *call,
                                            LkKeyringStep  next);
void     lk_keyring_step_find_collection   (LkKeyringCall *call,
                                            LkKeyringStep  next);
void     lk_keyring_step_find_open         (LkKeyringCall *call,
                                            LkKeyringStep  next);
void     lk_keyring_step_see_lock          (LkKeyringCall *call,
                                            LkKeyringStep  unlocked,
                                            LkKeyringStep  locked);
void     lk_keyring_step_see_unlocked      (LkKeyringCall *call,
                                            LkKeyringStep  next);
void     lk_keyring_step_search            (LkKeyringCall *call,
                                            LkKeyringStep  next);
void     lk_keyring_step_get_secret        (LkKeyringCall       *call,
                                            const char          *path,
                                            GAsyncReadyCallback  callback);
SecretValue *lk_keyring_step_get_secret_finish (LkKeyringCall *call,
                                                GObject       *source,
                                                GAsyncResult  *result,
                                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
