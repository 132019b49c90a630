/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LkConfirmAppearance:
 * @LK_CONFIRM_DEFAULT: an ordinary button
 * @LK_CONFIRM_SUGGESTED: the button that leads on
 * @LK_CONFIRM_DESTRUCTIVE: a button that destroys something; never the default
 *
 * What a response of lk_confirm_async() looks like.
 */
typedef enum
{
  LK_CONFIRM_DEFAULT,
  LK_CONFIRM_SUGGESTED,
  LK_CONFIRM_DESTRUCTIVE,
} LkConfirmAppearance;

/**
 * LkConfirmResponse:
 * @id: what lk_confirm_finish() returns
 * @label: the button's text, translated; an underline marks the mnemonic
 * @appearance: what the button looks like
 *
 * One button of a confirmation.
 */
typedef struct
{
  const char          *id;
  const char          *label;
  LkConfirmAppearance  appearance;
} LkConfirmResponse;

void  lk_confirm_async  (GtkWidget               *parent,
                         const char              *heading,
                         const char              *body,
                         const LkConfirmResponse *responses,
                         gsize                    n_responses,
                         const char              *default_response,
                         const char              *close_response,
                         GCancellable            *cancellable,
                         GAsyncReadyCallback      callback,
                         gpointer                 user_data);

char *lk_confirm_finish (GtkWidget               *parent,
                         GAsyncResult            *result,
                         GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
