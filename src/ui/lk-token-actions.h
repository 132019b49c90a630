/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-environment-line.h"
#include "lk-inventory.h"

G_BEGIN_DECLS

guint     lk_token_actions_get_clear_seconds     (void);
void      lk_token_actions_copy_value            (GtkWidget           *widget,
                                                  SecretValue         *value,
                                                  const char          *field);
void      lk_token_actions_copy_text             (GtkWidget           *widget,
                                                  const char          *text,
                                                  const char          *toast);
char     *lk_token_actions_create_command        (LkInventory         *inventory,
                                                  LkAppToken          *token,
                                                  const char          *field) G_GNUC_WARN_UNUSED_RESULT;

void      lk_token_actions_copy_line             (GtkWidget           *widget,
                                                  LkInventory         *inventory,
                                                  LkAppToken          *token,
                                                  LkShell              shell);
void      lk_token_actions_copy_value_line       (GtkWidget           *widget,
                                                  SecretValue         *value,
                                                  LkShell              shell);

void      lk_token_actions_show_error            (GtkWidget           *widget,
                                                  const char          *heading,
                                                  const char          *body);
void      lk_token_actions_show_failure          (GtkWidget           *widget,
                                                  const char          *heading,
                                                  const GError        *error);
void      lk_token_actions_copy                  (GtkWidget           *widget,
                                                  LkInventory         *inventory,
                                                  LkAppToken          *token,
                                                  const char          *action_name,
                                                  GCancellable        *cancellable);

/* Asks whether the token shall be deleted; TRUE: yes. */
void      lk_token_actions_confirm_delete_async  (GtkWidget           *widget,
                                                  LkInventory         *inventory,
                                                  LkAppToken          *token,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
gboolean  lk_token_actions_confirm_delete_finish (GtkWidget           *widget,
                                                  GAsyncResult        *result,
                                                  GError             **error);

G_END_DECLS
