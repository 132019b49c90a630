/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-figures.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a number counts. */
typedef enum
{
  LK_UNIT_NUMBER,
  LK_UNIT_MESSAGES,
  LK_UNIT_MESSAGES_A_SECOND,
  LK_UNIT_BYTES,
  LK_UNIT_BYTES_A_SECOND,
  LK_UNIT_CENTS,
} LkUnit;

/**
 * LkFigureField:
 * @key: of a number in an object
 * @label: what it is called, marked for translation
 * @unit: what it counts
 * @concern: whether anything above zero is not as it should be
 */
typedef struct
{
  const char *key;
  const char *label;
  LkUnit      unit;
  gboolean    concern;
} LkFigureField;

/* Where figures are gathered; all go into @group until it is another one. */
typedef struct
{
  GListStore *store;
  char       *group; /* NULL: of the whole answer */
} LkFigures;

void      lk_figures_set_group    (LkFigures           *self,
                                   char                *owned_group);
void      lk_figures_add          (LkFigures           *self,
                                   const char          *label,
                                   const char          *value,
                                   gboolean             concern);
void      lk_figures_add_number   (LkFigures           *self,
                                   const char          *label,
                                   double               number,
                                   LkUnit               unit,
                                   gboolean             concern);
void      lk_figures_add_fields   (LkFigures           *self,
                                   JsonObject          *object,
                                   const LkFigureField *fields,
                                   gsize                n_fields);
void      lk_figures_add_text     (LkFigures           *self,
                                   JsonObject          *object,
                                   const char          *key,
                                   const char          *label,
                                   gboolean             concern);
void      lk_figures_add_moment   (LkFigures           *self,
                                   JsonObject          *object,
                                   const char          *key,
                                   const char          *label);

gboolean  lk_figures_get_number   (JsonObject          *object,
                                   const char          *key,
                                   double              *number);
char     *lk_figures_write_number (double               number,
                                   LkUnit               unit) G_GNUC_WARN_UNUSED_RESULT;
char     *lk_figures_write_moment (JsonObject          *object,
                                   const char          *key) G_GNUC_WARN_UNUSED_RESULT;
char     *lk_figures_show         (const char          *text) G_GNUC_WARN_UNUSED_RESULT;

void      lk_figures_add_connector (LkFigures          *self,
                                    JsonObject         *object,
                                    gboolean            sink);

G_END_DECLS
