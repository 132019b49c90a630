/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_list_sight_keep (GtkListBox *list);

G_END_DECLS
