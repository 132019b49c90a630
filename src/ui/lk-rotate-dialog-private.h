/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-rotate-dialog.h"

#include "lk-error-details.h"
#include "lk-keyring-banner.h"
#include "lk-test-row.h"
#include "lk-uses-group.h"

G_BEGIN_DECLS

/**
 * LkRotateDialog:
 *
 * Puts a new token in the place of another, in three pages: create, switch over, retire. It may be closed after each, and
 * goes on where it was: what stands is in the journal.
 */
struct _LkRotateDialog
{
  LkDialog         parent_instance;

  LkInventories   *inventories;
  char            *account_id;
  GObject         *token;       /* LkAppToken or LkPulsarToken, the one that was asked for */
  LkRotation      *rotation;    /* NULL: not begun */
  GCancellable    *cancellable; /* of what may end with the dialog */
  GCancellable    *working;     /* NULL: nothing is under way */
  gboolean         may_cancel;  /* what is under way */
  gboolean         retiring;    /* the third page */

  AdwToastOverlay *toasts;
  AdwWindowTitle  *title;
  GtkWidget       *close_button;
  GtkWidget       *menu_button;
  LkKeyringBanner *keyring_banner;
  GtkLabel        *step_label;
  GtkLabel        *heading_label;
  GtkLabel        *text_label;
  GtkStack        *pages;
  GtkWidget       *description_row;
  GtkWidget       *expires_row;
  GtkWidget       *roles_row;
  GtkWidget       *command_row;
  LkTestRow       *test_row;
  LkUsesGroup     *uses_group;
  AdwComboRow     *when_row;
  GtkLabel        *busy_label;
  GtkLabel        *error_label;
  LkErrorDetails  *error_details;
  GtkButton       *next_button;
};

gboolean     lk_rotate_dialog_is_pulsar     (LkRotateDialog *self);
LkInventory *lk_rotate_dialog_get_inventory (LkRotateDialog *self);
LkStreaming *lk_rotate_dialog_get_streaming (LkRotateDialog *self);
void         lk_rotate_dialog_set_rotation  (LkRotateDialog *self,
                                             LkRotation     *rotation);
void         lk_rotate_dialog_update        (LkRotateDialog *self);
void         lk_rotate_dialog_begin_work    (LkRotateDialog *self,
                                             const char     *label,
                                             gboolean        may_cancel);
void         lk_rotate_dialog_end_work      (LkRotateDialog *self,
                                             const GError   *error);

gboolean     lk_rotate_dialog_deletes_now   (LkRotateDialog *self);
gboolean     lk_rotate_dialog_is_cancelling (LkRotateDialog *self);
void         lk_rotate_dialog_update_uses   (LkRotateDialog *self);
void         lk_rotate_dialog_update_words  (LkRotateDialog *self,
                                             const char     *page,
                                             const char     *name);

/* The steps, each of which begins and ends work. */
void         lk_rotate_dialog_create        (LkRotateDialog *self);
void         lk_rotate_dialog_hand_over     (LkRotateDialog *self);
void         lk_rotate_dialog_end           (LkRotateDialog *self,
                                             gboolean        cancel);
void         lk_rotate_dialog_remind        (LkRotateDialog *self,
                                             int             days);

G_END_DECLS
