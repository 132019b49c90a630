/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_FIGURE (lk_figure_get_type ())

/* One thing that an answer of the service tells, in words. It never changes. Properties, read-only: group (nullable: what
 * it is about where an answer tells of several things, such as a namespace or an instance; figures of one group follow each
 * other), label ("Backlog"), value ("1,204 messages"), concern (boolean: it tells of something that is not as it should
 * be). Label and value are plain text, never markup; what came from outside was made fit to be shown. */
G_DECLARE_FINAL_TYPE (LkFigure, lk_figure, LK, FIGURE, GObject)

LkFigure   *lk_figure_new         (const char *group,
                                   const char *label,
                                   const char *value,
                                   gboolean    concern) G_GNUC_WARN_UNUSED_RESULT;

const char *lk_figure_get_group   (LkFigure   *self);
const char *lk_figure_get_label   (LkFigure   *self);
const char *lk_figure_get_value   (LkFigure   *self);
gboolean    lk_figure_get_concern (LkFigure   *self);

G_END_DECLS
