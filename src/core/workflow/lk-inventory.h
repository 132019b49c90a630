/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"
#include "lk-office.h"
#include "lk-role.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_INVENTORY (lk_inventory_get_type ())

/**
 * LkInventory:
 *
 * The tokens and roles of one account, with what the keyring knows of each. Its models live as long as it does and are
 * refreshed in place. Properties: account, tokens (GListModel of LkAppToken), roles (GListModel of LkRole), loading
 * (boolean, notify), error (GError boxed, nullable, notify: why the last load failed), keyring-error (GError boxed,
 * nullable: why the keyring could not be asked, the list is whole all the same), loaded (boolean: a load succeeded), read-at
 * (GDateTime, nullable, notify: when the lists were read from the service), from-cache (boolean: that was in an earlier run),
 * clock-offset (GTimeSpan as int64, notify: how far the service's clock is ahead of this computer's).
 */
G_DECLARE_FINAL_TYPE (LkInventory, lk_inventory, LK, INVENTORY, GObject)

LkInventory  *lk_inventory_new               (LkOffice             *office,
                                              LkAccount            *account) G_GNUC_WARN_UNUSED_RESULT;

LkOffice     *lk_inventory_get_office        (LkInventory          *self);
LkAccount    *lk_inventory_get_account       (LkInventory          *self);
GListModel   *lk_inventory_get_tokens        (LkInventory          *self);
GListModel   *lk_inventory_get_roles         (LkInventory          *self);
gboolean      lk_inventory_get_loading       (LkInventory          *self);
gboolean      lk_inventory_get_loaded        (LkInventory          *self);
GDateTime    *lk_inventory_get_read_at       (LkInventory          *self);
gboolean      lk_inventory_get_from_cache    (LkInventory          *self);
const GError *lk_inventory_get_error         (LkInventory          *self);
const GError *lk_inventory_get_keyring_error (LkInventory          *self);
gboolean      lk_inventory_is_clock_off      (GTimeSpan             clock_offset);

/* Scripts get the tokens of both halves by one kind of name. */
void          lk_inventory_set_streaming     (LkInventory          *self,
                                              LkStreaming          *streaming);
char         *lk_inventory_dup_free_name     (LkInventory          *self,
                                              const char           *name) G_GNUC_WARN_UNUSED_RESULT;
LkAppToken   *lk_inventory_find              (LkInventory          *self,
                                              const char           *client_id); /* transfer none, nullable */
LkRole       *lk_inventory_find_role         (LkInventory          *self,
                                              const char           *id_or_name); /* transfer none, nullable */

/* What is remembered and what is stored, without the network; fails with LK_WORK_ERROR_NEVER_READ. */
void          lk_inventory_restore_async     (LkInventory          *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      lk_inventory_restore_finish    (LkInventory          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* A note on a token, kept here alone; NULL for none */
void          lk_inventory_set_note_async    (LkInventory          *self,
                                              LkAppToken           *token,
                                              const char           *note,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      lk_inventory_set_note_finish   (LkInventory          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Reads tokens and roles from the service and what is stored from the keyring; what is remembered is shown first. */
void          lk_inventory_load_async        (LkInventory          *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      lk_inventory_load_finish       (LkInventory          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* One field of a token from the keyring (transfer full); NULL without an error: not stored. */
void          lk_inventory_look_up_async     (LkInventory          *self,
                                              LkAppToken           *token,
                                              const char           *field,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
SecretValue  *lk_inventory_look_up_finish    (LkInventory          *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, after the keyring was unlocked, which asks for a password where it is locked. */
void          lk_inventory_unlock_and_look_up_async  (LkInventory          *self,
                                                      LkAppToken           *token,
                                                      const char           *field,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
SecretValue  *lk_inventory_unlock_and_look_up_finish (LkInventory          *self,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Retires one token: DELETE, the list read again, and only when it is gone there its stored secrets removed.
 * Fails with LK_WORK_ERROR_SIGNS_IN or STILL_LISTED, or what the service said. */
void          lk_inventory_delete_async      (LkInventory          *self,
                                              LkAppToken           *token,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      lk_inventory_delete_finish     (LkInventory          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* The name by which scripts find a stored token, NULL for none. Fails with LK_WORK_ERROR_BAD_NAME, NAME_TAKEN or INVALID, or a
 * LkKeyringError. */
void           lk_inventory_set_script_name_async  (LkInventory          *self,
                                                    LkAppToken           *token,
                                                    const char           *name,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean       lk_inventory_set_script_name_finish (LkInventory          *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
