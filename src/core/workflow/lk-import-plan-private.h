/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-import-plan.h"

G_BEGIN_DECLS

struct _LkImportPlan
{
  GObject     parent_instance;

  LkOffice   *office;
  GListStore *items;
  guint       n_chosen;
  guint       n_steps;      /* lists to read, and items to judge */
  guint       n_done;
  LkAccount  *unread;       /* the first account whose lists could not be read; NULL: there is none */
  GError     *unread_error; /* why */
};

void lk_import_plan_begin (LkImportPlan *self,
                           guint         n_steps);
void lk_import_plan_step  (LkImportPlan *self);

G_END_DECLS
