/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_tour_templates_begin (void);
void lk_tour_templates_check (const char *walk);

G_END_DECLS
