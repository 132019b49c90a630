/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_SPLIT_VIEW (lk_split_view_get_type ())
G_DECLARE_FINAL_TYPE (LkSplitView, lk_split_view, LK, SPLIT_VIEW, GtkWidget)

GtkWidget *lk_split_view_new              (void);

GtkWidget *lk_split_view_get_sidebar      (LkSplitView *self);
void       lk_split_view_set_sidebar      (LkSplitView *self,
                                           GtkWidget   *sidebar);

GtkWidget *lk_split_view_get_content      (LkSplitView *self);
void       lk_split_view_set_content      (LkSplitView *self,
                                           GtkWidget   *content);

gboolean   lk_split_view_get_collapsed    (LkSplitView *self);

gboolean   lk_split_view_get_show_content (LkSplitView *self);
void       lk_split_view_set_show_content (LkSplitView *self,
                                           gboolean     show_content);

G_END_DECLS
