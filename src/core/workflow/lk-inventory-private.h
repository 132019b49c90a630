/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

struct _LkInventory
{
  GObject     parent_instance;

  LkOffice   *office;
  LkAccount  *account;
  LkStreaming *streaming;    /* weak; NULL: its tokens are not known here */
  GListStore *tokens;
  GListStore *roles;
  GHashTable *by_client_id; /* client id → LkAppToken, each of which has its key */
  GError     *error;         /* NULL: the last load succeeded, or none has ended */
  GError     *keyring_error; /* NULL: the keyring answered */
  GHashTable *notes;         /* client id → note; NULL: what is remembered was not read yet */
  GDateTime  *read_at;       /* NULL: nothing was ever read */
  guint       n_loading;
  guint       n_changes;     /* how often a token was created or deleted here */
  gboolean    loaded;
  gboolean    from_cache;
  GTimeSpan   clock_offset;
  gboolean    described;     /* lk_inventory_describe_stored() was called */
};

void lk_inventory_add_loading     (LkInventory  *self,
                                   int           change);
void lk_inventory_add_token       (LkInventory  *self,
                                   LkAppToken   *token);
void lk_inventory_describe_stored (LkInventory  *self,
                                   GPtrArray    *infos);
void lk_inventory_describe_unread (LkInventory  *self);
void lk_inventory_forget_stored   (LkInventory  *self,
                                   const char   *client_id);
void lk_inventory_replace_roles   (LkInventory  *self,
                                   GPtrArray    *roles);
void lk_inventory_replace_tokens  (LkInventory  *self,
                                   GPtrArray    *tokens);
void lk_inventory_set_keyring_error (LkInventory  *self,
                                     const GError *keyring_error);
void lk_inventory_set_read_at     (LkInventory  *self,
                                   GDateTime    *read_at,
                                   gboolean      from_cache);
void lk_inventory_set_clock_offset (LkInventory *self,
                                    GTimeSpan    clock_offset);
void lk_inventory_set_errors      (LkInventory  *self,
                                   const GError *error,
                                   const GError *keyring_error);

/* Takes a list that the service has just sent, and remembers it; the callback may be NULL, and then nothing is told. */
void lk_inventory_take_async      (LkInventory         *self,
                                   GPtrArray           *tokens,
                                   GPtrArray           *roles,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* What lk_inventory_delete_async() does and lk_inventory_delete_finish() ends, for whoever has written down that the token
 * shall go; with @again it was tried before. It cannot be cancelled. */
void lk_inventory_delete_noted_async (LkInventory         *self,
                                      LkAppToken          *token,
                                      gboolean             again,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
/* Fills an empty inventory with what is remembered; once is enough, and failing is no harm. */
void lk_inventory_recall_async    (LkInventory         *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);

G_END_DECLS
