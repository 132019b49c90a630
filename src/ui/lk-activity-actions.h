/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-office.h"

G_BEGIN_DECLS

void lk_activity_actions_clear (GtkWidget *widget,
                                LkOffice  *office);

G_END_DECLS
