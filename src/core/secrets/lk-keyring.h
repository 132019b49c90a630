/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "lk-keyring-error.h"
#include "lk-secret-attributes.h"

G_BEGIN_DECLS

#define LK_KEYRING_APPLICATION "latchkey"
#define LK_KEYRING_APPLICATION_DEMO "latchkey-demo"

#define LK_TYPE_KEYRING (lk_keyring_get_type ())

G_DECLARE_FINAL_TYPE (LkKeyring, lk_keyring, LK, KEYRING, GObject)

/**
 * LkSecretInfo:
 * @attributes: (element-type utf8 utf8): all attributes of the item
 * @label: what Seahorse shows
 * @locked: whether its collection is locked
 *
 * One keyring item without its secret.
 */
typedef struct
{
  GHashTable *attributes;
  char       *label;
  gboolean    locked;
} LkSecretInfo;

void         lk_secret_info_free         (LkSecretInfo         *self);
const char  *lk_secret_info_get          (LkSecretInfo         *self,
                                          const char           *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSecretInfo, lk_secret_info_free)

LkKeyring   *lk_keyring_new              (const char           *application,
                                          const char           *collection) G_GNUC_WARN_UNUSED_RESULT;

const char  *lk_keyring_get_application  (LkKeyring            *self);

/* Whether a secret could be stored now; never prompts. Fails with NO_SERVICE, NO_COLLECTION, LOCKED or SILENT. */
void         lk_keyring_check_async      (LkKeyring            *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_check_finish     (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* May prompt, and waits for the prompt without a time limit. */
void         lk_keyring_unlock_async     (LkKeyring            *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_unlock_finish    (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* The slot of one create: a random escrow key under kind=pending, stored, read back on a fresh session, compared. */
void         lk_keyring_reserve_async    (LkKeyring            *self,
                                          const char           *intent,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_reserve_finish   (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* The key of a slot (transfer full); NULL without an error: there is no such slot. */
void         lk_keyring_look_up_reserved_async  (LkKeyring            *self,
                                                 const char           *intent,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
SecretValue *lk_keyring_look_up_reserved_finish (LkKeyring            *self,
                                                 GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void         lk_keyring_release_async    (LkKeyring            *self,
                                          const char           *intent,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_release_finish   (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* Stores, reads back on a fresh Secret Service session and compares byte for byte. */
void         lk_keyring_store_async      (LkKeyring            *self,
                                          GHashTable           *attributes,
                                          const char           *label,
                                          SecretValue          *value,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_store_finish     (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* NULL without an error: there is no such item (and the collection is not locked). */
void         lk_keyring_look_up_async    (LkKeyring            *self,
                                          GHashTable           *attributes,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
SecretValue *lk_keyring_look_up_finish   (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type LkSecretInfo): every item of this application that matches; no secrets are read. */
void         lk_keyring_list_async       (LkKeyring            *self,
                                          GHashTable           *attributes,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GPtrArray   *lk_keyring_list_finish      (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives every match another label; no secret is read or written. */
void         lk_keyring_set_label_async  (LkKeyring            *self,
                                          GHashTable           *attributes,
                                          const char           *label,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_set_label_finish (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* Gives every match another script name, NULL for none; no secret is read or written. */
void         lk_keyring_set_name_async   (LkKeyring            *self,
                                          GHashTable           *attributes,
                                          const char           *name,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_set_name_finish  (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* Removes every match; TRUE when none is left, also when there was none. */
void         lk_keyring_remove_async     (LkKeyring            *self,
                                          GHashTable           *attributes,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     lk_keyring_remove_finish    (LkKeyring            *self,
                                          GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
