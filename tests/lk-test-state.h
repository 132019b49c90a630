/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-state.h"
#include "lk-test.h"

G_BEGIN_DECLS

/* A database in a folder of its own, which is not opened yet. */
typedef struct
{
  char    *folder;
  LkState *state; /* NULL before lk_test_state_open_anew() */
} LkTestState;

void       lk_test_state_set_up        (LkTestState    *self,
                                        gconstpointer   user_data);
void       lk_test_state_tear_down     (LkTestState    *self,
                                        gconstpointer   user_data);
/* As the next process does. */
void       lk_test_state_open_anew     (LkTestState    *self);
/* (transfer full) */
LkState   *lk_test_open_state          (const char     *folder);
/* (transfer full) (nullable) */
LkState   *lk_test_state_open          (const char     *folder,
                                        GError        **error);
/* (transfer full), not saved. @name: (nullable) */
LkAccount *lk_test_state_make_account  (const char     *id,
                                        const char     *org_id,
                                        const char     *name);
gboolean   lk_test_state_save_account  (LkState        *state,
                                        LkAccount      *account,
                                        GError        **error);
/* (transfer full) */
GPtrArray *lk_test_state_list_accounts (LkState        *state);
/* (transfer full) (nullable) */
GPtrArray *lk_test_state_list_intents  (LkState        *state,
                                        GError        **error);

#define LK_TEST_STATE_ADD(path, function) \
  g_test_add (path, LkTestState, NULL, lk_test_state_set_up, function, lk_test_state_tear_down)

G_END_DECLS
