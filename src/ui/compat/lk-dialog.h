/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_DIALOG (lk_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (LkDialog, lk_dialog, LK, DIALOG, AdwWindow)

/**
 * LkDialogClass:
 * @parent_class: the parent class
 *
 * Has no virtual functions of its own.
 */
struct _LkDialogClass
{
  AdwWindowClass parent_class;

  gpointer       padding[4];
};

LkDialog *lk_dialog_new     (void);

void      lk_dialog_present (LkDialog  *self,
                             GtkWidget *parent);

G_END_DECLS
