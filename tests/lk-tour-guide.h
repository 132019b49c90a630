/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-tour.h"

#include "lk-token-task-run.h"

G_BEGIN_DECLS

GtkWidget         *lk_tour_guide_get_page      (GtkWidget  *window);
LkTenant          *lk_tour_guide_get_tenant    (GtkWidget  *window);
void               lk_tour_guide_choose_tenant (GtkWidget  *window,
                                                const char *name);
void               lk_tour_guide_take_pictures (GtkWidget  *window,
                                                GtkWidget  *page,
                                                const char *scroller,
                                                const char *name);
GtkWidget         *lk_tour_guide_show_task     (GtkWidget  *window,
                                                const char *id);
void               lk_tour_guide_go_back       (GtkWidget  *window);
const char        *lk_tour_guide_get_name      (GtkWidget  *task_page,
                                                const char *id);
char              *lk_tour_guide_dup_command   (GtkWidget  *task_page);
gboolean           lk_tour_guide_is_running    (GtkWidget  *task_page);
LkTokenTaskAnswer *lk_tour_guide_get_answer    (GtkWidget  *task_page);
gboolean           lk_tour_guide_has_failed    (GtkWidget  *task_page);
void               lk_tour_guide_run           (GtkWidget  *window,
                                                GtkWidget  *task_page,
                                                const char *name);

/* A part of the walk. */
void lk_tour_guide_lack_tokens (GtkWidget  *window,
                                LkTestDemo *demo);

G_END_DECLS
