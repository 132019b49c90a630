/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-tour.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean narrow;
  gboolean large_text;  /* twice as large as usual */
  gboolean lenient;     /* what is too large is told and fails nothing */
  guint    n_pictures;
  guint    n_too_large;
} LkTourCamera;

void                lk_tour_camera_begin    (gboolean    narrow,
                                             gboolean    large_text,
                                             gboolean    lenient);
const LkTourCamera *lk_tour_camera_get      (void);

/* What does not fit into a narrow window fails. */
void                lk_tour_shoot           (GtkWidget  *widget,
                                             const char *name);
void                lk_tour_shoot_menu      (GtkWidget  *window,
                                             GtkWidget  *button,
                                             const char *name);

/* As large as a narrow window, where that is narrow. */
GtkWidget          *lk_tour_wait_for_dialog (GtkWidget  *window,
                                             GType       type);
void                lk_tour_close_dialog    (GtkWidget  *dialog);
void                lk_tour_scroll          (GtkWidget  *page,
                                             gboolean    to_end);
void                lk_tour_close_toasts    (GtkWidget  *window);

void                lk_tour_shoot_first_states (GtkWidget  *window,
                                                LkTestDemo *demo);
void                lk_tour_shoot_last_states  (GtkWidget  *window);

G_END_DECLS
